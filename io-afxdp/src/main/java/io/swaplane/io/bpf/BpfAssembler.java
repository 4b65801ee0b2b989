package io.swaplane.io.bpf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Builds a BPF program instruction by instruction. Jumps name {@link Label}s, forward or backward; {@link #assemble} resolves them.
 *
 * <p>It refuses what can't be encoded (an offset or a jump beyond 16 bits, a write to R10, a label never bound); whether the program is
 * safe is for the kernel's verifier to say. Not thread-safe.
 */
public final class BpfAssembler {
    /** The kernel's own limit for programs of processes without special rights, and far above what is needed here. */
    private static final int MAX_INSTRUCTIONS = 4096;

    private final List<Long> instructions = new ArrayList<>();
    private final Map<Integer, Label> jumps = new LinkedHashMap<>();

    /** {@code target = target op operand}, 64 bits; the immediate is sign-extended. */
    public BpfAssembler alu64(final Alu operation, final Register target, final int immediate) {
        return emit(InstructionLayout.CLASS_ALU_64 | operation.code(), writable(target), null, 0, immediate);
    }

    /** {@code target = target op operand}, 64 bits. */
    public BpfAssembler alu64(final Alu operation, final Register target, final Register operand) {
        return emit(InstructionLayout.CLASS_ALU_64 | InstructionLayout.SOURCE_REGISTER | operation.code(), writable(target),
            operand, 0, 0);
    }

    /** {@code target = target op operand}, 32 bits; the upper half of the target becomes zero. */
    public BpfAssembler alu32(final Alu operation, final Register target, final int immediate) {
        return emit(InstructionLayout.CLASS_ALU_32 | operation.code(), writable(target), null, 0, immediate);
    }

    /** {@code target = target op operand}, 32 bits; the upper half of the target becomes zero. */
    public BpfAssembler alu32(final Alu operation, final Register target, final Register operand) {
        return emit(InstructionLayout.CLASS_ALU_32 | InstructionLayout.SOURCE_REGISTER | operation.code(), writable(target),
            operand, 0, 0);
    }

    /** {@code target = immediate}, sign-extended to 64 bits. */
    public BpfAssembler move(final Register target, final int immediate) {
        return alu64(Alu.MOVE, target, immediate);
    }

    /** {@code target = source}. */
    public BpfAssembler move(final Register target, final Register source) {
        return alu64(Alu.MOVE, target, source);
    }

    /** Swaps the low 16, 32 or 64 bits between the machine's and network order, and clears those above. */
    public BpfAssembler toNetworkOrder(final Register target, final int bits) {
        if (bits != 16 && bits != 32 && bits != 64) {
            throw new IllegalArgumentException("a byte swap is of 16, 32 or 64 bits, not " + bits);
        }
        return emit(InstructionLayout.TO_BIG_ENDIAN, writable(target), null, 0, bits);
    }

    /** {@code target = *(base + offset)}. */
    public BpfAssembler load(final Width width, final Register target, final Register base, final int offset) {
        return emit(InstructionLayout.CLASS_LOAD | InstructionLayout.MODE_MEMORY | width.code(), writable(target), base,
            offset16(offset), 0);
    }

    /** {@code *(base + offset) = source}. */
    public BpfAssembler store(final Width width, final Register base, final int offset, final Register source) {
        return emit(InstructionLayout.CLASS_STORE | InstructionLayout.MODE_MEMORY | width.code(), base, source, offset16(offset), 0);
    }

    /** {@code *(base + offset) = immediate}. */
    public BpfAssembler store(final Width width, final Register base, final int offset, final int immediate) {
        return emit(InstructionLayout.CLASS_STORE_IMMEDIATE | InstructionLayout.MODE_MEMORY | width.code(), base, null,
            offset16(offset), immediate);
    }

    /** {@code target = constant}, in two instructions. */
    public BpfAssembler loadConstant(final Register target, final long constant) {
        return wide(target, 0, constant);
    }

    /** {@code target = } the map with this descriptor, which the kernel resolves when it loads the program. */
    public BpfAssembler loadMap(final Register target, final BpfMap map) {
        return wide(target, InstructionLayout.SOURCE_MAP, map.fd());
    }

    /** {@code target = } the address of the first value of the array map with this descriptor, resolved when the program is loaded. */
    public BpfAssembler loadMapValue(final Register target, final BpfMap map) {
        return wide(target, InstructionLayout.SOURCE_MAP_VALUE, map.fd());
    }

    /** Goes on at the label. */
    public BpfAssembler jump(final Label to) {
        jumps.put(instructions.size(), to);
        return emit(InstructionLayout.JUMP_ALWAYS, Register.R0, null, 0, 0);
    }

    /** Goes on at the label when {@code left condition immediate} holds of all 64 bits; the immediate is sign-extended. */
    public BpfAssembler jumpIf(final Condition condition, final Register left, final int immediate, final Label to) {
        jumps.put(instructions.size(), to);
        return emit(InstructionLayout.CLASS_JUMP | condition.code(), left, null, 0, immediate);
    }

    /** Goes on at the label when {@code left condition right} holds of all 64 bits. */
    public BpfAssembler jumpIf(final Condition condition, final Register left, final Register right, final Label to) {
        jumps.put(instructions.size(), to);
        return emit(InstructionLayout.CLASS_JUMP | InstructionLayout.SOURCE_REGISTER | condition.code(), left, right, 0, 0);
    }

    /** Goes on at the label when {@code left condition immediate} holds of the low 32 bits. */
    public BpfAssembler jumpIf32(final Condition condition, final Register left, final int immediate, final Label to) {
        jumps.put(instructions.size(), to);
        return emit(InstructionLayout.CLASS_JUMP_32 | condition.code(), left, null, 0, immediate);
    }

    /** Calls a kernel function by its number: arguments in R1 to R5, which are lost, result in R0. */
    public BpfAssembler call(final int function) {
        return emit(InstructionLayout.CALL, Register.R0, null, 0, function);
    }

    /** Ends the program with R0 as its answer. */
    public BpfAssembler exit() {
        return emit(InstructionLayout.EXIT, Register.R0, null, 0, 0);
    }

    /** Puts the label here. */
    public BpfAssembler bind(final Label label) {
        label.bind(instructions.size());
        return this;
    }

    /** The finished program. */
    public BpfCode assemble() {
        if (instructions.isEmpty() || instructions.size() > MAX_INSTRUCTIONS) {
            throw new IllegalStateException("a program has 1 to " + MAX_INSTRUCTIONS + " instructions, not " + instructions.size());
        }
        final long[] code = instructions.stream().mapToLong(Long::longValue).toArray();
        jumps.forEach((at, label) -> code[at] = InstructionLayout.withOffset(code[at], distance(at, label, code.length)));
        return new BpfCode(code);
    }

    private static int distance(final int at, final Label label, final int length) {
        if (!label.isBound()) {
            throw new IllegalStateException("instruction " + at + " jumps to label " + label + ", which is bound nowhere");
        }
        if (label.position() >= length) {
            throw new IllegalStateException("label " + label + " is behind the last instruction");
        }
        return offset16(label.position() - at - 1);
    }

    private BpfAssembler wide(final Register target, final int source, final long constant) {
        add(InstructionLayout.encode(InstructionLayout.LOAD_CONSTANT, writable(target).ordinal(), source, 0, (int) constant));
        return add(InstructionLayout.encode(0, 0, 0, 0, (int) (constant >>> 32)));
    }

    private BpfAssembler emit(final int opcode, final Register target, final Register source, final int offset, final int immediate) {
        return add(InstructionLayout.encode(opcode, target.ordinal(), source == null ? 0 : source.ordinal(), offset, immediate));
    }

    private BpfAssembler add(final long instruction) {
        instructions.add(instruction);
        return this;
    }

    private static Register writable(final Register target) {
        if (Objects.requireNonNull(target) == Register.R10) {
            throw new IllegalArgumentException("r10 is read-only");
        }
        return target;
    }

    private static int offset16(final int offset) {
        if (offset != (short) offset) {
            throw new IllegalArgumentException("an offset has 16 bits: " + offset);
        }
        return offset;
    }
}
