package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.RouteTargetMembership;
import io.swaplane.bgp.rib.Destinations;
import io.swaplane.bgp.rib.OutGroup;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.speaker.Speaker;
import io.swaplane.bgp.speaker.SpeakerPeer;
import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpRouteView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads routes in their order without keeping the loop: their keys first, slice by slice, sorted on the reader's thread; then page by page
 * what they are now.
 */
final class RouteReading implements BgpState.Routes {
    private static final int SLICE = 1 << 14;
    private static final int MOST = 512;

    private final Asked asked;
    private final Speaker speaker;
    private final PathReader paths;
    private final String vrf;
    private final RouteFilter filter;
    /** Only routes of this peer; null for all. */
    private final PeerLink peer;
    private final boolean told;
    private final List<Family> families;
    private List<RouteKey> keys;
    private int family = -1;
    private int at;

    /**
     * Begins.
     *
     * @param families of which families, in order.
     */
    RouteReading(final Asked asked, final Speaker speaker, final PathReader paths, final List<Family> families, final String vrf,
                 final RouteFilter filter, final PeerLink peer, final boolean told) {
        this.asked = asked;
        this.speaker = speaker;
        this.paths = paths;
        this.families = families;
        this.vrf = vrf;
        this.filter = filter;
        this.peer = peer;
        this.told = told;
    }

    /** Some keys of a table, and where to go on; -1 at the end. */
    private record Slice(List<RouteKey> keys, int next) { }

    @Override
    public List<BgpRouteView> next(final int limit) throws StateUnavailableException {
        while (keys == null || at == keys.size()) {
            family++;
            if (family >= families.size()) {
                return null;
            }
            keys = read(families.get(family));
            at = 0;
        }
        final List<RouteKey> page = keys.subList(at, Math.min(keys.size(), at + Math.clamp(limit, 1, MOST)));
        at += page.size();
        final Family of = families.get(family);
        return asked.of(() -> page(of, page));
    }

    private List<RouteKey> read(final Family of) throws StateUnavailableException {
        final List<RouteKey> all = new ArrayList<>();
        int from = 0;
        while (from >= 0) {
            final int start = from;
            final Slice slice = asked.of(() -> slice(of, start));
            all.addAll(slice.keys);
            from = slice.next;
        }
        all.sort(null);
        return all;
    }

    private Slice slice(final Family of, final int from) {
        final Optional<RibTable> table = speaker.find(of, vrf);
        final List<RouteKey> found = new ArrayList<>();
        if (table.isEmpty()) {
            return new Slice(found, -1);
        }
        final Destinations all = table.get().destinations();
        final int end = (int) Math.min((long) from + SLICE, all.limit());
        for (int destination = from; destination < end; destination++) {
            if (all.best(destination) != Destinations.NONE && filter.takes(of.ipv4(), all, destination)
                && isMeant(table.get(), of, destination)) {
                found.add(RouteKey.of(all, destination));
            }
        }
        return new Slice(found, end < all.limit() ? end : -1);
    }

    private String peerName() {
        return peer == null ? null : peer.peer().name();
    }

    private boolean isMeant(final RibTable table, final Family of, final int destination) {
        if (told) {
            return told(of, destination).isPresent();
        }
        for (int path = table.destinations().first(destination); path != Destinations.NONE; path = table.paths().next(path)) {
            if (PathReader.isMeant(table.paths().slot(path), of, peerName())) {
                return true;
            }
        }
        return false;
    }

    private Optional<OutGroup.Told> told(final Family of, final int destination) {
        final Optional<SpeakerPeer> session = peer.routes();
        return session.map(each -> each.told(of, destination));
    }

    private List<BgpRouteView> page(final Family of, final List<RouteKey> page) {
        final List<BgpRouteView> views = new ArrayList<>();
        final Optional<RibTable> table = speaker.find(of, vrf);
        for (final RouteKey key : page) {
            final int destination = table.map(each -> key.find(each.destinations())).orElse(Destinations.NONE);
            if (destination != Destinations.NONE && table.get().destinations().best(destination) != Destinations.NONE) {
                final List<BgpPathView> ways = paths(table.get(), of, destination);
                if (!ways.isEmpty()) {
                    views.add(new BgpRouteView(of.toString(), vrf, of.vpn() ? new RouteDistinguisher(key.rd()).toString() : null,
                        prefix(of, key), ways));
                }
            }
        }
        return views;
    }

    private static String prefix(final Family of, final RouteKey key) {
        return of == Family.ROUTE_TARGET ? RouteTargetMembership.text(key.high(), key.low(), key.length())
            : Addresses.text(of.ipv4(), key.high(), key.low()) + "/" + key.length();
    }

    private List<BgpPathView> paths(final RibTable table, final Family of, final int destination) {
        if (!told) {
            return paths.paths(table, destination, of, peerName());
        }
        return told(of, destination).map(each -> List.of(paths.told(table, destination, of, each, peer))).orElse(List.of());
    }
}
