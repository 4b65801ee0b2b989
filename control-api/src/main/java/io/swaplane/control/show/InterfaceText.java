package io.swaplane.control.show;

import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.QueueView;
import io.swaplane.control.view.RefusedModeView;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code show interfaces}: a paragraph per interface. */
public final class InterfaceText {
    private static final String INDENT = "  ";

    private InterfaceText() {
    }

    /** The paragraphs. */
    public static List<String> lines(final List<InterfaceView> interfaces) {
        final List<String> lines = new ArrayList<>();
        interfaces.forEach(each -> append(lines, each));
        return lines;
    }

    private static void append(final List<String> lines, final InterfaceView view) {
        final PortView port = view.port();
        final AttachmentView attachment = view.attachment();
        lines.add(view.interfaceName() + " is " + (port.up() ? "up" : "down") + ", port " + port.port()
            + (attachment == null ? ", not attached" : ", Linux interface " + attachment.linuxInterface()));
        if (view.vrf() != null) {
            lines.add(INDENT + "VRF: " + view.vrf());
            lines.add(INDENT + "Addresses: " + (view.addresses().isEmpty() ? "none" : String.join(" ", view.addresses())));
        }
        if (attachment != null) {
            lines.add(INDENT + "Mode: " + attachment.mode());
            for (final RefusedModeView refused : attachment.refusedModes()) {
                lines.add(INDENT + INDENT + "not " + refused.mode() + ": " + refused.reason());
            }
        }
        lines.add(INDENT + "Port statistics:");
        lines.add(INDENT + INDENT + port.inPackets() + " in pkts");
        lines.add(INDENT + INDENT + port.inOctets() + " in Octets");
        lines.add(INDENT + INDENT + port.outPackets() + " out pkts");
        lines.add(INDENT + INDENT + port.outOctets() + " out Octets");
        lines.add(INDENT + INDENT + port.outDiscards() + " out discard pkts");
        if (attachment != null) {
            rings(lines, attachment);
        }
    }

    private static void rings(final List<String> lines, final AttachmentView attachment) {
        if (attachment.unreadable() != null) {
            lines.add(INDENT + "Rings cannot be read: " + attachment.unreadable());
        } else if (!attachment.queues().isEmpty()) {
            lines.add(INDENT + "Rings, lost:");
            lost(attachment.queues()).forEach(line -> lines.add(INDENT + INDENT + line));
            lines.add(INDENT + INDENT + attachment.unserved() + " MPLS pkts on queues without a worker");
            lines.add(INDENT + "Rings, not lost:");
            notLost(attachment.queues()).forEach(line -> lines.add(INDENT + INDENT + line));
            attachment.queues().stream().filter(each -> each.txError() != null)
                .forEach(each -> lines.add(INDENT + INDENT + "queue " + each.queue() + ", last tx-failed: " + each.txError()));
        }
    }

    /** Each of these is a frame; none is counted twice. */
    private static List<String> lost(final List<QueueView> queues) {
        final Columns columns = new Columns("rrrrrrrr");
        columns.row("queue", "rx-dropped", "rx-ring-full", "rx-oversize", "rx-unfinished", "rx-invalid", "tx-oversize", "tx-invalid");
        for (final QueueView each : queues) {
            columns.row(each.queue(), each.rxDropped(), each.rxRingFull(), each.rxOversize(), each.rxUnfinished(),
                each.rxInvalidDescriptors(), each.txOversize(), each.txInvalidDescriptors());
        }
        return columns.drain();
    }

    /** How often something was not there; frames that were lost by it are counted elsewhere. */
    private static List<String> notLost(final List<QueueView> queues) {
        final Columns columns = new Columns("rrrrr");
        columns.row("queue", "fill-ring-empty", "tx-ring-empty", "tx-full", "tx-failed");
        for (final QueueView each : queues) {
            columns.row(each.queue(), each.fillRingEmpty(), each.txRingEmpty(), each.txFull(), each.txFailed());
        }
        return columns.drain();
    }
}
