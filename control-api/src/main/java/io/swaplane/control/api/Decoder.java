package io.swaplane.control.api;

import io.swaplane.control.api.v1.Action;
import io.swaplane.control.api.v1.Attachment;
import io.swaplane.control.api.v1.Binding;
import io.swaplane.control.api.v1.DirectNextHop;
import io.swaplane.control.api.v1.GetHostResponse;
import io.swaplane.control.api.v1.IndirectNextHop;
import io.swaplane.control.api.v1.Interface;
import io.swaplane.control.api.v1.Label;
import io.swaplane.control.api.v1.ListLabelsRequest;
import io.swaplane.control.api.v1.ListLabelsResponse;
import io.swaplane.control.api.v1.Neighbour;
import io.swaplane.control.api.v1.NextHop;
import io.swaplane.control.api.v1.NextHopLeg;
import io.swaplane.control.api.v1.Port;
import io.swaplane.control.api.v1.Queue;
import io.swaplane.control.api.v1.Reason;
import io.swaplane.control.api.v1.RefusedMode;
import io.swaplane.control.api.v1.Resolution;
import io.swaplane.control.api.v1.Statistics;
import io.swaplane.control.api.v1.Tap;
import io.swaplane.control.api.v1.Tunnel;
import io.swaplane.control.api.v1.Worker;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.ActionView;
import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.BindingView;
import io.swaplane.control.view.DirectNextHopView;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.NextHopLegView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.view.QueueView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RefusedModeView;
import io.swaplane.control.view.ResolutionView;
import io.swaplane.control.view.StatisticsView;
import io.swaplane.control.view.TapView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.WorkerView;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Messages to views; {@link Encoder} is the way back. */
final class Decoder {
    private Decoder() {
    }

    static <M, V> List<V> all(final List<M> messages, final Function<M, V> decode) {
        return messages.stream().map(decode).toList();
    }

    /** Refuses with a {@link RefusedException} what cannot be. */
    static LabelFilter filter(final ListLabelsRequest request) {
        // Labels beyond 2^31 are none: as the largest number they find nothing.
        final int first = Math.max(limit(request.hasFirst(), request.getFirst(), 0), limit(request.hasLabel(), request.getLabel(), 0));
        final int last = Math.min(limit(request.hasLast(), request.getLast(), Integer.MAX_VALUE),
            limit(request.hasLabel(), request.getLabel(), Integer.MAX_VALUE));
        return new LabelFilter(request.hasLabelSpace() ? request.getLabelSpace() : null, first, last,
            request.hasPrefix() ? prefix(request.getPrefix()) : null, request.getWithNextHops());
    }

    static Prefix prefix(final String text) {
        try {
            return Prefix.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    private static int limit(final boolean given, final int label, final int otherwise) {
        return !given ? otherwise : label < 0 ? Integer.MAX_VALUE : label;
    }

    /** What the server read on from stays with the server. */
    static LabelPage labelPage(final ListLabelsResponse message) {
        return new LabelPage(all(message.getLabelsList(), Decoder::label), all(message.getNextHopsList(), Decoder::nextHop), null);
    }

    private static LabelView label(final Label message) {
        return new LabelView(message.getLabel(), message.getLabelSpace(), message.getOwner(), message.getSpoofCheck(),
            all(message.getActionsList(), Decoder::action), statistics(message.getStatistics()),
            message.hasFec() ? message.getFec() : null, message.hasBindingState() ? message.getBindingState() : null);
    }

    static BindingView binding(final Binding message) {
        return new BindingView(message.getLabel(), message.getFec(), message.getAccept(), message.getOwner(), message.getProducer(),
            message.getState(), message.getUsers());
    }

    private static ActionView action(final Action message) {
        return new ActionView(message.hasRole() ? message.getRole() : null, message.getActive(), message.getSummary(),
            List.copyOf(message.getNextHopsList()));
    }

    private static StatisticsView statistics(final Statistics message) {
        return new StatisticsView(message.getPackets(), message.getOctets(), message.getErrors(), message.getDiscards());
    }

    static NextHopView nextHop(final NextHop message) {
        return new NextHopView(message.getIndex(), List.copyOf(message.getLabelsList()),
            message.hasResolvedBy() ? message.getResolvedBy() : null, message.hasPeer() ? message.getPeer() : null,
            message.hasInterface() ? message.getInterface() : null, message.hasNeighbour() ? message.getNeighbour() : null,
            all(message.getLegsList(), Decoder::leg), message.getResolved(), message.getWithoutMemory(), message.getReferences(),
            message.hasStatistics() ? statistics(message.getStatistics()) : null, message.hasOwner() ? message.getOwner() : null);
    }

    private static NextHopLegView leg(final NextHopLeg message) {
        return new NextHopLegView(message.getRole(), message.getActive(), message.getNextHop());
    }

    static TunnelView tunnel(final Tunnel message) {
        return new TunnelView(message.getEndpoint(), message.getOwner(), message.getNextHop(), message.getPreference(), message.getMetric(),
            message.getActive(), message.getReachable());
    }

    static IndirectNextHopView indirectNextHop(final IndirectNextHop message) {
        return new IndirectNextHopView(message.getAddress(), resolution(message.getIpRoute()), resolution(message.getTunnelRoute()),
            message.getReferences());
    }

    private static ResolutionView resolution(final Resolution message) {
        return new ResolutionView(message.getIndex(), message.getReachable(), message.getMetric(),
            all(message.getDirectNextHopsList(), Decoder::directNextHop));
    }

    private static DirectNextHopView directNextHop(final DirectNextHop message) {
        return new DirectNextHopView(message.hasInterface() ? message.getInterface() : null,
            message.hasNeighbour() ? message.getNeighbour() : null, message.hasNextHop() ? message.getNextHop() : null);
    }

    static PortView port(final Port message) {
        return new PortView(message.getName(), message.getUp(), message.getInPackets(), message.getInOctets(), message.getOutPackets(),
            message.getOutOctets(), message.getOutDiscards());
    }

    static InterfaceView interfaceView(final Interface message) {
        return new InterfaceView(message.getName(), port(message.getPort()),
            message.hasAttachment() ? attachment(message.getAttachment()) : null, message.hasVrf() ? message.getVrf() : null,
            List.copyOf(message.getAddressesList()));
    }

    private static AttachmentView attachment(final Attachment message) {
        return new AttachmentView(message.getLinuxInterface(), message.getMode(),
            all(message.getRefusedModesList(), Decoder::refusedMode), all(message.getQueuesList(), Decoder::queue),
            message.getUnserved(), message.hasUnreadable() ? message.getUnreadable() : null);
    }

    private static RefusedModeView refusedMode(final RefusedMode message) {
        return new RefusedModeView(message.getMode(), message.getReason());
    }

    private static QueueView queue(final Queue message) {
        return new QueueView(message.getQueue(), message.getRxDropped(), message.getRxRingFull(), message.getFillRingEmpty(),
            message.getRxInvalidDescriptors(), message.getTxInvalidDescriptors(), message.getTxRingEmpty(),
            message.getRxOversize(), message.getRxUnfinished(), message.getTxOversize(), message.getTxFull(), message.getTxFailed(),
            message.hasTxError() ? message.getTxError() : null);
    }

    static NeighbourView neighbour(final Neighbour message) {
        return new NeighbourView(message.getInterface(), message.getAddress(), message.hasMac() ? message.getMac() : null,
            message.getState(), message.getManaged(), message.hasRefusal() ? message.getRefusal() : null);
    }

    static WorkerView worker(final Worker message) {
        return new WorkerView(message.getWorker(), message.hasCpu() ? message.getCpu() : null, message.getIdle(), message.getState(),
            message.getCycles(), message.getBusyCycles(), message.getPackets(), message.getStalls(), message.getLongestStallNanos());
    }

    static HostView host(final GetHostResponse message) {
        return new HostView(message.hasTap() ? tap(message.getTap()) : null, message.getNeighbourRequests(),
            message.getNeighbourRefusals(), message.getOverruns(), message.getRepeatedDumps(), message.getMalformed(),
            message.getKernelForwardingList());
    }

    private static TapView tap(final Tap message) {
        return new TapView(message.getDevice(), message.getDelivered(), message.getNotForHost(), message.getRefused());
    }

    static ReasonView reason(final Reason message) {
        final Map<String, Long> byPort = new LinkedHashMap<>();
        message.getByPortList().forEach(each -> byPort.put(each.getPort(), each.getPackets()));
        return new ReasonView(message.getName(), message.getSeverity(), message.getSentence(), message.getPackets(),
            Collections.unmodifiableMap(byPort));
    }
}
