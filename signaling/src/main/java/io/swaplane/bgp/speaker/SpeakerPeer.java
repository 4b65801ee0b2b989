package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.Repetition;
import io.swaplane.bgp.message.RouteRefresh;
import io.swaplane.bgp.message.UpdateReader;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.OutGroup;
import io.swaplane.bgp.rib.PeerInfo;
import io.swaplane.bgp.rib.PeerSlot;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.TargetSet.Membership;
import io.swaplane.bgp.rib.UpdateSink;
import io.swaplane.bgp.rib.Vias;
import io.swaplane.bgp.rib.WantedTargets;
import io.swaplane.control.intent.RouteDistinguisher;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session of a peer in the speaker, from its coming up to its end: what it sends goes into the tables. On the speaker's loop.
 */
public final class SpeakerPeer {
    private static final Logger LOG = LoggerFactory.getLogger(SpeakerPeer.class);
    private static final int FIRST_LABEL = 16;
    /** What a refresh that begins so often again has not brought goes, so that a beginning does not cost more and more. */
    static final int MOST_BEGINNINGS = 1000;
    private static final int IPV4_EXPLICIT_NULL = 0;
    private static final int IPV6_EXPLICIT_NULL = 2;
    private static final int IMPLICIT_NULL = 3;

    private final Speaker speaker;
    private PeerInfo info;
    private final Map<Family, PeerSlot> slots = new EnumMap<>(Family.class);
    /** Slots of earlier sessions, whose paths go at the end of this one's routes. */
    private final StaleSlots inherited = new StaleSlots(this::end);
    /** Families of which the peer is sending all routes again. */
    private final Map<Family, Refresh> refreshes = new EnumMap<>(Family.class);
    private final Set<Family> disabled = EnumSet.noneOf(Family.class);
    private final UpdateSink sink;
    private final long deadline;
    private final RefusedRoutes refused = new RefusedRoutes();
    /** Labels that an earlier session was told, until it is known which ones this one is told; else null. */
    private LeftRoutes former;
    private boolean down;
    /** Whether it has sent VPN routes that nobody wanted. */
    private boolean missed;

    /** What the last message's attributes were judged to be. */
    private PathAttributes judged;
    private NextHop judgedBy;
    private Family judgedFamily;
    private boolean taken;
    private boolean looped;
    private boolean foreign;
    /** Which attributes of a VPN route were looked at last, after the import policy, and whether it is kept. */
    private PathAttributes weighed;
    private boolean kept;
    private NextHopState nextHop;
    private int lastVia = Vias.NONE;
    private int lastLabel;

    /**
     * A refresh that has begun.
     *
     * @param before slots of before, whose paths go at its end.
     * @param deadline when that is at the latest.
     */
    private record Refresh(List<PeerSlot> before, long deadline) { }

    /**
     * A session that is up.
     *
     * @param deadline when the peer must have said which VPN routes it wants, on the speaker's clock.
     */
    SpeakerPeer(final Speaker speaker, final PeerInfo info, final UpdateSink sink, final long deadline) {
        this.speaker = speaker;
        this.info = info;
        this.sink = sink;
        this.deadline = deadline;
        for (final Family family : info.form().families()) {
            final PeerSlot slot = speaker.slots().open(info, family);
            slots.put(family, slot);
            speaker.groups().join(slot, table(family), sink);
        }
    }

    /** Whether it has yet to say something: which VPN routes it wants, or that a refresh is over. The time for each ends at a deadline. */
    boolean isAwaited(final long now) {
        if (down) {
            return false;
        }
        if (asks() && !info.wanted().isComplete() && now - deadline >= 0) {
            targetsEnd();
        }
        refreshes.entrySet().stream().filter(each -> now - each.getValue().deadline >= 0).map(Map.Entry::getKey).toList()
            .forEach(this::giveUpRefresh);
        return asks() && !info.wanted().isComplete() || !refreshes.isEmpty();
    }

    /** Whether it says which VPN routes it wants. */
    private boolean asks() {
        return info.wanted() != null;
    }

    private void giveUpRefresh(final Family family) {
        LOG.warn("neighbor {}: has not ended its refresh of {}: what it has not sent again goes", info.name(), family);
        endRefresh(family);
    }

    private void targetsEnd() {
        if (info.wanted().complete()) {
            judgeAgain();
        }
        letGoOfFormer();
    }

    private void letGoOfFormer() {
        if (former != null) {
            former.letGo();
            former = null;
        }
    }

    private void judgeAgain() {
        for (final Map.Entry<Family, PeerSlot> each : slots.entrySet()) {
            if (each.getKey().vpn()) {
                speaker.groups().judgeAgain(each.getValue());
            }
        }
    }

    private RibTable table(final Family family) {
        return speaker.table(family, info.vrf());
    }

    /**
     * It has other policies from now on: it is told what these let through. What it has announced is looked at again when it announces that
     * again, which it is not asked for here.
     */
    public void policies(final Policy in, final Policy out) {
        info = info.policies(in, out);
        slots.forEach((family, slot) -> speaker.groups().change(slot, info, table(family), sink));
    }

    /** The peer. */
    public PeerInfo info() {
        return info;
    }

    /** What was not taken of it. */
    public RefusedRoutes refused() {
        return refused;
    }

    /** Which VPN routes it wants, for people to read; null of a peer that does not say. */
    public String wantedWords(final long now) {
        return asks() ? info.wanted().words(deadline - now) : null;
    }

    /** How many paths of a family there are from it. */
    public int paths(final Family family) {
        final PeerSlot slot = slots.get(family);
        return slot == null ? 0 : slot.paths();
    }

    /** What it was told of a destination of the family's table; null for nothing. */
    public OutGroup.Told told(final Family family, final int destination) {
        final PeerSlot slot = slots.get(family);
        return slot == null || down ? null : speaker.groups().told(slot, destination);
    }

    /** Whether a path of the family's table is from this session. */
    public boolean isFrom(final Family family, final int path) {
        final PeerSlot slot = slots.get(family);
        return slot != null && table(family).paths().slot(path) == slot;
    }

    /** Takes the routes of a message that was just read, also one whose routes are to be treated as withdrawn. */
    public void update(final UpdateReader reader) {
        judged = null;
        weighed = null;
        boolean otherTargets = false;
        while (reader.next()) {
            final PeerSlot slot = slots.get(reader.family());
            if (reader.family() == Family.ROUTE_TARGET && slot != null) {
                otherTargets |= membership(reader, slot);
            } else if (slot != null) {
                route(reader, slot, reader.withdrawn() || reader.labelCount() > 1 ? null : accepted(reader));
            }
        }
        release();
        if (otherTargets && info.wanted().isComplete()) {
            judgeAgain();
        }
        final Family ended = reader.endOfRib();
        if (ended != null) {
            endOfRib(ended);
        }
    }

    /** A membership; one that has been here before says nothing of the peer. Whether that changes what the peer wants. */
    private boolean membership(final UpdateReader route, final PeerSlot slot) {
        final Membership its = new Membership(route.addressHigh(), route.addressLow(), route.prefixLength());
        final PathAttributes attributes = route.withdrawn() ? null : accepted(route);
        final boolean was = info.wanted().isEverything();
        final boolean changed = attributes == null ? info.wanted().leave(its) : info.wanted().want(its);
        if (!was && info.wanted().isEverything()) {
            LOG.warn("neighbor {}: wants more route targets than the {} that are kept: it is told everything", info.name(),
                WantedTargets.MOST);
            speaker.memberships().everything(info);
        }
        if (info.wanted().contains(its)) {
            resolve(judgedBy);
            route(route, slot, attributes);
        } else {
            route(route, slot, null);
        }
        return changed;
    }

    /** A route with these attributes, or (null) without which it is gone. Only one label is offered to be taken. */
    private void route(final UpdateReader route, final PeerSlot slot, final PathAttributes attributes) {
        final RibTable table = table(route.family());
        if (attributes == null) {
            table.withdraw(slot, route.pathId(), route.rd(), route.addressHigh(), route.addressLow(), route.prefixLength());
            return;
        }
        final int via = via(route);
        speaker.labels().vias().use(via);
        table.announce(slot, route.pathId(), route.rd(), route.addressHigh(), route.addressLow(), route.prefixLength(), attributes, via);
    }

    /** What is kept of a route; null when it is not. */
    private PathAttributes accepted(final UpdateReader route) {
        final PathAttributes attributes = route.attributes();
        if (attributes != judged || route.nextHop() != judgedBy || route.family() != judgedFamily) {
            judged = attributes;
            judgedBy = route.nextHop();
            judgedFamily = route.family();
            looped = attributes.asPath().occurrences(info.localAs()) > info.rules().allowAs();
            taken = !looped && isAcceptable(attributes, judgedBy, judgedFamily);
            foreign = isForeign(judgedBy);
            nextHop = null;
        }
        if (looped) {
            refused.ownAs();
        }
        if (!taken || isReserved(route)) {
            return null;
        }
        if (judgedFamily == Family.ROUTE_TARGET) {
            return attributes;
        }
        final Policy policy = info.rules().importPolicy();
        final int decision = policy.decide(route.family(), route.addressHigh(), route.addressLow(), route.prefixLength(), attributes,
            info.name());
        if (!Policy.isAccepted(decision)) {
            return null;
        }
        final NextHop given = policy.nextHop(decision);
        if (given != null && judgedFamily.labeled() && !given.equals(judgedBy.global())) {
            // The label is of the next hop that the peer named.
            return null;
        }
        if (given == null && foreign) {
            refuse(route);
            return null;
        }
        final PathAttributes changed = Policy.change(policy, decision, attributes);
        if (judgedFamily.vpn() && !isKept(changed)) {
            return null;
        }
        resolve(given == null ? judgedBy : given);
        return changed;
    }

    /**
     * Whether a peer one hop away names a next hop that is neither itself nor on its link (RFC 4271 §5.1.3). With one elsewhere it would
     * choose what this router pushes towards it: external peers may not, nor customers in a VRF.
     */
    private boolean isForeign(final NextHop by) {
        if (judgedFamily == Family.ROUTE_TARGET || info.internal() && info.vrf() == null || info.rules().scope().anywhere()) {
            return false;
        }
        final NextHop named = by.hasLinkLocal() ? by.global() : by;
        if (named.equals(info.address())) {
            return false;
        }
        final String behind = info.rules().scope().interfaceName() != null ? info.rules().scope().interfaceName()
            : speaker.labels().nextHops().interfaceOf(info.vrf(), info.address());
        return behind == null || !behind.equals(speaker.labels().nextHops().interfaceOf(info.vrf(), named));
    }

    private void refuse(final UpdateReader route) {
        final long count = refused.nextHop();
        if (Repetition.isTold(count)) {
            LOG.warn("neighbor {}: {} of {} has the next hop {}, which is neither the neighbor nor on its link: not taken (so far {} such)",
                info.name(), text(route), judgedFamily, judgedBy, count);
        }
    }

    /**
     * Whether it has a label that nobody swaps to: of the reserved ones only implicit null and the explicit null of what is behind it are
     * taken, and with VPN routes none, as they would leave an IP packet to the global table (RFC 3032 §2.1).
     */
    private boolean isReserved(final UpdateReader route) {
        if (!judgedFamily.labeled() || route.label(0) >= FIRST_LABEL || !judgedFamily.vpn() && (route.label(0) == IMPLICIT_NULL
            || route.label(0) == (judgedFamily.ipv4() ? IPV4_EXPLICIT_NULL : IPV6_EXPLICIT_NULL))) {
            return false;
        }
        final long count = refused.label();
        if (Repetition.isTold(count)) {
            LOG.warn("neighbor {}: {} of {} has the reserved label {}: not taken (so far {} such)", info.name(), text(route), judgedFamily,
                route.label(0), count);
        }
        return true;
    }

    private void resolve(final NextHop to) {
        final NextHop plain = to.hasLinkLocal() ? to.global() : to;
        if (nextHop == null || !nextHop.address().equals(plain)) {
            release();
            nextHop = judgedFamily == Family.ROUTE_TARGET ? speaker.labels().vias().named(plain)
                : speaker.labels().vias().nextHop(plain, info.vrf(), judgedFamily.labeled());
        }
    }

    private void release() {
        if (lastVia != Vias.NONE) {
            speaker.labels().vias().leave(lastVia);
            lastVia = Vias.NONE;
        }
    }

    /** Whether it is no loop of a reflector's or by next hop (RFC 4271 §9.1.2, RFC 4456 §8). */
    private boolean isAcceptable(final PathAttributes attributes, final NextHop by, final Family family) {
        final SpeakerOptions options = speaker.options();
        return (attributes.originatorId() == 0 || attributes.originatorId() != options.identity().routerId())
            && !attributes.hasCluster(options.identity().clusterId())
            && (family == Family.ROUTE_TARGET || !speaker.own().contains(info.vrf(), by));
    }

    /** Whether somebody here wants a VPN route with these attributes, as the import policy has left them. */
    private boolean isKept(final PathAttributes attributes) {
        if (attributes != weighed) {
            weighed = attributes;
            kept = speaker.memberships().keeps(attributes);
            missed |= !kept;
        }
        return kept;
    }

    /** Others want more than before: VPN routes that were not kept are asked for again. */
    void askForMissed() {
        if (missed) {
            missed = false;
            askForRefresh(Family.VPNV4);
            askForRefresh(Family.VPNV6);
        }
    }

    /** The via of a route; this session uses the last one too, so that it outlives a route that is replaced. */
    private int via(final UpdateReader route) {
        final boolean labeled = route.family().labeled();
        final int label = labeled ? route.label(0) : Vias.NO_LABEL;
        final boolean own = route.family().vpn() && speaker.options().labelPerRoute();
        if (lastVia != Vias.NONE && lastLabel == label && !own) {
            return lastVia;
        }
        final int next = speaker.labels().vias().of(nextHop, label, own ? text(route) : null);
        speaker.labels().vias().use(next);
        // Not before: when nothing else leads to the next hop, it goes with its last via.
        release();
        lastVia = next;
        lastLabel = label;
        return lastVia;
    }

    private static String text(final UpdateReader route) {
        return (route.family().vpn() ? new RouteDistinguisher(route.rd()) + ":" : "")
            + Addresses.text(route.family().ipv4(), route.addressHigh(), route.addressLow()) + "/" + route.prefixLength();
    }

    /** All routes of a family were sent once: what is left of earlier sessions is gone. */
    public void endOfRib(final Family family) {
        if (family == Family.ROUTE_TARGET && asks() && !down) {
            targetsEnd();
        }
        inherited.end(family);
    }

    /**
     * The peer sends all routes of a family again, and marks the end (RFC 7313 §4). Those of before stay so long, or until it has had the
     * time. Begun once more, it is about those sent meanwhile as well.
     */
    public void beginRefresh(final Family family) {
        final PeerSlot slot = slots.get(family);
        if (down || slot == null) {
            return;
        }
        final Refresh former = refreshes.get(family);
        final List<PeerSlot> before = former == null ? new ArrayList<>() : former.before;
        if (family == Family.ROUTE_TARGET) {
            info.wanted().beginRefresh();
        }
        if (slot.paths() > 0) {
            endEmpty(before, family);
            if (before.size() == MOST_BEGINNINGS) {
                end(before.removeFirst(), family);
            }
            speaker.slots().stale(slot);
            before.add(slot);
            replace(family, slot);
        }
        refreshes.put(family, new Refresh(before, speaker.refreshDeadline()));
        speaker.await(this);
    }

    /** However often a refresh begins, there are no more slots than paths. */
    private void endEmpty(final List<PeerSlot> before, final Family family) {
        before.stream().filter(each -> each.paths() == 0).forEach(each -> end(each, family));
        before.removeIf(each -> !each.counts());
    }

    private void replace(final Family family, final PeerSlot slot) {
        final PeerSlot next = speaker.slots().open(info, family);
        speaker.groups().rename(slot, next);
        slots.put(family, next);
    }

    /** All routes of a family were sent again: what is left from before is gone. Nothing happens when no refresh has begun. */
    public void endRefresh(final Family family) {
        final Refresh refresh = refreshes.remove(family);
        if (refresh == null) {
            return;
        }
        if (family == Family.ROUTE_TARGET && !down) {
            targetsEnd();
            if (info.wanted().endRefresh()) {
                judgeAgain();
            }
        }
        refresh.before.forEach(each -> end(each, family));
    }

    /** The peer wants all routes of a family again (RFC 2918). */
    public void refresh(final Family family) {
        if (slots.containsKey(family) && !down) {
            speaker.groups().refresh(slots.get(family));
        }
    }

    /** Asks the peer to send all routes of a family again, if it can be asked. */
    public void askForRefresh(final Family family) {
        if (info.form().refresh() && info.form().has(family)) {
            final byte[] request = new RouteRefresh(family.numbers(), RouteRefresh.REQUEST).encode();
            sink.send(request, 0, request.length);
        }
    }

    /** A family has been given up for this session (RFC 7606 §2): its routes go. It is still told those of others. */
    public void disable(final Family family) {
        disabled.add(family);
        if (family == Family.ROUTE_TARGET && asks() && !down) {
            final boolean was = info.wanted().isEverything();
            info.wanted().wantEverything();
            if (!was) {
                speaker.memberships().everything(info);
            }
            judgeAgain();
            letGoOfFormer();
        }
        final PeerSlot slot = slots.get(family);
        if (slot != null && !down) {
            endOfRib(family);
            endRefresh(family);
            replace(family, slot);
            end(slot, family);
        }
    }

    /** Whether a family has been given up for this session. */
    public boolean isDisabled(final Family family) {
        return disabled.contains(family);
    }

    /** The session is gone: so are its routes, step by step, and none counts from now on. */
    public void down() {
        keepDown(Set.of(), Set.of(), false);
    }

    /**
     * The session is gone, and what it has told and was told may stay for a while: graceful restart.
     *
     * @param kept families whose routes go on counting.
     * @param preserved families in which the peer may go on using what it was told.
     * @param staleToo whether routes of those families that were stale already stay, too.
     * @return what is left.
     */
    public LeftRoutes keepDown(final Set<Family> kept, final Set<Family> preserved, final boolean staleToo) {
        final LeftRoutes left = new LeftRoutes(speaker, info.vrf());
        if (!down) {
            down = true;
            speaker.peerDown(this);
            letGoOfFormer();
            if (preserved.stream().anyMatch(Family::vpn)) {
                left.preserve(info);
            } else {
                speaker.memberships().down(info);
            }
            slots.forEach((family, slot) -> {
                final boolean stays = kept.contains(family) || family == Family.ROUTE_TARGET && kept.stream().anyMatch(Family::vpn);
                if (preserved.contains(family)) {
                    left.preserve(family, slot);
                } else {
                    speaker.groups().leave(slot);
                }
                if (stays && staleToo) {
                    leaveStale(family, left);
                }
                if (stays) {
                    left.keep(family, slot);
                } else {
                    end(slot, family);
                }
            });
            inherited().forEach(this::endOfRib);
            List.copyOf(refreshes.keySet()).forEach(this::endRefresh);
        }
        return left;
    }

    private void leaveStale(final Family family, final LeftRoutes left) {
        inherited.endEmpty();
        left.keep(family, inherited);
        final Refresh refresh = refreshes.remove(family);
        if (refresh != null) {
            refresh.before.forEach(each -> left.keep(family, each));
        }
    }

    private void end(final PeerSlot slot, final Family family) {
        speaker.slots().end(slot);
        table(family).sweep();
    }

    /** Routes of a family that earlier sessions left go at the end of this one's routes, or then at the latest, if not before. */
    public void inherit(final LeftRoutes left, final Family family, final long until) {
        inherited.takeOver(left.kept(), family, until);
    }

    /**
     * What the last session left and was not {@linkplain #inherit inherited} goes; the labels that it was told only when this one is told
     * its own, as the peer may forward by them meanwhile: not before it has said which VPN routes it wants.
     */
    public void takeOver(final LeftRoutes left) {
        left.families().forEach(left::end);
        if (asks() && !info.wanted().isComplete()) {
            former = left;
        } else {
            left.letGo();
        }
    }

    /** What is still there of earlier sessions' routes goes once its time has come, whether all routes have been sent or not. */
    public void endDue(final long now) {
        final Set<Family> before = inherited();
        inherited.endDue(now);
        before.removeAll(inherited());
        before.forEach(this::endOfRib);
    }

    /** In how many nanoseconds the first of them go; empty when there are none. */
    public OptionalLong firstDue(final long now) {
        return inherited.firstDue(now);
    }

    /** Families of which routes of earlier sessions still count. */
    public Set<Family> inherited() {
        return inherited.families();
    }
}
