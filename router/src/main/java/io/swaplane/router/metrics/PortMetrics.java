package io.swaplane.router.metrics;

import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.QueueView;
import io.swaplane.control.view.RefusedModeView;
import java.util.HashSet;
import java.util.Set;

/** Ports and the rings of their queues. */
record PortMetrics(StateSource source) implements MetricGroup {
    @Override
    public void collect(final Samples into) throws StateUnavailableException {
        for (final PortView port : source.ports()) {
            collect(port, into);
        }
        final Set<String> seen = new HashSet<>();
        for (final InterfaceView each : source.interfaces()) {
            final String port = each.port().port();
            // The interfaces of a port, one for each VLAN, share its attachment.
            if (each.attachment() != null && seen.add(port)) {
                collect(port, each.attachment(), into);
            }
        }
    }

    private static void collect(final PortView view, final Samples into) {
        final String port = view.port();
        into.put(Metric.PORT_UP, view.up() ? 1 : 0, port);
        into.put(Metric.PORT_RECEIVE_PACKETS, view.inPackets(), port);
        into.put(Metric.PORT_RECEIVE_BYTES, view.inOctets(), port);
        into.put(Metric.PORT_TRANSMIT_PACKETS, view.outPackets(), port);
        into.put(Metric.PORT_TRANSMIT_BYTES, view.outOctets(), port);
        into.put(Metric.PORT_TRANSMIT_DISCARDS, view.outDiscards(), port);
    }

    private static void collect(final String port, final AttachmentView view, final Samples into) {
        into.putInfo(Metric.PORT, port, view.linuxInterface(), view.mode());
        for (final RefusedModeView refused : view.refusedModes()) {
            into.putInfo(Metric.PORT_REFUSED_MODE, port, refused.mode(), refused.reason());
        }
        if (view.unreadable() == null) {
            into.put(Metric.PORT_UNSERVED, view.unserved(), port);
        }
        for (final QueueView queue : view.queues()) {
            collect(port, queue, into);
        }
    }

    private static void collect(final String port, final QueueView view, final Samples into) {
        final String queue = Integer.toString(view.queue());
        into.put(Metric.QUEUE_LOST, view.rxDropped(), port, queue, "rx-dropped");
        into.put(Metric.QUEUE_LOST, view.rxRingFull(), port, queue, "rx-ring-full");
        into.put(Metric.QUEUE_LOST, view.rxOversize(), port, queue, "rx-oversize");
        into.put(Metric.QUEUE_LOST, view.rxUnfinished(), port, queue, "rx-unfinished");
        into.put(Metric.QUEUE_LOST, view.rxInvalidDescriptors(), port, queue, "rx-invalid");
        into.put(Metric.QUEUE_LOST, view.txOversize(), port, queue, "tx-oversize");
        into.put(Metric.QUEUE_LOST, view.txInvalidDescriptors(), port, queue, "tx-invalid");
        into.put(Metric.QUEUE_EVENTS, view.fillRingEmpty(), port, queue, "fill-ring-empty");
        into.put(Metric.QUEUE_EVENTS, view.txRingEmpty(), port, queue, "tx-ring-empty");
        into.put(Metric.QUEUE_EVENTS, view.txFull(), port, queue, "tx-full");
        into.put(Metric.QUEUE_EVENTS, view.txFailed(), port, queue, "tx-failed");
    }
}
