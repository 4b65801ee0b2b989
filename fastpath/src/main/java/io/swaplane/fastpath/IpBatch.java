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
    /** The packets themselves, as {@link FrameRef}s: without what is in front of them and without padding. */
    final long[] packets = new long[Forwarder.SUB_BATCH];
    /** What the tables gave. */
    final long[] words = new long[Forwarder.SUB_BATCH];
    /** The records of the words' next hops. */
    final long[] hops = new long[Forwarder.SUB_BATCH];

    @HotPath
    void add4(final int slot, final long meta, final int table, final long packet, final int destination) {
        final int n = count;
        destinations[n] = destination;
        add(n, slot, meta, table, packet);
    }

    @HotPath
    void add6(final int slot, final long meta, final int table, final long packet, final long destinationHigh, final long destinationLow) {
        final int n = count;
        high[n] = destinationHigh;
        low[n] = destinationLow;
        add(n, slot, meta, table, packet);
    }

    /** Completes and counts packets of one table and of neighbouring places, the rest of which is there already. */
    @HotPath
    void addSame(final int slot, final int table, final int more) {
        final int n = count;
        for (int i = 0; i < more; i++) {
            slots[n + i] = slot + i;
        }
        for (int i = 0; i < more; i++) {
            tables[n + i] = table;
        }
        count = n + more;
    }

    private void add(final int n, final int slot, final long meta, final int table, final long packet) {
        slots[n] = slot;
        metas[n] = meta;
        tables[n] = table;
        packets[n] = packet;
        count = n + 1;
    }
}
