package io.swaplane.io.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An assembled program that the kernel has not seen yet. Immutable. */
public final class BpfCode {
    private final long[] instructions;

    BpfCode(final long[] instructions) {
        this.instructions = instructions.clone();
    }

    /** How many instructions; a 64-bit constant counts as two. */
    public int length() {
        return instructions.length;
    }

    /** The instructions, each as the machine holds it. */
    public long[] instructions() {
        return instructions.clone();
    }

    /** The program as text, one instruction a line, for logs. */
    public String disassemble() {
        return Disassembler.text(instructions);
    }

    MemorySegment copyTo(final Arena arena) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, instructions);
    }
}
