package io.swaplane.benchmarks.program;

import io.swaplane.benchmarks.Machine;
import io.swaplane.control.command.LatencyHistogram;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.LabelRange;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Programs labels into an empty router, changes them, and takes them out, each time up to the last acknowledgement, and prints one JSON
 * object. What the tables hold is compared with what was programmed.
 */
public final class ProgramLabels {
    private static final int DEFAULT_LABELS = 1_000_000;
    private static final int MOST_LABELS = LabelRange.LAST - LabelRange.FIRST_ORDINARY + 1;
    private static final int ROUNDS = 5;
    private static final String USAGE = "usage: program-labels [--grpc | --in-process] [--labels N]";

    private ProgramLabels() {
    }

    /** Runs it; exits with 2 for wrong arguments. */
    public static void main(final String[] arguments) throws IOException {
        boolean grpc = true;
        int labels = DEFAULT_LABELS;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--grpc" -> grpc = true;
                case "--in-process" -> grpc = false;
                case "--labels" -> {
                    i++;
                    labels = i < arguments.length ? number(arguments[i]) : 0;
                }
                default -> labels = 0;
            }
        }
        if (labels < 1) {
            System.err.println(USAGE + ", N from 1 to " + MOST_LABELS);
            System.exit(2);
        }
        System.out.println(run(grpc, labels, ROUNDS));
    }

    private static int number(final String text) {
        try {
            final int number = Integer.parseInt(text);
            return number > MOST_LABELS ? 0 : number;
        } catch (final NumberFormatException e) {
            return 0;
        }
    }

    static int outLabel(final int label, final int round) {
        return LabelRange.FIRST_ORDINARY + (label + round & 0x7FFFF);
    }

    static String run(final boolean grpc, final int labels, final int rounds) throws IOException {
        final long start = System.nanoTime();
        try (SpineRouter router = new SpineRouter(); Programming way = grpc ? new OverGrpc(router) : new InProcess(router)) {
            way.put(labels, 0);
            final double first = seconds(start);
            final double[] put = new double[rounds];
            for (int round = 1; round <= rounds; round++) {
                final long begin = System.nanoTime();
                way.put(labels, round);
                put[round - 1] = seconds(begin);
                check(router, labels, round);
            }
            final long begin = System.nanoTime();
            way.delete(labels);
            final double delete = seconds(begin);
            if (router.conductor().labelUsage().getFirst().entries() != 0) {
                throw new IllegalStateException("labels are left over");
            }
            final LatencyHistogram latency = router.reader().statistics().latency();
            Arrays.sort(put);
            return String.format(Locale.ROOT, "{\"way\": \"%s\", \"labels\": %d, \"first_seconds\": %.3f, \"updates_per_second\": %.0f, "
                + "\"fastest_updates_per_second\": %.0f, \"deletes_per_second\": %.0f, \"p50_nanos\": %d, \"p99_nanos\": %d, "
                + "\"machine\": \"%s\"}", grpc ? "grpc" : "in-process", labels, first, labels / put[rounds / 2], labels / put[0],
                labels / delete, latency.quantileNanos(0.5), latency.quantileNanos(0.99), String.join("; ", Machine.describe()));
        }
    }

    private static double seconds(final long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** Everything is acknowledged, so that the control thread does nothing. */
    private static void check(final SpineRouter router, final int labels, final int round) {
        for (int i = 0; i < labels; i++) {
            final int label = LabelRange.FIRST_ORDINARY + i;
            if (ForwardingWord.outLabel(router.conductor().tables().word(0, label)) != outLabel(label, round)) {
                throw new IllegalStateException("label " + label + " is not as it was programmed");
            }
        }
    }
}
