package io.swaplane.router.run;

import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.QueueView;
import io.swaplane.control.view.RefusedModeView;
import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.packet.PacketSocketPort;
import io.swaplane.io.packet.PacketSocketStatistics;
import io.swaplane.io.xdp.HostAddresses;
import io.swaplane.io.xdp.Refusal;
import io.swaplane.io.xdp.TransmitWay;
import io.swaplane.io.xdp.XdpInterface;
import io.swaplane.io.xdp.XdpMode;
import io.swaplane.io.xdp.XdpPort;
import io.swaplane.io.xdp.XdpStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is open: a queue for each worker, the mode that it got, and why not a better one.
 *
 * <p>Made by {@link PortOpener}. Queues are stepped by their workers; everything else may be asked by any thread.
 */
final class LivePort implements AutoCloseable {
    /** What a mode ends with when the port sends as XDP frames. */
    static final String XDP_TRANSMIT = "+xdp-transmit";

    private static final Logger LOG = LoggerFactory.getLogger(LivePort.class);

    private final String name;
    private final String device;
    private final int interfaceIndex;
    private final String mode;
    private final List<RefusedModeView> refused;
    private final XdpInterface xdp;
    private final PacketSocketPort packet;
    private final int busyPollBudget;

    LivePort(final String name, final int interfaceIndex, final XdpInterface xdp, final int busyPollBudget) {
        this(name, xdp.device().name(), interfaceIndex,
            mode(xdp.mode()) + (xdp.transmitWay() == TransmitWay.XDP ? XDP_TRANSMIT : ""), refused(xdp.refusals()), xdp, null,
            busyPollBudget);
    }

    LivePort(final String name, final String device, final int interfaceIndex, final List<RefusedModeView> refused,
             final PacketSocketPort packet) {
        this(name, device, interfaceIndex, "af-packet", refused, null, packet, 0);
    }

    private LivePort(final String name, final String device, final int interfaceIndex, final String mode,
                     final List<RefusedModeView> refused, final XdpInterface xdp, final PacketSocketPort packet,
                     final int busyPollBudget) {
        this.name = name;
        this.device = device;
        this.interfaceIndex = interfaceIndex;
        this.mode = mode;
        this.refused = List.copyOf(refused);
        this.xdp = xdp;
        this.packet = packet;
        this.busyPollBudget = busyPollBudget;
    }

    static List<RefusedModeView> refused(final List<Refusal> refusals) {
        return refusals.stream().map(each -> new RefusedModeView(mode(each.mode()), each.reason())).toList();
    }

    private static String mode(final XdpMode mode) {
        return switch (mode) {
            case ZERO_COPY -> "xdp-zero-copy";
            case NATIVE_COPY -> "xdp-copy";
            case GENERIC -> "xdp-generic";
        };
    }

    String name() {
        return name;
    }

    /** The Linux interface's name when it was opened. */
    String device() {
        return device;
    }

    int interfaceIndex() {
        return interfaceIndex;
    }

    /** The mode that it got, and behind a plus sign how it sends when that is not by the socket. */
    String mode() {
        return mode;
    }

    /** The better modes that it did not get, best first, each with the reason. */
    List<RefusedModeView> refused() {
        return refused;
    }

    /** Which addresses its steering program leaves to the kernel; null when it takes no IP. */
    HostAddresses hostAddresses() {
        return xdp == null ? null : xdp.hostAddresses();
    }

    /** How many queues it has. */
    int queues() {
        return xdp == null ? 1 : xdp.ports().size();
    }

    /** The queue of a worker. */
    PacketPort queue(final int worker) {
        return xdp == null ? packet : xdp.ports().get(worker);
    }

    /** The descriptor on which a worker waits for frames of its queue. */
    int fd(final int worker) {
        return xdp == null ? packet.fd() : xdp.ports().get(worker).fd();
    }

    /** Takes the error that a wait on the descriptor reported, so that the next wait can sleep. */
    void takeError() {
        if (packet != null) {
            packet.takeError();
        }
    }

    /**
     * Octets of VLAN tags that a frame may have beyond the Linux interface's MTU. An AF_PACKET socket is granted one tag if that is an
     * 802.1Q tag; a device (and a veth's peer) takes one tag of whatever type.
     *
     * @param outerType ethertype of the outer tag.
     */
    int tagRoom(final int outerType) {
        return packet == null || outerType == Ethernet.VLAN ? Ethernet.TAG_BYTES : 0;
    }

    /** The interface has another MTU now. */
    void mtu(final int mtu) {
        if (packet != null) {
            packet.mtu(mtu);
        }
    }

    /** How it is attached, with what was lost at its rings and on queues without a worker, or why that cannot be read. */
    AttachmentView view() {
        try {
            final List<QueueView> queues = new ArrayList<>();
            for (int queue = 0; queue < queues(); queue++) {
                queues.add(queue(xdp, queue));
            }
            return new AttachmentView(device, mode, refused, List.copyOf(queues), xdp == null ? 0 : xdp.unserved(), null);
        } catch (final KernelException e) {
            return new AttachmentView(device, mode, refused, List.of(), 0, e.getMessage());
        }
    }

    private QueueView queue(final XdpInterface from, final int queue) throws KernelException {
        if (from == null) {
            final PacketSocketStatistics statistics = packet.statistics();
            return QueueView.packet(statistics.ringDrops(), statistics.receiveOversize(), statistics.receiveUnfinished(),
                statistics.transmitOversize(), statistics.transmitFull(), statistics.transmitFailed(), text(packet.transmitError()));
        }
        final XdpPort port = from.ports().get(queue);
        final XdpStatistics statistics = port.statistics();
        final long failed = port.transmitFailed();
        return QueueView.xdp(queue, statistics.receiveDropped(), statistics.receiveRingFull(), statistics.fillRingEmpty(),
            statistics.receiveInvalid(), statistics.transmitInvalid(), statistics.transmitRingEmpty(),
            port.receiveOversize()).notSent(port.transmitFull(), failed, text(port.transmitError()));
    }

    private static String text(final Errno errno) {
        return errno == null ? null : errno + ": " + errno.explanation();
    }

    /** How much of the first worker's frame memory lies on huge pages; -1 when that cannot be told. */
    long hugePageBytes() {
        try {
            return xdp == null ? -1 : xdp.hugePageBytes();
        } catch (final IOException e) {
            LOG.warn("whether frame memory lies on huge pages cannot be told: {}", e.getMessage());
            return -1;
        }
    }

    /** Stops steering: nothing new arrives, what has arrived can still be forwarded. */
    void detach() {
        if (xdp != null) {
            xdp.detach();
        }
    }

    /** The steering program, for the log; empty when there is none. */
    String programText() {
        return xdp == null ? "" : xdp.programText();
    }

    @Override
    public void close() {
        if (xdp != null) {
            xdp.close();
            xdp.ports().stream().filter(queue -> queue.abandoned() > 0).forEach(queue -> LOG.warn(
                "port {}: {} frames that counted as sent were still waiting to be sent, and are given up{}", name, queue.abandoned(),
                queue.lastError() == null ? "" : " (" + text(queue.lastError()) + ")"));
        } else {
            packet.close();
        }
    }

    @Override
    public String toString() {
        return name + ": " + (device.equals(name) ? "" : device + ", ") + mode + ", "
            + queues() + (queues() == 1 ? " queue" : " queues")
            + (busyPollBudget == 0 ? "" : ", busy polling " + busyPollBudget + " frames a call")
            + (refused.isEmpty() ? "" : "; not better because "
            + refused.stream().map(each -> each.mode() + ": " + each.reason()).collect(Collectors.joining("; ")));
    }
}
