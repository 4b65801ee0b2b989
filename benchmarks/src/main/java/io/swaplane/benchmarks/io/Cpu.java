package io.swaplane.benchmarks.io;

import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Which CPU does what: one sends, the other belongs to the forwarder under test. */
final class Cpu {
    /** The generator's. */
    static final int GENERATOR = 0;
    /** The forwarder's. */
    static final int FORWARDER = 1;

    private static final int MASK_BYTES = 128;

    private Cpu() {
    }

    /** What keeps a program on the forwarder's CPU, to put before its own words. */
    static List<String> pinned() {
        return List.of("taskset", "-c", Integer.toString(FORWARDER));
    }

    /** Pins the calling thread. */
    static void pin(final int cpu) throws KernelException {
        pin(0, cpu);
    }

    /** Pins a thread, by its id. */
    static void pin(final int thread, final int cpu) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(MASK_BYTES);
            mask.set(ValueLayout.JAVA_BYTE, cpu / Byte.SIZE, (byte) (1 << cpu % Byte.SIZE));
            KernelException.check(LibC.schedSetaffinity(thread, MASK_BYTES, mask.address()), "sched_setaffinity", "CPU " + cpu);
        }
    }
}
