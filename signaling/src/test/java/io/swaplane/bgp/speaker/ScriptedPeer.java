package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.AttributeCache;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.Remedy;
import io.swaplane.bgp.message.RouteTargetMembership;
import io.swaplane.bgp.message.UpdateReader;
import io.swaplane.bgp.message.UpdateWriter;
import io.swaplane.bgp.rib.PeerInfo;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.rib.UpdateSink;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A peer of a speaker: sends UPDATE messages as octets, and reads those that it is sent. */
final class ScriptedPeer implements UpdateSink {
    private final TestRouter router;
    private final PeerInfo info;
    private final Negotiated form;
    private SpeakerPeer session;
    private UpdateReader atRouter;
    private UpdateReader mine;
    private UpdateWriter writer;
    boolean writable = true;

    /** What it was told last of each route, as in {@code label 44 via 10.5.5.50 origin IGP, as-path 42}. */
    final Map<String, String> routes = new TreeMap<>();
    /** What it was told, in order. */
    final List<String> log = new ArrayList<>();
    int messages;

    ScriptedPeer(final TestRouter router, final String name, final String address, final long as, final PeerRules rules,
                 final Family... families) {
        this(router, name, null, address, as, rules, families);
    }

    ScriptedPeer(final TestRouter router, final String name, final String vrf, final String address, final long as, final PeerRules rules,
                 final Family... families) {
        this(router, name, vrf, address, as, rules, List.of(), families);
    }

    /** One that knows more, as this router does. */
    ScriptedPeer(final TestRouter router, final String name, final String vrf, final String address, final long as, final PeerRules rules,
                 final List<Capability> more, final Family... families) {
        this.router = router;
        final List<Capability> own = new ArrayList<>(more);
        for (final Family family : families) {
            own.add(new Capability.Multiprotocol(family.numbers()));
        }
        final List<Capability> other = new ArrayList<>(own);
        own.add(new Capability.FourOctetAs(as));
        other.add(new Capability.FourOctetAs(TestRouter.AS));
        final NextHop at = NextHop.of(TestRouter.ip(address));
        final int id = (int) (at.high() >>> 32);
        final OpenMessage remote = new OpenMessage(as, 90, id, own);
        final OpenMessage local = new OpenMessage(TestRouter.AS, 90, TestRouter.ROUTER_ID, other);
        this.form = Negotiated.of(remote, local);
        this.info = new PeerInfo(name, at, vrf, TestRouter.AS, as, id, Negotiated.of(local, remote), rules);
    }

    static PeerRules rules() {
        return PeerRules.open(TestRouter.SELF);
    }

    PeerInfo info() {
        return info;
    }

    SpeakerPeer session() {
        return session;
    }

    ScriptedPeer up() {
        routes.clear();
        log.clear();
        atRouter = new UpdateReader(info.form(), router.cache);
        mine = new UpdateReader(form, new AttributeCache(16));
        writer = new UpdateWriter(form, this::deliver);
        session = router.speaker.peerUp(info, this);
        return this;
    }

    void down() {
        session.down();
    }

    /** Octets to the speaker, as a session gives them to it. */
    private void deliver(final byte[] buffer, final int offset, final int length) {
        final Remedy remedy = atRouter.read(buffer, offset, length);
        if (remedy != Remedy.NONE) {
            throw new AssertionError(remedy + " " + atRouter.faults());
        }
        session.update(atRouter);
    }

    static PathAttributes.Builder path(final long... as) {
        return PathAttributes.builder().origin(BgpOrigin.IGP).asPath(AsPath.sequence(as))
            .extendedCommunities(RouteTarget.parse("100:1").value());
    }

    /** Announces as in {@code 100:0 10.10.10.11/32}; a label of 0 or more for families with labels. */
    void announce(final Family family, final String route, final int label, final String nextHop, final PathAttributes attributes) {
        writer.announce(family, attributes, NextHop.of(TestRouter.ip(nextHop)));
        add(route, label);
        writer.flush();
    }

    void announce(final String route, final int label, final String nextHop, final long... as) {
        announce(Family.VPNV4, route, label, nextHop, path(as).localPref(100).build());
    }

    void announceExternal(final String route, final int label, final String nextHop, final long... as) {
        announce(Family.VPNV4, route, label, nextHop, path(as).build());
    }

    void withdraw(final Family family, final String route) {
        writer.withdraw(family);
        add(route, 0);
        writer.flush();
    }

    void withdraw(final String route) {
        withdraw(Family.VPNV4, route);
    }

    /** It wants VPN routes whose target begins with some bits of this one, or no more; 64 for all, none for any target. */
    void want(final String target, final int bits, final boolean wanted, final PathAttributes attributes) {
        if (wanted) {
            writer.announce(Family.ROUTE_TARGET, attributes, info.address());
        } else {
            writer.withdraw(Family.ROUTE_TARGET);
        }
        final long value = RouteTarget.parse(target).value() & (bits == 0 ? 0 : -1L << 64 - bits);
        writer.add(0, 0, 0, RouteTargetMembership.high(info.remoteAs(), value), RouteTargetMembership.low(value), 32 + bits);
        writer.flush();
    }

    void want(final String target) {
        want(target, 64, true, path(info.remoteAs()).build());
    }

    void leave(final String target) {
        want(target, 64, false, null);
    }

    void endOfRib(final Family family) {
        writer.endOfRib(family);
    }

    UpdateWriter writer() {
        return writer;
    }

    private void add(final String route, final int label) {
        final String[] parts = route.split(" ");
        final Prefix prefix = Prefix.parse(parts[parts.length - 1]);
        writer.add(0, label, parts.length == 1 ? 0 : RouteDistinguisher.parse(parts[0]).value(), Addresses.high(prefix.address()),
            Addresses.low(prefix.address()), prefix.length());
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void send(final byte[] buffer, final int offset, final int length) {
        if (MessageHeader.type(buffer, offset) != MessageHeader.UPDATE) {
            log.add("refresh marker");
            return;
        }
        messages++;
        final Remedy remedy = mine.read(buffer, offset, length);
        if (remedy != Remedy.NONE) {
            throw new AssertionError(remedy + " " + mine.faults());
        }
        while (mine.next()) {
            final String route = mine.family() == Family.ROUTE_TARGET ? mine.text(Family.ROUTE_TARGET)
                : (mine.family().vpn() ? new RouteDistinguisher(mine.rd()) + " " : "")
                + Addresses.text(mine.family().ipv4(), mine.addressHigh(), mine.addressLow()) + "/" + mine.prefixLength();
            if (mine.withdrawn()) {
                log.add("withdraw " + route);
                routes.remove(route);
            } else {
                final String told = (mine.labelCount() > 0 ? "label " + mine.label(0) + " " : "") + "via " + mine.nextHop() + " "
                    + mine.attributes();
                log.add("announce " + route + " " + told);
                routes.put(route, told);
            }
        }
        if (mine.endOfRib() != null) {
            log.add("end-of-rib " + mine.endOfRib());
        }
    }

    /** The label that it was told last for a route; -1 without. */
    int label(final String route) {
        final String told = routes.get(route);
        return told == null ? -1 : Integer.parseInt(told.split(" ")[1]);
    }
}
