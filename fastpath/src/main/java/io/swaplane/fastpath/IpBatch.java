package io.swaplane.fastpath;

/** The packets of one IP version in a sub-batch, on their way through the loops of {@link IpForwarder}: parallel arrays. */
final class IpBatch {
    int count;
    /** The frame's place in the forwarder's batch. */
    final int[] slots = new int[Forwarder.SUB_BATCH];
    /** See {@link IpMeta}. */
    final long[] metas = new long[Forwarder.SUB_BATCH];
    /** The number of the table. */
    final int[] tables = new int[Forwarder.SUB_BATCH];
    /** IPv4 destinations. */
    final int[] destinations = new int[Forwarder.SUB_BATCH];
    /** IPv6 destinations: first and last eight octets. */
    final long[] high = new long[Forwarder.SUB_BATCH];
    final long[] low = new long[Forwarder.SUB_BATCH];
    /** What the tables gave. */
    final long[] words = new long[Forwarder.SUB_BATCH];
    final long[] hops = new long[Forwarder.SUB_BATCH];

    @HotPath
    void add(final int slot, final long meta, final int table) {
        final int n = count;
        slots[n] = slot;
        metas[n] = meta;
        tables[n] = table;
        count = n + 1;
    }

    /** Moves a packet, of which the table is to be asked, up to where others before it were dropped. */
    @HotPath
    void keep(final int from, final int to) {
        slots[to] = slots[from];
        metas[to] = metas[from];
        tables[to] = tables[from];
    }
}
