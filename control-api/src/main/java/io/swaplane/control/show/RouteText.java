package io.swaplane.control.show;

import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.control.view.RouteView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of {@code show ip route}: one line for each route, or for each way of one that has several. It takes the routes in any number
 * of parts, as {@link BriefText} does.
 */
public final class RouteText {
    private static final String INDENT = "  ";
    private static final String NONE = "-";

    private final Columns columns = new Columns("lllll");
    private boolean started;

    /** The lines of the next routes, with the heading before the first. */
    public List<String> lines(final List<RouteView> routes) {
        if (!started) {
            columns.row("prefix", "type", "next-hop", "interface", "labels");
            started = true;
        }
        routes.forEach(this::append);
        return columns.drain();
    }

    private void append(final RouteView route) {
        String prefix = route.prefix();
        String type = type(route);
        if (route.legs().isEmpty()) {
            columns.row(prefix, type, route.action(), or(route.interfaceName()), NONE);
        }
        for (final RouteLegView leg : route.legs()) {
            columns.row(prefix, type, role(leg) + (leg.resolved() ? or(leg.neighbour()) : "unresolved") + inUse(leg),
                or(leg.interfaceName()), leg.labels().isEmpty() ? NONE : labels(leg));
            prefix = "";
            type = "";
        }
    }

    private static String type(final RouteView route) {
        return route.kind().equals("leaked") ? "from " + route.owner() : route.owner();
    }

    private static String role(final RouteLegView leg) {
        return leg.role() == null ? "" : leg.role() + ": ";
    }

    private static String inUse(final RouteLegView leg) {
        return leg.active() ? "" : BriefText.NOT_IN_USE;
    }

    private static String labels(final RouteLegView leg) {
        return leg.labels().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String or(final String value) {
        return value == null ? NONE : value;
    }

    /** The text of {@code show ip forwarding}: what is done with packets to an address, with all labels, top of stack first. */
    public static List<String> decision(final RouteDecision decision) {
        final List<String> lines = new ArrayList<>();
        lines.add(decision.address() + " in " + decision.vrf() + ": " + decision.outcome());
        final RouteView route = decision.route();
        if (route != null) {
            lines.add(INDENT + "Route: " + route.prefix() + ", " + type(route) + ", " + route.action()
                + (route.interfaceName() == null ? "" : " on " + route.interfaceName()));
            if (!route.legs().isEmpty()) {
                lines.add(INDENT + "TTL model: " + route.ttlModel() + ", TC model: " + route.tcModel());
            }
            route.legs().forEach(leg -> lines.add(INDENT + way(leg)));
        }
        return lines;
    }

    private static String way(final RouteLegView leg) {
        return role(leg) + (leg.labels().isEmpty() ? "no label" : "push " + labels(leg))
            + (leg.interfaceName() == null ? "" : " on " + leg.interfaceName())
            + (leg.neighbour() == null ? "" : ", nbr " + leg.neighbour())
            + ", next hop " + leg.nextHop() + (leg.resolved() ? "" : ", unresolved") + inUse(leg);
    }
}
