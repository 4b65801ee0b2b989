package io.swaplane.table.fib;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.Arrays;

/**
 * All FIBs by id, each with IPv4 and IPv6, in one memory. The conductor writes; workers look up through {@link #address} (see
 * {@link FibLookup}), and hold nothing across a quiescent point of theirs (see {@link io.swaplane.table.Epochs}). A FIB that does not
 * exist reads as empty.
 */
public final class FibTable implements AutoCloseable {
    /** Room for FIBs; what is not used takes no memory. */
    public static final long BYTES = 1L << 30;

    /** Shortcuts may take this part of it on top. */
    private static final int SHORTCUT_SHARE = 4;

    /** Blocks that only withdrawals may take, so that routes can go when no more can come. */
    static final int KEPT_BLOCKS = 16;

    private final GracePeriods periods;
    private final RootSize.Limits limits;
    private final FibMemory memory;
    private final FibMemory shortcutMemory;
    private final LeafTable leaves;
    private final MappedRegion slots;
    private final NodeWriter nodes;
    private final FibPath path = new FibPath();
    private Fib[] ipv4 = new Fib[16];
    private Fib[] ipv6 = new Fib[16];

    public FibTable(final GracePeriods periods) {
        this(periods, BYTES);
    }

    /** FIBs in another amount of memory, at least 1 MiB. */
    public FibTable(final GracePeriods periods, final long bytes) {
        this(periods, bytes, RootSize.Limits.USUAL);
    }

    FibTable(final GracePeriods periods, final long bytes, final RootSize.Limits limits) {
        if (bytes < 1 << 20) {
            throw new IllegalArgumentException(bytes + " bytes for FIBs: must be at least 1 MiB");
        }
        this.periods = periods;
        this.limits = limits;
        memory = new FibMemory(periods, bytes);
        shortcutMemory = new FibMemory(periods, bytes / SHORTCUT_SHARE);
        leaves = new LeafTable(periods);
        slots = MappedRegion.reserve(FibLayout.FIRST_FIB + ((long) FibLayout.FIBS << FibLayout.FIB_SHIFT));
        Memory.putLong(slots.address() + FibLayout.NODES, memory.address());
        Memory.putLong(slots.address() + FibLayout.LEAF_WORDS, leaves.address());
        Memory.putLong(slots.address() + FibLayout.SHORTCUTS, shortcutMemory.address());
        nodes = new NodeWriter(memory);
    }

    FibMemory shortcutMemory() {
        return shortcutMemory;
    }

    NodeWriter nodes() {
        return nodes;
    }

    RootSize.Limits limits() {
        return limits;
    }

    LeafTable leaves() {
        return leaves;
    }

    FibPath path() {
        return path;
    }

    /** Makes a FIB exist, empty; making it twice is no error. */
    public void create(final int id) {
        if (id < 0 || id >= FibLayout.FIBS) {
            throw new IllegalArgumentException("FIB id " + id + " must be 0 to " + (FibLayout.FIBS - 1));
        }
        if (id >= ipv4.length) {
            ipv4 = Arrays.copyOf(ipv4, Math.max(id + 1, 2 * ipv4.length));
            ipv6 = Arrays.copyOf(ipv6, ipv4.length);
        }
        if (ipv4[id] == null) {
            final long slot = slots.address() + FibLayout.FIRST_FIB + ((long) id << FibLayout.FIB_SHIFT);
            ipv4[id] = new Fib(this, AddressFamily.IPV4, slot);
            ipv6[id] = new Fib(this, AddressFamily.IPV6, slot);
        }
    }

    public boolean exists(final int id) {
        return id >= 0 && id < ipv4.length && ipv4[id] != null;
    }

    /** Takes a FIB out with all its routes. Its id can be used again at once: lookups under way give old routes or new ones. */
    public void remove(final int id) {
        fib(id, AddressFamily.IPV4).clear();
        fib(id, AddressFamily.IPV6).clear();
        ipv4[id] = null;
        ipv6[id] = null;
    }

    /** A FIB that exists. */
    public Fib fib(final int id, final AddressFamily family) {
        if (!exists(id)) {
            throw new IllegalArgumentException("FIB " + id + " does not exist");
        }
        return family == AddressFamily.IPV4 ? ipv4[id] : ipv6[id];
    }

    /**
     * To be called once in each cycle of the conductor, before {@link io.swaplane.table.Epochs#reclaim}: lets the grace period of what was
     * taken out begin.
     */
    public void endCycle() {
        memory.flush();
        shortcutMemory.flush();
        leaves.flush();
    }

    /** Ends a change: lets grace periods begin when much waits for them. */
    void endChange() {
        memory.flushMuch();
        shortcutMemory.flushMuch();
        leaves.flushMany();
    }

    /** Gives back a root that no slot leads to any more. */
    void retire(final DirectRoot root) {
        root.freeLeaves();
        retire(root::freeSlots);
    }

    /** Gives back after a grace period what no slot leads to any more. */
    void retire(final Runnable action) {
        periods.retire(action);
    }

    /** Where lookups start (see {@link FibLookup}). */
    public long address() {
        return slots.address();
    }

    /** Bytes that routes take, in whole slabs of 16 KiB and with what waits for a grace period; and what their words take. */
    public long bytesInUse() {
        return memory.bytesInUse() + shortcutMemory.bytesInUse() + leaves.bytesInUse();
    }

    /** Unmaps everything; no worker may run any more. */
    @Override
    public void close() {
        for (int id = 0; id < ipv4.length; id++) {
            if (exists(id)) {
                remove(id);
            }
        }
        endCycle();
        memory.close();
        shortcutMemory.close();
        leaves.close();
        slots.close();
    }
}
