package io.swaplane.router.run;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Pins threads to CPUs, and finds out before the start whether that can be done. */
final class CpuPin {
    /** Of the kernel's set of CPUs: a bit each, the lowest first. */
    private static final int SET_BYTES = 128;

    private CpuPin() {
    }

    /**
     * Tries each CPU, with a thread that is gone afterwards.
     *
     * @throws StartException when one is not on this machine, offline, or not this process's to use.
     */
    static void check(final List<Integer> cpus) throws StartException {
        for (final int cpu : cpus) {
            try {
                CompletableFuture.runAsync(() -> pin(cpu), task -> Thread.ofPlatform().name("cpu-check").start(task)).join();
            } catch (final CompletionException e) {
                throw new StartException("workers.cpus: " + e.getCause().getMessage());
            }
        }
    }

    /**
     * Has the calling thread run on that CPU only.
     *
     * @throws IllegalStateException when it cannot be had.
     */
    static void pin(final int cpu) {
        try (MappedRegion set = MappedRegion.reserve(SET_BYTES)) {
            Memory.putByte(set.address() + cpu / Byte.SIZE, (byte) (1 << cpu % Byte.SIZE));
            KernelException.check(LibC.schedSetaffinity(0, SET_BYTES, set.address()), "sched_setaffinity", "CPU " + cpu);
        } catch (final KernelException e) {
            throw new IllegalStateException("CPU " + cpu + " cannot be had" + (e.errno() == Errno.EINVAL
                ? ": it is not on this machine, offline, or not among those that this process may use (`taskset -p`, cpusets)"
                : ": " + e.getMessage()), e);
        }
    }
}
