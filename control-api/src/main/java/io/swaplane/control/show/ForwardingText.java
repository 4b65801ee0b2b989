package io.swaplane.control.show;

import io.swaplane.control.view.ActionView;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.StatisticsView;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code show mpls forwarding}, in the shape of JunosE's: every entry in full. */
public final class ForwardingText {
    private static final String INDENT = "  ";

    private final List<LabelView> labels;
    private final NextHopText nextHops;

    /** The entries to show, and all next hops that they lead to. */
    public ForwardingText(final List<LabelView> labels, final List<NextHopView> nextHops) {
        this.labels = labels;
        this.nextHops = new NextHopText(nextHops);
    }

    /** The entries. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        labels.forEach(label -> append(lines, label));
        return lines;
    }

    private void append(final List<String> lines, final LabelView label) {
        lines.add("In label: " + label.label());
        lines.add(INDENT + "Label space: " + label.labelSpace());
        lines.add(INDENT + "Owner: " + label.owner());
        if (label.fec() != null) {
            lines.add(INDENT + "FEC: " + label.fec() + " (" + label.bindingState() + ")");
        }
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
            lines.add(indent + action.role() + (action.active() ? "" : BriefText.NOT_IN_USE) + ":");
            indent += INDENT;
        }
        // The chain of a swap tells all; a pop shows in no next hop.
        if (action.nextHops().isEmpty() || !nextHops.hasLabels(action.nextHops().getFirst())) {
            lines.add(indent + action.summary());
        }
        if (!action.nextHops().isEmpty()) {
            lines.addAll(nextHops.chain(action.nextHops().getFirst(), indent));
        }
    }
}
