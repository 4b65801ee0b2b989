package io.swaplane.control.show;

import io.swaplane.control.view.NextHopLegView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.StatisticsView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of {@code show mpls next-hop}, and the chains of next hops in other commands. */
public final class NextHopText {
    private static final String INDENT = "  ";
    private static final String WITHOUT_MEMORY = " (unresolved: no memory for its record)";

    private final Map<Integer, NextHopView> nextHops = new HashMap<>();

    /** The next hops that may appear, those that resolve them included. */
    public NextHopText(final List<NextHopView> views) {
        views.forEach(nextHop -> nextHops.put(nextHop.index(), nextHop));
    }

    /** {@code show mpls next-hop N}: the chain and the counters; no lines when there is no such next hop. */
    public List<String> nextHop(final int index) {
        final NextHopView first = nextHops.get(index);
        if (first == null) {
            return List.of();
        }
        final List<String> lines = new ArrayList<>(chain(index, ""));
        final StatisticsView statistics = first.statistics();
        if (statistics == null) {
            lines.add(INDENT + "Statistics collection is disabled");
        } else {
            lines.add(INDENT + "Sent:");
            lines.add(INDENT + INDENT + statistics.packets() + " packets");
            lines.add(INDENT + INDENT + statistics.octets() + " bytes");
            lines.add(INDENT + INDENT + statistics.errors() + " errors");
            lines.add(INDENT + INDENT + statistics.discards() + " discards");
        }
        return lines;
    }

    /** A line for the next hop and for each that it leads to, further in than the one that it resolves. */
    List<String> chain(final int index, final String indent) {
        final List<String> lines = new ArrayList<>();
        append(lines, index, indent, "");
        return lines;
    }

    private void append(final List<String> lines, final int index, final String indent, final String role) {
        NextHopView each = nextHops.get(index);
        String in = indent;
        lines.add(in + role + line(each));
        while (each.resolvedBy() != null) {
            in += INDENT;
            each = nextHops.get(each.resolvedBy());
            lines.add(in + line(each));
        }
        for (final NextHopLegView leg : each.legs()) {
            append(lines, leg.nextHop(), in + INDENT, leg.role() + (leg.active() ? "" : BriefText.NOT_IN_USE) + ": ");
        }
    }

    /** True when the next hop shows labels of its own. */
    boolean hasLabels(final int index) {
        return !nextHops.get(index).labels().isEmpty();
    }

    private static String line(final NextHopView each) {
        final StringBuilder line = new StringBuilder("MPLS next-hop: ").append(each.index());
        if (!each.labels().isEmpty()) {
            line.append(each.labels().size() == 1 ? ", label " : ", labels ")
                .append(each.labels().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        }
        if (each.resolvedBy() != null) {
            line.append(", resolved by MPLS next-hop ").append(each.resolvedBy());
            if (each.peer() != null) {
                line.append(", peer ").append(each.peer());
            }
            return line.append(each.withoutMemory() ? WITHOUT_MEMORY : "").toString();
        }
        if (each.interfaceName() != null) {
            line.append(each.labels().isEmpty() ? ", on " : " on ").append(each.interfaceName()).append(", nbr ").append(each.neighbour());
        } else if (each.peer() != null) {
            line.append(", peer ").append(each.peer());
        } else {
            line.append(each.legs().getFirst().role().startsWith("weight") ? ", group of " + each.legs().size() : ", protected");
        }
        return line.append(each.withoutMemory() ? WITHOUT_MEMORY : each.resolved() ? "" : " (unresolved)").toString();
    }
}
