package io.swaplane.router.cli;

import io.swaplane.router.replay.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** A line on the terminal that says how far a long run is; nothing when the output is no terminal, and nothing in the first second. */
final class ProgressLine implements Progress, AutoCloseable {
    /** Packets between two looks at the clock, which would otherwise be part of what is measured. */
    private static final long STEP = 1 << 16;
    private static final long FIRST_NANOSECONDS = 1_000_000_000;
    private static final long NEXT_NANOSECONDS = 200_000_000;
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter err;
    private final long total;
    private final boolean shown;
    private long nextLook = STEP;
    private long nextPrint = System.nanoTime() + FIRST_NANOSECONDS;
    private boolean printed;

    ProgressLine(final PrintWriter err, final long total) {
        this.err = err;
        this.total = total;
        final Console console = total < STEP ? null : System.console();
        this.shown = console != null && console.isTerminal();
    }

    @Override
    public void at(final long packets) {
        if (packets < nextLook || !shown) {
            return;
        }
        nextLook = packets + STEP;
        if (System.nanoTime() - nextPrint >= 0) {
            err.printf(Locale.ROOT, "%s%,d of %,d packets (%d %%)", ERASE_LINE, packets, total, 100 * packets / total);
            err.flush();
            nextPrint = System.nanoTime() + NEXT_NANOSECONDS;
            printed = true;
        }
    }

    @Override
    public void close() {
        if (printed) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }
}
