package io.swaplane.benchmarks.io;

import io.swaplane.io.bpf.LiveFrames;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.io.kernel.NetDevice;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends one frame again and again out of the source's {@code g0}, as fast as its CPU can. Two threads take part, so that the pause that
 * the kernel makes after each long call of one is filled by the other.
 */
final class Generator implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int FIRST = 200_000;
    private static final int MOST = 4_000_000;
    private static final double CALL_SECONDS = 0.4;

    private final List<Thread> threads = new ArrayList<>();
    private final Set<Integer> ids = ConcurrentHashMap.newKeySet();
    private volatile boolean running = true;
    private volatile KernelException failure;

    /** Starts to send. */
    Generator(final Bed bed, final byte[] frame) {
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().name("generator-" + i).daemon().start(() -> send(bed, frame)));
        }
    }

    private void send(final Bed bed, final byte[] frame) {
        try {
            bed.source().enter();
            Cpu.pin(Cpu.GENERATOR);
            ids.add(LibC.gettid());
            try (LiveFrames frames = LiveFrames.of(frame, new NetDevice("g0").index())) {
                int count = FIRST;
                while (running) {
                    final long begin = System.nanoTime();
                    frames.send(count);
                    final double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
                    count = (int) Math.clamp(count / seconds * CALL_SECONDS, FIRST, MOST);
                }
            }
        } catch (final KernelException e) {
            failure = e;
        }
    }

    /** CPU seconds used so far. */
    double cpuSeconds() throws IOException {
        double seconds = 0;
        for (final int id : ids) {
            seconds += Counters.threadSeconds(id);
        }
        return seconds;
    }

    /** Throws what ended it early. */
    void check() throws KernelException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Ends within a second or two, after the calls that are under way. */
    @Override
    public void close() throws IOException {
        running = false;
        try {
            for (final Thread thread : threads) {
                thread.join();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("generator");
        }
        check();
    }
}
