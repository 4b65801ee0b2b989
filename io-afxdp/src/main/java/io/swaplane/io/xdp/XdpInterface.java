package io.swaplane.io.xdp;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.FrameRoom;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.netlink.XdpFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An interface that gives its MPLS frames, and its IP packets when asked to, to Swaplane through AF_XDP: the steering program and a
 * port for each queue served.
 *
 * <p>It gets the best mode that the caller allows and the kernel grants, never a worse one silently: {@link #refusals} says why it is
 * not a better one. Opening and closing is for the thread that steps the ports, or for any while they are not stepped; it acts in the
 * calling thread's network namespace.
 */
public final class XdpInterface implements AutoCloseable {
    /** Up to here every driver with XDP takes a program that knows nothing of frames in several buffers. */
    static final int SINGLE_BUFFER_MTU = 1500;
    /** What the kernel lets a frame have beyond the MTU: Ethernet header and a VLAN tag. */
    private static final int L2_BYTES = Ethernet.HEADER_BYTES + Ethernet.TAG_BYTES;

    private final NetDevice device;
    private final XdpMode mode;
    private final List<Refusal> refusals;
    private final XdpAttachment attachment;
    private final List<XdpPort> ports;
    private final Umem firstUmem;
    private final XdpTransmit transmit;

    private XdpInterface(final NetDevice device, final XdpMode mode, final List<Refusal> refusals, final XdpAttachment attachment,
                         final List<XdpPort> ports, final Umem firstUmem, final XdpTransmit transmit) {
        this.device = device;
        this.mode = mode;
        this.refusals = List.copyOf(refusals);
        this.attachment = attachment;
        this.ports = List.copyOf(ports);
        this.firstUmem = firstUmem;
        this.transmit = transmit;
    }

    /**
     * Opens an interface.
     *
     * @param device the interface.
     * @param stores the frame memory of each worker; worker i serves queue i.
     * @param allowed the modes to try, in this order; one alone forces it.
     * @param options ring sizes and so on.
     * @throws XdpRefusedException when none of the modes can be had.
     * @throws IOException when the interface can't be used at all: it is missing, its MTU is too large, an offload is in the way.
     */
    public static XdpInterface open(final NetDevice device, final List<FrameStore> stores, final List<XdpMode> allowed,
                                    final XdpOptions options) throws IOException {
        final int index = device.index();
        checkQueues(device, stores.size());
        checkMemory(device, stores, options);
        for (final FrameStore store : stores) {
            FrameRoom.check(device, store);
        }
        if (options.transmitWay() == TransmitWay.XDP) {
            checkTransmit(device, index, stores.size());
        }
        clearOffloads(device);
        final List<Refusal> refusals = new ArrayList<>();
        for (final XdpMode mode : allowed) {
            try {
                return attempt(device, index, stores, mode, options, refusals);
            } catch (final KernelException e) {
                refusals.add(new Refusal(mode, e.getMessage()));
            }
        }
        throw new XdpRefusedException(device.name(), refusals);
    }

    private static XdpInterface attempt(final NetDevice device, final int index, final List<FrameStore> stores, final XdpMode mode,
                                        final XdpOptions options, final List<Refusal> refusals) throws IOException {
        final int queues = device.receiveQueues();
        final XdpTransmit transmit = options.transmitWay() == TransmitWay.XDP ? XdpTransmit.open(device.name(), index) : null;
        final List<XdpPort> ports = new ArrayList<>();
        XdpAttachment attachment = null;
        try {
            attachment = XdpAttachment.open(device, queues, mode == XdpMode.GENERIC, device.mtu() > SINGLE_BUFFER_MTU, options.ip(),
                transmit);
            for (int queue = 0; queue < stores.size(); queue++) {
                final String name = device.name() + " queue " + queue;
                final Umem umem = new Umem(stores.get(queue));
                final XskSocket socket = XskSocket.open(name, index, queue, umem, mode == XdpMode.ZERO_COPY, options);
                ports.add(new XdpPort(name, socket, umem, transmit));
                attachment.serve(queue, socket.fd());
            }
            return new XdpInterface(device, mode, refusals, attachment, ports, new Umem(stores.getFirst()), transmit);
        } catch (final IOException | RuntimeException | Error e) {
            close(attachment, ports, transmit);
            throw e;
        }
    }

    private static void close(final XdpAttachment attachment, final List<XdpPort> ports, final XdpTransmit transmit) {
        if (attachment != null) {
            attachment.close();
        }
        ports.forEach(XdpPort::close);
        if (transmit != null) {
            transmit.close();
        }
    }

    /** Frames that the driver does not take from a redirect would all be lost. */
    private static void checkTransmit(final NetDevice device, final int index, final int workers) throws IOException {
        if (workers > 1) {
            throw new IOException("sending as XDP frames is for one worker, and there are " + workers + ": use one, or let " + device.name()
                + " send by the socket");
        }
        final int largest = TransmitLayout.MAX_LENGTH - L2_BYTES;
        if (device.mtu() > largest) {
            throw new IOException("the MTU of " + device.name() + " is " + device.mtu() + "; sent as XDP frames the largest that works is "
                + largest + ": lower it with `ip link set " + device.name() + " mtu " + largest + "` or send by the socket");
        }
        if (!XdpFeatures.of(index).takesRedirects()) {
            throw new IOException(device.name() + " takes no XDP frames: its driver can't, or it is virtual and its peer does not receive"
                + " them; for veth turn `ethtool -K PEER gro on` on the other end, or send by the socket");
        }
    }

    private static void checkQueues(final NetDevice device, final int workers) throws IOException {
        final int queues = device.receiveQueues();
        if (workers < 1 || workers > queues) {
            throw new IOException(device.name() + " has " + queues + " receive queue(s), not one for each of " + workers
                + " workers: start fewer workers, or give it more queues with `ethtool -L " + device.name() + " combined " + workers + "`");
        }
    }

    private static void checkMemory(final NetDevice device, final List<FrameStore> stores, final XdpOptions options) throws IOException {
        for (final FrameStore store : stores) {
            if (store.available() < options.fillEntries()) {
                throw new IOException("the frame memory has " + store.available() + " free chunks, fewer than the "
                    + options.fillEntries() + " that the fill ring of " + device.name() + " holds: give it more, or shorten the ring");
            }
        }
    }

    /** Tags taken off and packets merged by the device would be lost to the forwarder. */
    private static void clearOffloads(final NetDevice device) throws IOException {
        if (!changesFrames(device)) {
            return;
        }
        final String refusal = device.name() + " takes VLAN tags off or merges packets, which can't be turned off here (%s): try"
            + " `ethtool -K " + device.name() + " rxvlan off lro off`";
        try {
            device.leaveFramesAsReceived();
        } catch (final KernelException e) {
            throw new IOException(refusal.formatted(e.getMessage()), e);
        }
        if (changesFrames(device)) {
            throw new IOException(refusal.formatted("the driver keeps it on"));
        }
    }

    private static boolean changesFrames(final NetDevice device) throws KernelException {
        try {
            return device.stripsVlanTags() || device.mergesPackets();
        } catch (final KernelException e) {
            if (e.errno() == Errno.EOPNOTSUPP) {
                return false; // a driver that knows no such switches does neither
            }
            throw e;
        }
    }

    public NetDevice device() {
        return device;
    }

    /** The mode that it got. */
    public XdpMode mode() {
        return mode;
    }

    /** How it sends. */
    public TransmitWay transmitWay() {
        return transmit == null ? TransmitWay.SOCKET : TransmitWay.XDP;
    }

    /** Why it did not get a better mode, the best first. */
    public List<Refusal> refusals() {
        return refusals;
    }

    /** The ports by queue. */
    public List<XdpPort> ports() {
        return ports;
    }

    /** Which addresses are the host's, to be kept as they are; null on a port that takes no IP. */
    public HostAddresses hostAddresses() {
        return attachment.hostAddresses();
    }

    /** Frames dropped because they arrived on a queue that no worker serves. */
    public long unserved() throws KernelException {
        return attachment.unserved();
    }

    /** The steering program as text, one instruction a line, for logs. */
    public String programText() {
        return attachment.programText();
    }

    /** Bytes of the first worker's frame memory that lie on huge pages; the kernel has faulted all of it in by now. */
    public long hugePageBytes() throws IOException {
        return firstUmem.hugePageBytes();
    }

    /**
     * Stops steering, so that nothing new arrives; what has arrived can still be received and sent before {@link #close}. The host's
     * kernel gets every frame from now on, and drops what it is not told to forward.
     */
    public void detach() {
        attachment.detach();
    }

    /** Detaches the program, then closes the ports; their chunks return to the stores. */
    @Override
    public void close() {
        close(attachment, ports, transmit);
    }
}
