package io.swaplane.control.api;

import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BgpTableView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A BGP speaker that is made up: routes 10.0.0.0/32 upwards, behind a page without any. */
final class FakeBgp implements BgpState {
    private final int routes;
    private final AtomicInteger pages = new AtomicInteger();
    private final List<BgpRouteFilter> filters = new CopyOnWriteArrayList<>();
    private final List<String> cleared = new CopyOnWriteArrayList<>();

    FakeBgp(final int routes) {
        this.routes = routes;
    }

    /** Pages of routes that were asked for so far. */
    int pages() {
        return pages.get();
    }

    List<BgpRouteFilter> filters() {
        return filters;
    }

    List<String> cleared() {
        return cleared;
    }

    @Override
    public BgpSummaryView summary() throws StateUnavailableException {
        return new BgpSummaryView(4_200_000_000L, "2.2.2.2", "9.9.9.9",
            List.of(new BgpTableView("vpnv4", null, 3, 4), new BgpTableView("ipv4-unicast", "red", 1, 2)), 7, FakeState.LARGE, 5,
            List.of(new BgpPeerView("asbr3", "10.5.5.5", "ATM6/0.21", "red", false, 4_200_000_000L, 4_294_967_295L, "3.3.3.3",
                    "established", 61, 90, "10.5.5.50:40000", "10.5.5.5:179", 1, 2, 3, 4, 5, "hold timer expired",
                    "neighbor 10.5.5.5 on ATM6/0.21", List.of("route refresh", "4-octet AS"),
                    List.of(new BgpPeerView.Family("vpnv4", true, false, 6, 1000), new BgpPeerView.Family("vpnv6", false, true, 0, null)),
                    "where the paths lead",
                    List.of(new BgpPeerView.Fault("foreign-next-hop", 12), new BgpPeerView.Fault("treated-as-withdraw", FakeState.LARGE)),
                    "routes of vpnv4, for another 5 s", "it wants 3"),
                new BgpPeerView("1.1.1.1", "1.1.1.1", null, null, true, 42, null, null, "idle", 0, 0, null, null, 0, 0, 0, 0, 0, null,
                    "core", List.of(), List.of(), null, List.of(), null, null)));
    }

    static BgpRouteView route(final int number) {
        return new BgpRouteView("vpnv4", null, "100:0", "10." + (number >> 16) + "." + (number >> 8 & 0xFF) + "." + (number & 0xFF) + "/32",
            List.of(new BgpPathView(true, false, true, null, "pe1", "internal", "1.1.1.1", true, 3, 16,
                    List.of(new BgpPathView.InLabel(44, "core"), new BgpPathView.InLabel(45, null)), "IGP", "42 35 {7 8}", 4_000_000_000L,
                    0L, List.of("42:1", "no-export"), List.of("RT:100:1"), List.of("42:1:2"), "1.1.1.1", List.of("9.9.9.9")),
                new BgpPathView(false, false, false, "unresolved", null, "local", null, false, 0, null, List.of(), "incomplete", "", null,
                    null, List.of(), List.of(), List.of(), null, List.of())));
    }

    @Override
    public Routes routes(final BgpRouteFilter filter) throws StateUnavailableException {
        filters.add(filter);
        if ("green".equals(filter.vrf())) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no VRF green");
        }
        final AtomicInteger next = new AtomicInteger(-1);
        return limit -> {
            pages.incrementAndGet();
            final int first = next.get();
            if (first == routes) {
                return null;
            }
            final int end = first < 0 ? 0 : Math.min(routes, first + limit);
            next.set(end);
            return first < 0 ? List.of() : IntStream.range(first, end).mapToObj(FakeBgp::route).toList();
        };
    }

    @Override
    public List<BgpNextHopView> nextHops() throws StateUnavailableException {
        return IntStream.range(0, 1500).mapToObj(each -> new BgpNextHopView("10.0." + each, each % 2 == 0 ? "red" : null,
            each % 3 == 0 ? each : null, each % 2 == 0, 3, 7)).toList();
    }

    @Override
    public void clear(final String peer, final Clearing how) throws StateUnavailableException {
        if ("nobody".equals(peer)) {
            throw new RefusedException("there is no BGP peer nobody");
        }
        cleared.add(peer + " " + how);
    }
}
