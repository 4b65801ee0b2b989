package io.swaplane.io.bpf;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.lang.foreign.Arena;

/**
 * A program that runs whenever the kernel passes one of its tracepoints, with the tracepoint's arguments as 64-bit words; gone when it is
 * closed, or with the process.
 */
public final class BpfTracepoint implements AutoCloseable {
    private final int fd;
    private boolean open = true;

    private BpfTracepoint(final int fd) {
        this.fd = fd;
    }

    /**
     * Loads a program and attaches it.
     *
     * @param tracepoint the kernel's name.
     * @throws KernelException when the kernel refuses it or has no such tracepoint; it asks for CAP_BPF and CAP_PERFMON.
     */
    public static BpfTracepoint attach(final BpfCode code, final String tracepoint) throws KernelException {
        final String name = tracepoint.substring(0, Math.min(tracepoint.length(), KernelAbi.Bpf.NAME_BYTES - 1));
        final int program = new ProgramLoader(code, name, KernelAbi.Bpf.PROG_TYPE_RAW_TRACEPOINT, 0, 0).load();
        try (Arena arena = Arena.ofConfined()) {
            final int result = new Attributes(arena).put(KernelAbi.Bpf.TRACEPOINT_NAME, arena.allocateFrom(tracepoint))
                .put(KernelAbi.Bpf.TRACEPOINT_PROG_FD, program).call(KernelAbi.Bpf.RAW_TRACEPOINT_OPEN);
            return new BpfTracepoint(KernelException.check(result, "bpf(RAW_TRACEPOINT_OPEN)", "tracepoint " + tracepoint));
        } finally {
            LibC.close(program);
        }
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            LibC.close(fd);
        }
    }
}
