package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.CounterLayout;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.InterfaceLayout;
import io.swaplane.table.NextHopLayout;
import io.swaplane.table.NextHopTable;
import io.swaplane.table.Operation;
import io.swaplane.table.PortLayout;
import io.swaplane.table.PuntReason;
import io.swaplane.table.WorkerTables;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Moves labelled and IP packets from an ingress port to egress ports, the punt sink or a counted drop, by the rules of
 * {@code docs/FORWARDING.md} (RFC 3031, 3032, 3443, 4182, 5462, 6790, 7274, 1812).
 *
 * <p>Bursts are cut into sub-batches of {@value #SUB_BATCH}, and each goes through three loops, so that the cache misses of its packets
 * overlap instead of adding up: (1) {@link #classify}: MAC, ethertype and first label of every frame into scratch arrays; (2)
 * {@link #lookup}, {@link #nextHops}: forwarding words and next-hop records; (3) {@link #rewriteAll}: the plain swap in place, everything
 * else through {@link StackProcessor}. IP packets to be routed, bare or behind a label, are gathered meanwhile and go through
 * {@link IpForwarder}. After four sub-batches, or the burst's last, each egress port gets its frames in one call.
 *
 * <p>One thread, the worker's. Nothing here allocates, locks, blocks, logs or throws. Table memory is read under the caller's
 * {@link io.swaplane.table.Epochs} protection: the caller is online, and quiescent only between calls.
 */
public final class Forwarder {
    /**
     * Frames per sub-batch: enough for the misses of a million random labels to overlap. With 128 such packets take 9 % longer, with 64
     * 20 %; with few labels the three are alike.
     */
    public static final int SUB_BATCH = 256;

    /** Set in a head when the frame has an ingress of its own in {@link #ilms} and {@link #accepts}. */
    private static final long OWN_INGRESS = Long.MIN_VALUE;
    /** Set in a head when the frame has no label. */
    private static final long UNLABELLED = 1L << 62;
    /** The ethertype as the low 16 bits of a little-endian load have it. */
    private static final long MPLS_AS_LOADED = Short.reverseBytes((short) Ethernet.MPLS) & 0xFFFFL;
    static final long IPV4_AS_LOADED = Short.reverseBytes((short) Ethernet.IPV4) & 0xFFFFL;
    private static final long IPV6_AS_LOADED = Short.reverseBytes((short) Ethernet.IPV6) & 0xFFFFL;
    /** No frame's ethertype: every frame of the port takes the longer way. */
    private static final long NO_TYPE = 1L << 16;
    private static final int SWAP = Operation.SWAP.ordinal();
    private static final int VRF = Operation.VRF.ordinal();
    private static final int NO_TABLE = -1;

    private final WorkerTables tables;
    private final FrameStore frames;
    private final PuntSink puntSink;
    private final StackProcessor stack;
    private final IpForwarder ip;

    private final long interfaces;
    private final long slots;
    private final long records;
    private final long portRecords;
    private final long nextHopCounters;

    private final TxQueue[] queues;
    private final TxQueue[] touched;
    private int touchedCount;

    // The frames since the last hand-over, of which the running sub-batch begins at batchStart: a discard is still counted for label and
    // next hop. heads: bit 63 own ingress, bit 62 no label, bits 39-32 offset of the label stack, bits 31-0 the first LSE.
    private final long[] batch = new long[TxQueue.CAPACITY];
    private final long[] heads = new long[TxQueue.CAPACITY];
    private final long[] entries = new long[TxQueue.CAPACITY];
    private final long[] words = new long[TxQueue.CAPACITY];
    private final long[] hops = new long[TxQueue.CAPACITY];
    private final long[] ilms = new long[TxQueue.CAPACITY];
    private final long[] accepts = new long[TxQueue.CAPACITY];
    private int batchStart;
    private int batched;

    // The ingress of the current burst, and what its untagged frames need, read once a burst.
    private int ingressPort;
    private long plainType;
    private long plainMac;
    private long plainIlm;
    private long plainAccept;
    private int plainTable;

    private PacketTracer tracer;

    /**
     * A forwarder for one worker.
     *
     * @param tables the router's tables.
     * @param worker which worker.
     * @param frames its frame memory.
     * @param ports its queue of each port by port number; null where there is none: packets for it drop as PORT_DOWN.
     * @param puntSink where punted frames go.
     */
    public Forwarder(final ForwardingTables tables, final int worker, final FrameStore frames, final PacketPort[] ports,
                     final PuntSink puntSink) {
        this.tables = tables.worker(worker);
        this.frames = frames;
        this.puntSink = puntSink;
        final NextHopTable nextHops = tables.nextHops();
        interfaces = this.tables.interfacesAddress();
        slots = nextHops.slotsAddress();
        records = nextHops.recordsAddress();
        portRecords = tables.ports().address();
        nextHopCounters = this.tables.nextHopCountersAddress();
        queues = new TxQueue[tables.ports().size()];
        Arrays.setAll(queues, port -> new TxQueue(port, port < ports.length ? ports[port] : null));
        touched = new TxQueue[queues.length];
        stack = new StackProcessor(this, tables, worker);
        ip = new IpForwarder(this, tables, batch, entries, hops);
    }

    /** Turns the per-packet trace on, or off with null. While it is on, packets take the general path one by one. */
    public void tracer(final PacketTracer newTracer) {
        tracer = newTracer;
        stack.tracer(newTracer);
        ip.tracer(newTracer);
    }

    /** Counts a packet that the receiving side had to drop before it became a frame. */
    public void countDrop(final int port, final DropReason reason) {
        increment(tables.dropCounters(port) + 8L * reason.ordinal());
    }

    /**
     * Forwards a burst. On return every frame has been taken by an egress port or the punt sink, or dropped and freed.
     *
     * @param port ingress port number.
     * @param burst frames; the array is not kept.
     * @param count how many, from index 0.
     */
    @HotPath
    public void forward(final int port, final long[] burst, final int count) {
        enter(port);
        for (int from = 0; from < count; from += SUB_BATCH) {
            final int to = Math.min(count, from + SUB_BATCH);
            if (tracer == null) {
                classify(burst, from, to);
                forwardBatch();
                if (to == count || to % TxQueue.CAPACITY == 0) {
                    transmit();
                }
            } else {
                traceEach(burst, from, to);
            }
        }
    }

    @HotPath
    private void forwardBatch() {
        if (ip.waiting() < batched - batchStart) {
            lookup();
            final int from = ip.addLabelled(heads, words, batchStart, batched, plainAccept);
            if (from < batched) {
                nextHops(from);
                rewriteAll(from);
            }
        }
        if (ip.waiting() > 0) {
            ip.forward();
        }
    }

    private void enter(final int port) {
        batched = 0;
        ingressPort = port;
        final long ingress = interfaceRecord(Memory.getLongAcquire(PortLayout.record(portRecords, port) + PortLayout.UNTAGGED));
        final long flags = Memory.getLongAcquire(ingress + InterfaceLayout.FLAGS);
        plainType = (flags & (InterfaceLayout.MPLS_ON | InterfaceLayout.HAS_NEIGHBOUR_CLASSES)) == InterfaceLayout.MPLS_ON
            ? MPLS_AS_LOADED : NO_TYPE;
        plainMac = Memory.getLongOpaque(ingress + InterfaceLayout.MAC);
        plainIlm = Memory.getLongOpaque(ingress + InterfaceLayout.ILM);
        plainAccept = ingress + InterfaceLayout.ACCEPT;
        plainTable = (flags & InterfaceLayout.HOST) == 0 ? tableOf(ingress, flags) : NO_TABLE;
    }

    /** The number of the table by which the interface's IP packets are routed, {@link #NO_TABLE} when it takes none. */
    private static int tableOf(final long ingress, final long flags) {
        return (flags & InterfaceLayout.IP_ON) == 0 ? NO_TABLE : (int) Memory.getLongOpaque(ingress + InterfaceLayout.VRF);
    }

    /** The same of the interface by which a frame with such an L2 header has come in. */
    int tableOf(final int port, final long at, final int l2) {
        final long ingress = interfaceRecord(interfaceOf(port, at, l2));
        return tableOf(ingress, Memory.getLongAcquire(ingress + InterfaceLayout.FLAGS));
    }

    private long interfaceRecord(final long interfaceId) {
        return interfaces + (interfaceId << InterfaceLayout.SHIFT);
    }

    // ---- pass 1: MAC, ethertype, first label ----

    @HotPath
    private void classify(final long[] burst, final int from, final int to) {
        batchStart = batched;
        int i = from;
        while (i < to) {
            i = takePlain(burst, i, to);
            if (i < to) {
                i = takeOdd(burst, i, to);
            }
        }
        final long counters = tables.portCounters(ingressPort);
        Memory.addToCounter(counters + CounterLayout.PORT_IN_PACKETS, to - from);
        Memory.addToCounter(counters + CounterLayout.PORT_IN_OCTETS, octets(burst, from, to));
    }

    @HotPath
    private static long octets(final long[] burst, final int from, final int to) {
        long octets = 0;
        for (int i = from; i < to; i++) {
            octets += FrameRef.length(burst[i]);
        }
        return octets;
    }

    /** Takes untagged MPLS frames to the port's own MAC; returns the index of the first that is none. */
    @HotPath
    private int takePlain(final long[] burst, final int from, final int to) {
        final long mac = plainMac;
        final long type = plainType;
        final long ilm = plainIlm;
        final int shift = batched - from;
        int i = from;
        for (; i < to; i++) {
            final long frame = burst[i];
            final long at = FrameRef.address(frame);
            final long typeAndLse = Memory.getLong(at + Ethernet.TYPE);
            // One comparison for address and ethertype: six bytes in the upper 48 bits, the type below them.
            if (((Memory.getLong(at) ^ mac) << 16 | typeAndLse & 0xFFFF ^ type) != 0
                || FrameRef.length(frame) < Ethernet.HEADER_BYTES + Lse.BYTES) {
                break;
            }
            final long lse = Integer.reverseBytes((int) (typeAndLse >>> 16)) & 0xFFFF_FFFFL;
            batch[shift + i] = frame;
            heads[shift + i] = (long) Ethernet.HEADER_BYTES << 32 | lse;
            entries[shift + i] = ilm + (lse >>> 12 << IlmLayout.ENTRY_SHIFT);
        }
        batched = shift + i;
        return i;
    }

    /** Takes plain IPv4 packets from here on, or, if there is none, one frame whatever it is; returns where to go on. */
    @HotPath
    private int takeOdd(final long[] burst, final int from, final int to) {
        if (plainTable != NO_TABLE) {
            final int end = ip.addPlain(burst, from, to, batched, plainMac, plainTable);
            if (end > from) {
                Arrays.fill(heads, batched, batched + end - from, UNLABELLED | (long) Ethernet.HEADER_BYTES << 32);
                Arrays.fill(entries, batched, batched + end - from, plainIlm);
                batched += end - from;
                return end;
            }
        }
        if (classifyOdd(burst[from], batched)) {
            batched++;
        }
        return from + 1;
    }

    /** An untagged IP packet to the port's own MAC, if it takes such, needs no look at the interfaces. */
    @HotPath
    private boolean classifyOdd(final long frame, final int n) {
        final long at = FrameRef.address(frame);
        if (plainTable != NO_TABLE && FrameRef.length(frame) >= Ethernet.HEADER_BYTES) {
            final long macAndType = (Memory.getLong(at) ^ plainMac) << 16 | Memory.getShort(at + Ethernet.TYPE) & 0xFFFF;
            if (macAndType == IPV4_AS_LOADED || macAndType == IPV6_AS_LOADED) {
                return takeIp(frame, n, IpMeta.unlabelled(Ethernet.HEADER_BYTES), macAndType == IPV4_AS_LOADED ? 4 : 6, plainTable);
            }
        }
        return classifyOther(frame, n);
    }

    /** Takes a packet without a label; the entry is any one, to be read in vain. */
    @HotPath
    private boolean takeIp(final long frame, final int n, final long meta, final int version, final int table) {
        batch[n] = frame;
        heads[n] = UNLABELLED | (long) IpMeta.l2(meta) << 32;
        entries[n] = plainIlm;
        return ip.add(n, version, meta, table);
    }

    /** Everything but an untagged MPLS frame to the port's own MAC: tags, group addresses, neighbour classes, and what drops here. */
    private boolean classifyOther(final long frame, final int n) {
        final long at = FrameRef.address(frame);
        final int length = FrameRef.length(frame);
        final int l2 = l2Bytes(at, length);
        if (l2 < 0) {
            return drop(frame, DropReason.RUNT);
        }
        final int type = Memory.getUnsignedShortBigEndian(at + l2 - 2);
        final boolean labelled = type == Ethernet.MPLS || type == Ethernet.MPLS_UPSTREAM;
        if (!labelled && type != Ethernet.IPV4 && type != Ethernet.IPV6) {
            return drop(frame, DropReason.NOT_MPLS);
        }
        final long interfaceId = interfaceOf(ingressPort, at, l2);
        if (!labelled) {
            return acceptIp(frame, n, l2, type, interfaceRecord(interfaceId));
        }
        if (interfaceId == 0) {
            return drop(frame, DropReason.UNKNOWN_VLAN);
        }
        return accept(frame, n, l2, type, interfaceRecord(interfaceId));
    }

    /**
     * Interface 0, which stands for none, takes no IP packets either. What came to a group address is never routed (RFC 1812 §5.3.4): each
     * router on the link would send a copy.
     */
    private boolean acceptIp(final long frame, final int n, final int l2, final int type, final long ingress) {
        final long flags = Memory.getLongAcquire(ingress + InterfaceLayout.FLAGS);
        if ((flags & InterfaceLayout.IP_ON) == 0) {
            return drop(frame, DropReason.NOT_MPLS);
        }
        final DropReason reason = wrongMac(FrameRef.address(frame), ingress, flags & ~InterfaceLayout.TAKES_GROUP_MAC);
        if (reason != null) {
            return drop(frame, reason);
        }
        final long meta = (flags & InterfaceLayout.HOST) == 0 ? IpMeta.unlabelled(l2) : IpMeta.own(l2);
        return takeIp(frame, n, meta, type == Ethernet.IPV4 ? 4 : 6, tableOf(ingress, flags));
    }

    /** Why the frame's destination is not this interface, null when it is. */
    private static DropReason wrongMac(final long at, final long ingress, final long flags) {
        if ((Memory.getLong(at) & InterfaceLayout.MAC_MASK) == Memory.getLongOpaque(ingress + InterfaceLayout.MAC)) {
            return null;
        }
        if ((Memory.getByte(at) & 1) == 0) {
            return DropReason.WRONG_MAC;
        }
        return (flags & InterfaceLayout.TAKES_GROUP_MAC) == 0 ? DropReason.MULTICAST_MAC : null;
    }

    private boolean accept(final long frame, final int n, final int l2, final int type, final long ingress) {
        final long at = FrameRef.address(frame);
        final long flags = Memory.getLongAcquire(ingress + InterfaceLayout.FLAGS);
        if ((flags & InterfaceLayout.MPLS_ON) == 0) {
            return drop(frame, DropReason.MPLS_DISABLED);
        }
        final DropReason wrongMac = wrongMac(at, ingress, flags);
        if (wrongMac != null) {
            return drop(frame, wrongMac);
        }
        if (type == Ethernet.MPLS_UPSTREAM) {
            return drop(frame, DropReason.UPSTREAM_LABEL);
        }
        if (FrameRef.length(frame) < l2 + Lse.BYTES) {
            return drop(frame, DropReason.MALFORMED_STACK);
        }
        batch[n] = frame;
        final int lse = Memory.getIntBigEndian(at + l2);
        heads[n] = OWN_INGRESS | (long) l2 << 32 | lse & 0xFFFF_FFFFL;
        ilms[n] = Memory.getLongOpaque(ingress + InterfaceLayout.ILM);
        entries[n] = IlmLayout.entry(ilms[n], Lse.label(lse));
        accepts[n] = (flags & InterfaceLayout.HAS_NEIGHBOUR_CLASSES) == 0 ? ingress + InterfaceLayout.ACCEPT
            : neighbourAccept(ingress, Memory.getLong(at + Ethernet.SOURCE) & InterfaceLayout.MAC_MASK);
        return true;
    }

    /** Bytes of the L2 header with its tags, or -1 when the frame ends inside it. */
    static int l2Bytes(final long at, final int length) {
        int l2 = Ethernet.HEADER_BYTES;
        while (l2 <= length) {
            if (l2 == NextHopLayout.MAX_L2_BYTES || !Ethernet.isTag(Memory.getUnsignedShortBigEndian(at + l2 - 2))) {
                return l2;
            }
            l2 += Ethernet.TAG_BYTES;
        }
        return -1;
    }

    /** The interface that the port and the VLAN ids mean, 0 when none; a VID of 0 is a priority tag and names no VLAN (802.1Q). */
    private long interfaceOf(final int portNumber, final long at, final int l2) {
        final long port = PortLayout.record(portRecords, portNumber);
        int outer = l2 > 14 ? Memory.getUnsignedShortBigEndian(at + 14) & 0xFFF : 0;
        int inner = l2 > 18 ? Memory.getUnsignedShortBigEndian(at + 18) & 0xFFF : 0;
        if (outer == 0) {
            outer = inner;
            inner = 0;
        }
        if (outer == 0) {
            return Memory.getLongAcquire(port + PortLayout.UNTAGGED);
        }
        // Pairs with the release store that publishes a VLAN map.
        final long vlans = Memory.getLongAcquire(port + PortLayout.VLANS);
        if (vlans == 0) {
            return 0;
        }
        final long entry = vlans + ((long) outer << PortLayout.VLAN_SHIFT);
        if (inner == 0) {
            return Memory.getLongAcquire(entry + PortLayout.VLAN_INTERFACE);
        }
        final long inners = Memory.getLongAcquire(entry + PortLayout.VLAN_INNER);
        return inners == 0 ? 0 : Memory.getLongAcquire(inners + ((long) inner << PortLayout.INNER_SHIFT));
    }

    /** The accept bitmap of a neighbour with classes of its own, else the interface's. Links have few neighbours: a plain scan. */
    private static long neighbourAccept(final long ingress, final long sourceMac) {
        final long list = Memory.getLongAcquire(ingress + InterfaceLayout.NEIGHBOURS);
        final long count = list == 0 ? 0 : Memory.getLong(list + InterfaceLayout.NEIGHBOUR_COUNT);
        for (long i = 0, at = list + InterfaceLayout.NEIGHBOUR_FIRST; i < count; i++, at += InterfaceLayout.NEIGHBOUR_BYTES) {
            if (Memory.getLong(at) == sourceMac) {
                return at + 8;
            }
        }
        return ingress + InterfaceLayout.ACCEPT;
    }

    // ---- pass 2: forwarding words and next-hop records ----

    /**
     * Two loops with as little in them as can be, this and {@link #nextHops}: the processor overlaps only those misses that fit in its
     * reorder window together, and Java has no prefetch to ask for more. With all of it in one loop a million random labels cost more
     * than twice as much.
     *
     * <p>The fences make the plain loads before them acquire loads: the first pairs with the release store of the word, the second with
     * that of the id slot. One per sub-batch, and on x86 not even an instruction.
     */
    @HotPath
    private void lookup() {
        final int n = batched;
        for (int i = batchStart; i < n; i++) {
            words[i] = Memory.getLong(entries[i] + IlmLayout.WORD);
        }
        VarHandle.acquireFence();
    }

    /** From one packet on: those before it have been handed on to be routed. */
    @HotPath
    private void nextHops(final int from) {
        final int n = batched;
        for (int i = from; i < n; i++) {
            hops[i] = records + Memory.getLong(slots + ((long) ForwardingWord.nextHop(words[i]) << 3));
        }
        VarHandle.acquireFence();
    }

    // ---- pass 3: rewrite ----

    /**
     * The commonest packet by far, untagged in and out and plainly swapped, is done here with constants for its offsets, and its
     * {@link FrameRef} stays what it was: 12 % faster than through {@link #rewriteOther}.
     */
    @HotPath
    private void rewriteAll(final int from) {
        final int n = batched;
        final long plain = plainAccept;
        int done = 0;
        for (int i = from; i < n; i++) {
            final long head = heads[i];
            final long word = words[i];
            final long hop = hops[i];
            final long header = Memory.getLong(hop + NextHopLayout.HEADER);
            final int octets = FrameRef.length(batch[i]) - Ethernet.HEADER_BYTES;
            if (head >>> 32 == Ethernet.HEADER_BYTES && (header & NextHopLayout.NOT_PLAIN_UNTAGGED) == NextHopLayout.PLAIN_UNTAGGED
                && ForwardingWord.op(word) == SWAP && Lse.ttl((int) head) > 1 && octets <= NextHopLayout.mtu(header)
                && isAccepted(plain, ForwardingWord.acceptClass(word))) {
                swapUntagged(batch[i], hop, (int) head, word, octets);
                countEntry(entries[i], octets);
                enqueue(queues[NextHopLayout.port(header)], batch[i]);
            } else if (i >= done) {
                done = rewriteOthers(i);
            }
        }
    }

    @HotPath
    private void swapUntagged(final long frame, final long hop, final int lse, final long word, final int octets) {
        final long at = FrameRef.address(frame);
        Memory.putLong(at, Memory.getLong(hop + NextHopLayout.L2_FIRST));
        Memory.putLong(at + Ethernet.HEADER_BYTES - 8, Memory.getLong(hop + NextHopLayout.L2_LAST));
        Memory.putIntBigEndian(at + Ethernet.HEADER_BYTES, swapped(lse, word));
        countNextHop(hop, octets);
    }

    /** RFC 3032 §2.4.2, RFC 5462: the out label, TC and S kept, TTL one less. */
    private static int swapped(final int lse, final long word) {
        return ForwardingWord.outLabel(word) << 12 | (lse & Lse.NOT_LABEL) - 1;
    }

    /** Hands on what is to be routed, in a loop of its own from one packet on, or rewrites that one; returns where to go on. */
    @HotPath
    private int rewriteOthers(final int from) {
        final int n = batched;
        int i = from;
        while (i < n && ((heads[i] & UNLABELLED) != 0 || namesTable(i))) {
            i++;
        }
        if (i == from) {
            rewriteOther(from, acceptOf(from));
            i++;
        }
        return i;
    }

    private long acceptOf(final int i) {
        return heads[i] < 0 ? accepts[i] : plainAccept;
    }

    /** A swap with tags before or after it; anything else goes the general way. */
    @HotPath
    private void rewriteOther(final int i, final long accept) {
        final long word = words[i];
        final long head = heads[i];
        final long header = Memory.getLong(hops[i] + NextHopLayout.HEADER);
        final int l2 = (int) (head >>> 32) & 0xFF;
        final int octets = FrameRef.length(batch[i]) - l2;
        if (ForwardingWord.op(word) == SWAP && Lse.ttl((int) head) > 1 && (header & NextHopLayout.NOT_PLAIN) == 0
            && octets <= NextHopLayout.mtu(header) && isAccepted(accept, ForwardingWord.acceptClass(word))) {
            final long lse = FrameRef.address(batch[i]) + l2;
            Memory.putIntBigEndian(lse, swapped((int) head, word));
            countEntry(entries[i], octets);
            emit(hops[i], header, lse, octets);
        } else {
            stack.process(i, batch[i], l2, head < 0 ? ilms[i] : plainIlm, accept);
        }
    }

    /** Hands an IP packet on, the only label of which names a table by which it is to be routed; false for any other. */
    @HotPath
    private boolean namesTable(final int i) {
        final long head = heads[i];
        final long word = words[i];
        if (ForwardingWord.op(word) != VRF || !Lse.bottom((int) head) || Lse.ttl((int) head) == 0
            || !isAccepted(acceptOf(i), ForwardingWord.acceptClass(word))) {
            return false;
        }
        final int l2 = (int) (head >>> 32) & 0xFF;
        final int offset = l2 + Lse.BYTES;
        final int version = IpHeader.version(FrameRef.address(batch[i]) + offset, FrameRef.length(batch[i]) - offset);
        if (!IpHeader.matches(ForwardingWord.payload(word), version)) {
            return false;
        }
        final long meta = IpMeta.behindLabel(l2, l2, offset, Lse.ttl((int) head), ForwardingWord.ttlPipe(word));
        ip.add(i, version, meta, ForwardingWord.outLabel(word));
        return true;
    }

    /** Whether the ingress with this accept bitmap may use labels of the class. */
    @HotPath
    static boolean isAccepted(final long bitmap, final int acceptClass) {
        return (Memory.getByte(bitmap + (acceptClass >>> 3)) >>> (acceptClass & 7) & 1) != 0;
    }

    /** Writes the L2 header in front of {@code at}, counts for the next hop, and queues the frame. */
    @HotPath
    void emit(final long hop, final long header, final long at, final int octets) {
        final int l2 = NextHopLayout.l2Bytes(header);
        final long start = at - l2;
        Memory.putLong(start, Memory.getLong(hop + NextHopLayout.L2_FIRST));
        if (l2 > 16) {
            Memory.putLong(start + 8, Memory.getLong(hop + NextHopLayout.L2_MIDDLE));
        }
        Memory.putLong(at - 8, Memory.getLong(hop + NextHopLayout.L2_LAST));
        countNextHop(hop, octets);
        enqueue(queues[NextHopLayout.port(header)], FrameRef.of(start, octets + l2));
    }

    /**
     * Queues frames that are written and counted.
     *
     * @param leaveBy the records of their next hops, as {@code ready} from {@code from} to before {@code to}.
     */
    @HotPath
    void queue(final long[] ready, final long[] leaveBy, final int from, final int to) {
        final int port = NextHopLayout.port(Memory.getLong(leaveBy[from] + NextHopLayout.HEADER));
        int different = 0;
        for (int i = from; i < to; i++) {
            different |= NextHopLayout.port(Memory.getLong(leaveBy[i] + NextHopLayout.HEADER)) ^ port;
        }
        if (different == 0) {
            enqueue(queues[port], ready, from, to - from);
        } else {
            for (int i = from; i < to; i++) {
                enqueue(queues[NextHopLayout.port(Memory.getLong(leaveBy[i] + NextHopLayout.HEADER))], ready[i]);
            }
        }
    }

    @HotPath
    private void enqueue(final TxQueue queue, final long[] ready, final int from, final int count) {
        if (queue.count == 0) {
            touched[touchedCount++] = queue;
        }
        System.arraycopy(ready, from, queue.frames, queue.count, count);
        queue.count += count;
    }

    @HotPath
    private void enqueue(final TxQueue queue, final long frame) {
        final int n = queue.count;
        if (n == 0) {
            touched[touchedCount++] = queue;
        }
        queue.frames[n] = frame;
        queue.count = n + 1;
    }

    @HotPath
    void countNextHop(final long hop, final int octets) {
        final long counters = nextHopCounters(hop);
        Memory.addToCounter(counters + CounterLayout.PACKETS, 1);
        Memory.addToCounter(counters + CounterLayout.OCTETS, octets);
    }

    private long nextHopCounters(final long hop) {
        return nextHopCounters + (Memory.getInt(hop + NextHopLayout.COUNTERS) & 0xFFFF_FFFFL);
    }

    @HotPath
    static void countEntry(final long entry, final int octets) {
        Memory.addToCounter(entry + IlmLayout.PACKETS, 1);
        Memory.addToCounter(entry + IlmLayout.OCTETS, octets);
    }

    // ---- egress ----

    @HotPath
    private void transmit() {
        for (int i = 0; i < touchedCount; i++) {
            transmit(touched[i]);
        }
        touchedCount = 0;
        batched = 0;
    }

    @HotPath
    private void transmit(final TxQueue queue) {
        final int count = queue.count;
        queue.count = 0;
        // Pairs with the release store of the port's state: behind it no frame leaves by a port that is down.
        final boolean up = queue.target != null
            && Memory.getLongAcquire(PortLayout.record(portRecords, queue.port) + PortLayout.STATE) == PortLayout.UP;
        // A port may overwrite nothing in the array; lengths are read before it owns the frames.
        final int accepted = up ? queue.target.transmit(queue.frames, count) : 0;
        long octets = 0;
        for (int i = 0; i < accepted; i++) {
            octets += FrameRef.length(queue.frames[i]);
        }
        final long counters = tables.portCounters(queue.port);
        Memory.addToCounter(counters + CounterLayout.PORT_OUT_PACKETS, accepted);
        Memory.addToCounter(counters + CounterLayout.PORT_OUT_OCTETS, octets);
        if (accepted < count) {
            discard(queue, accepted, count, up ? DropReason.TX_FULL : DropReason.PORT_DOWN);
        }
    }

    private void discard(final TxQueue queue, final int from, final int to, final DropReason reason) {
        Memory.addToCounter(tables.portCounters(queue.port) + CounterLayout.PORT_OUT_DISCARDS, to - from);
        int after = 0;
        for (int i = from; i < to; i++) {
            final long frame = queue.frames[i];
            after = attributeDiscard(frame, after);
            drop(frame, reason);
        }
    }

    /**
     * Finds the frame in what is handed over by its chunk, to count the discard for its label, if it had one, and next hop. The frames of a
     * queue are in the order of the batch, but for IP packets, which come behind the others of their sub-batch: the next one is looked
     * for from the index returned on, and round.
     */
    private int attributeDiscard(final long frame, final int from) {
        final long chunk = frames.note(FrameRef.address(frame));
        int i = from;
        for (int looked = 0; looked < batched; looked++, i++) {
            i = i == batched ? 0 : i;
            if (frames.note(FrameRef.address(batch[i])) == chunk) {
                if ((heads[i] & UNLABELLED) == 0) {
                    increment(cold(i) + IlmLayout.DISCARDS);
                }
                increment(nextHopCounters(hops[i]) + CounterLayout.DISCARDS);
                return i + 1;
            }
        }
        return from;
    }

    /** Address of the cold half of the entry that the packet at index i goes by. */
    long cold(final int i) {
        return cold(heads[i] < 0 ? ilms[i] : plainIlm, entries[i]);
    }

    /** Address of the cold half of an entry of this ILM. */
    static long cold(final long ilm, final long entry) {
        return IlmLayout.cold(ilm, (int) (entry - ilm >>> IlmLayout.ENTRY_SHIFT));
    }

    // ---- what StackProcessor and IpProcessor ask and report back ----

    /** The entry, ILM and next hop that the packet at index i finally went by, for attributing a later discard. */
    void settled(final int i, final long ilm, final long entry, final long hop) {
        heads[i] |= OWN_INGRESS;
        ilms[i] = ilm;
        entries[i] = entry;
        hops[i] = hop;
    }

    /** The next hop that the IP packet at index i finally went by. */
    void settled(final int i, final long hop) {
        hops[i] = hop;
    }

    /** The frame at index i, as it came. */
    long frame(final int i) {
        return batch[i];
    }

    /** The entry of the last label of the packet at index i. */
    long entry(final int i) {
        return entries[i];
    }

    IpForwarder ip() {
        return ip;
    }

    boolean drop(final long frame, final DropReason reason) {
        increment(tables.dropCounters(ingressPort) + 8L * reason.ordinal());
        frames.free(FrameRef.address(frame));
        if (tracer != null) {
            tracer.dropped(reason);
        }
        return false;
    }

    /** Hands a frame to the punt sink; false when it had no room: the frame is then dropped as PUNT_FULL. */
    boolean punt(final long frame, final PuntReason reason) {
        return punt(frame, reason, 0);
    }

    /** The same for the host of a VRF or a neighbour on an interface, see {@link PuntSink}. */
    boolean punt(final long frame, final PuntReason reason, final int about) {
        if (tracer != null) {
            // Before the sink owns the frame; a refusal is told by the drop that follows.
            tracer.punted(reason, frame);
        }
        if (!puntSink.punt(frame, ingressPort, reason, about)) {
            return drop(frame, DropReason.PUNT_FULL);
        }
        increment(tables.puntCounters(ingressPort) + 8L * reason.ordinal());
        return true;
    }

    void countNextHopError(final long hop) {
        increment(nextHopCounters(hop) + CounterLayout.ERRORS);
    }

    static void increment(final long counter) {
        Memory.addToCounter(counter, 1);
    }

    // ---- trace ----

    private void traceEach(final long[] burst, final int from, final int to) {
        for (int i = from; i < to; i++) {
            tracer.received(ingressPort, burst[i]);
            batched = 1;
            final long counters = tables.portCounters(ingressPort);
            Memory.addToCounter(counters + CounterLayout.PORT_IN_PACKETS, 1);
            Memory.addToCounter(counters + CounterLayout.PORT_IN_OCTETS, FrameRef.length(burst[i]));
            if (classifyOther(burst[i], 0)) {
                if ((heads[0] & UNLABELLED) == 0) {
                    stack.process(0, batch[0], (int) (heads[0] >>> 32) & 0xFF, ilms[0], accepts[0]);
                }
                ip.forward();
                transmit();
            }
        }
    }
}
