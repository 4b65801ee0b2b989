package io.swaplane.control.show;

import io.swaplane.control.view.DirectNextHopView;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.ResolutionView;
import io.swaplane.control.view.TunnelView;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code show mpls tunnels} and {@code show mpls indirect}. */
public final class TunnelText {
    private static final String INDENT = "  ";

    private TunnelText() {
    }

    /** {@code show mpls tunnels}: one line each. */
    public static List<String> tunnels(final List<TunnelView> tunnels) {
        if (tunnels.isEmpty()) {
            return List.of("no tunnels");
        }
        final Columns columns = new Columns("llrrrll");
        columns.row("endpoint", "owner", "next-hop", "preference", "metric", "state", "in-use");
        for (final TunnelView each : tunnels) {
            columns.row(each.endpoint(), each.owner(), each.nextHop(), each.preference(), each.metric(),
                each.reachable() ? "reachable" : "unreachable", each.active() ? "yes" : "no");
        }
        return columns.drain();
    }

    /** {@code show mpls indirect} and {@code show ip bgp vpn all next-hops}: a paragraph each, in the shape of JunosE's. */
    public static List<String> indirect(final List<IndirectNextHopView> nextHops) {
        final List<String> lines = new ArrayList<>();
        for (final IndirectNextHopView each : nextHops) {
            lines.add("Indirect next-hop " + each.address());
            append(lines, "IP route table", "IP", each.ipRoute());
            append(lines, "IP tunnel-route table", "MPLS", each.tunnelRoute());
            lines.add(INDENT + "Reference count is " + each.references());
        }
        return lines;
    }

    private static void append(final List<String> lines, final String table, final String kind, final ResolutionView resolution) {
        final String in = INDENT + INDENT;
        lines.add(INDENT + "Resolution in " + table + " of VR");
        lines.add(in + kind + " indirect next-hop index " + resolution.index());
        lines.add(in + (resolution.reachable() ? "Reachable (metric " + resolution.metric() + ")" : "Unreachable"));
        lines.add(in + "Number of direct next-hops is " + resolution.directNextHops().size());
        for (final DirectNextHopView end : resolution.directNextHops()) {
            lines.add(in + INDENT + (end.nextHop() != null ? "Direct next-hop: MPLS next-hop " + end.nextHop()
                : "Direct next-hop " + end.interfaceName() + (end.neighbour() == null ? ".mpls" : " (" + end.neighbour() + ")")));
        }
    }
}
