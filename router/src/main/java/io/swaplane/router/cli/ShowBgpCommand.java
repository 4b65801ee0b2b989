package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.show.BgpNeighborText;
import io.swaplane.control.show.BgpRouteText;
import io.swaplane.control.show.BgpSummaryText;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpSummaryView;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code swaplane show ip bgp}. */
@Command(name = "bgp", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "[COMMAND]", description = {
    "Show the BGP routes of the global table, of both families.",
    "With a prefix all paths to it and why each is not the best, with an address those of the longest prefix that it is in; with a "
        + "prefix and 'longer-prefixes' the routes to it and to parts of it."})
final class ShowBgpCommand implements Runnable {
    private static final String WORDS = "[PREFIX|ADDRESS] [longer-prefixes] [field in-label|out-label]";
    private static final String VPN = "%s: write 'show ip bgp %s all next-hops' or 'show ip bgp %s all|vrf NAME " + WORDS + "'";
    private static final String VPN_WORDS = "all|vrf NAME " + WORDS;
    private static final String VPN_MEANING = "Which tables, and which routes of them; or 'all next-hops'.";

    @ParentCommand
    private ShowIpCommand ip;

    @Parameters(arity = "0..*", paramLabel = WORDS, description = "Which routes.")
    private List<String> words;

    @Override
    public void run() {
        final List<String> given = words == null ? List.of() : words;
        final BgpQuery query = BgpQuery.unicast(given);
        if (query == null) {
            throw Words.wrong("show ip bgp " + String.join(" ", given)
                + ": write 'show ip bgp " + WORDS + "', or 'show ip bgp summary', 'neighbors', 'route-target' or 'vpn'");
        }
        try (ControlClient client = client()) {
            new BgpRoutesShown(ip.show(), client).show(query);
        }
    }

    private ControlClient client() {
        return ip.show().running("BGP");
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the BGP speaker, how many routes it has, and a line for each neighbor.")
    void summary() {
        try (ControlClient client = client()) {
            final BgpSummaryView summary = RunningRouter.get(client::bgp);
            if (ip.show().isJson()) {
                final JsonDocument document = ip.show().document(client).array("bgp");
                document.add(List.of(summary));
                document.end();
            } else {
                ip.show().print(BgpSummaryText.lines(summary));
            }
        }
    }

    @Command(aliases = "neighbours", mixinStandardHelpOptions = true, description = {
        "Show BGP neighbors and their sessions.",
        "With 'advertised' the routes that one was told, with 'received' its own."})
    void neighbors(@Parameters(arity = "0..*", paramLabel = "[NEIGHBOR [advertised|received]]",
        description = "A neighbor's name or address, and which routes.") final List<String> which) {
        final List<String> given = which == null ? List.of() : which;
        final String routes = given.size() < 2 ? null : given.get(1).replace("-routes", "");
        if (given.size() > 2 || routes != null && !routes.equals("advertised") && !routes.equals("received")) {
            throw Words.wrong("show ip bgp neighbors " + String.join(" ", given)
                + ": write 'show ip bgp neighbors [NEIGHBOR [advertised|received]]'");
        }
        try (ControlClient client = client()) {
            final BgpSummaryView summary = RunningRouter.get(client::bgp);
            final List<BgpPeerView> peers = given.isEmpty() ? summary.peers() : List.of(BgpPeers.find(summary, given.getFirst()));
            if (routes != null) {
                final BgpPeerView peer = peers.getFirst();
                new BgpRoutesShown(ip.show(), client).table(new BgpRouteText(summary), List.of(new BgpRouteFilter(null, peer.vrf(), null,
                    BgpRouteFilter.Match.WITHIN, peer.name(), routes.equals("advertised"))));
            } else if (ip.show().isJson()) {
                final JsonDocument document = ip.show().document(client).array("neighbors");
                document.add(peers);
                document.end();
            } else {
                ip.show().print(paragraphs(peers));
            }
        }
    }

    private static List<String> paragraphs(final List<BgpPeerView> peers) {
        final List<String> lines = new ArrayList<>();
        for (final BgpPeerView each : peers) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(BgpNeighborText.paragraph(each));
        }
        return lines.isEmpty() ? List.of("no neighbors") : lines;
    }

    @Command(name = "route-target", mixinStandardHelpOptions = true, description = {
        "Show route target memberships: which VPN routes this router and its neighbors want.",
        "Each is an AS and a route target, or 'default' for all routes."})
    void routeTarget() {
        try (ControlClient client = client()) {
            new BgpRoutesShown(ip.show(), client).show(BgpQuery.memberships());
        }
    }

    @Command(mixinStandardHelpOptions = true, description = {"Show VPN routes of all VRFs ('all'), or what a VRF has of BGP ('vrf NAME').",
        "With 'field in-label' or 'field out-label' a line for each label, with 'all next-hops' how the next hops of labels are reached."})
    void vpn(@Parameters(arity = "1..*", paramLabel = VPN_WORDS, description = VPN_MEANING) final List<String> which) {
        vpn("vpn", which);
    }

    @Command(mixinStandardHelpOptions = true, description = "As vpn, for IPv4.")
    void vpnv4(@Parameters(arity = "1..*", paramLabel = VPN_WORDS, description = VPN_MEANING) final List<String> which) {
        vpn("vpnv4", which);
    }

    @Command(mixinStandardHelpOptions = true, description = "As vpn, for IPv6.")
    void vpnv6(@Parameters(arity = "1..*", paramLabel = VPN_WORDS, description = VPN_MEANING) final List<String> which) {
        vpn("vpnv6", which);
    }

    private void vpn(final String word, final List<String> which) {
        if (which.equals(List.of("all", "next-hops"))) {
            try (ControlClient client = client()) {
                new BgpNextHopsShown(ip.show(), client).show();
            }
            return;
        }
        final BgpQuery query = BgpQuery.vpn(word, which);
        if (query == null) {
            throw Words.wrong(VPN.formatted("show ip bgp " + word + " " + String.join(" ", which), word, word));
        }
        try (ControlClient client = client()) {
            new BgpRoutesShown(ip.show(), client).show(query);
        }
    }
}
