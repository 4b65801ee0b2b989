package io.swaplane.table;

/**
 * The forwarding word: the whole decision for a label in 64 bits, so that one release store publishes it and one acquire load
 * reads it. The same format stands in ILM entries, in the routes of a FIB and in group buckets.
 *
 * <pre>
 *  63    60 59 58 57 56 55 54 53 52 51           40 39                  20 19                   0
 * +--------+--+--+-----+-----------+---------------+----------------------+----------------------+
 * |   op   |Pt|Pc| pay |  reserved | accept class  |     next-hop id      |      out label       |
 * +--------+--+--+-----+-----------+---------------+----------------------+----------------------+
 * </pre>
 *
 * <ul>
 * <li>op: {@link Operation}, by ordinal.
 * <li>Pt: TTL pipe model (RFC 3443); clear is uniform. Pc: TC pipe model (RFC 5462, RFC 3270 §2.6); clear is uniform.
 * <li>pay: {@link PayloadType} after a pop at the bottom of the stack.
 * <li>accept class: see {@link AcceptClass}. In a group's bucket it is not looked at: the ILM's word decides. In a route the packet path
 * does not look at it either, and the conductor notes there whose route it is.
 * <li>next-hop id: index into the {@link NextHopTable}, or of the group for {@link Operation#GROUP}, or of the interface for
 * {@link Operation#GLEAN}.
 * <li>out label: label of a swap or push; the label space of a lookup; the VRF of a lookup there or of a receiving host; the reason code of
 * a punt or drop.
 * </ul>
 *
 * <p>All methods are static and pure; arguments out of range are refused when a word is made, never when it is read.
 */
public final class ForwardingWord {
    /** No entry. */
    public static final long EMPTY = 0L;

    /** Out label of a push that puts no label of its own on the packet: implicit null (RFC 3032 §2.1). */
    public static final int NO_LABEL = 3;

    /** The out-label and next-hop fields' limit. */
    public static final int FIELD_LIMIT = 1 << 20;

    private static final int OP_SHIFT = 60;
    private static final long TTL_PIPE = 1L << 59;
    private static final long TC_PIPE = 1L << 58;
    private static final int PAYLOAD_SHIFT = 56;
    private static final int CLASS_SHIFT = 40;
    private static final int NEXT_HOP_SHIFT = 20;
    private static final int FIELD_MASK = FIELD_LIMIT - 1;

    private ForwardingWord() {
    }

    /** Swap to {@code outLabel} and send by {@code nextHop}. */
    public static long swap(final int outLabel, final int nextHop) {
        return make(Operation.SWAP, outLabel, nextHop);
    }

    /** Pop and send by {@code nextHop}, as the last hop but one. */
    public static long php(final PayloadType payload, final int nextHop) {
        return make(Operation.PHP, 0, nextHop) | (long) payload.ordinal() << PAYLOAD_SHIFT;
    }

    /** Pop and send by {@code nextHop}, as the LSP's end. */
    public static long pop(final PayloadType payload, final int nextHop) {
        return make(Operation.POP, 0, nextHop) | (long) payload.ordinal() << PAYLOAD_SHIFT;
    }

    /** Pop and look up the next label in {@code labelSpace}; bare IP must be of type {@code payload}. */
    public static long lookup(final PayloadType payload, final int labelSpace) {
        return make(Operation.LOOKUP, labelSpace, 0) | (long) payload.ordinal() << PAYLOAD_SHIFT;
    }

    /** Pop and give the rest to the host. */
    public static long receive() {
        return receive(0);
    }

    /** Give the packet to the host, as one that came in VRF number {@code vrf}; 0 is the global table. */
    public static long receive(final int vrf) {
        return make(Operation.RECEIVE, vrf, 0);
    }

    /** Pop and route bare IP of type {@code payload} by VRF number {@code vrf}. */
    public static long vrf(final PayloadType payload, final int vrf) {
        return make(Operation.VRF, vrf, 0) | (long) payload.ordinal() << PAYLOAD_SHIFT;
    }

    /** Of a route: push {@code outLabel}, none when it is {@link #NO_LABEL}, and send by {@code nextHop}. */
    public static long push(final int outLabel, final int nextHop) {
        return make(Operation.PUSH, outLabel, nextHop);
    }

    /** Of a route: the destination's neighbour on {@code interfaceId} is to be found out. */
    public static long glean(final int interfaceId) {
        return make(Operation.GLEAN, 0, interfaceId);
    }

    /** Punt as it came. */
    public static long punt(final PuntReason reason) {
        return make(Operation.PUNT, reason.ordinal(), 0);
    }

    /** Drop with a reason. */
    public static long drop(final DropReason reason) {
        return make(Operation.DROP, reason.ordinal(), 0);
    }

    /** Choose a bucket of {@code group}. */
    public static long group(final int group) {
        return make(Operation.GROUP, 0, group);
    }

    /** Label 7; {@code validOnTop} when this router has signalled that it pops entropy labels. */
    public static long entropy(final boolean validOnTop) {
        return make(Operation.ENTROPY, validOnTop ? 1 : 0, 0);
    }

    /** Label 15; {@code drop} to drop what follows it, else it is punted. */
    public static long extension(final boolean drop) {
        return make(Operation.EXTENSION, drop ? 1 : 0, 0);
    }

    private static long make(final Operation operation, final int outLabel, final int nextHop) {
        if ((outLabel & ~FIELD_MASK) != 0 || (nextHop & ~FIELD_MASK) != 0) {
            throw new IllegalArgumentException("out label " + outLabel + " and next hop " + nextHop + " must fit in 20 bits");
        }
        return (long) operation.ordinal() << OP_SHIFT | (long) nextHop << NEXT_HOP_SHIFT | outLabel;
    }

    /** The word with TTL pipe model set or cleared. */
    public static long withTtlPipe(final long word, final boolean pipe) {
        return pipe ? word | TTL_PIPE : word & ~TTL_PIPE;
    }

    /** The word with TC pipe model set or cleared. */
    public static long withTcPipe(final long word, final boolean pipe) {
        return pipe ? word | TC_PIPE : word & ~TC_PIPE;
    }

    /** The word with its accept class. */
    public static long withAcceptClass(final long word, final int acceptClass) {
        if (acceptClass < 0 || acceptClass >= AcceptClass.LIMIT) {
            throw new IllegalArgumentException("accept class " + acceptClass + " must fit in 12 bits");
        }
        return word & ~((long) (AcceptClass.LIMIT - 1) << CLASS_SHIFT) | (long) acceptClass << CLASS_SHIFT;
    }

    /** The op field, an {@link Operation} ordinal. */
    public static int op(final long word) {
        return (int) (word >>> OP_SHIFT);
    }

    public static Operation operation(final long word) {
        return Operation.of(op(word));
    }

    public static boolean ttlPipe(final long word) {
        return (word & TTL_PIPE) != 0;
    }

    public static boolean tcPipe(final long word) {
        return (word & TC_PIPE) != 0;
    }

    /** The payload field, a {@link PayloadType} ordinal. */
    public static int payload(final long word) {
        return (int) (word >>> PAYLOAD_SHIFT) & 3;
    }

    public static PayloadType payloadType(final long word) {
        return PayloadType.of(payload(word));
    }

    public static int acceptClass(final long word) {
        return (int) (word >>> CLASS_SHIFT) & (AcceptClass.LIMIT - 1);
    }

    /** The next-hop id, or the group id of {@link Operation#GROUP}. */
    public static int nextHop(final long word) {
        return (int) (word >>> NEXT_HOP_SHIFT) & FIELD_MASK;
    }

    public static int outLabel(final long word) {
        return (int) word & FIELD_MASK;
    }
}
