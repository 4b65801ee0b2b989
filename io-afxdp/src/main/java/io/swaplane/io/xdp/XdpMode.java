package io.swaplane.io.xdp;

/** How frames travel between an interface and an AF_XDP port; the better ones first. */
public enum XdpMode {
    /** The driver runs the program and puts frames straight into the frame memory. */
    ZERO_COPY("native zero-copy"),
    /** The driver runs the program; the kernel copies each frame into the frame memory. */
    NATIVE_COPY("native copy"),
    /** The kernel runs the program behind the driver, for drivers without XDP; the slowest. */
    GENERIC("generic");

    private final String text;

    XdpMode(final String text) {
        this.text = text;
    }

    /** As shown to users. */
    public String text() {
        return text;
    }
}
