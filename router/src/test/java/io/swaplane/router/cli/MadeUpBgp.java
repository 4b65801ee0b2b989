package io.swaplane.router.cli;

import io.swaplane.control.api.BgpState;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpPathView.InLabel;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpPeerView.Family;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BgpTableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The BGP of an ASBR with a VRF, made up: its routes are found as a speaker finds them. */
public final class MadeUpBgp implements BgpState {
    private static final List<String> NONE = List.of();

    private final List<BgpRouteView> routes = new ArrayList<>(List.of(
        route("ipv4-unicast", null, null, "10.10.0.0/16", path("best", null, "pe1", "internal", "1.1.1.1", 16L, 100L, "", null),
            path("stale", "AS path is longer", "asbr3", "external", "10.5.5.5", null, null, "35 64512", null)),
        route("ipv4-unicast", null, null, "10.10.10.0/24", path("best", null, null, "local", null, null, null, "", null)),
        route("vpnv4", null, "100:0", "10.10.10.11/32", path("best", null, "pe1", "internal", "1.1.1.1", 0L, 100L, "65001", 16,
            new InLabel(45, "neighbor 10.6.6.6 on ATM6/0.22"), new InLabel(44, "neighbor 10.5.5.5 on ATM6/0.21"))),
        route("vpnv4", null, "100:1", "10.10.10.11/32", path("best", null, null, "local", null, null, null, "65002", null,
            new InLabel(17, null))),
        route("vpnv4", null, "100:0", "10.10.10.12/32", path("best", null, "asbr3", "external", "10.5.5.5", null, null, "35", 50),
            path("multipath", null, "asbr4", "external", "10.6.6.6", null, null, "35", 51),
            path("unresolved", "next hop is unreachable", "asbr5", "external", "10.7.7.7", null, null, "35", 52)),
        route("vpnv6", null, "100:0", "2001:db8::/32", path("best", null, "pe1", "internal", "1.1.1.1", 0L, 100L, "65001", 16,
            new InLabel(44, "neighbor 10.5.5.5 on ATM6/0.21"))),
        route("ipv4-unicast", "red", null, "10.1.0.0/24", path("best", null, "ce1", "external", "10.1.0.2", null, null, "65002", null,
            new InLabel(17, null))),
        route("ipv4-unicast", "red", null, "10.10.10.12/32", path("best", null, null, "imported", "10.5.5.5", null, null, "35", 50))));
    private final List<String> cleared = new CopyOnWriteArrayList<>();

    private static BgpRouteView route(final String family, final String vrf, final String rd, final String prefix,
                                      final BgpPathView... paths) {
        return new BgpRouteView(family, vrf, rd, prefix, List.of(paths));
    }

    private static BgpPathView path(final String state, final String reason, final String from, final String source,
                                    final String nextHop, final Long med, final Long localPref, final String asPath,
                                    final Integer outLabel, final InLabel... inLabels) {
        final boolean labelled = outLabel != null;
        return new BgpPathView(state.equals("best"), state.equals("multipath"), state.equals("stale"), reason, from, source, nextHop,
            !state.equals("unresolved"), source.equals("internal") ? 3 : 0, outLabel, List.of(inLabels),
            source.equals("local") ? "incomplete" : "IGP", asPath, localPref, med, NONE, labelled ? List.of("RT:100:1") : NONE, NONE,
            source.equals("internal") ? "1.1.1.1" : null, NONE);
    }

    /** Adds routes 11.0.0.0/32 upwards. */
    MadeUpBgp with(final int more) {
        for (int i = 0; i < more; i++) {
            routes.add(route("vpnv4", null, "100:2", "11." + (i >> 16) + "." + (i >> 8 & 0xFF) + "." + (i & 0xFF) + "/32",
                path("best", null, "pe1", "internal", "1.1.1.1", 0L, 100L, "65001", 16, new InLabel(44, null))));
        }
        return this;
    }

    List<String> cleared() {
        return cleared;
    }

    @Override
    public BgpSummaryView summary() {
        return new BgpSummaryView(42, "2.2.2.2", "2.2.2.2", List.of(new BgpTableView("ipv4-unicast", null, 2, 3),
            new BgpTableView("ipv6-unicast", null, 0, 0), new BgpTableView("vpnv4", null, 3, 5), new BgpTableView("vpnv6", null, 1, 1),
            new BgpTableView("ipv4-unicast", "red", 2, 2)), 4, 1234, 3, List.of(
            new BgpPeerView("1.1.1.1", "1.1.1.1", null, null, true, 42, 42L, "1.1.1.1", "established", 3723, 90, "2.2.2.2:40000",
                "1.1.1.1:179", 101, 102, 51, 52, 1, null, "core", List.of("4-octet AS", "route refresh"),
                List.of(new Family("vpnv4", true, false, 2, 1000), new Family("vpnv6", true, false, 1, null),
                    new Family("ipv6-labeled-unicast", true, true, 0, null)), null, List.of(), null,
                "waited for, at most another 43 s"),
            new BgpPeerView("asbr3", "10.5.5.5", "ATM6/0.21", null, false, 42, 35L, null, "active", 273_900, 0, null, null, 7, 8, 3, 4, 2,
                "hold timer expired", "neighbor 10.5.5.5 on ATM6/0.21", NONE, List.of(new Family("vpnv4", false, false, 0, null)),
                "the other carrier, circuit 7", List.of(new BgpPeerView.Fault("foreign-next-hop", 7),
                    new BgpPeerView.Fault("ignored-prefix", 2)), "routes of vpnv4, for another 43 s", null),
            new BgpPeerView("ce1", "10.1.0.2", "ce-red", "red", false, 42, 65002L, "10.1.0.2", "established", 5, 180, "10.1.0.1:179",
                "10.1.0.2:50000", 9, 9, 2, 3, 1, null, "interface ce-red", List.of("route refresh"),
                List.of(new Family("ipv4-unicast", true, false, 1, null)), null, List.of(), null, null),
            new BgpPeerView("ce2", "10.1.0.2", "ce-blue", "blue", false, 42, null, null, "idle", 0, 0, null, null, 0, 0, 0, 0, 0, null,
                "interface ce-blue", NONE, List.of(), null, List.of(), null, null)));
    }

    @Override
    public Routes routes(final BgpRouteFilter filter) {
        if (filter.vrf() != null && !filter.vrf().equals("red")) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no VRF " + filter.vrf());
        }
        final List<BgpRouteView> found = routes.stream().filter(each -> matches(filter, each)).toList();
        final int[] next = new int[1];
        return limit -> {
            final int from = next[0];
            next[0] = Math.min(found.size(), from + limit);
            return from == next[0] ? null : found.subList(from, next[0]);
        };
    }

    private static boolean matches(final BgpRouteFilter filter, final BgpRouteView route) {
        return (filter.family() == null || filter.family().equals(route.family())) && Objects.equals(filter.vrf(), route.vrf())
            && (filter.prefix() == null || switch (filter.match()) {
                case WITHIN -> filter.prefix().contains(route.prefix());
                case EXACT -> filter.prefix().equals(Prefix.parse(route.prefix()));
                case COVERING -> Prefix.parse(route.prefix()).contains(filter.prefix().toString());
            }) && (filter.peer() == null || (filter.told() ? filter.peer().equals("1.1.1.1") && route.rd() != null
            : route.paths().stream().anyMatch(each -> filter.peer().equals(each.from()))));
    }

    @Override
    public List<BgpNextHopView> nextHops() {
        return List.of(new BgpNextHopView("1.1.1.1", null, 29, true, 3, 3), new BgpNextHopView("10.1.0.2", "red", 40, true, 0, 1),
            new BgpNextHopView("10.7.7.7", null, 41, false, 0, 2), new BgpNextHopView("10.9.9.9", null, null, true, 0, 1));
    }

    @Override
    public void clear(final String peer, final Clearing how) {
        cleared.add(peer + " " + how);
    }
}
