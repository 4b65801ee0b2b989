package io.swaplane.control.api;

import io.swaplane.control.api.v1.Action;
import io.swaplane.control.api.v1.Attachment;
import io.swaplane.control.api.v1.Binding;
import io.swaplane.control.api.v1.DirectNextHop;
import io.swaplane.control.api.v1.GetHostResponse;
import io.swaplane.control.api.v1.IndirectNextHop;
import io.swaplane.control.api.v1.Interface;
import io.swaplane.control.api.v1.Label;
import io.swaplane.control.api.v1.Neighbour;
import io.swaplane.control.api.v1.NextHop;
import io.swaplane.control.api.v1.NextHopLeg;
import io.swaplane.control.api.v1.Port;
import io.swaplane.control.api.v1.PortPackets;
import io.swaplane.control.api.v1.Queue;
import io.swaplane.control.api.v1.Reason;
import io.swaplane.control.api.v1.RefusedMode;
import io.swaplane.control.api.v1.Resolution;
import io.swaplane.control.api.v1.Statistics;
import io.swaplane.control.api.v1.Tap;
import io.swaplane.control.api.v1.Tunnel;
import io.swaplane.control.api.v1.Worker;
import io.swaplane.control.view.ActionView;
import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.BindingView;
import io.swaplane.control.view.DirectNextHopView;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.NextHopLegView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.QueueView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RefusedModeView;
import io.swaplane.control.view.ResolutionView;
import io.swaplane.control.view.StatisticsView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.WorkerView;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Views to messages; {@link Decoder} is the way back. */
final class Encoder {
    private Encoder() {
    }

    static <V, M> Iterable<M> all(final List<V> views, final Function<V, M> encode) {
        return () -> views.stream().map(encode).iterator();
    }

    static Label label(final LabelView view) {
        final Label.Builder label = Label.newBuilder().setLabel(view.label()).setLabelSpace(view.labelSpace()).setOwner(view.owner())
            .setSpoofCheck(view.spoofCheck()).addAllActions(all(view.actions(), Encoder::action))
            .setStatistics(statistics(view.statistics()));
        if (view.fec() != null) {
            label.setFec(view.fec()).setBindingState(view.bindingState());
        }
        return label.build();
    }

    static Binding binding(final BindingView view) {
        return Binding.newBuilder().setLabel(view.label()).setFec(view.fec()).setAccept(view.accept()).setOwner(view.owner())
            .setProducer(view.producer()).setState(view.state()).setUsers(view.users()).build();
    }

    private static Action action(final ActionView view) {
        final Action.Builder action = Action.newBuilder().setActive(view.active()).setSummary(view.summary())
            .addAllNextHops(view.nextHops());
        if (view.role() != null) {
            action.setRole(view.role());
        }
        return action.build();
    }

    private static Statistics statistics(final StatisticsView view) {
        return Statistics.newBuilder().setPackets(view.packets()).setOctets(view.octets()).setErrors(view.errors())
            .setDiscards(view.discards()).build();
    }

    static NextHop nextHop(final NextHopView view) {
        final NextHop.Builder nextHop = NextHop.newBuilder().setIndex(view.index()).addAllLabels(view.labels())
            .setResolved(view.resolved()).setWithoutMemory(view.withoutMemory()).setReferences(view.references())
            .addAllLegs(all(view.legs(), Encoder::leg));
        if (view.resolvedBy() != null) {
            nextHop.setResolvedBy(view.resolvedBy());
        }
        if (view.peer() != null) {
            nextHop.setPeer(view.peer());
        }
        if (view.interfaceName() != null) {
            nextHop.setInterface(view.interfaceName());
        }
        if (view.owner() != null) {
            nextHop.setOwner(view.owner());
        }
        if (view.neighbour() != null) {
            nextHop.setNeighbour(view.neighbour());
        }
        if (view.statistics() != null) {
            nextHop.setStatistics(statistics(view.statistics()));
        }
        return nextHop.build();
    }

    private static NextHopLeg leg(final NextHopLegView view) {
        return NextHopLeg.newBuilder().setRole(view.role()).setActive(view.active()).setNextHop(view.nextHop()).build();
    }

    static Tunnel tunnel(final TunnelView view) {
        return Tunnel.newBuilder().setEndpoint(view.endpoint()).setOwner(view.owner()).setNextHop(view.nextHop())
            .setPreference(view.preference()).setMetric(view.metric()).setActive(view.active()).setReachable(view.reachable()).build();
    }

    static IndirectNextHop indirectNextHop(final IndirectNextHopView view) {
        return IndirectNextHop.newBuilder().setAddress(view.address()).setIpRoute(resolution(view.ipRoute()))
            .setTunnelRoute(resolution(view.tunnelRoute())).setReferences(view.references()).build();
    }

    private static Resolution resolution(final ResolutionView view) {
        return Resolution.newBuilder().setIndex(view.index()).setReachable(view.reachable()).setMetric(view.metric())
            .addAllDirectNextHops(all(view.directNextHops(), Encoder::directNextHop)).build();
    }

    private static DirectNextHop directNextHop(final DirectNextHopView view) {
        final DirectNextHop.Builder message = DirectNextHop.newBuilder();
        if (view.interfaceName() != null) {
            message.setInterface(view.interfaceName());
        }
        if (view.neighbour() != null) {
            message.setNeighbour(view.neighbour());
        }
        if (view.nextHop() != null) {
            message.setNextHop(view.nextHop());
        }
        return message.build();
    }

    static Port port(final PortView view) {
        return Port.newBuilder().setName(view.port()).setUp(view.up()).setInPackets(view.inPackets()).setInOctets(view.inOctets())
            .setOutPackets(view.outPackets()).setOutOctets(view.outOctets()).setOutDiscards(view.outDiscards()).build();
    }

    static Interface interfaceMessage(final InterfaceView view) {
        final Interface.Builder message = Interface.newBuilder().setName(view.interfaceName()).setPort(port(view.port()))
            .addAllAddresses(view.addresses());
        if (view.vrf() != null) {
            message.setVrf(view.vrf());
        }
        if (view.attachment() != null) {
            message.setAttachment(attachment(view.attachment()));
        }
        return message.build();
    }

    private static Attachment attachment(final AttachmentView view) {
        final Attachment.Builder message = Attachment.newBuilder().setLinuxInterface(view.linuxInterface()).setMode(view.mode())
            .addAllRefusedModes(all(view.refusedModes(), Encoder::refusedMode)).addAllQueues(all(view.queues(), Encoder::queue))
            .setUnserved(view.unserved());
        if (view.unreadable() != null) {
            message.setUnreadable(view.unreadable());
        }
        return message.build();
    }

    private static RefusedMode refusedMode(final RefusedModeView view) {
        return RefusedMode.newBuilder().setMode(view.mode()).setReason(view.reason()).build();
    }

    private static Queue queue(final QueueView view) {
        final Queue.Builder message = Queue.newBuilder().setQueue(view.queue()).setRxDropped(view.rxDropped())
            .setRxRingFull(view.rxRingFull()).setFillRingEmpty(view.fillRingEmpty()).setRxInvalidDescriptors(view.rxInvalidDescriptors())
            .setTxInvalidDescriptors(view.txInvalidDescriptors()).setTxRingEmpty(view.txRingEmpty())
            .setRxOversize(view.rxOversize()).setRxUnfinished(view.rxUnfinished()).setTxOversize(view.txOversize())
            .setTxFull(view.txFull()).setTxFailed(view.txFailed());
        if (view.txError() != null) {
            message.setTxError(view.txError());
        }
        return message.build();
    }

    static Neighbour neighbour(final NeighbourView view) {
        final Neighbour.Builder neighbour = Neighbour.newBuilder().setInterface(view.interfaceName()).setAddress(view.address())
            .setState(view.state()).setManaged(view.managed());
        if (view.mac() != null) {
            neighbour.setMac(view.mac());
        }
        if (view.refusal() != null) {
            neighbour.setRefusal(view.refusal());
        }
        return neighbour.build();
    }

    static Worker worker(final WorkerView view) {
        final Worker.Builder worker = Worker.newBuilder().setWorker(view.worker()).setIdle(view.idle()).setState(view.state())
            .setCycles(view.cycles()).setBusyCycles(view.busyCycles()).setPackets(view.packets()).setStalls(view.stalls())
            .setLongestStallNanos(view.longestStallNanos());
        if (view.cpu() != null) {
            worker.setCpu(view.cpu());
        }
        return worker.build();
    }

    static GetHostResponse host(final HostView view) {
        final GetHostResponse.Builder host = GetHostResponse.newBuilder().setNeighbourRequests(view.neighbourRequests())
            .setNeighbourRefusals(view.neighbourRefusals()).setOverruns(view.overruns()).setRepeatedDumps(view.repeatedDumps())
            .setMalformed(view.malformed()).addAllKernelForwarding(view.kernelForwarding());
        if (view.tap() != null) {
            host.setTap(Tap.newBuilder().setDevice(view.tap().device()).setDelivered(view.tap().delivered())
                .setNotForHost(view.tap().notForHost()).setRefused(view.tap().refused()));
        }
        return host.build();
    }

    static Reason reason(final ReasonView view) {
        final Reason.Builder reason = Reason.newBuilder().setName(view.reason()).setSeverity(view.severity())
            .setSentence(view.sentence()).setPackets(view.packets());
        for (final Map.Entry<String, Long> each : view.byPort().entrySet()) {
            reason.addByPort(PortPackets.newBuilder().setPort(each.getKey()).setPackets(each.getValue()));
        }
        return reason.build();
    }
}
