package io.swaplane.control.show;

import io.swaplane.control.view.ActionView;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.RouterView;
import io.swaplane.control.view.StatisticsView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of {@code show mpls forwarding}, in the shape of JunosE's. */
public final class ForwardingText {
    private static final String INDENT = "  ";
    private static final String NOT_IN_USE = " (not in use)";

    private final List<LabelView> labels;
    private final NextHopText nextHops;

    public ForwardingText(final RouterView view) {
        labels = view.labels();
        nextHops = new NextHopText(view);
    }

    /** {@code show mpls forwarding brief}: label spaces, and in each one line per label or leg: label, owner, action. */
    public List<String> brief() {
        final Map<String, Columns> spaces = new LinkedHashMap<>();
        for (final LabelView label : labels) {
            final Columns columns = spaces.computeIfAbsent(label.labelSpace(), name -> new Columns("lll"));
            Object number = label.label();
            String owner = label.owner();
            for (final ActionView action : label.actions()) {
                columns.row(number, owner, leg(action) + action.summary() + (action.active() ? "" : NOT_IN_USE));
                number = "";
                owner = "";
            }
        }
        final List<String> lines = new ArrayList<>();
        spaces.forEach((name, columns) -> {
            lines.add(name + ":");
            lines.addAll(columns.lines());
        });
        return lines;
    }

    /** {@code show mpls forwarding}: every entry. */
    public List<String> all() {
        final List<String> lines = new ArrayList<>();
        labels.forEach(label -> append(lines, label));
        return lines;
    }

    /** {@code show mpls forwarding label N}: the label's entry in every label space; no lines when there is none. */
    public List<String> label(final int number) {
        final List<String> lines = new ArrayList<>();
        labels.stream().filter(label -> label.label() == number).forEach(label -> append(lines, label));
        return lines;
    }

    private void append(final List<String> lines, final LabelView label) {
        lines.add("In label: " + label.label());
        lines.add(INDENT + "Label space: " + label.labelSpace());
        lines.add(INDENT + "Owner: " + label.owner());
        lines.add(INDENT + "Spoof check: " + label.spoofCheck());
        lines.add(INDENT + "Action:");
        label.actions().forEach(action -> append(lines, action));
        final StatisticsView statistics = label.statistics();
        lines.add(INDENT + "Statistics:");
        lines.add(INDENT + INDENT + statistics.packets() + " in pkts");
        lines.add(INDENT + INDENT + statistics.octets() + " in Octets");
        lines.add(INDENT + INDENT + statistics.errors() + " in errors");
        lines.add(INDENT + INDENT + statistics.discards() + " in discard pkts");
    }

    private void append(final List<String> lines, final ActionView action) {
        String indent = INDENT + INDENT;
        if (action.role() != null) {
            lines.add(indent + action.role() + (action.active() ? "" : NOT_IN_USE) + ":");
            indent += INDENT;
        }
        // The chain of a swap tells all; a pop shows in no next hop.
        if (action.nextHops().isEmpty() || !nextHops.hasLabels(action.nextHops().getFirst())) {
            lines.add(indent + action.summary());
        }
        lines.addAll(nextHops.chain(action.nextHops(), indent));
    }

    private static String leg(final ActionView action) {
        return action.role() == null ? "" : action.role() + ": ";
    }
}
