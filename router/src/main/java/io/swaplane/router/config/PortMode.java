package io.swaplane.router.config;

/** How frames get from and to a Linux interface, from the strongest to the weakest; {@link #AUTO} takes the strongest there is. */
public enum PortMode {
    AUTO("auto"),
    ZERO_COPY("zero-copy"),
    NATIVE("native"),
    GENERIC("generic"),
    PACKET("packet");

    private final String label;

    PortMode(final String label) {
        this.label = label;
    }

    /** The name in configuration and output. */
    public String label() {
        return label;
    }
}
