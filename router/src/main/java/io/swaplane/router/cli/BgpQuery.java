package io.swaplane.router.cli;

import io.swaplane.control.intent.Prefix;
import io.swaplane.control.show.BgpLabelText.Field;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteFilter.Match;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BgpTableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which BGP routes a command asks for.
 *
 * @param families names of families, as in {@link BgpPeerView.Family}, in the order in which they are shown.
 * @param vrf the VRF, or null for the tables outside.
 * @param to what stands in the command, a prefix or an address; null for all routes.
 * @param prefix the same, read.
 * @param longer whether routes to parts of the prefix are meant, too.
 * @param field the field to show alone; null for all of a route.
 */
record BgpQuery(List<String> families, String vrf, String to, Prefix prefix, boolean longer, Field field) {
    private static final List<String> GLOBAL =
        List.of("ipv4-unicast", "ipv4-labeled-unicast", "ipv6-unicast", "ipv6-labeled-unicast");
    private static final String LONGER = "longer-prefixes";

    /** {@code show ip bgp route-target}. */
    static BgpQuery memberships() {
        return of(List.of("route-target"), null, List.of());
    }

    /** What stands behind {@code show ip bgp}; null when it is not understood. */
    static BgpQuery unicast(final List<String> words) {
        return of(GLOBAL, null, words);
    }

    /** What stands behind {@code show ip bgp vpn}, {@code vpnv4} or {@code vpnv6}; null when it is not understood. */
    static BgpQuery vpn(final String word, final List<String> words) {
        final String only = word.equals("vpn") ? "" : word.substring("vpn".length());
        if (words.getFirst().equals("all")) {
            return of(families(List.of("vpnv4", "vpnv6"), only), null, words.subList(1, words.size()));
        }
        return words.getFirst().equals("vrf") && words.size() > 1
            ? of(families(GLOBAL, only), words.get(1), words.subList(2, words.size())) : null;
    }

    private static List<String> families(final List<String> all, final String only) {
        return all.stream().filter(each -> each.contains(only)).toList();
    }

    /** {@code [PREFIX|ADDRESS] [longer-prefixes] [field FIELD]}. */
    private static BgpQuery of(final List<String> families, final String vrf, final List<String> given) {
        final List<String> words = new ArrayList<>(given);
        Field field = null;
        if (words.size() > 1 && words.get(words.size() - 2).equals("field")) {
            field = switch (words.getLast()) {
                case "in-label" -> Field.IN_LABEL;
                case "out-label" -> Field.OUT_LABEL;
                default -> throw Words.wrong("field " + words.getLast() + ": use in-label or out-label");
            };
            words.subList(words.size() - 2, words.size()).clear();
        }
        final boolean longer = words.size() == 2 && words.getLast().equals(LONGER);
        if (longer) {
            words.removeLast();
        }
        if (words.size() > 1 || !words.isEmpty() && !Character.isDigit(words.getFirst().charAt(0)) && !words.getFirst().contains(":")) {
            return null;
        }
        final String to = words.isEmpty() ? null : words.getFirst();
        return new BgpQuery(families, vrf, to, to == null ? null : prefix(to), longer, field);
    }

    private static Prefix prefix(final String text) {
        try {
            return Prefix.parse(text);
        } catch (final IllegalArgumentException e) {
            throw Words.wrong(e.getMessage());
        }
    }

    /** Whether all paths are to be shown, of the one prefix. */
    boolean isDetailed() {
        return to != null && !longer && field == null;
    }

    /** Whether it is about an address, and not about a prefix. */
    boolean isAddress() {
        return to != null && !to.contains("/") && !longer;
    }

    /** What to read, of the tables that there are. */
    List<BgpRouteFilter> filters(final BgpSummaryView summary) {
        final Set<String> there = Set.copyOf(summary.tables().stream().filter(each -> vrf == null && each.vrf() == null
            || vrf != null && vrf.equals(each.vrf())).map(BgpTableView::family).distinct().toList());
        final Match match = isAddress() ? Match.COVERING : isDetailed() ? Match.EXACT : Match.WITHIN;
        return families.stream().filter(there::contains).filter(this::hasFamily)
            .map(family -> new BgpRouteFilter(family, vrf, prefix, match, null, false)).toList();
    }

    private boolean hasFamily(final String family) {
        return to == null || family.contains(to.contains(":") ? "v6" : "v4");
    }
}
