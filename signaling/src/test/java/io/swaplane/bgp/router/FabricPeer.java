package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.RouteTargetMembership;
import io.swaplane.bgp.message.UpdateReader;
import io.swaplane.bgp.message.UpdateWriter;
import io.swaplane.bgp.session.Network;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.Session;
import io.swaplane.bgp.session.SessionEnd;
import io.swaplane.bgp.session.SessionListener;
import io.swaplane.bgp.session.SessionState;
import io.swaplane.bgp.session.Sessions;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A peer that the test plays, with real sessions within the process. */
final class FabricPeer implements SessionListener, AutoCloseable {
    private final Sessions sessions;
    private final Session session;
    private final NextHop own;
    private final long as;
    private final boolean internal;
    /** What each OPEN says of graceful restart; null for nothing. */
    volatile Capability.GracefulRestart restart;
    /** What it says as soon as a session is up. */
    volatile Consumer<FabricPeer> greeting = peer -> peer.end(Family.VPNV4);

    /** By route, the label that it was told last. */
    final ConcurrentSkipListMap<String, Integer> labels = new ConcurrentSkipListMap<>();
    /** What it was told, in order. */
    final List<String> log = new CopyOnWriteArrayList<>();
    /** What the OPENs of the other side said of graceful restart. */
    final List<Optional<Capability.GracefulRestart>> said = new CopyOnWriteArrayList<>();

    FabricPeer(final Network network, final PeerSettings settings) throws IOException {
        own = NextHop.of(settings.localAddress().orElseThrow());
        as = settings.localAs();
        internal = settings.internal();
        sessions = Sessions.start(network, Thread.ofPlatform().name("peer " + own).factory());
        session = sessions.call(() -> sessions.add(settings, this));
        sessions.execute(() -> session.restart(() -> Optional.ofNullable(restart)));
    }

    /** Keeps its forwarding of VPN routes; forwarding says whether it has. */
    static Capability.GracefulRestart keeps(final int seconds, final boolean forwarding) {
        return new Capability.GracefulRestart(false, true, seconds,
            List.of(new Capability.GracefulRestart.Entry(Family.VPNV4.numbers(), forwarding)));
    }

    FabricPeer open() {
        sessions.execute(session::start);
        return this;
    }

    boolean isUp() {
        return sessions.call(session::state) == SessionState.ESTABLISHED;
    }

    /** On its thread. */
    void act(final Consumer<FabricPeer> what) {
        sessions.call(() -> {
            what.accept(this);
            session.flush();
            return null;
        });
    }

    Session session() {
        return session;
    }

    private UpdateWriter writer() {
        return new UpdateWriter(session.negotiated(), session::send);
    }

    private PathAttributes attributes(final String target) {
        final PathAttributes.Builder path = PathAttributes.builder().origin(BgpOrigin.IGP);
        if (target != null) {
            path.extendedCommunities(RouteTarget.parse(target).value());
        }
        return (internal ? path.asPath(AsPath.sequence()).localPref(100) : path.asPath(AsPath.sequence(as))).build();
    }

    /** A VPN route as in {@code 100:0 10.0.0.0/8}. */
    void announce(final String route, final String target, final int label) {
        final UpdateWriter writer = writer();
        writer.announce(Family.VPNV4, attributes(target), own);
        final Prefix prefix = Prefix.parse(route.split(" ")[1]);
        writer.add(0, label, RouteDistinguisher.parse(route.split(" ")[0]).value(), Addresses.high(prefix.address()),
            Addresses.low(prefix.address()), prefix.length());
        writer.flush();
    }

    /** It wants routes with this target, or no more. */
    void want(final String target, final boolean wanted) {
        final UpdateWriter writer = writer();
        if (wanted) {
            writer.announce(Family.ROUTE_TARGET, attributes(null), own);
        } else {
            writer.withdraw(Family.ROUTE_TARGET);
        }
        final long value = RouteTarget.parse(target).value();
        writer.add(0, 0, 0, RouteTargetMembership.high(as, value), RouteTargetMembership.low(value), RouteTargetMembership.FULL_LENGTH);
        writer.flush();
    }

    void end(final Family family) {
        writer().endOfRib(family);
    }

    @Override
    public void established(final Session up) {
        labels.clear();
        said.add(up.remoteOpen().flatMap(OpenMessage::gracefulRestart));
        log.add("up");
        greeting.accept(this);
        session.flush();
    }

    @Override
    public void updated(final Session from, final UpdateReader update) {
        while (update.next()) {
            final String route = update.family() == Family.ROUTE_TARGET ? update.text(Family.ROUTE_TARGET)
                : new RouteDistinguisher(update.rd()) + " " + Addresses.text(true, update.addressHigh(), update.addressLow()) + "/"
                + update.prefixLength();
            if (update.withdrawn()) {
                labels.remove(route);
                log.add("withdraw " + route);
            } else {
                labels.put(route, update.labelCount() == 0 ? -1 : update.label(0));
                log.add("announce " + route);
            }
        }
    }

    @Override
    public void endOfRib(final Session from, final Family family) {
        log.add("end-of-rib " + family);
    }

    @Override
    public void refreshRequested(final Session from, final Family family) {
        log.add("refresh " + family);
    }

    @Override
    public void refreshBegun(final Session from, final Family family) {
        log.add("refresh begins");
    }

    @Override
    public void refreshEnded(final Session from, final Family family) {
        log.add("refresh ends");
    }

    @Override
    public void familyDisabled(final Session from, final Family family) {
        log.add("disabled " + family);
    }

    @Override
    public void writable(final Session to) {
        // Little is sent.
    }

    @Override
    public void down(final Session from, final SessionEnd end) {
        log.add("down: " + end);
    }

    /** Families that the last OPEN of the other side says it has kept. */
    Set<Family> preserved() {
        return said.getLast().map(each -> each.entries().stream().filter(Capability.GracefulRestart.Entry::forwarding)
            .map(entry -> entry.family().family()).collect(Collectors.toSet())).orElse(Set.of());
    }

    @Override
    public void close() {
        sessions.close();
    }
}
