package io.swaplane.io.bpf;

/**
 * The machine's registers. R0 carries results, R1 to R5 carry arguments and are lost in a call, R6 to R9 survive calls, R10 points at
 * the end of the stack and is read-only.
 */
public enum Register {
    R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10;

    @Override
    public String toString() {
        return "r" + ordinal();
    }
}
