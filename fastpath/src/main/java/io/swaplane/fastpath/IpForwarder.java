package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.NextHopLayout;
import io.swaplane.table.Operation;
import io.swaplane.table.PayloadType;
import io.swaplane.table.fib.FibLookup;
import java.lang.invoke.VarHandle;

/**
 * Routes the IP packets of a sub-batch ({@code docs/FORWARDING.md} §6): those that came as such, and those behind a label that names a
 * table. Their headers are checked as they are taken. Then, as with labels, each loop does one thing for all of them, so that their cache
 * misses overlap: {@link FibLookup}; next-hop records; {@link #rewrite4}: the plain push in place, everything else through
 * {@link IpProcessor}.
 *
 * <p>Belongs to one {@link Forwarder}. Packets of one version keep their order.
 */
final class IpForwarder {
    private static final int VRF = Operation.VRF.ordinal();
    /** What is in a head besides label, TC and TTL, and what it is in that of an untagged frame with one label. */
    private static final long NOT_PLAIN_HEAD = 0xFFFF_FFFF_0000_0000L | Lse.S;
    private static final long PLAIN_HEAD = (long) Ethernet.HEADER_BYTES << 32 | Lse.S;
    private static final long BARE = IpMeta.unlabelled(Ethernet.HEADER_BYTES);
    /** Offset of the IP header in an untagged frame with one label. */
    private static final int PLAIN_LABELLED = Ethernet.HEADER_BYTES + Lse.BYTES;
    private static final int PUSH = Operation.PUSH.ordinal();
    /** Set bits of a next hop's header by which nothing can be sent at once. */
    private static final long ANY_FLAG = 0x0000_FF00_0000_0000L;
    /** A word's bits from here on are its operation and its models. */
    private static final int MODELS_SHIFT = 58;
    private static final long PUSH_UNIFORM = ForwardingWord.push(0, 0) >>> MODELS_SHIFT;
    /** The last eight octets of an L2 header, as loaded: all but the ethertype, and IPv4's. */
    private static final long BEFORE_TYPE = 0xFFFF_FFFF_FFFFL;
    private static final long IPV4_TYPE = (long) Short.reverseBytes((short) Ethernet.IPV4) << 48;

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
    /** Whether some of the packets that wait are the host's, with which {@link #rewritePlain} cannot deal. */
    private boolean own;

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
     * Takes a packet, unless it is dropped because it must not be routed.
     *
     * @param slot its place in the forwarder's batch, where its frame and, behind a label, its entry are already.
     * @param version 4 or 6: of its ethertype, or, behind a label, of its header.
     * @param meta see {@link IpMeta}.
     * @param table the number of its table.
     * @return whether it was taken.
     */
    @HotPath
    boolean add(final int slot, final int version, final long meta, final int table) {
        own |= IpMeta.hops(meta) == 0;
        return version == 4 ? add4(slot, meta, table) : add6(slot, meta, table);
    }

    /**
     * Takes untagged IPv4 packets that came as such, as long as there is nothing to complain of.
     *
     * @param burst the frames, of which those from {@code from} to before {@code to} are looked at.
     * @param slot the first one's place in the forwarder's batch, to which those are copied that are taken.
     * @param mac whom they must be for.
     * @return the index of the first that was not taken.
     */
    @HotPath
    int addPlain(final long[] burst, final int from, final int to, final int slot, final long mac, final int table) {
        final IpBatch batch = four;
        final int toSlot = slot - from;
        final int toBatch = batch.count - from;
        int i = from;
        for (; i < to; i++) {
            final long frame = burst[i];
            final long at = FrameRef.address(frame) + Ethernet.HEADER_BYTES;
            final long first = Memory.getLong(at - 2);
            final long last = Memory.getLong(at + 14);
            if (((Memory.getLong(at - Ethernet.HEADER_BYTES) ^ mac) << 16 | first & 0xFFFF ^ Forwarder.IPV4_AS_LOADED) != 0
                || !IpCheck.isPlain(first, Memory.getLong(at + 6), last, FrameRef.length(frame) - Ethernet.HEADER_BYTES)) {
                break;
            }
            frames[toSlot + i] = frame;
            batch.metas[toBatch + i] = BARE;
            batch.packets[toBatch + i] = FrameRef.of(at, IpCheck.length(first));
            batch.destinations[toBatch + i] = IpCheck.destination(last);
        }
        batch.addSame(slot, table, i - from);
        return i;
    }

    /**
     * Takes IPv4 packets of untagged frames whose only label names a table, as long as there is nothing to complain of.
     *
     * @param heads the forwarder's, by a packet's place in its batch, of which those from {@code from} to before {@code to} are looked at.
     * @param labels their labels' words.
     * @param accept accept bitmap of the ingress.
     * @return the place of the first that was not taken.
     */
    @HotPath
    int addLabelled(final long[] heads, final long[] labels, final int from, final int to, final long accept) {
        final long label = labels[from];
        if (!namesTable(label, accept)) {
            return from;
        }
        long different = 0;
        for (int i = from; i < to; i++) {
            different |= labels[i] ^ label;
        }
        return different == 0 ? addOfOneLabel(heads, label, from, to) : addOfLabels(heads, labels, from, to, accept);
    }

    @HotPath
    private static boolean namesTable(final long label, final long accept) {
        return ForwardingWord.op(label) == VRF && ForwardingWord.payload(label) != PayloadType.IPV6.ordinal()
            && Forwarder.isAccepted(accept, ForwardingWord.acceptClass(label));
    }

    /** Without looking at the word for each packet: 0.4 ns less. */
    @HotPath
    private int addOfOneLabel(final long[] heads, final long label, final int from, final int to) {
        final IpBatch batch = four;
        final int toBatch = batch.count - from;
        final long meta = meta(label, 0);
        int i = from;
        for (; i < to; i++) {
            final long head = heads[i];
            final long frame = frames[i];
            final long at = FrameRef.address(frame) + PLAIN_LABELLED;
            final long first = Memory.getLong(at - 2);
            final long last = Memory.getLong(at + 14);
            if ((head & NOT_PLAIN_HEAD) != PLAIN_HEAD || Lse.ttl((int) head) == 0
                || !IpCheck.isPlain(first, Memory.getLong(at + 6), last, FrameRef.length(frame) - PLAIN_LABELLED)) {
                break;
            }
            batch.metas[toBatch + i] = meta | Lse.ttl((int) head);
            batch.packets[toBatch + i] = FrameRef.of(at, IpCheck.length(first));
            batch.destinations[toBatch + i] = IpCheck.destination(last);
        }
        batch.addSame(from, ForwardingWord.outLabel(label), i - from);
        return i;
    }

    @HotPath
    private int addOfLabels(final long[] heads, final long[] labels, final int from, final int to, final long accept) {
        final IpBatch batch = four;
        final int toBatch = batch.count - from;
        int i = from;
        for (; i < to; i++) {
            final long head = heads[i];
            final long frame = frames[i];
            final long at = FrameRef.address(frame) + PLAIN_LABELLED;
            final long first = Memory.getLong(at - 2);
            final long last = Memory.getLong(at + 14);
            if ((head & NOT_PLAIN_HEAD) != PLAIN_HEAD || Lse.ttl((int) head) == 0 || !namesTable(labels[i], accept)
                || !IpCheck.isPlain(first, Memory.getLong(at + 6), last, FrameRef.length(frame) - PLAIN_LABELLED)) {
                break;
            }
            batch.slots[toBatch + i] = i;
            batch.metas[toBatch + i] = meta(labels[i], Lse.ttl((int) head));
            batch.tables[toBatch + i] = ForwardingWord.outLabel(labels[i]);
            batch.packets[toBatch + i] = FrameRef.of(at, IpCheck.length(first));
            batch.destinations[toBatch + i] = IpCheck.destination(last);
        }
        batch.count += i - from;
        return i;
    }

    @HotPath
    private static long meta(final long label, final int ttl) {
        return IpMeta.behindLabel(Ethernet.HEADER_BYTES, Ethernet.HEADER_BYTES, PLAIN_LABELLED, ttl, ForwardingWord.ttlPipe(label));
    }

    @HotPath
    private boolean add4(final int slot, final long meta, final int table) {
        final long frame = frames[slot];
        final int offset = IpMeta.ipOffset(meta);
        final long at = FrameRef.address(frame) + offset;
        final int bytes = FrameRef.length(frame) - offset;
        final DropReason reason = IpCheck.ipv4(at, bytes);
        if (reason != null) {
            return refuse(slot, meta, 4, reason);
        }
        four.add4(slot, meta, table, FrameRef.of(at, Memory.getUnsignedShortBigEndian(at + 2)), Memory.getIntBigEndian(at + 16));
        return true;
    }

    @HotPath
    private boolean add6(final int slot, final long meta, final int table) {
        final long frame = frames[slot];
        final int offset = IpMeta.ipOffset(meta);
        final long at = FrameRef.address(frame) + offset;
        final DropReason reason = IpCheck.ipv6(at, FrameRef.length(frame) - offset);
        if (reason != null) {
            return refuse(slot, meta, 6, reason);
        }
        six.add6(slot, meta, table, FrameRef.of(at, IpHeader.length(at, 6)), Memory.getLongBigEndian(at + 24),
            Memory.getLongBigEndian(at + 32));
        return true;
    }

    private boolean refuse(final int slot, final long meta, final int version, final DropReason reason) {
        processor.refuse(slot, meta, version, reason);
        return false;
    }

    /** Takes all packets to their end. */
    @HotPath
    void forward() {
        if (four.count > 0) {
            lookup.lookup4(fibs, four.tables, four.destinations, four.words, four.count);
            nextHops(four);
            rewrite4();
            four.count = 0;
        }
        if (six.count > 0) {
            lookup.lookup6(fibs, six.tables, six.high, six.low, six.words, six.count);
            nextHops(six);
            rewrite6();
            six.count = 0;
        }
        own = false;
    }

    /** The fence makes the loads before it acquire loads, which pair with the release stores of the id slots. */
    @HotPath
    private void nextHops(final IpBatch batch) {
        final int count = batch.count;
        for (int i = 0; i < count; i++) {
            final long hop = records + Memory.getLong(slots + ((long) ForwardingWord.nextHop(batch.words[i]) << 3));
            batch.hops[i] = hop;
            hops[batch.slots[i]] = hop;
        }
        VarHandle.acquireFence();
    }

    // ---- rewrite ----

    /**
     * As with labels, the commonest packet is done with constants for its offsets: no more than the route's own label, untagged. What
     * leaves is put into the queues behind it, in one piece when it is all for one port.
     */
    @HotPath
    private void rewrite4() {
        final int count = four.count;
        int i = 0;
        while (i < count) {
            final int end = rewritePlain(i, count);
            if (end > i) {
                forwarder.queue(four.packets, four.hops, i, end);
            }
            if (end < count) {
                rewriteOther(four, end, 4);
            }
            i = end + 1;
        }
    }

    /** Rewrites packets and leaves in their place the frames that are to be sent; returns the index of the first that is not so easy. */
    @HotPath
    private int rewritePlain(final int from, final int to) {
        final IpBatch batch = four;
        final int end = tracing || own ? from : to;
        int i = from;
        for (; i < end; i++) {
            final long word = batch.words[i];
            final long hop = batch.hops[i];
            final long packet = batch.packets[i];
            final long meta = batch.metas[i];
            final long header = Memory.getLong(hop + NextHopLayout.HEADER);
            final long at = FrameRef.address(packet);
            final int before = Memory.getInt(at + IpHeader.V4_TTL);
            final int ttl = (IpMeta.isUniform(meta) ? IpMeta.labelTtl(meta) : before & 0xFF) - 1;
            final int pushed = ForwardingWord.outLabel(word) == ForwardingWord.NO_LABEL ? 0 : Lse.BYTES;
            final int octets = FrameRef.length(packet) + pushed;
            if (!isPlain(word, header) || ttl <= 0 || octets > NextHopLayout.mtu(header)) {
                break;
            }
            if (pushed != 0) {
                pushLabel(at, ForwardingWord.outLabel(word), ttl);
            }
            Memory.putInt(at + IpHeader.V4_TTL, IpHeader.withTtl(before, ttl));
            final long start = at - pushed - Ethernet.HEADER_BYTES;
            writeL2(start, hop, pushed == 0);
            batch.packets[i] = FrameRef.of(start, octets + Ethernet.HEADER_BYTES);
            forwarder.countNextHop(hop, octets);
            if (IpMeta.isLabelled(meta)) {
                countEntry(batch.slots[i], meta);
            }
        }
        return i;
    }

    /** Whether the route pushes by a single untagged next hop that has no labels of its own. */
    @HotPath
    private static boolean isPlain(final long word, final long header) {
        return word >>> MODELS_SHIFT == PUSH_UNIFORM && (header & NextHopLayout.NOT_PLAIN_UNTAGGED) == NextHopLayout.PLAIN_UNTAGGED;
    }

    /** The untagged L2 header; with nothing pushed the ethertype is that of the packet. */
    @HotPath
    private static void writeL2(final long start, final long hop, final boolean bare) {
        final long last = Memory.getLong(hop + NextHopLayout.L2_LAST);
        Memory.putLong(start, Memory.getLong(hop + NextHopLayout.L2_FIRST));
        Memory.putLong(start + Ethernet.HEADER_BYTES - 8, bare ? last & BEFORE_TYPE | IPV4_TYPE : last);
    }

    @HotPath
    private void pushLabel(final long at, final int label, final int ttl) {
        final int tc = Memory.getByte(dscps + ((Memory.getByte(at + 1) & 0xFF) >>> 2));
        Memory.putIntBigEndian(at - Lse.BYTES, label << 12 | tc << 9 | Lse.S | ttl);
    }

    private void countEntry(final int slot, final long meta) {
        Forwarder.countEntry(entries[slot], FrameRef.length(frames[slot]) - IpMeta.lseOffset(meta));
    }

    @HotPath
    private void rewrite6() {
        final IpBatch batch = six;
        final int count = batch.count;
        for (int i = 0; i < count; i++) {
            rewriteOther(batch, i, 6);
        }
    }

    @HotPath
    private void rewriteOther(final IpBatch batch, final int i, final int version) {
        if (!pushed(batch, i, version)) {
            processor.process(batch.slots[i], batch.metas[i], version, batch.tables[i], batch.words[i]);
        }
    }

    /** Sends a packet by a route that pushes and whose next hop is a single one; false, and nothing done, when it is not so easy. */
    @HotPath
    private boolean pushed(final IpBatch batch, final int i, final int version) {
        final long at = FrameRef.address(batch.packets[i]);
        final long word = batch.words[i];
        final long meta = batch.metas[i];
        final long hop = batch.hops[i];
        final long header = Memory.getLong(hop + NextHopLayout.HEADER);
        final int ttl = (IpMeta.isUniform(meta) ? IpMeta.labelTtl(meta) : IpHeader.ttl(at, version)) - IpMeta.hops(meta);
        final int labels = NextHopLayout.pushes(header) + (ForwardingWord.outLabel(word) == ForwardingWord.NO_LABEL ? 0 : 1);
        final int octets = FrameRef.length(batch.packets[i]) + labels * Lse.BYTES;
        if (ForwardingWord.op(word) != PUSH || (header & ANY_FLAG) != 0 || ttl <= 0 || octets > NextHopLayout.mtu(header) || tracing) {
            return false;
        }
        if (IpMeta.isLabelled(meta)) {
            countEntry(batch.slots[i], meta);
        }
        send(word, hop, header, version, at, ttl, octets);
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
