package io.swaplane.control.label;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.table.fib.AddressFamily;
import java.net.InetAddress;

/**
 * Binding keys as {@code long}s, equal ones being one. The commonest, a label received from a next hop outside of VRFs, needs no object of
 * its own; of the others each is kept apart.
 *
 * <pre>
 *  63  62        41 40      20 19         0
 * +---+------------+----------+------------+
 * | 0 |  next hop  |  accept  |   label    |   numbers of the address and of the accept class, label received
 * +---+------------+----------+------------+
 * | 1 |               number               |   of a key that is kept apart
 * +---+------------------------------------+
 * </pre>
 *
 * <p>A key is one as long as somebody uses it: who finds or makes one uses it, and leaves it in the end. Conductor only.
 */
final class BindingKeys {
    /** No key is this. */
    static final long NONE = -1;

    private static final long APART = 1L << 63;
    private static final int LABEL_BITS = 20;
    private static final int ACCEPT_BITS = 21;
    private static final int NEXT_HOP_SHIFT = LABEL_BITS + ACCEPT_BITS;

    private final Interned<InetAddress> nextHops = new Interned<>();
    private final Interned<Accept> accepts = new Interned<>();
    private final Interned<BindingKey> apart = new Interned<>();

    /** The address that was asked for last: mostly it is asked for again. */
    private AddressFamily lastFamily;
    private long lastHigh;
    private long lastLow;
    private int lastNextHop = Interned.NONE;
    private Accept lastAccept;
    private int lastAcceptNumber;

    private static boolean isApart(final long key) {
        return key < 0;
    }

    private static boolean isApart(final BindingKey key) {
        return !(key.fec() instanceof Fec.ReceivedLabel) || key.vrf() != null;
    }

    private static long key(final int nextHop, final int accept, final int label) {
        return (long) nextHop << NEXT_HOP_SHIFT | (long) accept << LABEL_BITS | label;
    }

    private static int nextHop(final long key) {
        return (int) (key >>> NEXT_HOP_SHIFT);
    }

    private static int accept(final long key) {
        return (int) (key >>> LABEL_BITS) & (1 << ACCEPT_BITS) - 1;
    }

    private static int label(final long key) {
        return (int) key & (1 << LABEL_BITS) - 1;
    }

    private static int number(final long key) {
        return (int) key;
    }

    /** Uses a key; a received label has 20 bits. */
    long use(final BindingKey key) {
        if (isApart(key)) {
            return APART | apart.use(key);
        }
        final Fec.ReceivedLabel received = (Fec.ReceivedLabel) key.fec();
        return key(nextHops.use(received.nextHop()), accepts.use(key.accept()), received.label());
    }

    /** Uses the key of a received label, of 20 bits, outside of VRFs. The address is as {@link PrefixKey} has it. */
    long use(final AddressFamily family, final long high, final long low, final int label, final Accept accept) {
        int nextHop = nextHop(family, high, low);
        if (nextHop == Interned.NONE) {
            nextHop = nextHops.use(PrefixKey.address(family, high, low));
            remember(family, high, low, nextHop);
        } else {
            nextHops.use(nextHop);
        }
        int number = accept(accept);
        if (number == Interned.NONE) {
            number = accepts.use(accept);
            remember(accept, number);
        } else {
            accepts.use(number);
        }
        return key(nextHop, number, label);
    }

    private int nextHop(final AddressFamily family, final long high, final long low) {
        if (lastNextHop != Interned.NONE && high == lastHigh && low == lastLow && family == lastFamily) {
            return lastNextHop;
        }
        final int found = nextHops.find(PrefixKey.address(family, high, low));
        if (found != Interned.NONE) {
            remember(family, high, low, found);
        }
        return found;
    }

    private int accept(final Accept accept) {
        if (accept == lastAccept) {
            return lastAcceptNumber;
        }
        final int found = accepts.find(accept);
        if (found != Interned.NONE) {
            remember(accept, found);
        }
        return found;
    }

    private void remember(final AddressFamily family, final long high, final long low, final int number) {
        lastFamily = family;
        lastHigh = high;
        lastLow = low;
        lastNextHop = number;
    }

    private void remember(final Accept accept, final int number) {
        lastAccept = accept;
        lastAcceptNumber = number;
    }

    /** A key that somebody uses; {@link #NONE} when nobody does. */
    long find(final BindingKey key) {
        if (isApart(key)) {
            final int number = apart.find(key);
            return number == Interned.NONE ? NONE : APART | number;
        }
        final Fec.ReceivedLabel received = (Fec.ReceivedLabel) key.fec();
        return found(nextHops.find(received.nextHop()), accepts.find(key.accept()), received.label());
    }

    /** The key of a received label that somebody uses; {@link #NONE} when nobody does. */
    long find(final AddressFamily family, final long high, final long low, final int label, final Accept accept) {
        return found(nextHop(family, high, low), accept(accept), label);
    }

    private static long found(final int nextHop, final int accept, final int label) {
        return nextHop == Interned.NONE || accept == Interned.NONE || label >>> LABEL_BITS != 0 ? NONE : key(nextHop, accept, label);
    }

    /** One more user of a key. */
    void use(final long key) {
        if (isApart(key)) {
            apart.use(number(key));
        } else {
            nextHops.use(nextHop(key));
            accepts.use(accept(key));
        }
    }

    /** One user less. */
    void leave(final long key) {
        if (isApart(key)) {
            apart.leave(number(key));
            return;
        }
        if (nextHops.leave(nextHop(key)) && nextHop(key) == lastNextHop) {
            lastNextHop = Interned.NONE;
        }
        if (accepts.leave(accept(key)) && accept(key) == lastAcceptNumber) {
            lastAccept = null;
        }
    }

    /** A key as a record. */
    BindingKey get(final long key) {
        return isApart(key) ? apart.get(number(key))
            : new BindingKey(new Fec.ReceivedLabel(nextHops.get(nextHop(key)), label(key)), accept(key, accepts), null);
    }

    /** The accept class of a key. */
    Accept acceptOf(final long key) {
        return isApart(key) ? apart.get(number(key)).accept() : accept(key, accepts);
    }

    private static Accept accept(final long key, final Interned<Accept> accepts) {
        return accepts.get(accept(key));
    }
}
