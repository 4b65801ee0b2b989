package io.swaplane.control.diff;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.AddressText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is asked, in a line and in the configuration's words. */
final class IntentText {
    private IntentText() {
    }

    static String what(final NeighbourIntent neighbour) {
        return "neighbour " + AddressText.of(neighbour.address()) + " on " + neighbour.interfaceName();
    }

    static String text(final NeighbourIntent neighbour) {
        return "mac " + neighbour.mac();
    }

    static String what(final NextHopIntent nextHop) {
        return "next hop " + nextHop.index();
    }

    static String text(final NextHopIntent nextHop) {
        final String pushes = nextHop.push().isEmpty() ? "" : ", push " + labels(nextHop.push());
        return switch (nextHop) {
            case NextHopIntent.Direct direct -> "interface " + direct.interfaceName() + ", neighbour "
                + AddressText.of(direct.neighbour()) + pushes + (direct.statistics() ? "" : ", no statistics")
                + option("pipe-ttl", direct.pipeTtl()) + option("pipe-tc", direct.pipeTc());
            case NextHopIntent.Recursive recursive -> (recursive.via() == null ? "" : "via " + recursive.via())
                + (recursive.via() == null || recursive.peer() == null ? "" : ", ")
                + (recursive.peer() == null ? "" : "peer " + AddressText.of(recursive.peer())) + pushes;
            case NextHopIntent.Group group -> "group " + group.legs().stream().map(leg -> leg.weight() + " x next hop " + leg.nextHop())
                .collect(Collectors.joining(", "));
            case NextHopIntent.Protected pair -> "primary next hop " + pair.primary() + ", backup next hop " + pair.backup();
        };
    }

    static String what(final TunnelIntent tunnel) {
        return "tunnel to " + AddressText.of(tunnel.endpoint()) + " of " + tunnel.owner();
    }

    static String text(final TunnelIntent tunnel) {
        return "next hop " + tunnel.nextHop() + ", preference " + tunnel.preference() + ", metric " + tunnel.metric();
    }

    static String what(final LspIntent lsp) {
        return "label " + lsp.label() + (lsp.labelSpace().equals(LspIntent.PLATFORM) ? "" : " in the label space of " + lsp.labelSpace());
    }

    static String text(final LspIntent lsp) {
        return text(lsp.action()) + ", accept " + text(lsp.accept()) + model("ttl-model", lsp.ttl()) + model("tc-model", lsp.tc())
            + option("index", lsp.nextHopIndex()) + ", owner " + lsp.owner();
    }

    private static String text(final Action action) {
        return switch (action) {
            case Action.Swap swap -> "swap " + swap.outLabel() + ", next hop " + swap.nextHop();
            case Action.Php php -> "php " + php.payload().label() + ", next hop " + php.nextHop();
            case Action.Pop pop -> "pop " + pop.payload().label() + ", next hop " + pop.nextHop();
            case Action.Lookup lookup -> "lookup " + lookup.labelSpace() + ", payload " + lookup.payload().label();
            case Action.LookupVrf lookup -> "lookup in VRF " + lookup.vrf() + ", payload " + lookup.payload().label();
            case Action.Receive receive -> "receive";
            case Action.Drop drop -> "drop";
            case Action.Withdrawn withdrawn -> "withdrawn";
            case Action.Ecmp ecmp -> "ecmp " + ecmp.legs().stream().map(leg -> leg.weight() + " x (" + text(leg.action()) + ")")
                .collect(Collectors.joining(", "));
            case Action.Protect pair -> "primary (" + text(pair.primary()) + "), backup (" + text(pair.backup()) + ")";
        };
    }

    private static String text(final Accept accept) {
        return switch (accept) {
            case Accept.Core core -> "core";
            case Accept.Router router -> "router";
            case Accept.Interface on -> "interface " + on.name();
            case Accept.Neighbour from -> "neighbour " + AddressText.of(from.address()) + " on " + from.interfaceName();
            case Accept.Named set -> "set " + set.setName();
        };
    }

    static String what(final VrfIntent vrf) {
        return "VRF " + vrf.name();
    }

    static String text(final VrfIntent vrf) {
        return (vrf.routeDistinguisher() == null ? "" : "rd " + vrf.routeDistinguisher() + ", ") + targets("import", vrf.imports())
            + targets("export", vrf.exports()) + "label-mode " + vrf.labelMode().label() + option("label", vrf.label());
    }

    private static String targets(final String key, final List<RouteTarget> targets) {
        return targets.isEmpty() ? "" : key + " " + targets.stream().map(RouteTarget::toString).collect(Collectors.joining(" ")) + ", ";
    }

    static String what(final RouteIntent route) {
        return "route " + route.prefix() + " in " + route.vrf();
    }

    static String text(final RouteIntent route) {
        return text(route.action()) + model("ttl-model", route.ttl()) + model("tc-model", route.tc());
    }

    private static String text(final RouteAction action) {
        return switch (action) {
            case RouteAction.Forward forward -> (forward.label() == null ? "" : "label " + forward.label() + ", ") + "next hop "
                + forward.nextHop();
            case RouteAction.Via via -> "via " + AddressText.of(via.gateway());
            case RouteAction.Receive receive -> "receive";
            case RouteAction.Drop drop -> "drop";
            case RouteAction.Ecmp ecmp -> "ecmp " + ecmp.legs().stream().map(leg -> leg.weight() + " x (" + text(leg.action()) + ")")
                .collect(Collectors.joining(", "));
            case RouteAction.Protect pair -> "primary (" + text(pair.primary()) + "), backup (" + text(pair.backup()) + ")";
        };
    }

    private static String labels(final List<Integer> labels) {
        return labels.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String model(final String key, final Model model) {
        return model == null ? "" : ", " + key + " " + model.toString().toLowerCase(Locale.ROOT);
    }

    private static String option(final String key, final Integer value) {
        return value == null ? "" : ", " + key + " " + value;
    }
}
