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
import io.swaplane.table.PayloadType;
import io.swaplane.table.PuntReason;
import io.swaplane.table.fib.FibLookup;

/**
 * One packet through the general path: any operation, any stack depth, groups, and every check of {@code docs/FORWARDING.md} §2–4.
 *
 * <p>The packet's state is in fields that {@link #process} sets anew; the object belongs to one {@link Forwarder}. The frame is
 * written to only once its fate is known, so that what is punted leaves as it came. Each operation has its own small
 * method: merged into one they would be too large for the compiler to inline.
 */
final class StackProcessor {
    private static final int ENTROPY = Operation.ENTROPY.ordinal();
    private static final int VRF = Operation.VRF.ordinal();

    private final Forwarder forwarder;
    private final NextHopTable nextHops;
    private final NextHopMembers members;
    private final GroupLegs legs;
    private final long hashStart;
    private final long spaces;
    private final long fibs;
    private PacketTracer tracer;

    private long frame;
    /** Address of the frame's first byte, and of the byte behind its last. */
    private long start;
    private long end;
    private int l2;
    private int index;
    private long ilm;
    private long accept;

    /** The current LSE: its address, itself, and its entry and word. */
    private long at;
    private int lse;
    private long entry;
    private long word;
    /** iTTL and iTC (RFC 3443 §3): the current LSE's own, unless a uniform pop carries them down. */
    private int ttl;
    private int tc;
    private boolean carryTtl;
    private boolean carryTc;
    private boolean firstLse;
    /** The bottom of stack, once it was found; 0 before. */
    private long bottom;
    /** The next hop's record and its header, once {@link #canSend} said yes. */
    private long hop;
    private long hopHeader;

    StackProcessor(final Forwarder forwarder, final ForwardingTables tables, final int worker) {
        this.forwarder = forwarder;
        this.nextHops = tables.nextHops();
        this.members = new NextHopMembers(tables.ports());
        this.legs = new GroupLegs(tables, members);
        this.fibs = tables.fibs().address();
        this.spaces = tables.worker(worker).spaceDirectoryAddress();
        this.hashStart = FlowHash.start(tables.hashSeed());
    }

    void tracer(final PacketTracer newTracer) {
        tracer = newTracer;
    }

    /**
     * Takes the packet to its end.
     *
     * @param batchIndex its place in the forwarder's sub-batch.
     * @param packet the frame.
     * @param l2Bytes offset of its label stack.
     * @param ingressIlm ILM in which its first label is looked up.
     * @param ingressAccept accept bitmap of its ingress.
     */
    void process(final int batchIndex, final long packet, final int l2Bytes, final long ingressIlm, final long ingressAccept) {
        index = batchIndex;
        frame = packet;
        start = FrameRef.address(packet);
        end = start + FrameRef.length(packet);
        l2 = l2Bytes;
        ilm = ingressIlm;
        accept = ingressAccept;
        at = start + l2Bytes;
        carryTtl = false;
        carryTc = false;
        firstLse = true;
        bottom = 0;
        while (step()) {
            firstLse = false;
        }
    }

    /** Looks up the current LSE and carries its word out; true when a label was popped and the next one is to be looked up. */
    @HotPath
    private boolean step() {
        lse = Memory.getIntBigEndian(at);
        ttl = carryTtl ? ttl : Lse.ttl(lse);
        tc = carryTc ? tc : Lse.tc(lse);
        entry = IlmLayout.entry(ilm, Lse.label(lse));
        word = Memory.getLongAcquire(entry + IlmLayout.WORD);
        if (tracer != null) {
            tracer.entry(lse, word);
        }
        if (word == ForwardingWord.EMPTY) {
            return forwarder.drop(frame, DropReason.UNKNOWN_LABEL);
        }
        if (!Forwarder.isAccepted(accept, ForwardingWord.acceptClass(word))) {
            return drop(DropReason.ACCEPT_CLASS);
        }
        return act();
    }

    @HotPath
    private boolean act() {
        switch (ForwardingWord.operation(word)) {
            case SWAP:
                return swap();
            case PHP:
                return php();
            case POP:
                return pop();
            case LOOKUP:
                return lookup();
            case VRF:
                return vrf();
            case RECEIVE:
                return receive();
            case PUNT:
                return puntAsItCame(PuntReason.of(ForwardingWord.outLabel(word)));
            case DROP:
                return drop(DropReason.of(ForwardingWord.outLabel(word)));
            case GROUP:
                return group();
            case ENTROPY:
                return entropy();
            case EXTENSION:
                return extension();
            default:
                return drop(DropReason.UNKNOWN_LABEL);
        }
    }

    // ---- operations ----

    /** RFC 3032 §2.1, RFC 3443 §3.1: TTL less one, TC and S kept, then the next hop's pushes. */
    @HotPath
    private boolean swap() {
        if (ttl <= 1) {
            return ttlExpired();
        }
        if (!canSend(at)) {
            return false;
        }
        Memory.putIntBigEndian(at, ForwardingWord.outLabel(word) << 12 | tc << 9 | lse & Lse.S | ttl - 1);
        return send(at, ttl - 1, 0);
    }

    /** Penultimate hop popping: RFC 3031 §3.16; uniform and short-pipe TTL: RFC 3443 §3.1, §3.3. */
    @HotPath
    private boolean php() {
        if (ttl <= 1) {
            return ttlExpired();
        }
        if (!hasBottom(at)) {
            return drop(DropReason.MALFORMED_STACK);
        }
        final long exposed = at + Lse.BYTES;
        final boolean bare = Lse.bottom(lse);
        final int version = bare ? IpHeader.version(exposed, (int) (end - exposed)) : 0;
        if (bare && !IpHeader.matches(ForwardingWord.payload(word), version)) {
            return drop(DropReason.NOT_IP);
        }
        if (!canSend(exposed)) {
            return false;
        }
        final boolean pipe = ForwardingWord.ttlPipe(word);
        if (!bare) {
            exposeLabel(exposed, pipe ? -1 : ttl - 1);
        } else if (!pipe) {
            IpHeader.setTtl(exposed, version, ttl - 1);
        }
        return send(exposed, ttl - 1, version);
    }

    /** The LSP ends here and its payload goes on without a lookup: RFC 3443 §3.1 (uniform), §3.2 (pipe: the inner TTL counts). */
    @HotPath
    private boolean pop() {
        final boolean pipe = ForwardingWord.ttlPipe(word);
        if (ttl <= (pipe ? 0 : 1)) {
            return ttlExpired();
        }
        if (!hasBottom(at)) {
            return drop(DropReason.MALFORMED_STACK);
        }
        final long exposed = at + Lse.BYTES;
        final boolean bare = Lse.bottom(lse);
        final int version = bare ? IpHeader.version(exposed, (int) (end - exposed)) : 0;
        if (bare && !IpHeader.matches(ForwardingWord.payload(word), version)) {
            return drop(DropReason.NOT_IP);
        }
        final int ownTtl = bare ? IpHeader.ttl(exposed, version) : Lse.ttl(Memory.getIntBigEndian(exposed));
        if (pipe && ownTtl <= 1) {
            return ttlExpired();
        }
        if (!canSend(exposed)) {
            return false;
        }
        final int newTtl = (pipe ? ownTtl : ttl) - 1;
        if (bare) {
            IpHeader.setTtl(exposed, version, newTtl);
        } else {
            exposeLabel(exposed, newTtl);
        }
        return send(exposed, newTtl, version);
    }

    /** Pop and look at the next label (RFC 3031 §3.10, RFC 4182 for explicit null above others); the host routes bare IP. */
    @HotPath
    private boolean lookup() {
        if (ttl == 0) {
            return ttlExpired();
        }
        if (!hasBottom(at)) {
            return drop(DropReason.MALFORMED_STACK);
        }
        if (Lse.bottom(lse)) {
            return route(at + Lse.BYTES, ForwardingWord.payload(word), ForwardingTables.GLOBAL_TABLE);
        }
        final long space = Memory.getLongAcquire(spaces + 8L * ForwardingWord.outLabel(word));
        if (space == 0) {
            return drop(DropReason.UNRESOLVED);
        }
        carryTtl = !ForwardingWord.ttlPipe(word);
        carryTc = !ForwardingWord.tcPipe(word);
        popped(at + Lse.BYTES);
        ilm = space;
        return true;
    }

    /** A label per VRF (RFC 4364 §5). */
    @HotPath
    private boolean vrf() {
        if (ttl == 0) {
            return ttlExpired();
        }
        if (!hasBottom(at)) {
            return drop(DropReason.MALFORMED_STACK);
        }
        if (!Lse.bottom(lse)) {
            return drop(DropReason.NOT_IP);
        }
        return route(at + Lse.BYTES, ForwardingWord.payload(word), ForwardingWord.outLabel(word));
    }

    /** Hands the IP packet at {@code exposed} on to be routed by a table; what a LOOKUP lays bare is the host's if it has no route. */
    @HotPath
    private boolean route(final long exposed, final int payload, final int table) {
        final int version = IpHeader.version(exposed, (int) (end - exposed));
        if (!IpHeader.matches(payload, version)) {
            return drop(DropReason.NOT_IP);
        }
        final boolean vrf = ForwardingWord.op(word) == VRF;
        if (!vrf && !hasRoute(table, exposed, version)) {
            return deliver(exposed, PuntReason.IP_LOOKUP, table);
        }
        final long meta = IpMeta.behindLabel(l2, (int) (at - start), (int) (exposed - start), ttl, ForwardingWord.ttlPipe(word));
        forwarder.settled(index, ilm, entry, nextHops.record(0));
        forwarder.ip().add(index, version, vrf ? meta : IpMeta.hostElse(meta), table);
        return false;
    }

    private boolean hasRoute(final int table, final long packet, final int version) {
        final boolean v4 = version == 4;
        final long high = v4 ? (long) Memory.getIntBigEndian(packet + 16) << 32 : Memory.getLongBigEndian(packet + 24);
        final long low = v4 ? 0 : Memory.getLongBigEndian(packet + 32);
        final long route = v4 ? FibLookup.lookup4(fibs, table, (int) (high >>> 32))
            : FibLookup.lookup6(fibs, table, high, low);
        if (route == ForwardingWord.EMPTY && tracer != null) {
            tracer.route(table, version, high, low, route);
        }
        return route != ForwardingWord.EMPTY;
    }

    private boolean receive() {
        if (ttl == 0) {
            return ttlExpired();
        }
        return hasBottom(at) ? deliver(at + Lse.BYTES, PuntReason.RECEIVE, ForwardingWord.outLabel(word))
            : drop(DropReason.MALFORMED_STACK);
    }

    /** Label 7 (RFC 6790 §4.2): it and the entropy label behind it say nothing about where the packet goes. */
    private boolean entropy() {
        if (Lse.bottom(lse)) {
            return drop(DropReason.MALFORMED_SPECIAL);
        }
        if (firstLse && ForwardingWord.outLabel(word) == 0) {
            return drop(DropReason.ENTROPY_LABEL);
        }
        final long behind = at + 2 * Lse.BYTES;
        if (behind > end || !hasBottom(at)) {
            return drop(DropReason.MALFORMED_STACK);
        }
        if (Lse.bottom(Memory.getIntBigEndian(at + Lse.BYTES))) {
            if (ttl == 0) {
                return ttlExpired();
            }
            return route(behind, PayloadType.IP.ordinal(), ForwardingTables.GLOBAL_TABLE);
        }
        if (firstLse) {
            carryTtl = !ForwardingWord.ttlPipe(word);
            carryTc = !ForwardingWord.tcPipe(word);
        }
        popped(behind);
        return true;
    }

    /** Label 15 (RFC 7274 §3.1): what follows is an extended special-purpose label; only 7 has a meaning, its ordinary one. */
    private boolean extension() {
        if (Lse.bottom(lse)) {
            return drop(DropReason.MALFORMED_SPECIAL);
        }
        final long second = at + Lse.BYTES;
        if (second + Lse.BYTES > end) {
            return drop(DropReason.MALFORMED_STACK);
        }
        final int extended = Lse.label(Memory.getIntBigEndian(second));
        if (extended == Lse.ENTROPY_LABEL_INDICATOR) {
            return extendedEntropy(second);
        }
        if (extended < Lse.FIRST_ORDINARY) {
            return drop(DropReason.MALFORMED_SPECIAL);
        }
        if (ForwardingWord.outLabel(word) != 0) {
            return hasBottom(at) ? drop(DropReason.SPECIAL_LABEL) : drop(DropReason.MALFORMED_STACK);
        }
        return puntAsItCame(PuntReason.EXTENDED_SPECIAL);
    }

    /** 15 then 7: carries out label 7's own word at the second LSE. */
    private boolean extendedEntropy(final long second) {
        final long extensionEntry = entry;
        final int octets = octetsFrom(at);
        final long indicator = IlmLayout.entry(ilm, Lse.ENTROPY_LABEL_INDICATOR);
        final long indicatorWord = Memory.getLongAcquire(indicator + IlmLayout.WORD);
        Forwarder.countEntry(extensionEntry, octets);
        at = second;
        lse = Memory.getIntBigEndian(second);
        entry = indicator;
        word = indicatorWord;
        ttl = carryTtl ? ttl : Lse.ttl(lse);
        tc = carryTc ? tc : Lse.tc(lse);
        if (tracer != null) {
            tracer.entry(lse, word);
        }
        if (ForwardingWord.op(word) != ENTROPY) {
            return drop(DropReason.UNKNOWN_LABEL);
        }
        return Forwarder.isAccepted(accept, ForwardingWord.acceptClass(word)) ? entropy() : drop(DropReason.ACCEPT_CLASS);
    }

    // ---- groups ----

    @HotPath
    private boolean group() {
        long leg = word;
        for (int depth = 0; ForwardingWord.op(leg) == Operation.GROUP.ordinal(); depth++) {
            if (depth == GroupLayout.MAX_DEPTH) {
                return drop(DropReason.UNRESOLVED);
            }
            final long record = legs.record(leg);
            final long header = Memory.getLong(record + GroupLayout.HEADER);
            if ((header & GroupLayout.PROTECTION) != 0) {
                leg = legs.ofPair(record);
            } else if (hasBottom(at)) {
                leg = legs.ofGroup(record, header, FlowHash.of(hashStart, at, end, (header & GroupLayout.LABELS_ONLY) == 0));
            } else {
                return drop(DropReason.MALFORMED_STACK);
            }
        }
        word = leg;
        if (tracer != null) {
            tracer.leg(leg);
        }
        return act();
    }

    // ---- ends ----

    /** Finds the word's next hop, and drops the packet when what begins at {@code top} cannot go by it. Nothing was written so far. */
    @HotPath
    private boolean canSend(final long top) {
        hop = nextHops.record(ForwardingWord.nextHop(word));
        hopHeader = Memory.getLong(hop + NextHopLayout.HEADER);
        if (NextHopLayout.flags(hopHeader) != 0 && !chooseMember()) {
            return false;
        }
        if (octetsFrom(top) + NextHopLayout.pushes(hopHeader) * Lse.BYTES > NextHopLayout.mtu(hopHeader)) {
            forwarder.countNextHopError(hop);
            return drop(DropReason.MTU_EXCEEDED);
        }
        return true;
    }

    /**
     * Goes on from a next hop that is a group to the member that the packet takes, and drops the packet when there is none. Members may
     * be groups again; each level mixes its number into the hash, or else members of members would see a part of the hash's values only.
     */
    private boolean chooseMember() {
        for (int level = 1; (NextHopLayout.flags(hopHeader) & NextHopGroupLayout.GROUP) != 0; level++) {
            if ((NextHopLayout.flags(hopHeader) & NextHopGroupLayout.PROTECTION) != 0) {
                hop = members.ofPair(hop);
            } else if (hasBottom(at)) {
                final boolean withIp = (NextHopLayout.flags(hopHeader) & NextHopGroupLayout.LABELS_ONLY) == 0;
                hop = members.ofGroup(hop, hopHeader, FlowHash.atLevel(FlowHash.of(hashStart, at, end, withIp), level));
            } else {
                return drop(DropReason.MALFORMED_STACK);
            }
            hopHeader = Memory.getLong(hop + NextHopLayout.HEADER);
        }
        return (NextHopLayout.flags(hopHeader) & NextHopLayout.UNRESOLVED) == 0 || drop(DropReason.UNRESOLVED);
    }

    /**
     * Sends what begins at {@code top} by the next hop that {@link #canSend} found: pushes, L2 header, queue.
     *
     * @param sentTtl TTL that uniform pushes copy.
     * @param version 0 when a label is at {@code top}, else the version of the bare IP packet there.
     */
    @HotPath
    private boolean send(final long top, final int sentTtl, final int version) {
        final int pushes = NextHopLayout.pushes(hopHeader);
        final int octets = octetsFrom(top) + pushes * Lse.BYTES;
        final long newTop = pushes == 0 ? top : push(pushes, top, sentTtl, version);
        Forwarder.countEntry(entry, octetsFrom(at));
        forwarder.settled(index, ilm, entry, hop);
        forwarder.emit(hop, hopHeader, newTop, octets);
        final int l2Out = NextHopLayout.l2Bytes(hopHeader);
        if (pushes == 0 && version != 0) {
            Memory.putShortBigEndian(newTop - 2, version == 4 ? Ethernet.IPV4 : Ethernet.IPV6);
        }
        if (tracer != null) {
            tracer.sent(NextHopLayout.port(hopHeader), FrameRef.of(newTop - l2Out, octets + l2Out));
        }
        return false;
    }

    /** Pushes the next hop's labels above {@code top}, innermost first (RFC 3032 §2.1); returns the new top. */
    @HotPath
    private long push(final int pushes, final long top, final int sentTtl, final int version) {
        final int pushTtl = ForwardingWord.ttlPipe(word) ? Memory.getByte(hop + NextHopLayout.PIPE_TTL) & 0xFF : sentTtl;
        final int pushTc = ForwardingWord.tcPipe(word) ? Memory.getByte(hop + NextHopLayout.PIPE_TC) & 7 : tc;
        final int low = pushTc << 9 | pushTtl;
        long to = top;
        for (int i = 0; i < pushes; i++) {
            to -= Lse.BYTES;
            final int bottom = i == 0 && version != 0 ? Lse.S : 0;
            Memory.putIntBigEndian(to, Memory.getInt(hop + NextHopLayout.PUSHES + ((long) i << 2)) | bottom | low);
        }
        return to;
    }

    /** Removes what stands between the L2 header and {@code exposed}, and gives the rest to a table's host. */
    private boolean deliver(final long exposed, final PuntReason reason, final int about) {
        final boolean bare = Lse.bottom(Memory.getIntBigEndian(exposed - Lse.BYTES));
        final int version = bare ? IpHeader.version(exposed, (int) (end - exposed)) : 0;
        if (bare && version == 0) {
            return drop(DropReason.NOT_IP);
        }
        if (!bare) {
            exposeLabel(exposed, ForwardingWord.ttlPipe(word) ? -1 : ttl);
        } else if (!ForwardingWord.ttlPipe(word)) {
            IpHeader.setTtl(exposed, version, ttl);
        }
        Memory.copy(start, exposed - l2, l2);
        Memory.putShortBigEndian(exposed - 2, !bare ? Ethernet.MPLS : version == 4 ? Ethernet.IPV4 : Ethernet.IPV6);
        return punt(FrameRef.of(exposed - l2, (int) (end - exposed) + l2), reason, about);
    }

    private boolean ttlExpired() {
        if (!hasBottom(at)) {
            return drop(DropReason.MALFORMED_STACK);
        }
        Forwarder.increment(Forwarder.cold(ilm, entry) + IlmLayout.ERRORS);
        forwarder.punt(frame, PuntReason.TTL_EXPIRED);
        return false;
    }

    private boolean puntAsItCame(final PuntReason reason) {
        return hasBottom(at) ? punt(frame, reason, 0) : drop(DropReason.MALFORMED_STACK);
    }

    private boolean punt(final long packet, final PuntReason reason, final int about) {
        if (forwarder.punt(packet, reason, about)) {
            Forwarder.countEntry(entry, octetsFrom(at));
        } else {
            Forwarder.increment(Forwarder.cold(ilm, entry) + IlmLayout.ERRORS);
        }
        return false;
    }

    private boolean drop(final DropReason reason) {
        Forwarder.increment(Forwarder.cold(ilm, entry) + IlmLayout.ERRORS);
        return forwarder.drop(frame, reason);
    }

    /** Counts the current entry's pop and moves on to the LSE at {@code next}. */
    private void popped(final long next) {
        Forwarder.countEntry(entry, octetsFrom(at));
        at = next;
    }

    private int octetsFrom(final long address) {
        return (int) (end - address);
    }

    /** Writes the TTL (unless negative) and, in uniform TC model, the TC into the LSE that a pop laid bare. */
    private void exposeLabel(final long exposed, final int newTtl) {
        int inner = Memory.getIntBigEndian(exposed);
        if (newTtl >= 0) {
            inner = inner & ~0xFF | newTtl;
        }
        if (!ForwardingWord.tcPipe(word)) {
            inner = inner & ~Lse.TC | tc << 9;
        }
        Memory.putIntBigEndian(exposed, inner);
    }

    /**
     * Whether a bottom of stack lies wholly inside the frame, from this LSE on. It is looked for once a packet: every lookup asks
     * again, and a frame full of labels would otherwise cost its length squared.
     */
    @HotPath
    private boolean hasBottom(final long from) {
        if (from <= bottom) {
            return true;
        }
        for (long entryAt = from; entryAt + Lse.BYTES <= end; entryAt += Lse.BYTES) {
            if ((Memory.getByte(entryAt + 2) & 1) != 0) {
                bottom = entryAt;
                return true;
            }
        }
        return false;
    }
}
