package io.swaplane.io.bpf;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Hands a program to the kernel's verifier.
 *
 * @param code the program.
 * @param name up to 15 characters, shown by the system's tools.
 * @param type the kernel's program type.
 * @param attachType where it will be attached, for the types that say so, else 0.
 * @param flags the kernel's load flags.
 */
record ProgramLoader(BpfCode code, String name, int type, int attachType, int flags) {
    /** None of the kernel functions in use asks for a GPL-compatible program. */
    private static final String LICENSE = "Apache-2.0";
    private static final int LOG_BYTES = 1 << 20;

    /**
     * Loads it; returns its descriptor.
     *
     * @throws KernelException when the kernel refuses it, with the verifier's log.
     */
    int load() throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final int result = attributes(arena).call(KernelAbi.Bpf.PROG_LOAD);
            if (result >= 0) {
                return result;
            }
            // Without a log the verifier is quicker and needs no buffer; only a refusal is worth asking again for.
            throw new KernelException("bpf(PROG_LOAD)", "program " + name, result, verifierLog(arena));
        }
    }

    private String verifierLog(final Arena arena) {
        final MemorySegment log = arena.allocate(LOG_BYTES);
        final int retried = attributes(arena).put(KernelAbi.Bpf.LOAD_LOG_LEVEL, 1)
            .put(KernelAbi.Bpf.LOAD_LOG_SIZE, LOG_BYTES).put(KernelAbi.Bpf.LOAD_LOG_BUFFER, log).call(KernelAbi.Bpf.PROG_LOAD);
        if (retried >= 0) {
            LibC.close(retried);
            return "A second attempt would have succeeded";
        }
        final String text = log.getString(0);
        return text.isEmpty() ? "The verifier said nothing; program:\n" + code.disassemble() : "The verifier said:\n" + text;
    }

    private Attributes attributes(final Arena arena) {
        return new Attributes(arena).put(KernelAbi.Bpf.LOAD_TYPE, type)
            .put(KernelAbi.Bpf.LOAD_COUNT, code.length()).put(KernelAbi.Bpf.LOAD_INSTRUCTIONS, code.copyTo(arena))
            .put(KernelAbi.Bpf.LOAD_LICENSE, arena.allocateFrom(LICENSE)).put(KernelAbi.Bpf.LOAD_FLAGS, flags)
            .name(KernelAbi.Bpf.LOAD_NAME, name).put(KernelAbi.Bpf.LOAD_ATTACH_TYPE, attachType);
    }
}
