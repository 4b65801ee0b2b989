package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.NextHop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Ways that paths lead: a next hop and the label received from it (and the destination itself when each route is to have its own label), or
 * what this router does itself. Numbered, counted, and shared by all paths that lead the same way: what an in-label is given for. Sixteen
 * octets a via and some eight in the hash.
 */
public final class Vias {
    /** No via. */
    public static final int NONE = -1;
    /** The label of a via without one. */
    public static final int NO_LABEL = -1;

    private static final int LEAST = 1 << 8;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    /** Is told of next hops that vias begin to lead to, and of those that none leads to any more. */
    public interface Follower {
        /** A next hop has its first via. */
        void wanted(NextHopState nextHop);

        /** A label is to be given for a next hop that takes none itself. */
        void needed(NextHopState nextHop);

        /** A next hop has lost its last via; it may be wanted again. */
        void unwanted(NextHopState nextHop);

        /** A via has lost its last user; whoever uses it now keeps it. */
        void ending(int via);
    }

    private final Map<NextHopKey, NextHopState> nextHops = new HashMap<>();
    private final List<NextHopState> byNumber = new ArrayList<>();
    private final Map<Integer, Object> locals = new HashMap<>();
    private final Map<Object, Integer> byLocal = new HashMap<>();
    private final IntPages nextHop = new IntPages(NONE);
    private final IntPages labels = new IntPages(NO_LABEL);
    private final IntPages users = new IntPages(0);
    private final IntPages paths = new IntPages(0);
    private final Map<Integer, String> routes = new HashMap<>();
    private final Follower follower;
    private int[] slots = new int[LEAST];
    private int size;
    private int limit;
    private int free = NONE;

    private record NextHopKey(NextHop address, String vrf, NextHopState.Packets packets) { }

    /** None yet. */
    public Vias(final Follower follower) {
        this.follower = follower;
    }

    /** The next hop of this address, made when there is none. */
    public NextHopState nextHop(final NextHop address, final String vrf, final boolean labelled) {
        return nextHop(new NextHopKey(address, vrf, labelled ? NextHopState.Packets.LABELLED : NextHopState.Packets.PLAIN));
    }

    /** A next hop of what is no route: no packets go there. */
    public NextHopState named(final NextHop address) {
        return nextHop(new NextHopKey(address, null, NextHopState.Packets.NONE));
    }

    private NextHopState nextHop(final NextHopKey key) {
        final NextHopState found = nextHops.get(key);
        if (found != null) {
            return found;
        }
        final int gap = byNumber.indexOf(null);
        final NextHopState made = new NextHopState(gap < 0 ? byNumber.size() : gap, key.address, key.vrf, key.packets);
        if (gap < 0) {
            byNumber.add(made);
        } else {
            byNumber.set(gap, made);
        }
        nextHops.put(key, made);
        return made;
    }

    /** All next hops that there are. */
    public Iterable<NextHopState> nextHops() {
        return nextHops.values();
    }

    /** Forgets a next hop that no via leads to. */
    public void forget(final NextHopState state) {
        if (state.users() > 0) {
            throw new IllegalStateException(state.address() + " is in use");
        }
        nextHops.remove(new NextHopKey(state.address(), state.vrf(), state.packets()));
        byNumber.set(state.number(), null);
    }

    /**
     * The via of this next hop and label.
     *
     * @param label 20 bits, or {@link #NO_LABEL}.
     * @param route the route whose own it is; null when routes share it.
     */
    public int of(final NextHopState to, final int label, final String route) {
        int slot = hash(to.number(), label, route);
        while (slots[slot] != 0) {
            final int via = slots[slot] - 1;
            if (nextHop.get(via) == to.number() && labels.get(via) == label && Objects.equals(route(via), route)) {
                return via;
            }
            slot = slot + 1 & slots.length - 1;
        }
        if ((size + 1) * 4L > slots.length * 3L) {
            grow();
        }
        final int made = take();
        nextHop.set(made, to.number());
        labels.set(made, label);
        if (route != null) {
            routes.put(made, route);
        }
        insert(made);
        size++;
        if (to.use(1) == 1) {
            follower.wanted(to);
        }
        return made;
    }

    /** The via of something that this router does itself, by what it is. */
    public int ofLocal(final Object local) {
        final Integer known = byLocal.get(local);
        if (known != null) {
            return known;
        }
        final int made = take();
        nextHop.set(made, NONE);
        labels.set(made, NO_LABEL);
        locals.put(made, local);
        byLocal.put(local, made);
        size++;
        return made;
    }

    private int take() {
        if (free == NONE) {
            limit++;
            return limit - 1;
        }
        final int taken = free;
        free = labels.get(taken);
        return taken;
    }

    private int hash(final int to, final int label, final String route) {
        final long mixed = ((long) to << 32 ^ label ^ (route == null ? 0 : route.hashCode() * MIX)) * MIX;
        return (int) (mixed >>> 32) & slots.length - 1;
    }

    private int home(final int via) {
        return hash(nextHop.get(via), labels.get(via), route(via));
    }

    private void insert(final int via) {
        int slot = home(via);
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = via + 1;
    }

    private void grow() {
        final int[] old = slots;
        slots = new int[old.length * 2];
        for (final int each : old) {
            if (each != 0) {
                insert(each - 1);
            }
        }
    }

    /** One more user of a via. */
    public void use(final int via) {
        users.add(via, 1);
    }

    /** One user less; the last one's going ends the via. */
    public void leave(final int via) {
        if (users.add(via, -1) > 0) {
            return;
        }
        follower.ending(via);
        if (users.get(via) > 0) {
            return;
        }
        final Object local = locals.remove(via);
        if (local == null) {
            unlink(via);
            routes.remove(via);
            final NextHopState to = byNumber.get(nextHop.get(via));
            if (to.use(-1) == 0) {
                follower.unwanted(to);
            }
        } else {
            byLocal.remove(local);
        }
        size--;
        labels.set(via, free);
        free = via;
    }

    /** One path more or less leads by a via, which it uses, in any table. */
    void count(final int via, final int change) {
        paths.add(via, change);
    }

    /** Whether any path leads by a via, in any table; else only what was told or put because of one does. */
    public boolean hasPaths(final int via) {
        return paths.get(via) > 0;
    }

    private void unlink(final int via) {
        int gap = home(via);
        while (slots[gap] != via + 1) {
            gap = gap + 1 & slots.length - 1;
        }
        int slot = gap;
        while (true) {
            slot = slot + 1 & slots.length - 1;
            if (slots[slot] == 0) {
                break;
            }
            if ((slot - home(slots[slot] - 1) & slots.length - 1) >= (slot - gap & slots.length - 1)) {
                slots[gap] = slots[slot];
                gap = slot;
            }
        }
        slots[gap] = 0;
    }

    /** The next hop of a via; null of what this router does itself. */
    public NextHopState nextHop(final int via) {
        final int number = nextHop.get(via);
        return number == NONE ? null : byNumber.get(number);
    }

    /** What this router does itself by this via, or null. */
    public Object local(final int via) {
        return locals.get(via);
    }

    /** The label received from the next hop, or {@link #NO_LABEL}. */
    public int label(final int via) {
        return labels.get(via);
    }

    /** The route whose own a via is; null when routes share it. */
    public String route(final int via) {
        return routes.isEmpty() ? null : routes.get(via);
    }

    /** Whether packets get where it leads. */
    public boolean resolved(final int via) {
        final NextHopState to = nextHop(via);
        return to == null || to.resolved();
    }

    /** Whether an in-label can lead where it leads. What that needs in the router is asked for. */
    public boolean takesLabels(final int via) {
        final NextHopState to = nextHop(via);
        if (to == null) {
            return true;
        }
        if (!to.labelled() && !to.asked()) {
            follower.needed(to);
        }
        return to.takesLabels();
    }

    /** How far it is. */
    public int metric(final int via) {
        final NextHopState to = nextHop(via);
        return to == null ? 0 : to.metric();
    }

    /** Paths that lead to a next hop are looked at again, when this differs from what was known. */
    public boolean settle(final NextHopState state, final int index, final boolean resolved, final int metric) {
        state.index(index);
        return state.settle(resolved, metric);
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Octets on the heap, without next hops. */
    public long octets() {
        return nextHop.octets() + labels.octets() + users.octets() + paths.octets() + (long) slots.length * Integer.BYTES;
    }
}
