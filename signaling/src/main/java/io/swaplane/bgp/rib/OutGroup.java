package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.RouteRefresh;
import io.swaplane.bgp.message.UpdateWriter;
import io.swaplane.bgp.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntArrayList;

/**
 * Peers that are sent the same of a table. What was sent is kept once for all of them, and messages are made once.
 *
 * <p>A changed destination is marked. When its turn comes, what is to be sent is worked out from its best path and compared with what was
 * sent. A path whose next hop is this router needs a label first: until it is acknowledged the peers keep what they have, as long as that
 * still leads somewhere. A peer that does not keep up, or is new, has marks of its own and is told later what the group was sent.
 * The peer that a path is from is left out.
 *
 * <p>On the speaker's loop.
 */
public final class OutGroup implements TableUser, InLabels.Follower {
    private static final int ONLY_PATH = 1;

    private final RibTable table;
    private final Family family;
    private final OutRules rules;
    /** Which routes the peer wants; null for all. */
    private final WantedTargets wanted;
    private final InLabels labels;
    /** Whether its peers are told memberships of other peers, and not only this router's. */
    private final boolean passesOn;
    private final SentRoutes sent = new SentRoutes();
    private final DirtySet dirty = new DirtySet();
    private final OutBatch batch;
    /** By via, the first destination that waits for its label. */
    private final Int2IntHashMap waiting = new Int2IntHashMap(SentRoutes.NONE);
    private final List<OutMember> members = new ArrayList<>();
    private final UpdateWriter writer;
    /** Holds that end once the peers have been told. */
    private final IntArrayList leaving = new IntArrayList();
    private int excluded = SentRoutes.NONE;
    private boolean busy;

    /**
     * An empty group.
     *
     * @param family in which its peers are told the table's routes.
     * @param like a peer such as its members are.
     * @param labels for peers of its accept class; null in families without.
     * @param passesOn whether its peers are told memberships of other peers, and not only this router's.
     * @param batch the loop's, empty between calls.
     */
    OutGroup(final RibTable table, final Family family, final PeerInfo like, final SpeakerIdentity self, final InLabels labels,
             final boolean passesOn, final OutBatch batch) {
        this.table = table;
        this.family = family;
        this.rules = new OutRules(family, like, self);
        this.wanted = family.vpn() ? like.wanted() : null;
        this.labels = labels;
        this.passesOn = passesOn;
        this.batch = batch;
        this.writer = new UpdateWriter(like.form(), this::toAll);
        table.follow(this);
        if (labels != null) {
            labels.follow(this);
        }
        markAll();
    }

    /** Whether it has no members. */
    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Whether its peers are told routes, and not which ones are wanted of them. */
    boolean hasRoutes() {
        return family != Family.ROUTE_TARGET;
    }

    /** How many destinations its peers were sent. */
    public int sentCount() {
        return sent.count();
    }

    /**
     * What its peers were told of a destination.
     *
     * @param attributes the attributes.
     * @param nextHop the next hop.
     * @param label the label, in families with labels.
     * @param own whether this router gave the label; else it is as received.
     * @param peer the number of the peer that it is from.
     */
    public record Told(PathAttributes attributes, NextHop nextHop, int label, boolean own, int peer) { }

    /** What a peer was told of a destination, or will be as soon as it can be written to; null for nothing. */
    public Told told(final int destination, final PeerSlot to) {
        final PathAttributes attributes = sent.attributes(destination);
        return attributes == null || sent.excluded(destination) == to.peer() ? null
            : new Told(attributes, toldNextHop(destination), toldLabel(sent.reference(destination)),
                !SentRoutes.isUnchanged(sent.reference(destination)), sent.excluded(destination));
    }

    /** Octets on the heap. */
    public long octets() {
        return sent.octets() + dirty.octets();
    }

    /** All destinations are looked at again. */
    void markAll() {
        for (int destination = 0; destination < table.destinations().limit(); destination++) {
            if (table.destinations().best(destination) != Destinations.NONE) {
                dirty.add(destination);
            }
        }
    }

    /** A peer is told all that was sent to the others, and then what changes. */
    void add(final PeerSlot slot, final UpdateSink sink) {
        final OutMember member = new OutMember(slot, sink);
        members.add(member);
        behind(member);
        if (members.size() == 2) {
            markAll();
        }
    }

    private void behind(final OutMember member) {
        for (int destination = 0; destination < table.destinations().limit(); destination++) {
            if (sent.attributes(destination) != null) {
                member.behind().add(destination);
            }
        }
    }

    /**
     * A peer that was added just now was in another group before. What it was told there stays until it is known what it is told here: then
     * it is told that, and what is not told here is withdrawn.
     */
    void takeOver(final PeerSlot slot, final OutGroup from) {
        final OutMember member = member(slot);
        for (int destination = 0; destination < table.destinations().limit(); destination++) {
            if (from.sent.attributes(destination) != null) {
                member.behind().add(destination);
            }
        }
        member.settle(from.member(slot));
    }

    private OutMember member(final PeerSlot slot) {
        return members.stream().filter(each -> each.slot() == slot).findFirst().orElseThrow();
    }

    /** A peer is told nothing more. */
    void remove(final PeerSlot slot) {
        members.removeIf(member -> member.slot() == slot);
        if (members.size() == 1) {
            markAll();
        }
    }

    /** A peer is told nothing for now. */
    void mute(final PeerSlot slot) {
        for (final OutMember member : members) {
            if (member.slot() == slot) {
                member.mute();
            }
        }
    }

    /** A peer's paths have another slot now. */
    void rename(final PeerSlot slot, final PeerSlot next) {
        for (final OutMember member : members) {
            if (member.slot() == slot) {
                member.slot(next);
            }
        }
    }

    /** A peer wants all routes again. What comes before it has been sent all once is not marked (RFC 7313 §4). */
    void refresh(final PeerSlot slot) {
        for (final OutMember member : members) {
            if (member.slot() == slot) {
                if (slot.info().form().enhancedRefresh() && !member.endOfRib()) {
                    final byte[] begin = new RouteRefresh(family.numbers(), RouteRefresh.BEGIN).encode();
                    member.sink().send(begin, 0, begin.length);
                    member.endMarker(new RouteRefresh(family.numbers(), RouteRefresh.END).encode());
                }
                behind(member);
            }
        }
    }

    @Override
    public void mark(final int destination) {
        dirty.add(destination);
    }

    @Override
    public boolean holds(final int destination) {
        if (dirty.contains(destination) || sent.attributes(destination) != null || sent.wanted(destination) != SentRoutes.NONE
            || sent.link(destination) != 0) {
            return true;
        }
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).behind().contains(destination)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void settled(final int via) {
        int destination = waiting.remove(via);
        while (destination >= 0) {
            final int link = sent.link(destination);
            sent.link(destination, 0);
            dirty.add(destination);
            destination = link - 2;
        }
    }

    private void await(final int destination, final int via) {
        if (sent.link(destination) == 0) {
            sent.link(destination, waiting.put(via, destination) + 2);
        }
    }

    /** Whether something could not be done as the router takes no commands now. */
    boolean busy() {
        return busy;
    }

    /** How many destinations wait for their turn. */
    int marked() {
        return dirty.size();
    }

    /** Tells the peers of some of what has changed; how much that was. */
    int doWork() {
        if (wanted != null && !wanted.isComplete()) {
            return 0;
        }
        for (int i = 0; i < members.size(); i++) {
            members.get(i).look();
        }
        busy = false;
        int work = 0;
        while (!batch.isFull() && work < 2 * OutBatch.MOST && !dirty.isEmpty()) {
            final int destination = dirty.poll();
            if (!evaluate(destination)) {
                dirty.add(destination);
                busy = true;
                break;
            }
            work++;
        }
        send();
        leave();
        for (int i = 0; i < members.size(); i++) {
            work += catchUp(members.get(i));
        }
        return work;
    }

    /** Brings what was sent in line with the best path; false when the router takes no command now. */
    private boolean evaluate(final int destination) {
        final int path = family == Family.ROUTE_TARGET ? membership(destination) : table.destinations().best(destination);
        if (path == Destinations.NONE) {
            settle(destination, null, SentRoutes.NONE, SentRoutes.NONE, SentRoutes.NONE);
            return true;
        }
        final PeerSlot source = table.paths().slot(path);
        final PathAttributes attributes = table.paths().attributes(path);
        final int via = table.paths().via(path);
        if (!source.counts() || !hasOtherThan(source.peer()) || !rules.allows(source, attributes)) {
            settle(destination, null, SentRoutes.NONE, SentRoutes.NONE, SentRoutes.NONE);
            return true;
        }
        final int decision = rules.decide(table.destinations().high(destination), table.destinations().low(destination),
            table.destinations().length(destination), source, attributes);
        final int choice = rules.nextHopChoice(decision);
        final boolean self = rules.isSelf(source, choice);
        if (!Policy.isAccepted(decision) || !(self ? leads(via) : isTold(via))
            || rules.nextHop(self, table.vias().nextHop(via), choice) == null) {
            settle(destination, null, SentRoutes.NONE, SentRoutes.NONE, SentRoutes.NONE);
            return true;
        }
        final PathAttributes told = rules.attributes(attributes, source, decision);
        if (wanted != null && !wanted.wants(told)) {
            settle(destination, null, SentRoutes.NONE, SentRoutes.NONE, SentRoutes.NONE);
            return true;
        }
        if (!self || !family.labeled() || isOwn(via)) {
            settle(destination, told, self ? SentRoutes.SELF : SentRoutes.unchanged(via), source.peer(), choice);
            return true;
        }
        return label(destination, told, via, source.peer(), choice);
    }

    /**
     * The best path of a membership that is not the only peer's own and may be told to it: that others want the same, the peer is told also
     * if its own path is the best, or one that is not reflected (RFC 4684 §3.2).
     */
    private int membership(final int destination) {
        return members.isEmpty() ? Destinations.NONE : table.best(destination, path -> {
            final PeerSlot source = table.paths().slot(path);
            return source.peer() != members.get(0).slot().peer() && (source.local() || passesOn)
                && rules.allows(source, table.paths().attributes(path));
        });
    }

    /** Whether this router can send packets where a via leads, and so be its next hop. */
    private boolean leads(final int via) {
        return family.labeled() ? !leadsToAnotherVrf(via) && table.vias().takesLabels(via) : table.vias().resolved(via);
    }

    /** Labels of a VRF's customers stay in that VRF, or lead to the backbone. */
    private boolean leadsToAnotherVrf(final int via) {
        final NextHopState to = table.vias().nextHop(via);
        return table.vrf() != null && to != null && to.vrf() != null && !to.vrf().equals(table.vrf());
    }

    /** Whether a via can be told as it is. */
    private boolean isTold(final int via) {
        return !family.labeled() || table.vias().label(via) != Vias.NO_LABEL;
    }

    /** Whether a route is this router's own, so that a labelled packet for it needs no label any more. */
    private boolean isOwn(final int via) {
        return !family.vpn() && table.vias().local(via) != null;
    }

    private boolean hasOtherThan(final int peer) {
        return members.size() > 1 || members.size() == 1 && members.get(0).slot().peer() != peer;
    }

    private boolean label(final int destination, final PathAttributes told, final int via, final int peer, final int choice) {
        final int wanted = sent.wanted(destination);
        final boolean has = sent.attributes(destination) != null && sent.reference(destination) == via;
        if (!has && wanted != via) {
            if (!labels.hold(via)) {
                return false;
            }
            wantNoMore(destination);
            sent.wanted(destination, via);
        }
        final int label = labels.label(via);
        if (label >= 0) {
            if (!has) {
                sent.wanted(destination, SentRoutes.NONE);
            } else {
                wantNoMore(destination);
            }
            settle(destination, told, via, peer, choice);
            return true;
        }
        await(destination, via);
        if (label == InLabels.REFUSED || !isGood(destination)) {
            withdraw(destination);
        }
        return true;
    }

    /** Whether what was sent still leads somewhere. */
    private boolean isGood(final int destination) {
        final int reference = sent.reference(destination);
        return sent.attributes(destination) == null || reference == SentRoutes.SELF
            || table.vias().hasPaths(SentRoutes.via(reference)) && leads(SentRoutes.via(reference));
    }

    private void wantNoMore(final int destination) {
        final int wanted = sent.wanted(destination);
        if (wanted != SentRoutes.NONE) {
            labels.drop(wanted);
            sent.wanted(destination, SentRoutes.NONE);
        }
    }

    private void withdraw(final int destination) {
        final PathAttributes old = sent.attributes(destination);
        if (old != null) {
            batch.add(destination, null, null, 0, sent.excluded(destination));
            letGo(sent.reference(destination));
            sent.set(destination, null, SentRoutes.NONE, SentRoutes.NONE);
            markBehind(destination);
        }
    }

    private void letGo(final int reference) {
        if (reference != SentRoutes.SELF) {
            leaving.addInt(reference);
        }
    }

    /** What is to be sent is known: holds change, and the peers are told when it differs. Attributes are null for nothing. */
    private void settle(final int destination, final PathAttributes told, final int reference, final int peer, final int choice) {
        if (told == null) {
            wantNoMore(destination);
            withdraw(destination);
            return;
        }
        if (!SentRoutes.isLabel(reference)) {
            wantNoMore(destination);
        }
        final PathAttributes old = sent.attributes(destination);
        final int before = sent.reference(destination);
        final int left = sent.excluded(destination);
        if (old != null && before == reference && old.equals(told) && sent.choice(destination) == choice) {
            if (left != peer) {
                sent.set(destination, told, reference, peer);
                markOf(destination, left);
                markOf(destination, peer);
            }
            return;
        }
        if (before != reference || old == null) {
            if (SentRoutes.isUnchanged(reference)) {
                table.vias().use(SentRoutes.via(reference));
            }
            if (old != null) {
                letGo(before);
            }
        }
        sent.set(destination, told, reference, peer);
        sent.choice(destination, choice);
        batch.add(destination, told, toldNextHop(destination), toldLabel(reference), peer);
        markBehind(destination);
        if (old != null && left != peer) {
            markOf(destination, peer);
        }
    }

    private int toldLabel(final int reference) {
        if (!family.labeled()) {
            return 0;
        }
        if (reference == SentRoutes.SELF) {
            return rules.ownLabel();
        }
        return SentRoutes.isLabel(reference) ? labels.label(reference) : table.vias().label(SentRoutes.via(reference));
    }

    private void markBehind(final int destination) {
        for (int i = 0; i < members.size(); i++) {
            if (!members.get(i).live()) {
                members.get(i).behind().add(destination);
            }
        }
    }

    private void markOf(final int destination, final int peer) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).slot().peer() == peer) {
                members.get(i).behind().add(destination);
            }
        }
    }

    private void send() {
        for (int bundle = 0; bundle < batch.bundles(); bundle++) {
            excluded = batch.excluded(bundle);
            if (begin(writer, batch.attributes(bundle), batch.nextHop(bundle))) {
                for (int entry = batch.first(bundle); entry >= 0; entry = batch.next(entry)) {
                    add(writer, batch.destination(entry), batch.label(entry));
                }
            }
            writer.flush();
        }
        batch.clear();
    }

    private boolean begin(final UpdateWriter to, final PathAttributes attributes, final NextHop nextHop) {
        if (attributes == null) {
            to.withdraw(family);
            return true;
        }
        return to.announce(family, attributes, nextHop);
    }

    private void add(final UpdateWriter to, final int destination, final int label) {
        final Destinations all = table.destinations();
        to.add(ONLY_PATH, label, all.rd(destination), all.high(destination), all.low(destination), all.length(destination));
    }

    private void toAll(final byte[] buffer, final int offset, final int length) {
        for (int i = 0; i < members.size(); i++) {
            final OutMember member = members.get(i);
            if (member.live() && member.slot().peer() != excluded) {
                member.sink().send(buffer, offset, length);
            }
        }
    }

    /** The peers have been told: what is not sent any more is held no more. */
    private void leave() {
        for (int i = 0; i < leaving.size(); i++) {
            final int reference = leaving.getInt(i);
            if (SentRoutes.isLabel(reference)) {
                labels.drop(reference);
            } else {
                table.vias().leave(SentRoutes.via(reference));
            }
        }
        leaving.clear();
    }

    private int catchUp(final OutMember member) {
        if (!member.isWritable()) {
            return 0;
        }
        if (member.isSettling()) {
            if (!dirty.isEmpty() || isPending()) {
                return 0;
            }
            member.settled();
        }
        int work = 0;
        if (!member.behind().isEmpty()) {
            while (!batch.isFull() && !member.behind().isEmpty()) {
                current(member.behind().poll(), member.slot().peer());
                work++;
            }
            for (int bundle = 0; bundle < batch.bundles(); bundle++) {
                if (begin(member.writer(), batch.attributes(bundle), batch.nextHop(bundle))) {
                    for (int entry = batch.first(bundle); entry >= 0; entry = batch.next(entry)) {
                        add(member.writer(), batch.destination(entry), batch.label(entry));
                    }
                }
            }
            member.writer().flush();
            batch.clear();
        }
        if (member.behind().isEmpty()) {
            work += endOf(member);
        }
        return work;
    }

    private void current(final int destination, final int peer) {
        final PathAttributes told = sent.attributes(destination);
        if (told == null || sent.excluded(destination) == peer) {
            batch.add(destination, null, null, 0, SentRoutes.NONE);
            return;
        }
        final int reference = sent.reference(destination);
        batch.add(destination, told, toldNextHop(destination), toldLabel(reference), SentRoutes.NONE);
    }

    private NextHop toldNextHop(final int destination) {
        final int reference = sent.reference(destination);
        final boolean unchanged = SentRoutes.isUnchanged(reference);
        return rules.nextHop(!unchanged, unchanged ? table.vias().nextHop(SentRoutes.via(reference)) : null, sent.choice(destination));
    }

    private boolean isPending() {
        final Int2IntHashMap.KeyIterator vias = waiting.keySet().iterator();
        while (vias.hasNext()) {
            if (labels.label(vias.nextValue()) == InLabels.PENDING) {
                return true;
            }
        }
        return false;
    }

    private int endOf(final OutMember member) {
        if (member.endOfRib() && dirty.isEmpty() && !isPending()) {
            member.endOfRibSent();
            member.writer().endOfRib(family);
            return 1;
        }
        if (member.endMarker() != null) {
            member.sink().send(member.endMarker(), 0, member.endMarker().length);
            member.endMarker(null);
            return 1;
        }
        return 0;
    }

    /** The last member has left: all holds end. */
    void close() {
        for (int destination = 0; destination < table.destinations().limit(); destination++) {
            wantNoMore(destination);
            if (sent.attributes(destination) != null) {
                letGo(sent.reference(destination));
                sent.set(destination, null, SentRoutes.NONE, SentRoutes.NONE);
            }
        }
        leave();
        table.unfollow(this);
        if (labels != null) {
            labels.unfollow(this);
        }
    }
}
