package io.swaplane.io.xdp;

import io.swaplane.io.bpf.BpfCode;
import io.swaplane.io.bpf.BpfLink;
import io.swaplane.io.bpf.BpfMap;
import io.swaplane.io.bpf.XdpProgram;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.NetDevice;
import java.io.IOException;

/**
 * The steering program on one interface, with its own maps, held by a BPF link: however the process ends, the kernel detaches it.
 */
final class XdpAttachment implements AutoCloseable {
    private final BpfCode code;
    private final BpfMap sockets;
    private final BpfMap counters;
    private final HostAddresses host;
    private final BpfLink link;

    private XdpAttachment(final BpfCode code, final BpfMap sockets, final BpfMap counters, final HostAddresses host,
                          final BpfLink link) {
        this.code = code;
        this.sockets = sockets;
        this.counters = counters;
        this.host = host;
        this.link = link;
    }

    /**
     * Loads the program and attaches it.
     *
     * @param generic true for the kernel's generic hook instead of the driver's.
     * @param fragments true to take frames of several buffers, which a large MTU needs.
     * @param ip the IP packets that are taken.
     * @param transmit what sends as XDP frames and is started here, or null; the caller closes it.
     */
    static XdpAttachment open(final NetDevice device, final int queues, final boolean generic, final boolean fragments,
                              final IpTraffic ip, final XdpTransmit transmit) throws IOException {
        final BpfMap sockets = BpfMap.xsks("swaplane_xsks", queues);
        BpfMap counters = null;
        HostAddresses host = null;
        BpfLink link = null;
        try {
            counters = BpfMap.counters("swaplane_counts", 1);
            host = ip.isTaken() ? HostAddresses.of(ip) : null;
            final BpfCode code = MplsSteering.code(sockets, counters, transmit == null ? null : transmit.code(), ip, host);
            final XdpProgram program = XdpProgram.load(code, "swaplane_mpls", fragments);
            try {
                link = attach(program, device, generic);
                if (transmit != null) {
                    transmit.start(program);
                }
                return new XdpAttachment(code, sockets, counters, host, link);
            } finally {
                if (transmit == null || !transmit.isStarted()) {
                    program.close();
                }
            }
        } catch (final IOException | RuntimeException | Error e) {
            if (link != null) {
                link.close();
            }
            close(sockets, counters, host);
            throw e;
        }
    }

    private static void close(final BpfMap sockets, final BpfMap counters, final HostAddresses host) {
        sockets.close();
        if (counters != null) {
            counters.close();
        }
        if (host != null) {
            host.close();
        }
    }

    private static BpfLink attach(final XdpProgram program, final NetDevice device, final boolean generic) throws KernelException {
        final int mtu = device.mtu();
        try {
            return program.attach(device.index(), generic);
        } catch (final KernelException e) {
            throw new KernelException(e.call(), (generic ? "generic" : "native") + " XDP of " + device.name(), e.result(),
                advice(e.errno(), device.name(), mtu));
        }
    }

    private static String advice(final Errno errno, final String interfaceName, final int mtu) {
        return switch (errno) {
            case EBUSY, EEXIST -> "Another XDP program is on the interface: see `ip link show " + interfaceName
                + "`; remove it with `ip link set " + interfaceName + " xdp off` or stop the process that holds its link";
            case ERANGE, EINVAL -> tooLarge(mtu, "An offload such as LRO may be on");
            case EOPNOTSUPP -> tooLarge(mtu, "The driver has no XDP");
            case EPERM -> "Attaching needs CAP_NET_ADMIN and CAP_BPF";
            default -> "";
        };
    }

    private static String tooLarge(final int mtu, final String otherwise) {
        return mtu <= XdpInterface.SINGLE_BUFFER_MTU ? otherwise : otherwise + ", or the MTU of " + mtu
            + " is too large for its XDP: the largest that works with every driver that has XDP is " + XdpInterface.SINGLE_BUFFER_MTU;
    }

    /** The program as text. */
    String programText() {
        return code.disassemble();
    }

    /** Sends what arrives on a queue to a bound socket. */
    void serve(final int queue, final int socket) throws KernelException {
        sockets.update(queue, socket);
    }

    /** Which addresses are the host's; null on a port that takes no IP. */
    HostAddresses hostAddresses() {
        return host;
    }

    /** Frames dropped because their queue had no socket. */
    long unserved() throws KernelException {
        return counters.sum(MplsSteering.UNSERVED);
    }

    /** Stops steering: from now on the host's kernel gets every frame. Bound sockets keep what they have. */
    void detach() {
        link.close();
    }

    @Override
    public void close() {
        detach();
        close(sockets, counters, host);
    }
}
