package io.swaplane.io.bpf;

/** How much a load or store moves; loads extend with zeros. */
public enum Width {
    WORD(0x00, "u32"),
    HALF(0x08, "u16"),
    BYTE(0x10, "u8"),
    DOUBLE(0x18, "u64");

    private final int code;
    private final String text;

    Width(final int code, final String text) {
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
