package io.swaplane.control.intent;

import io.swaplane.table.IlmLayout;
import io.swaplane.table.PayloadType;

/**
 * What the common label entry does, one {@link Action.Forward} and its models, in a {@code long}, so that a command for it needs no
 * object.
 *
 * <pre>
 * 63      48 47 46 45 44 43     42 41  40 39        20 19         0
 * +---------+-----+-----+---------+------+------------+------------+
 * |    0    | TC  | TTL | payload |  op  | out label  |  next hop  |
 * +---------+-----+-----+---------+------+------------+------------+
 * op       0 swap, 1 php, 2 pop
 * payload  {@link PayloadType}, of php and pop; else 0
 * TTL, TC  0 the router's model, 1 uniform, 2 pipe
 * </pre>
 */
public final class Forwarding {
    /** Out-label 3: the label is popped, and nothing sent in its place (RFC 3032 §2.1). */
    public static final int IMPLICIT_NULL = 3;
    /** Replace the label. */
    public static final int SWAP = 0;
    /** Pop as the last hop but one. */
    public static final int PHP = 1;
    /** Pop as the LSP's end and forward without a lookup. */
    public static final int POP = 2;

    private static final int FIELD_BITS = 20;
    private static final long FIELD_MASK = (1L << FIELD_BITS) - 1;
    private static final int OUT_LABEL_SHIFT = FIELD_BITS;
    private static final int OP_SHIFT = 2 * FIELD_BITS;
    private static final int PAYLOAD_SHIFT = OP_SHIFT + 2;
    private static final int TTL_SHIFT = PAYLOAD_SHIFT + 2;
    private static final int TC_SHIFT = TTL_SHIFT + 2;

    private static final PayloadType[] PAYLOADS = PayloadType.values();
    private static final Model[] MODELS = Model.values();

    private Forwarding() {
    }

    /**
     * A swap with the router's models.
     *
     * @throws RefusedException when a field does not fit.
     */
    public static long swap(final int outLabel, final int nextHop) {
        return (long) SWAP << OP_SHIFT | field(outLabel, "out label") << OUT_LABEL_SHIFT | field(nextHop, "next hop");
    }

    /** A pop as the last hop but one, with the router's models. */
    public static long php(final PayloadType payload, final int nextHop) {
        return popping(PHP, payload, nextHop);
    }

    /** A pop as the LSP's end, with the router's models. */
    public static long pop(final PayloadType payload, final int nextHop) {
        return popping(POP, payload, nextHop);
    }

    private static long popping(final int op, final PayloadType payload, final int nextHop) {
        return (long) op << OP_SHIFT | (long) payload.ordinal() << PAYLOAD_SHIFT | field(nextHop, "next hop");
    }

    /** The same with models of its own; null stands for the router's. */
    public static long with(final long forwarding, final Model ttl, final Model tc) {
        return forwarding & (1L << TTL_SHIFT) - 1 | model(ttl) << TTL_SHIFT | model(tc) << TC_SHIFT;
    }

    /** The action and the models, packed. */
    public static long of(final Action.Forward action, final Model ttl, final Model tc) {
        return with(switch (action) {
            case Action.Swap swap -> swap(swap.outLabel(), swap.nextHop());
            case Action.Php php -> php(php.payload(), php.nextHop());
            case Action.Pop pop -> pop(pop.payload(), pop.nextHop());
        }, ttl, tc);
    }

    private static long field(final int value, final String what) {
        if (value < 0 || value >= IlmLayout.LABELS) {
            throw new RefusedException(what + " " + value + " must be 0 to " + (IlmLayout.LABELS - 1));
        }
        return value;
    }

    private static long model(final Model model) {
        return model == null ? 0 : model.ordinal() + 1L;
    }

    /** Whether every field holds one of its values; bits from elsewhere may not. */
    public static boolean isValid(final long forwarding) {
        // No field of two bits holds 3, and a swap has no payload.
        final long pairs = forwarding >>> OP_SHIFT;
        return forwarding >>> TC_SHIFT + 2 == 0 && (pairs & pairs >>> 1 & 0b0101_0101) == 0
            && (op(forwarding) != SWAP || (pairs & 0b1100) == 0) && (op(forwarding) == SWAP || outLabel(forwarding) == 0);
    }

    /** Whether a label is sent in the place of the one that came: a swap, but not to implicit null. */
    public static boolean replacesLabel(final long forwarding) {
        return op(forwarding) == SWAP && outLabel(forwarding) != IMPLICIT_NULL;
    }

    /** {@link #SWAP}, {@link #PHP} or {@link #POP}. */
    public static int op(final long forwarding) {
        return (int) (forwarding >>> OP_SHIFT) & 3;
    }

    /** The out label of a swap; else 0. */
    public static int outLabel(final long forwarding) {
        return (int) (forwarding >>> OUT_LABEL_SHIFT & FIELD_MASK);
    }

    /** Index of the next hop. */
    public static int nextHop(final long forwarding) {
        return (int) (forwarding & FIELD_MASK);
    }

    /** What a php or pop lays bare. */
    public static PayloadType payload(final long forwarding) {
        return PAYLOADS[(int) (forwarding >>> PAYLOAD_SHIFT) & 3];
    }

    /** The TTL model, or null for the router's. */
    public static Model ttl(final long forwarding) {
        return model((int) (forwarding >>> TTL_SHIFT) & 3);
    }

    /** The TC model, or null for the router's. */
    public static Model tc(final long forwarding) {
        return model((int) (forwarding >>> TC_SHIFT) & 3);
    }

    private static Model model(final int code) {
        return code == 0 ? null : MODELS[code - 1];
    }

    /** The action as a record. */
    public static Action.Forward action(final long forwarding) {
        return switch (op(forwarding)) {
            case SWAP -> new Action.Swap(outLabel(forwarding), nextHop(forwarding));
            case PHP -> new Action.Php(payload(forwarding), nextHop(forwarding));
            default -> new Action.Pop(payload(forwarding), nextHop(forwarding));
        };
    }
}
