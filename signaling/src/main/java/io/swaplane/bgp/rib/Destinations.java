package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.Family;
import java.util.Arrays;

/**
 * The destinations of one table by number: route distinguisher and prefix, found by an open hash. A destination of VPN-IPv4 takes 16 octets
 * for its key, 8 for its first and best path, and 7 to 14 in the hash.
 *
 * <p>Addresses are bits as in {@link io.swaplane.bgp.message.Addresses}, memberships as in
 * {@link io.swaplane.bgp.message.RouteTargetMembership}. An IPv4 prefix has its length in the lower half of the word.
 */
public final class Destinations {
    /** No destination, no path. */
    public static final int NONE = -1;

    private static final int LEAST = 1 << 10;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final boolean vpn;
    /** Whether prefixes have at most 32 bits. */
    private final boolean packed;
    private final LongPages rds = new LongPages();
    private final LongPages highs = new LongPages();
    private final LongPages lows = new LongPages();
    private final IntPages lengths = new IntPages(0);
    private final IntPages firsts = new IntPages(NONE);
    private final IntPages bests = new IntPages(NONE);
    /** Destination + 1; 0 where there is none. */
    private int[] slots = new int[LEAST];
    private int size;
    private int limit;
    private int free = NONE;

    Destinations(final Family family) {
        vpn = family.vpn();
        packed = family.prefixBits() <= Integer.SIZE;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Numbers are below this. */
    public int limit() {
        return limit;
    }

    /** The route distinguisher; 0 in tables without. */
    public long rd(final int destination) {
        return vpn ? rds.get(destination) : 0;
    }

    /** Upper 64 bits of the prefix. */
    public long high(final int destination) {
        return packed ? highs.get(destination) & 0xFFFF_FFFF_0000_0000L : highs.get(destination);
    }

    /** Lower 64 bits of the prefix. */
    public long low(final int destination) {
        return packed ? 0 : lows.get(destination);
    }

    /** Bits of the prefix. */
    public int length(final int destination) {
        return packed ? (int) highs.get(destination) : lengths.get(destination);
    }

    /** The first of its paths, or {@link #NONE}. */
    public int first(final int destination) {
        return firsts.get(destination);
    }

    void first(final int destination, final int path) {
        firsts.set(destination, path);
    }

    /** Its best path, or {@link #NONE}. */
    public int best(final int destination) {
        return bests.get(destination);
    }

    void best(final int destination, final int path) {
        bests.set(destination, path);
    }

    private int hash(final long rd, final long high, final long low, final int length) {
        long mixed = (rd * MIX ^ high) * MIX;
        mixed = (mixed ^ mixed >>> 32 ^ low ^ (long) length << 56) * MIX;
        return (int) (mixed >>> 32) & slots.length - 1;
    }

    private boolean is(final int destination, final long rd, final long high, final long low, final int length) {
        return high(destination) == high && length(destination) == length && rd(destination) == rd && low(destination) == low;
    }

    /** The destination of this key, or {@link #NONE}. */
    public int find(final long rd, final long high, final long low, final int length) {
        int slot = hash(rd, high, low, length);
        while (slots[slot] != 0) {
            if (is(slots[slot] - 1, rd, high, low, length)) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return NONE;
    }

    int findOrAdd(final long rd, final long high, final long low, final int length) {
        final int found = find(rd, high, low, length);
        if (found != NONE) {
            return found;
        }
        if ((size + 1) * 4L > slots.length * 3L) {
            grow();
        }
        final int made = take();
        if (vpn) {
            rds.set(made, rd);
        }
        if (packed) {
            highs.set(made, high | length);
        } else {
            highs.set(made, high);
            lows.set(made, low);
            lengths.set(made, length);
        }
        firsts.set(made, NONE);
        bests.set(made, NONE);
        insert(made);
        size++;
        return made;
    }

    private int take() {
        if (free == NONE) {
            limit++;
            return limit - 1;
        }
        final int taken = free;
        free = firsts.get(taken);
        return taken;
    }

    private void insert(final int destination) {
        int slot = hash(rd(destination), high(destination), low(destination), length(destination));
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = destination + 1;
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

    /** Takes a destination out; those behind it in the hash move up, so that no marks of removed ones remain. */
    void remove(final int destination) {
        int gap = hash(rd(destination), high(destination), low(destination), length(destination));
        while (slots[gap] != destination + 1) {
            gap = gap + 1 & slots.length - 1;
        }
        int slot = gap;
        while (true) {
            slot = slot + 1 & slots.length - 1;
            if (slots[slot] == 0) {
                break;
            }
            final int each = slots[slot] - 1;
            final int home = hash(rd(each), high(each), low(each), length(each));
            if ((slot - home & slots.length - 1) >= (slot - gap & slots.length - 1)) {
                slots[gap] = slots[slot];
                gap = slot;
            }
        }
        slots[gap] = 0;
        size--;
        bests.set(destination, NONE);
        firsts.set(destination, free);
        free = destination;
    }

    private boolean isThere(final int destination) {
        return find(rd(destination), high(destination), low(destination), length(destination)) == destination;
    }

    /**
     * Some destinations in order: route distinguisher, then address, then length, all unsigned. One pass over the table for a page, and no
     * memory between pages.
     *
     * @param after a destination to go on behind, or {@link #NONE} to begin.
     * @param most how many at most.
     */
    public int[] page(final int after, final int most) {
        final int[] heap = new int[most];
        int held = 0;
        for (int each = 0; each < limit; each++) {
            if (after != NONE && compare(each, after) <= 0 || held == most && compare(each, heap[0]) >= 0 || !isThere(each)) {
                continue;
            }
            if (held < most) {
                heap[held] = each;
                up(heap, held);
                held++;
            } else if (most > 0) {
                heap[0] = each;
                down(heap, held);
            }
        }
        for (int end = held - 1; end > 0; end--) {
            final int largest = heap[0];
            heap[0] = heap[end];
            heap[end] = largest;
            down(heap, end);
        }
        return Arrays.copyOf(heap, held);
    }

    private void up(final int[] heap, final int start) {
        int at = start;
        while (at > 0 && compare(heap[at], heap[(at - 1) / 2]) > 0) {
            final int parent = heap[(at - 1) / 2];
            heap[(at - 1) / 2] = heap[at];
            heap[at] = parent;
            at = (at - 1) / 2;
        }
    }

    private void down(final int[] heap, final int held) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= held) {
                return;
            }
            if (child + 1 < held && compare(heap[child + 1], heap[child]) > 0) {
                child++;
            }
            if (compare(heap[child], heap[at]) <= 0) {
                return;
            }
            final int larger = heap[child];
            heap[child] = heap[at];
            heap[at] = larger;
            at = child;
        }
    }

    /** The order of {@link #page}. */
    public int compare(final int a, final int b) {
        int order = Long.compareUnsigned(rd(a), rd(b));
        order = order != 0 ? order : Long.compareUnsigned(high(a), high(b));
        order = order != 0 ? order : Long.compareUnsigned(low(a), low(b));
        return order != 0 ? order : Integer.compare(length(a), length(b));
    }

    /** Octets on the heap. */
    public long octets() {
        return rds.octets() + highs.octets() + lows.octets() + lengths.octets() + firsts.octets() + bests.octets()
            + (long) slots.length * Integer.BYTES;
    }
}
