package io.swaplane.control.show;

import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of {@code show ip bgp}: tables, and in each one line for each path of a route. It takes the routes in any number of parts, as
 * {@link BriefText} does.
 */
public final class BgpRouteText {
    private static final String NONE = "-";
    private static final String INDENT = "  ";

    private final BgpSummaryView summary;
    private Columns columns;
    private String table;

    /** Routes of a speaker. */
    public BgpRouteText(final BgpSummaryView summary) {
        this.summary = summary;
    }

    /** The lines of the next routes, with the heading before the first. */
    public List<String> lines(final List<BgpRouteView> routes) {
        final List<String> lines = new ArrayList<>();
        for (final BgpRouteView route : routes) {
            final String its = table(route);
            if (table == null) {
                lines.add(BgpSummaryText.identity(summary));
                lines.add("Status codes: * reachable, > best, = multipath, i internal, S stale; path codes: i IGP, e EGP, ? incomplete");
            }
            if (!its.equals(table)) {
                if (table != null) {
                    lines.addAll(columns.drain());
                }
                table = its;
                lines.add(its + ":");
                begin(route.rd() != null);
            }
            append(route);
        }
        if (table != null) {
            lines.addAll(columns.drain());
        }
        return lines;
    }

    /** What there is to print when no route came. */
    public List<String> end() {
        return table == null ? List.of("no routes") : List.of();
    }

    private static String table(final BgpRouteView route) {
        return route.family() + (route.vrf() == null ? "" : ", VRF " + route.vrf());
    }

    private void begin(final boolean withDistinguisher) {
        columns = new Columns(withDistinguisher ? "lllllrrlll" : "llllrrlll");
        final List<Object> heading = new ArrayList<>(List.of("   ", "prefix", "next-hop", "from", "MED", "local-pref", "in-label",
            "out-label", "path"));
        if (withDistinguisher) {
            heading.add(1, "RD");
        }
        columns.row(heading.toArray());
    }

    private void append(final BgpRouteView route) {
        String rd = route.rd();
        String prefix = route.prefix();
        for (final BgpPathView path : route.paths()) {
            final List<Object> cells = new ArrayList<>(List.of(status(path)));
            if (rd != null) {
                cells.add(rd);
                rd = "";
            }
            cells.add(prefix);
            prefix = "";
            cells.add(path.nextHop() == null ? "self" : path.nextHop());
            cells.add(path.from() == null ? path.source() : path.from());
            cells.add(or(path.med()));
            cells.add(or(path.localPref()));
            cells.add(path.inLabels().isEmpty() ? NONE
                : path.inLabels().stream().map(BgpPathView.InLabel::label).distinct().sorted().map(String::valueOf)
                    .collect(Collectors.joining(",")));
            cells.add(or(path.outLabel()));
            cells.add((path.asPath() + " " + code(path.origin())).strip());
            columns.row(cells.toArray());
        }
    }

    private static String status(final BgpPathView path) {
        return (path.resolved() ? "*" : " ") + (path.best() ? ">" : path.multipath() ? "=" : " ")
            + (path.source().equals("internal") ? "i" : " ") + (path.stale() ? "S" : "");
    }

    private static String code(final String origin) {
        return switch (origin) {
            case "IGP" -> "i";
            case "EGP" -> "e";
            default -> "?";
        };
    }

    private static Object or(final Object value) {
        return value == null ? NONE : value;
    }

    /** The text of {@code show ip bgp PREFIX}: all of each path, and why it is not the best. */
    public static List<String> details(final BgpRouteView route) {
        final List<String> lines = new ArrayList<>();
        lines.add("BGP route " + route.prefix() + ", " + (route.rd() == null ? "" : "RD " + route.rd() + ", ") + table(route) + ", "
            + route.paths().size() + (route.paths().size() == 1 ? " path" : " paths"));
        int number = 1;
        for (final BgpPathView path : route.paths()) {
            lines.add(INDENT + "Path " + number + ": " + (path.best() ? "best" : (path.multipath() ? "multipath" : "not best")
                + (path.reason() == null ? "" : ", " + path.reason())));
            append(lines, path);
            number++;
        }
        return lines;
    }

    private static void append(final List<String> lines, final BgpPathView path) {
        final String in = INDENT + INDENT;
        lines.add(in + "Next hop: " + (path.nextHop() == null ? "self"
            : path.nextHop() + (path.resolved() ? " (metric " + path.metric() + ")" : " (unreachable)")));
        lines.add(in + "From: " + (path.from() == null ? path.source() : path.from() + ", " + path.source())
            + (path.stale() ? ", stale" : ""));
        lines.add(in + "AS path: " + (path.asPath().isEmpty() ? "empty" : path.asPath()) + ", origin " + path.origin());
        lines.add(in + "MED: " + or(path.med()) + ", local preference: " + or(path.localPref()));
        lines.add(in + "Out-label: " + (path.outLabel() == null ? "none" : path.outLabel()));
        if (path.inLabels().isEmpty()) {
            lines.add(in + "In-label: none");
        }
        path.inLabels().forEach(each -> lines.add(in + "In-label: " + each.label()
            + (each.accept() == null ? "" : ", valid from " + each.accept())));
        list(lines, in + "Communities: ", path.communities());
        list(lines, in + "Extended communities: ", path.extendedCommunities());
        list(lines, in + "Large communities: ", path.largeCommunities());
        if (path.originator() != null) {
            lines.add(in + "Originator: " + path.originator());
        }
        list(lines, in + "Clusters: ", path.clusters());
    }

    private static void list(final List<String> lines, final String what, final List<String> values) {
        if (!values.isEmpty()) {
            lines.add(what + String.join(" ", values));
        }
    }
}
