package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What one round gave.
 *
 * @param seconds its length.
 * @param arrived frames that came in.
 * @param left frames that left.
 * @param generatorBusy busy seconds of the generator's CPU.
 * @param forwarderBusy busy seconds of the forwarder's CPU.
 */
record Round(double seconds, long arrived, long left, double generatorBusy, double forwarderBusy) {
    private static final double NANOS = 1e9;

    /** Runs a round: start, warm up under load, measure, stop. */
    static Round run(final Bed bed, final Forwarder forwarder, final Path directory, final int warmUpMillis, final int millis)
        throws IOException {
        bed.reset();
        final AutoCloseable started = forwarder.start(bed, directory);
        try (Generator generator = new Generator(bed, forwarder.frame())) {
            Pause.millis(warmUpMillis);
            generator.check();
            final Round begin = now(bed);
            Pause.millis(millis);
            return now(bed).minus(begin);
        } finally {
            close(started);
        }
    }

    private static Round now(final Bed bed) throws IOException {
        return new Round(System.nanoTime() / NANOS, bed.arrived(), bed.left(), Counters.busySeconds(Cpu.GENERATOR),
            Counters.busySeconds(Cpu.FORWARDER));
    }

    private Round minus(final Round begin) {
        return new Round(seconds - begin.seconds, arrived - begin.arrived, left - begin.left, generatorBusy - begin.generatorBusy,
            forwarderBusy - begin.forwarderBusy);
    }

    private static void close(final AutoCloseable started) throws IOException {
        try {
            started.close();
        } catch (final IOException | RuntimeException e) {
            throw e;
        } catch (final Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    double pps() {
        return left / seconds;
    }

    double offered() {
        return arrived / seconds;
    }

    /** Busy seconds of both CPUs, per second. */
    double busy() {
        return (generatorBusy + forwarderBusy) / seconds;
    }
}
