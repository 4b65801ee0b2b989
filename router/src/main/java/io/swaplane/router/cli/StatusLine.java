package io.swaplane.router.cli;

import java.io.Console;
import java.io.PrintWriter;

/** A line on the terminal that says what is being waited for, gone in the end; nothing when the output is no terminal. */
final class StatusLine implements AutoCloseable {
    private static final String ERASE_LINE = "\r\033[K";
    private static final int WIDTH = 78;

    private final PrintWriter err;
    private final boolean shown;
    private String last = "";

    StatusLine(final PrintWriter err) {
        final Console console = System.console();
        this.err = err;
        this.shown = console != null && console.isTerminal();
    }

    void show(final String text) {
        final String line = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
        if (shown && !line.equals(last)) {
            err.print(ERASE_LINE + line);
            err.flush();
            last = line;
        }
    }

    @Override
    public void close() {
        if (!last.isEmpty()) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }
}
