package io.swaplane.table;

/**
 * Accept classes: which ingress a label is valid from (the spoof check of RFC 4364 §10(b), §9 and §13.1).
 *
 * <p>A class is 12 bits in a forwarding word. An ingress (an interface, or one neighbour on it) owns a bitmap of 4,096 bits with
 * the classes that it may use; a packet whose top label's class is not in it is dropped.
 */
public final class AcceptClass {
    /** Valid from any interface with MPLS on: the looser check that JunosE calls {@code router}. */
    public static final int ROUTER = 0;
    /** Valid from any core interface of this router. */
    public static final int CORE = 1;
    /** The first class that is one interface's, one neighbour's or one configured set's. */
    public static final int FIRST_EXTERNAL = 2;
    /** One more than the highest class. */
    public static final int LIMIT = 1 << 12;
    /** Bytes of a bitmap. */
    public static final int BITMAP_BYTES = LIMIT / 8;

    private AcceptClass() {
    }
}
