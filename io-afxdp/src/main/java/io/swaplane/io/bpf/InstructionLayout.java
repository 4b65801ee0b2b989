package io.swaplane.io.bpf;

/**
 * One BPF instruction in a {@code long}, as little-endian machines hold it in memory.
 *
 * <pre>
 *  63                   32 31          16 15  12 11   8 7         0
 * +-----------------------+--------------+------+------+-----------+
 * | immediate, signed     | offset, sgnd | src  | dst  | opcode    |
 * +-----------------------+--------------+------+------+-----------+
 * </pre>
 *
 * <p>The opcode is class (low 3 bits), then for arithmetic and jumps a source bit (operand is a register) and an operation, for memory
 * a width and a mode. A 64-bit constant takes a second instruction whose immediate is the upper half.
 */
final class InstructionLayout {
    static final int BYTES = 8;

    static final int CLASS_MASK = 0x07;
    static final int LOAD_CONSTANT = 0x18;
    static final int CLASS_LOAD = 0x01;
    static final int CLASS_STORE_IMMEDIATE = 0x02;
    static final int CLASS_STORE = 0x03;
    static final int CLASS_ALU_32 = 0x04;
    static final int CLASS_JUMP = 0x05;
    static final int CLASS_JUMP_32 = 0x06;
    static final int CLASS_ALU_64 = 0x07;
    static final int MODE_MEMORY = 0x60;
    static final int SOURCE_REGISTER = 0x08;
    static final int OPERATION_MASK = 0xf0;
    static final int WIDTH_MASK = 0x18;
    static final int JUMP_ALWAYS = 0x05;
    static final int CALL = 0x85;
    static final int EXIT = 0x95;
    /** Byte swap to network order; the immediate says how many bits. */
    static final int TO_BIG_ENDIAN = 0xdc;
    /** In the source field of a 64-bit constant: the constant is the descriptor of a map. */
    static final int SOURCE_MAP = 1;
    /** Likewise: the constant is the descriptor of an array map, and means the address of its first value. */
    static final int SOURCE_MAP_VALUE = 2;

    private InstructionLayout() {
    }

    static long encode(final int opcode, final int target, final int source, final int offset, final int immediate) {
        return (long) immediate << 32 | (offset & 0xFFFFL) << 16 | (source & 0xFL) << 12 | (target & 0xFL) << 8 | opcode & 0xFFL;
    }

    static long withOffset(final long instruction, final int offset) {
        return instruction & ~0xFFFF0000L | (offset & 0xFFFFL) << 16;
    }

    static int opcode(final long instruction) {
        return (int) instruction & 0xFF;
    }

    static int target(final long instruction) {
        return (int) (instruction >>> 8) & 0xF;
    }

    static int source(final long instruction) {
        return (int) (instruction >>> 12) & 0xF;
    }

    static int offset(final long instruction) {
        return (short) (instruction >>> 16);
    }

    static int immediate(final long instruction) {
        return (int) (instruction >>> 32);
    }
}
