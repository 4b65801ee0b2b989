package io.swaplane.router.lab;

import io.swaplane.bgp.router.BgpPeer;
import io.swaplane.bgp.session.InProcessFabric;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.router.config.Lab;
import io.swaplane.router.config.LiveConfiguration;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Who reaches whom for a BGP session. Any thread.
 *
 * <p>A peer on the link of an interface of the session's table is reached over it. One further away is reached over links between core
 * interfaces, which stands for the routing protocol within a network, or within a VRF over its links; and where that does not lead to it,
 * when both routers have routes to each other by which packets leave, those of a session over other routers' labels, and links that are
 * up join the two, whatever they carry: a route can outlive its link. Where several routers have the peer's address, as customers of one
 * carrier may, the peer is the one that an echo request gets to.
 */
final class LabPaths implements InProcessFabric.Paths {
    private final Map<String, LiveConfiguration> configurations = new HashMap<>();
    private final Wires wires;
    private final Map<String, LabRouter> routers;
    private final Probe probe;
    private final Set<Set<String>> parted = ConcurrentHashMap.newKeySet();
    private volatile boolean usesRoutes;

    /** A table of a router. */
    private record Place(String router, String table) { }

    LabPaths(final Lab lab, final Wires wires, final Map<String, LabRouter> routers, final Probe probe) {
        lab.routers().forEach(each -> configurations.put(each.intent().name(), each));
        this.wires = wires;
        this.routers = routers;
        this.probe = probe;
    }

    /** Sessions between two routers find no way, whatever packets do, or do again. */
    void part(final String one, final String other, final boolean apart) {
        if (apart) {
            parted.add(Set.of(one, other));
        } else {
            parted.remove(Set.of(one, other));
        }
    }

    @Override
    public Optional<InProcessFabric.Arrival> find(final String router, final PeerSettings settings) {
        return reached(router, settings).filter(each -> !parted.contains(Set.of(router, each.router())));
    }

    private Optional<InProcessFabric.Arrival> reached(final String router, final PeerSettings settings) {
        final Place from = new Place(router, table(peerOf(router, settings)));
        final InetAddress source = settings.localAddress().orElse(null);
        if (source == null || !OwnAddresses.of(intent(router), from.table).contains(source)) {
            return Optional.empty();
        }
        Place to = next(from).filter(each -> each.reached.has(settings.address())).map(Step::to).findFirst().orElse(null);
        if (to == null && !settings.directlyConnected()) {
            to = walk(from, settings.address());
        }
        if (to == null && !settings.directlyConnected() && from.table.equals(VrfIntent.GLOBAL)) {
            to = byRoutes(router, source, settings.address());
        }
        return Optional.ofNullable(to).map(each -> arrival(each, source));
    }

    /** Who waits for a connection from this address in this table decides by which interface's name it is known. */
    private InProcessFabric.Arrival arrival(final Place to, final InetAddress source) {
        final String name = peers(to.router).filter(each -> table(each).equals(to.table) && each.session().address().equals(source))
            .map(each -> each.session().interfaceName()).findFirst().orElse("");
        return new InProcessFabric.Arrival(to.router, name, source);
    }

    private BgpPeer peerOf(final String router, final PeerSettings settings) {
        return peers(router).filter(each -> each.session() == settings || each.session().key().equals(settings.key())).findFirst()
            .orElseThrow();
    }

    private Stream<BgpPeer> peers(final String router) {
        final LiveConfiguration configuration = configurations.get(router);
        return configuration.bgp() == null ? Stream.empty() : configuration.bgp().peers().stream();
    }

    private static String table(final BgpPeer peer) {
        return Objects.requireNonNullElse(peer.vrf(), VrfIntent.GLOBAL);
    }

    private RouterIntent intent(final String router) {
        return configurations.get(router).intent();
    }

    private static String table(final InterfaceIntent each) {
        return Objects.requireNonNullElse(each.vrf(), VrfIntent.GLOBAL);
    }

    /** An interface at the other end of one of a table's. */
    private record Step(InterfaceIntent from, Wires.Attached reached) {
        Place to() {
            return new Place(reached.router(), table(reached.on()));
        }

        /** Whether a network's own routing protocol would run there. */
        boolean isInside() {
            return from.mpls() != MplsMode.EXTERNAL && reached.on().mpls() != MplsMode.EXTERNAL;
        }
    }

    private Stream<Step> next(final Place from) {
        return intent(from.router).interfaces().stream().filter(each -> table(each).equals(from.table))
            .flatMap(on -> wires.reached(from.router, on).map(reached -> new Step(on, reached)));
    }

    /** The nearest table whose own an address is, over links inside; null when there is none. */
    private Place walk(final Place from, final InetAddress address) {
        final Set<Place> seen = new HashSet<>(List.of(from));
        final Deque<Place> left = new ArrayDeque<>(List.of(from));
        while (!left.isEmpty()) {
            final Place place = left.remove();
            if (!place.equals(from) && OwnAddresses.of(intent(place.router), place.table).contains(address)) {
                return place;
            }
            next(place).filter(Step::isInside).map(Step::to).filter(seen::add).forEach(left::add);
        }
        return null;
    }

    /** The router whose own an address is when it and this one have routes to each other; else null. */
    private Place byRoutes(final String router, final InetAddress source, final InetAddress address) {
        if (!forwards(router, address)) {
            return null;
        }
        usesRoutes = true;
        final List<String> found = joined(router).stream()
            .filter(each -> OwnAddresses.of(intent(each), VrfIntent.GLOBAL).contains(address) && forwards(each, source)).toList();
        final String one = found.size() > 1 ? answering(router, source, address) : found.isEmpty() ? null : found.getFirst();
        return one == null ? null : new Place(one, VrfIntent.GLOBAL);
    }

    /** Why a session finds no way to its peer, to be put behind a sentence; empty when it does. */
    String hindrance(final String router, final String peer) {
        final PeerSettings settings = peers(router).filter(each -> each.name().equals(peer)).findFirst().orElseThrow().session();
        if (settings.localAddress().isEmpty() || find(router, settings).isPresent()) {
            return "";
        }
        final String address = AddressText.of(settings.address());
        if (settings.directlyConnected()) {
            return ": nobody on " + router + "'s links that are up has " + address;
        }
        if (!forwards(router, settings.address())) {
            return ": " + router + " has no route to " + address;
        }
        final InetAddress source = settings.localAddress().get();
        return joined(router).stream().filter(each -> OwnAddresses.of(intent(each), VrfIntent.GLOBAL).contains(settings.address())
                && !forwards(each, source)).findFirst().map(each -> ": " + each + " has no route back to " + AddressText.of(source))
            .orElse(": no links that are up lead from " + router + " to " + address);
    }

    /** Which of several routers with an address it is that gets this one's packets and answers them; null when none does. */
    private String answering(final String router, final InetAddress source, final InetAddress address) {
        try {
            final Probe.Traced traced = probe.trace(routers.get(router), VrfIntent.GLOBAL, address, source);
            return !traced.answered() ? null : traced.seen().stream().filter(each -> !each.reply()).map(Sightings.Sighting::to)
                .reduce((before, last) -> last).map(Lab.End::router).orElse(null);
        } catch (final LabException e) {
            throw new IllegalStateException("an echo request cannot be sent to a session's peer: " + e.getMessage(), e);
        }
    }

    /** Other routers that links which are up lead to. */
    private List<String> joined(final String router) {
        final Set<String> seen = new LinkedHashSet<>(List.of(router));
        final Deque<String> left = new ArrayDeque<>(List.of(router));
        while (!left.isEmpty()) {
            final String at = left.remove();
            intent(at).interfaces().stream().flatMap(on -> wires.reached(at, on)).map(Wires.Attached::router).filter(seen::add)
                .forEach(left::add);
        }
        return seen.stream().skip(1).toList();
    }

    /** Whether an answer has depended on routes, which come and go by themselves. */
    boolean usesRoutes() {
        return usesRoutes;
    }

    private boolean forwards(final String router, final InetAddress to) {
        final LabRouter asked = routers.get(router);
        try {
            return asked.tasks().ask(() -> asked.conductor().decide(VrfIntent.GLOBAL, to)).outcome().equals("forward");
        } catch (final TimeoutException e) {
            return false;
        }
    }
}
