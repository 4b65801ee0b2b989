package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.NextHopLayout;
import io.swaplane.table.Operation;
import io.swaplane.table.fib.FibLookup;
import java.lang.invoke.VarHandle;

/**
 * Routes the IP packets of a sub-batch ({@code docs/FORWARDING.md} §6): those that came as such, and those behind a label that names a
 * table. As with labels, each loop does one thing for all packets, so that their cache misses overlap: (1) {@link #check4}: the header; (2)
 * {@link FibLookup}; (3) next-hop records; (4) {@link #rewrite4}: the plain push in place, everything else through {@link IpProcessor}.
 *
 * <p>Belongs to one {@link Forwarder}. Packets of one version keep their order.
 */
final class IpForwarder {
    private static final int PUSH = Operation.PUSH.ordinal();
    /** Set bits of a next hop's header by which nothing can be sent at once. */
    private static final long ANY_FLAG = 0x0000_FF00_0000_0000L;

    private final Forwarder forwarder;
    private final IpProcessor processor;
    private final FibLookup lookup = new FibLookup(Forwarder.SUB_BATCH);
    private final IpBatch four = new IpBatch();
    private final IpBatch six = new IpBatch();
    private final long fibs;
    private final long dscps;
    private final long slots;
    private final long records;

    // The forwarder's, by a packet's place in its batch.
    private final long[] frames;
    private final long[] entries;
    private final long[] hops;

    private boolean tracing;

    IpForwarder(final Forwarder forwarder, final ForwardingTables tables, final long[] frames, final long[] entries, final long[] hops) {
        this.forwarder = forwarder;
        this.frames = frames;
        this.entries = entries;
        this.hops = hops;
        fibs = tables.fibs().address();
        dscps = tables.dscps().address();
        slots = tables.nextHops().slotsAddress();
        records = tables.nextHops().recordsAddress();
        processor = new IpProcessor(forwarder, tables);
    }

    void tracer(final PacketTracer tracer) {
        tracing = tracer != null;
        processor.tracer(tracer);
    }

    /** How many packets wait for {@link #forward}. */
    int waiting() {
        return four.count + six.count;
    }

    /**
     * Takes a packet.
     *
     * @param slot its place in the forwarder's batch.
     * @param version 4 or 6: of its ethertype, or, behind a label, of its header.
     * @param meta see {@link IpMeta}.
     * @param table the number of its table.
     */
    @HotPath
    void add(final int slot, final int version, final long meta, final int table) {
        (version == 4 ? four : six).add(slot, meta, table);
    }

    /** Takes all packets to their end. */
    @HotPath
    void forward() {
        if (four.count > 0) {
            check4();
            lookup.lookup4(fibs, four.tables, four.destinations, four.words, four.count);
            nextHops(four);
            rewrite4();
            four.count = 0;
        }
        if (six.count > 0) {
            check6();
            lookup.lookup6(fibs, six.tables, six.high, six.low, six.words, six.count);
            nextHops(six);
            rewrite6();
            six.count = 0;
        }
    }

    // ---- pass 1: headers ----

    @HotPath
    private void check4() {
        final IpBatch batch = four;
        final int count = batch.count;
        int n = 0;
        for (int i = 0; i < count; i++) {
            final long frame = frames[batch.slots[i]];
            final int offset = IpMeta.ipOffset(batch.metas[i]);
            final long at = FrameRef.address(frame) + offset;
            if (IpCheck.isPlain(at, FrameRef.length(frame) - offset) || passes4(batch, i)) {
                batch.keep(i, n);
                batch.destinations[n] = Memory.getIntBigEndian(at + 16);
                n++;
            }
        }
        batch.count = n;
    }

    private boolean passes4(final IpBatch batch, final int i) {
        final long frame = frames[batch.slots[i]];
        final int offset = IpMeta.ipOffset(batch.metas[i]);
        final long at = FrameRef.address(frame) + offset;
        final DropReason reason = IpCheck.ipv4(at, FrameRef.length(frame) - offset);
        return reason == null || refuse(batch, i, 4, reason);
    }

    @HotPath
    private void check6() {
        final IpBatch batch = six;
        final int count = batch.count;
        int n = 0;
        for (int i = 0; i < count; i++) {
            final long frame = frames[batch.slots[i]];
            final int offset = IpMeta.ipOffset(batch.metas[i]);
            final long at = FrameRef.address(frame) + offset;
            final DropReason reason = IpCheck.ipv6(at, FrameRef.length(frame) - offset);
            if (reason == null || refuse(batch, i, 6, reason)) {
                batch.keep(i, n);
                batch.high[n] = Memory.getLongBigEndian(at + 24);
                batch.low[n] = Memory.getLongBigEndian(at + 32);
                n++;
            }
        }
        batch.count = n;
    }

    private boolean refuse(final IpBatch batch, final int i, final int version, final DropReason reason) {
        processor.refuse(batch.slots[i], batch.metas[i], version, batch.tables[i], reason);
        return false;
    }

    // ---- pass 3: next-hop records ----

    /** The fence makes the loads before it acquire loads, which pair with the release stores of the id slots. */
    @HotPath
    private void nextHops(final IpBatch batch) {
        final int count = batch.count;
        for (int i = 0; i < count; i++) {
            batch.hops[i] = records + Memory.getLong(slots + ((long) ForwardingWord.nextHop(batch.words[i]) << 3));
        }
        VarHandle.acquireFence();
    }

    // ---- pass 4: rewrite ----

    @HotPath
    private void rewrite4() {
        final IpBatch batch = four;
        final int count = batch.count;
        for (int i = 0; i < count; i++) {
            final long at = FrameRef.address(frames[batch.slots[i]]) + IpMeta.ipOffset(batch.metas[i]);
            if (!pushed(batch, i, 4, at, Memory.getUnsignedShortBigEndian(at + 2))) {
                processor.process(batch.slots[i], batch.metas[i], 4, batch.tables[i], batch.words[i]);
            }
        }
    }

    @HotPath
    private void rewrite6() {
        final IpBatch batch = six;
        final int count = batch.count;
        for (int i = 0; i < count; i++) {
            final long at = FrameRef.address(frames[batch.slots[i]]) + IpMeta.ipOffset(batch.metas[i]);
            if (!pushed(batch, i, 6, at, IpHeader.length(at, 6))) {
                processor.process(batch.slots[i], batch.metas[i], 6, batch.tables[i], batch.words[i]);
            }
        }
    }

    /** Sends a packet by a route that pushes and whose next hop is a single one; false, and nothing done, when it is not so easy. */
    @HotPath
    private boolean pushed(final IpBatch batch, final int i, final int version, final long at, final int length) {
        final long word = batch.words[i];
        final long meta = batch.metas[i];
        final long hop = batch.hops[i];
        final long header = Memory.getLong(hop + NextHopLayout.HEADER);
        final int ttl = IpMeta.isUniform(meta) ? IpMeta.labelTtl(meta) : IpHeader.ttl(at, version);
        final int labels = NextHopLayout.pushes(header) + (ForwardingWord.outLabel(word) == ForwardingWord.NO_LABEL ? 0 : 1);
        final int octets = length + labels * Lse.BYTES;
        if (ForwardingWord.op(word) != PUSH || (header & ANY_FLAG) != 0 || ttl <= 1 || octets > NextHopLayout.mtu(header) || tracing) {
            return false;
        }
        final int slot = batch.slots[i];
        hops[slot] = hop;
        if (IpMeta.isLabelled(meta)) {
            Forwarder.countEntry(entries[slot], FrameRef.length(frames[slot]) - IpMeta.lseOffset(meta));
        }
        send(word, hop, header, version, at, ttl - 1, octets);
        return true;
    }

    /** Writes TTL, labels and L2 header of a packet that can go, and queues it: {@code octets} are its own with its new labels. */
    @HotPath
    void send(final long word, final long hop, final long header, final int version, final long at, final int ttl, final int octets) {
        IpHeader.setTtl(at, version, ttl);
        final long top = push(word, hop, NextHopLayout.pushes(header), version, at, ttl);
        forwarder.emit(hop, header, top, octets);
        if (top == at) {
            Memory.putShortBigEndian(at - 2, version == 4 ? Ethernet.IPV4 : Ethernet.IPV6);
        }
    }

    /** Pushes the route's own label and above it the next hop's (RFC 3032 §2.1, RFC 3443, RFC 3270 §2.6); returns the new top. */
    @HotPath
    private long push(final long word, final long hop, final int pushes, final int version, final long at, final int ttl) {
        final int pushTtl = ForwardingWord.ttlPipe(word) ? Memory.getByte(hop + NextHopLayout.PIPE_TTL) & 0xFF : ttl;
        final long tc = ForwardingWord.tcPipe(word) ? hop + NextHopLayout.PIPE_TC : dscps + IpHeader.dscp(at, version);
        final int low = (Memory.getByte(tc) & 7) << 9 | pushTtl;
        int bottom = Lse.S;
        long to = at;
        if (ForwardingWord.outLabel(word) != ForwardingWord.NO_LABEL) {
            to -= Lse.BYTES;
            Memory.putIntBigEndian(to, ForwardingWord.outLabel(word) << 12 | Lse.S | low);
            bottom = 0;
        }
        for (int i = 0; i < pushes; i++) {
            to -= Lse.BYTES;
            Memory.putIntBigEndian(to, Memory.getInt(hop + NextHopLayout.PUSHES + ((long) i << 2)) | bottom | low);
            bottom = 0;
        }
        return to;
    }
}
