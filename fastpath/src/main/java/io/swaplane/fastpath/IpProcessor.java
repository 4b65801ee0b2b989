package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.NextHopGroupLayout;
import io.swaplane.table.NextHopLayout;
import io.swaplane.table.NextHopTable;
import io.swaplane.table.Operation;
import io.swaplane.table.PuntReason;

/**
 * One IP packet through the general path: what its route says, whatever that is ({@code docs/FORWARDING.md} §6).
 *
 * <p>The packet's state is in fields that are set anew for each; the object belongs to one {@link IpForwarder}. The frame is written to
 * only once its fate is known, so that what is punted leaves as it came.
 */
final class IpProcessor {
    private final Forwarder forwarder;
    private final NextHopTable nextHops;
    private final NextHopMembers members;
    private final GroupLegs legs;
    private final long hashStart;
    private PacketTracer tracer;

    private int slot;
    private long meta;
    private int version;
    private int table;
    private long frame;
    /** Address of the frame's first byte, of the IP header, and behind the frame's last byte, padding included. */
    private long start;
    private long at;
    private long end;
    private long word;
    /** The next hop's record and its header, once {@link #findNextHop} said yes. */
    private long hop;
    private long hopHeader;

    IpProcessor(final Forwarder forwarder, final ForwardingTables tables) {
        this.forwarder = forwarder;
        this.nextHops = tables.nextHops();
        this.members = new NextHopMembers(tables.ports());
        this.legs = new GroupLegs(tables, members);
        this.hashStart = FlowHash.start(tables.hashSeed());
    }

    void tracer(final PacketTracer newTracer) {
        tracer = newTracer;
    }

    private void take(final int batchSlot, final long packetMeta, final int ipVersion, final int tableNumber) {
        slot = batchSlot;
        meta = packetMeta;
        version = ipVersion;
        table = tableNumber;
        frame = forwarder.frame(batchSlot);
        start = FrameRef.address(frame);
        at = start + IpMeta.ipOffset(meta);
        end = start + FrameRef.length(frame);
    }

    /** Drops a packet that must not be routed. */
    void refuse(final int batchSlot, final long packetMeta, final int ipVersion, final DropReason reason) {
        take(batchSlot, packetMeta, ipVersion, 0);
        drop(reason);
    }

    /** Carries out the word that the table gave for a packet that passed all checks. */
    void process(final int batchSlot, final long packetMeta, final int ipVersion, final int tableNumber, final long routeWord) {
        take(batchSlot, packetMeta, ipVersion, tableNumber);
        word = routeWord;
        traceRoute();
        if (word == ForwardingWord.EMPTY && IpMeta.isForHostElse(meta)) {
            // There was a route when the label was looked up.
            deliver(PuntReason.IP_LOOKUP, 0, (int) (end - at));
        } else if (ForwardingWord.op(word) != Operation.GROUP.ordinal() || chooseLeg()) {
            act();
        }
    }

    private void traceRoute() {
        if (tracer != null) {
            tracer.route(table, version, version == 4 ? Memory.getLongBigEndian(at + 16) & -1L << 32 : Memory.getLongBigEndian(at + 24),
                version == 4 ? 0 : Memory.getLongBigEndian(at + 32), word);
        }
    }

    private void act() {
        switch (ForwardingWord.operation(word)) {
            case PUSH -> push();
            case RECEIVE -> receive();
            case GLEAN -> glean();
            case DROP -> drop(DropReason.of(ForwardingWord.outLabel(word)));
            default -> drop(DropReason.NO_ROUTE);
        }
    }

    private int octets() {
        return IpHeader.length(at, version);
    }

    private int ttl() {
        return IpMeta.isUniform(meta) ? IpMeta.labelTtl(meta) : IpHeader.ttl(at, version);
    }

    // ---- operations ----

    private void receive() {
        if (IpMeta.isLabelled(meta)) {
            deliver(PuntReason.RECEIVE, ForwardingWord.outLabel(word), octets());
        } else {
            punt(FrameRef.of(start, IpMeta.ipOffset(meta) + octets()), PuntReason.RECEIVE, ForwardingWord.outLabel(word));
        }
    }

    private void glean() {
        if (mayGoOn()) {
            punt(frame, PuntReason.GLEAN, ForwardingWord.nextHop(word));
        }
    }

    private void push() {
        if (!mayGoOn() || !findNextHop()) {
            return;
        }
        final int labels = NextHopLayout.pushes(hopHeader) + (ForwardingWord.outLabel(word) == ForwardingWord.NO_LABEL ? 0 : 1);
        final int octets = octets() + labels * Lse.BYTES;
        if (octets > NextHopLayout.mtu(hopHeader)) {
            forwarder.countNextHopError(hop);
            drop(DropReason.MTU_EXCEEDED);
            return;
        }
        if (IpMeta.isLabelled(meta)) {
            countEntry();
        }
        forwarder.settled(slot, hop);
        forwarder.ip().send(word, hop, hopHeader, version, at, ttl() - IpMeta.hops(meta), octets);
        if (tracer != null) {
            final int l2 = NextHopLayout.l2Bytes(hopHeader);
            tracer.sent(NextHopLayout.port(hopHeader), FrameRef.of(at - (long) labels * Lse.BYTES - l2, octets + l2));
        }
    }

    /** Whether the TTL lets the packet go on; if not, it has ended. */
    private boolean mayGoOn() {
        final int ttl = ttl();
        if (ttl == 0) {
            drop(DropReason.TTL_ZERO);
        } else if (ttl == IpMeta.hops(meta)) {
            countError();
            forwarder.punt(frame, PuntReason.TTL_EXPIRED);
        }
        return ttl > IpMeta.hops(meta);
    }

    // ---- groups ----

    private boolean chooseLeg() {
        final long hash = FlowHash.ofIp(hashStart, at, octets());
        for (int depth = 0; ForwardingWord.op(word) == Operation.GROUP.ordinal(); depth++) {
            if (depth == GroupLayout.MAX_DEPTH) {
                drop(DropReason.UNRESOLVED);
                return false;
            }
            final long record = legs.record(word);
            final long header = Memory.getLong(record + GroupLayout.HEADER);
            word = (header & GroupLayout.PROTECTION) != 0 ? legs.ofPair(record) : legs.ofGroup(record, header, hash);
        }
        if (tracer != null) {
            tracer.leg(word);
        }
        return true;
    }

    private boolean findNextHop() {
        hop = nextHops.record(ForwardingWord.nextHop(word));
        hopHeader = Memory.getLong(hop + NextHopLayout.HEADER);
        for (int level = 1; (NextHopLayout.flags(hopHeader) & NextHopGroupLayout.GROUP) != 0; level++) {
            hop = (NextHopLayout.flags(hopHeader) & NextHopGroupLayout.PROTECTION) != 0 ? members.ofPair(hop)
                : members.ofGroup(hop, hopHeader, FlowHash.atLevel(FlowHash.ofIp(hashStart, at, octets()), level));
            hopHeader = Memory.getLong(hop + NextHopLayout.HEADER);
        }
        if ((NextHopLayout.flags(hopHeader) & NextHopLayout.UNRESOLVED) != 0) {
            drop(DropReason.UNRESOLVED);
            return false;
        }
        return true;
    }

    // ---- ends ----

    /** Removes the labels in front of the IP packet and gives {@code octets} of it to the host. */
    private void deliver(final PuntReason reason, final int about, final int octets) {
        final int l2 = IpMeta.l2(meta);
        if (IpMeta.isUniform(meta)) {
            IpHeader.setTtl(at, version, IpMeta.labelTtl(meta));
        }
        Memory.copy(start, at - l2, l2);
        Memory.putShortBigEndian(at - 2, version == 4 ? Ethernet.IPV4 : Ethernet.IPV6);
        punt(FrameRef.of(at - l2, l2 + octets), reason, about);
    }

    private void punt(final long packet, final PuntReason reason, final int about) {
        if (!forwarder.punt(packet, reason, about)) {
            countError();
        } else if (IpMeta.isLabelled(meta)) {
            countEntry();
        }
    }

    private void drop(final DropReason reason) {
        countError();
        forwarder.drop(frame, reason);
    }

    private void countEntry() {
        Forwarder.countEntry(forwarder.entry(slot), FrameRef.length(frame) - IpMeta.lseOffset(meta));
    }

    private void countError() {
        if (IpMeta.isLabelled(meta)) {
            Forwarder.increment(forwarder.cold(slot) + IlmLayout.ERRORS);
        }
    }
}
