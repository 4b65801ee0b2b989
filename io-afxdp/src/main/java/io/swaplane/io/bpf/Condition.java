package io.swaplane.io.bpf;

/** When a conditional jump is taken; comparisons are unsigned unless the name says otherwise. */
public enum Condition {
    EQUAL(0x10, "=="),
    GREATER(0x20, ">"),
    GREATER_OR_EQUAL(0x30, ">="),
    ANY_BIT_SET(0x40, "&"),
    NOT_EQUAL(0x50, "!="),
    SIGNED_GREATER(0x60, "s>"),
    SIGNED_GREATER_OR_EQUAL(0x70, "s>="),
    LESS(0xa0, "<"),
    LESS_OR_EQUAL(0xb0, "<="),
    SIGNED_LESS(0xc0, "s<"),
    SIGNED_LESS_OR_EQUAL(0xd0, "s<=");

    private final int code;
    private final String text;

    Condition(final int code, final String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }
}
