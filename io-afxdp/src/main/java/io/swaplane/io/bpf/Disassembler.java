package io.swaplane.io.bpf;

import java.util.Arrays;

/** BPF instructions as text, in the notation of the kernel's verifier log, so that the two can be read side by side. */
final class Disassembler {
    private Disassembler() {
    }

    static String text(final long[] instructions) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < instructions.length; i++) {
            text.append(i).append(": ");
            if (InstructionLayout.opcode(instructions[i]) == InstructionLayout.LOAD_CONSTANT && i + 1 < instructions.length) {
                text.append(constant(instructions[i], instructions[i + 1]));
                i++;
            } else {
                text.append(one(instructions[i], i));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String constant(final long low, final long high) {
        final long value = (long) InstructionLayout.immediate(high) << 32 | InstructionLayout.immediate(low) & 0xFFFFFFFFL;
        final String what = switch (InstructionLayout.source(low)) {
            case InstructionLayout.SOURCE_MAP -> "map fd " + value;
            case InstructionLayout.SOURCE_MAP_VALUE -> "value of map fd " + value;
            default -> "0x" + Long.toHexString(value);
        };
        return target(low) + " = " + what;
    }

    private static String one(final long instruction, final int at) {
        final int opcode = InstructionLayout.opcode(instruction);
        return switch (opcode & InstructionLayout.CLASS_MASK) {
            case InstructionLayout.CLASS_LOAD -> target(instruction) + " = " + memory(instruction, source(instruction));
            case InstructionLayout.CLASS_STORE -> memory(instruction, target(instruction)) + " = " + source(instruction);
            case InstructionLayout.CLASS_STORE_IMMEDIATE ->
                memory(instruction, target(instruction)) + " = " + InstructionLayout.immediate(instruction);
            case InstructionLayout.CLASS_ALU_64 -> arithmetic(instruction, "");
            case InstructionLayout.CLASS_ALU_32 -> opcode == InstructionLayout.TO_BIG_ENDIAN
                ? target(instruction) + " = be" + InstructionLayout.immediate(instruction) + " " + target(instruction)
                : arithmetic(instruction, "w");
            case InstructionLayout.CLASS_JUMP -> jump(instruction, at, "");
            case InstructionLayout.CLASS_JUMP_32 -> jump(instruction, at, "w");
            default -> unknown(instruction);
        };
    }

    private static String arithmetic(final long instruction, final String width) {
        final int operation = InstructionLayout.opcode(instruction) & InstructionLayout.OPERATION_MASK;
        return Arrays.stream(Alu.values()).filter(alu -> alu.code() == operation).findFirst()
            .map(alu -> wide(target(instruction), width) + " " + alu.text() + " " + operand(instruction, width))
            .orElseGet(() -> unknown(instruction));
    }

    private static String jump(final long instruction, final int at, final String width) {
        final int opcode = InstructionLayout.opcode(instruction);
        final String to = "goto " + (at + 1 + InstructionLayout.offset(instruction));
        return switch (opcode) {
            case InstructionLayout.EXIT -> "exit";
            case InstructionLayout.CALL -> "call #" + InstructionLayout.immediate(instruction);
            case InstructionLayout.JUMP_ALWAYS -> to;
            default -> Arrays.stream(Condition.values())
                .filter(condition -> condition.code() == (opcode & InstructionLayout.OPERATION_MASK)).findFirst()
                .map(condition -> "if " + wide(target(instruction), width) + " " + condition.text() + " "
                    + operand(instruction, width) + " " + to)
                .orElseGet(() -> unknown(instruction));
        };
    }

    private static String operand(final long instruction, final String width) {
        return (InstructionLayout.opcode(instruction) & InstructionLayout.SOURCE_REGISTER) != 0
            ? wide(source(instruction), width) : Integer.toString(InstructionLayout.immediate(instruction));
    }

    private static String memory(final long instruction, final String base) {
        final int code = InstructionLayout.opcode(instruction) & InstructionLayout.WIDTH_MASK;
        final Width width = Arrays.stream(Width.values()).filter(w -> w.code() == code).findFirst().orElseThrow();
        return "*(" + width.text() + " *)(" + base + " " + String.format("%+d", InstructionLayout.offset(instruction)) + ")";
    }

    /** The verifier writes {@code w3} for the low half of {@code r3}. */
    private static String wide(final String register, final String width) {
        return width.isEmpty() ? register : width + register.substring(1);
    }

    private static String target(final long instruction) {
        return "r" + InstructionLayout.target(instruction);
    }

    private static String source(final long instruction) {
        return "r" + InstructionLayout.source(instruction);
    }

    private static String unknown(final long instruction) {
        return String.format("unknown instruction %016x", instruction);
    }
}
