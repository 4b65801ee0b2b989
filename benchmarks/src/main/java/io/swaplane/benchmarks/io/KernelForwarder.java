package io.swaplane.benchmarks.io;

import io.swaplane.io.kernel.KernelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Linux's own IPv4 forwarding.
 *
 * @param title its name in the results.
 * @param pinned true to have it on the forwarder's CPU: the kernel thread that then receives on {@code d0} also forwards; false to have
 *     it where it is by default, in the generator's softirq.
 */
record KernelForwarder(String title, boolean pinned) implements Forwarder {
    @Override
    public byte[] frame() {
        return TestFrames.ipv4();
    }

    @Override
    public Started start(final Bed bed, final Path directory) throws IOException {
        bed.receiveOffload(true);
        return new Forwarding(bed, pinned ? pin(bed) : List.of());
    }

    /** Has a kernel thread on the forwarder's CPU receive; returns its id. */
    private static List<Long> pin(final Bed bed) throws IOException {
        bed.threadedReceive(true);
        Pause.millis(200);
        final List<Long> threads = bed.receiveThreads();
        if (threads.isEmpty()) {
            throw new KernelException("threaded NAPI", "d0", -95, "The kernel has no threads to receive on d0");
        }
        for (final long thread : threads) {
            Cpu.pin((int) thread, Cpu.FORWARDER);
            Command.run("renice", "-n", "-20", "-p", Long.toString(thread));
        }
        return threads;
    }

    /** The kernel forwards by itself; closing puts receiving back where it was. */
    private record Forwarding(Bed bed, List<Long> processes) implements Started {
        @Override
        public void close() throws IOException {
            bed.threadedReceive(false);
        }
    }
}
