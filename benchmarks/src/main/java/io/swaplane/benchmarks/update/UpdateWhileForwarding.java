package io.swaplane.benchmarks.update;

import io.swaplane.benchmarks.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code benchmarks/update-while-forwarding}: what 100,000 label updates per second cost a worker that forwards, and what a million labels
 * take of memory.
 *
 * <p>Exit codes: 0 measured; 1 a packet was lost or met half of an update; 2 wrong arguments.
 */
public final class UpdateWhileForwarding {
    private static final int[] LABELS = {1_000, 1_000_000};
    private static final int MILLION = 1_000_000;

    private UpdateWhileForwarding() {
    }

    /** See {@code benchmarks/update-while-forwarding --help}. */
    public static void main(final String[] args) {
        final List<String> options = List.of(args);
        if (!List.of("--json", "--quick", "--full").containsAll(options)) {
            System.err.println("update-while-forwarding: options are --json, --quick and --full, not " + String.join(" ", options));
            System.exit(2);
        }
        try {
            run(options.contains("--json"), options.contains("--quick"));
        } catch (final IOException | IllegalStateException e) {
            System.err.println("update-while-forwarding: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(final boolean json, final boolean quick) throws IOException {
        final PrintStream notes = json ? System.err : System.out;
        Machine.describe().forEach(notes::println);
        final List<String> results = new ArrayList<>();
        final LabelMemory memory = new LabelMemory(MILLION).run(quick ? 3 : 7);
        notes.println(memory.text());
        results.add(memory.json());
        for (final int labels : LABELS) {
            final Rounds rounds = new Rounds(labels)
                .run(quick ? 5 : 15, TimeUnit.SECONDS.toNanos(quick ? 1 : 3), TimeUnit.MILLISECONDS.toNanos(quick ? 500 : 1000));
            notes.println(rounds.text());
            results.add(rounds.json());
        }
        if (json) {
            System.out.println("[" + String.join(",\n ", results) + "]");
        }
    }
}
