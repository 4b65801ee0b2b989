package io.swaplane.bgp.message;

/** ORIGIN (RFC 4271 §5.1.1), the better before the worse; the ordinals are the values on the wire. */
public enum BgpOrigin {
    /** Of an interior protocol. */
    IGP("IGP"),
    /** Of the old exterior protocol. */
    EGP("EGP"),
    /** Of something else. */
    INCOMPLETE("incomplete");

    private static final BgpOrigin[] ALL = values();

    private final String text;

    BgpOrigin(final String text) {
        this.text = text;
    }

    static BgpOrigin of(final int value) {
        return value < ALL.length ? ALL[value] : null;
    }

    @Override
    public String toString() {
        return text;
    }
}
