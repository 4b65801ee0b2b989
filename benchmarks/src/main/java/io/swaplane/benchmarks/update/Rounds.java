package io.swaplane.benchmarks.update;

import io.swaplane.benchmarks.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A worker that forwards alone, and while labels are updated, in turns.
 *
 * <p>The ratio is of CPU time per packet: on a machine that does other work too, the time that the worker waits for a processor counts for
 * neither.
 */
final class Rounds {
    /** Updates that are to be applied each second. */
    static final int UPDATES_PER_SECOND = 100_000;

    private static final int MOST_WAITS = 100;

    private final int labels;
    private final List<Double> alone = new ArrayList<>();
    private final List<Double> updated = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> speeds = new ArrayList<>();

    Rounds(final int labels) {
        this.labels = labels;
    }

    /**
     * Takes so many rounds, each of the time twice.
     *
     * @throws IllegalStateException when a packet was lost, or met half of an update.
     */
    Rounds run(final int rounds, final long warmUpNanos, final long nanos) {
        try (UpdatedRouter router = new UpdatedRouter()) {
            for (int i = 0; i < labels; i++) {
                router.put(UpdatedRouter.FIRST_LABEL + i, i & 0xFFFF);
            }
            router.settle();
            final Pace pace = new Pace(router, labels);
            try (MeasuredWorker worker = new MeasuredWorker(router, labels)) {
                measure(worker, pace, warmUpNanos, UPDATES_PER_SECOND);
                measure(worker, pace, warmUpNanos, 0);
                for (int round = 0; round < rounds; round++) {
                    round(worker, pace, nanos, round % 2 == 0);
                }
            }
        }
        return this;
    }

    private void round(final MeasuredWorker worker, final Pace pace, final long nanos, final boolean aloneFirst) {
        final MeasuredWorker.Spent first = measure(worker, pace, nanos, aloneFirst ? 0 : UPDATES_PER_SECOND);
        final MeasuredWorker.Spent second = measure(worker, pace, nanos, aloneFirst ? UPDATES_PER_SECOND : 0);
        final MeasuredWorker.Spent without = aloneFirst ? first : second;
        final MeasuredWorker.Spent with = aloneFirst ? second : first;
        alone.add(without.cpuNanosPerPacket());
        updated.add(with.cpuNanosPerPacket());
        ratios.add(without.cpuNanosPerPacket() / with.cpuNanosPerPacket());
        speeds.add(with.packetsPerSecond() / without.packetsPerSecond());
    }

    private MeasuredWorker.Spent measure(final MeasuredWorker worker, final Pace pace, final long nanos, final int perSecond) {
        final MeasuredWorker.Spent before = worker.spent();
        final long begin = System.nanoTime();
        long updates = pace.run(nanos, perSecond);
        // A worker that got no processor all the while has nothing to compare.
        for (int more = 0; more < MOST_WAITS && worker.spent().packets() == before.packets(); more++) {
            updates += pace.run(nanos, perSecond);
        }
        final long elapsed = System.nanoTime() - begin;
        final MeasuredWorker.Spent spent = worker.spent().since(before);
        if (worker.wrong() != null || spent.packets() == 0) {
            throw new IllegalStateException(worker.wrong() == null ? "no packet was forwarded" : worker.wrong());
        }
        if (perSecond > 0) {
            rates.add((double) updates * TimeUnit.SECONDS.toNanos(1) / elapsed);
        }
        return spent;
    }

    /** Forwarding with updates to forwarding without, by CPU time: 1 when they cost nothing. Median over rounds. */
    double ratio() {
        return median(ratios);
    }

    /** Updates per second that were in fact applied, the median over rounds. */
    double updatesPerSecond() {
        return median(rates);
    }

    static double median(final List<Double> values) {
        return Median.of(values.stream().mapToDouble(Double::doubleValue));
    }

    String json() {
        return String.format(Locale.ROOT, "{\"case\":\"update-while-forwarding\",\"labels\":%d,\"alone_ns\":%.2f,\"updated_ns\":%.2f,"
            + "\"ratio\":%.3f,\"ratio_wall\":%.3f,\"updates_per_s\":%.0f,\"rounds\":%d}", labels, median(alone), median(updated), ratio(),
            median(speeds), updatesPerSecond(), ratios.size());
    }

    String text() {
        return String.format(Locale.ROOT, "%,9d labels   alone %6.2f ns   with updates %6.2f ns   ratio %.3f (by wall clock %.3f)   "
            + "%,.0f updates/s, %d rounds", labels, median(alone), median(updated), ratio(), median(speeds), updatesPerSecond(),
            ratios.size());
    }
}
