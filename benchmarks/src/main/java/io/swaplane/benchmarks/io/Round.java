package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What one round gave.
 *
 * @param seconds its length.
 * @param arrived frames that came in.
 * @param left frames that left.
 * @param generatorBusy CPU seconds of the generator's threads, with the softirq work done on top of them.
 * @param forwarderBusy CPU seconds of the forwarder, likewise, and of the kernel's softirq threads.
 * @param allBusy busy seconds of both CPUs, whoever used them.
 */
record Round(double seconds, long arrived, long left, double generatorBusy, double forwarderBusy, double allBusy) {
    private static final double NANOS = 1e9;

    /** Runs a round: start, warm up under load, measure, stop. */
    static Round run(final Bed bed, final Forwarder forwarder, final Path directory, final int warmUpMillis, final int millis)
        throws IOException {
        bed.reset();
        final Started started = forwarder.start(bed, directory);
        try (Generator generator = new Generator(bed, forwarder.frame())) {
            Pause.millis(warmUpMillis);
            generator.check();
            final Round begin = now(bed, generator, started);
            Pause.millis(millis);
            return now(bed, generator, started).minus(begin);
        } finally {
            started.close();
        }
    }

    private static Round now(final Bed bed, final Generator generator, final Started started) throws IOException {
        return new Round(System.nanoTime() / NANOS, bed.arrived(), bed.left(), generator.cpuSeconds(),
            Counters.cpuSeconds(started.processes()) + Counters.cpuSeconds(Counters.softirqThreads()),
            Counters.busySeconds(Cpu.GENERATOR) + Counters.busySeconds(Cpu.FORWARDER));
    }

    private Round minus(final Round begin) {
        return new Round(seconds - begin.seconds, arrived - begin.arrived, left - begin.left, generatorBusy - begin.generatorBusy,
            forwarderBusy - begin.forwarderBusy, allBusy - begin.allBusy);
    }

    double pps() {
        return left / seconds;
    }

    double offered() {
        return arrived / seconds;
    }

    /** CPU seconds of generator and forwarder, per second; what else runs on the machine is not in it. */
    double busy() {
        return (generatorBusy + forwarderBusy) / seconds;
    }
}
