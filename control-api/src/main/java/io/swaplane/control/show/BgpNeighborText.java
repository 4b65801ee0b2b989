package io.swaplane.control.show;

import io.swaplane.control.view.BgpPeerView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The text of {@code show ip bgp neighbors}: a paragraph for each. */
public final class BgpNeighborText {
    private static final String INDENT = "  ";

    private BgpNeighborText() {
    }

    /** All of one peer. */
    public static List<String> paragraph(final BgpPeerView peer) {
        final List<String> lines = new ArrayList<>();
        lines.add("BGP neighbor " + peer.name() + (peer.name().equals(peer.address()) ? "" : ", address " + peer.address())
            + ", remote AS " + (peer.remoteAs() == null ? "unknown" : peer.remoteAs()) + ", local AS " + peer.localAs() + ", "
            + (peer.internal() ? "internal" : "external"));
        if (peer.description() != null) {
            lines.add(INDENT + "Description: " + peer.description());
        }
        if (peer.vrf() != null) {
            lines.add(INDENT + "VRF: " + peer.vrf());
        }
        if (peer.interfaceName() != null) {
            lines.add(INDENT + "Interface: " + peer.interfaceName());
        }
        lines.add(INDENT + "State: " + peer.state() + " for " + BgpSummaryText.duration(peer.seconds()));
        if (peer.remoteId() != null) {
            lines.add(INDENT + "Remote router ID: " + peer.remoteId() + ", hold time: " + peer.holdSeconds() + " s");
        }
        if (peer.localEnd() != null) {
            lines.add(INDENT + "Connection: " + peer.localEnd() + " to " + peer.remoteEnd());
        }
        if (!peer.capabilities().isEmpty()) {
            lines.add(INDENT + "Capabilities: " + String.join(", ", peer.capabilities()));
        }
        for (final BgpPeerView.Family each : peer.families()) {
            lines.add(INDENT + "Family " + each.family() + ": " + use(each) + ", "
                + each.received() + (each.received() == 1 ? " prefix" : " prefixes") + " received"
                + (each.limit() == null ? "" : ", limit " + each.limit()));
        }
        if (peer.routeTargets() != null) {
            lines.add(INDENT + "Route targets: " + peer.routeTargets());
        }
        lines.add(INDENT + "Labels given to it are valid from: " + peer.accept());
        lines.add(INDENT + "Messages: " + peer.messagesIn() + " in, " + peer.messagesOut() + " out; updates: " + peer.updatesIn() + " in, "
            + peer.updatesOut() + " out");
        if (!peer.faults().isEmpty()) {
            lines.add(INDENT + "Not taken as it came: " + peer.faults().stream().map(each -> each.kind() + " " + each.count())
                .collect(Collectors.joining(", ")));
        }
        if (peer.kept() != null) {
            lines.add(INDENT + "Kept of its last session: " + peer.kept());
        }
        lines.add(INDENT + "Established " + peer.established() + (peer.established() == 1 ? " time" : " times")
            + (peer.lastEnd() == null ? "" : ", last ended: " + peer.lastEnd()));
        return lines;
    }

    private static String use(final BgpPeerView.Family family) {
        if (family.disabled()) {
            return "disabled for this session, as its routes could not be read";
        }
        return family.negotiated() ? "negotiated" : "not negotiated";
    }
}
