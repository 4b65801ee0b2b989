package io.swaplane.io.bpf;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The argument block of one {@code bpf} call ({@code union bpf_attr}); zero where nothing is set. */
final class Attributes {
    private final MemorySegment block;

    Attributes(final Arena arena) {
        block = arena.allocate(KernelAbi.Bpf.ATTR_SIZE, Long.BYTES);
    }

    Attributes put(final int offset, final int value) {
        block.set(ValueLayout.JAVA_INT, offset, value);
        return this;
    }

    Attributes put(final int offset, final long value) {
        block.set(ValueLayout.JAVA_LONG, offset, value);
        return this;
    }

    Attributes put(final int offset, final MemorySegment pointer) {
        return put(offset, pointer.address());
    }

    /** A name, cut to what the kernel keeps. */
    Attributes name(final int offset, final String name) {
        final byte[] bytes = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), KernelAbi.Bpf.NAME_BYTES - 1);
        MemorySegment.copy(bytes, 0, block, ValueLayout.JAVA_BYTE, offset, bytes.length);
        return this;
    }

    int getInt(final int offset) {
        return block.get(ValueLayout.JAVA_INT, offset);
    }

    /** Makes the call: a descriptor, 0, or {@code -errno}. */
    int call(final int command) {
        return LibC.bpf(command, block.address(), KernelAbi.Bpf.ATTR_SIZE);
    }
}
