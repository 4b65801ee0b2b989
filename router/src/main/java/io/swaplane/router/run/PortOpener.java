package io.swaplane.router.run;

import io.swaplane.control.view.RefusedModeView;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.io.kernel.FrameRoom;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.packet.PacketSocketPort;
import io.swaplane.io.packet.PacketSocketSettings;
import io.swaplane.io.xdp.IpTraffic;
import io.swaplane.io.xdp.TransmitWay;
import io.swaplane.io.xdp.XdpInterface;
import io.swaplane.io.xdp.XdpMode;
import io.swaplane.io.xdp.XdpOptions;
import io.swaplane.io.xdp.XdpRefusedException;
import io.swaplane.router.config.LiveSettings;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Opens a port in the strongest mode that the configuration allows and the kernel grants: AF_XDP zero-copy, native copy, generic, then
 * AF_PACKET. Never weaker than what the configuration forces, and never silently: the port keeps the reasons. A port that takes IP is never
 * AF_PACKET: the kernel would see its packets, too, and route them.
 */
final class PortOpener {
    private final List<FrameStore> stores;

    /** {@code stores}: each worker's frame memory. */
    PortOpener(final List<FrameStore> stores) {
        this.stores = List.copyOf(stores);
    }

    /** Opens a port, which takes these IP packets. */
    LivePort open(final LiveSettings.Port port, final IpTraffic ip) throws StartException {
        final NetDevice device = new NetDevice(port.device());
        try {
            return switch (port.mode()) {
                case AUTO -> strongest(port, device, ip);
                case ZERO_COPY -> xdp(port, device, List.of(XdpMode.ZERO_COPY), ip);
                case NATIVE -> xdp(port, device, List.of(XdpMode.NATIVE_COPY), ip);
                case GENERIC -> xdp(port, device, List.of(XdpMode.GENERIC), ip);
                case PACKET -> onlyMpls(port, device, ip);
            };
        } catch (final IOException e) {
            throw new StartException("port " + port.name() + ", mode " + port.mode().label() + ": " + e.getMessage(), e);
        }
    }

    private LivePort onlyMpls(final LiveSettings.Port port, final NetDevice device, final IpTraffic ip) throws IOException {
        if (ip.isTaken()) {
            throw new IOException("it has an interface that takes IP, whose packets the kernel would see, too, and route: choose another"
                + " mode");
        }
        return packet(port, device, List.of());
    }

    private LivePort strongest(final LiveSettings.Port port, final NetDevice device, final IpTraffic ip) throws IOException {
        try {
            return xdp(port, device, List.of(XdpMode.values()), ip);
        } catch (final XdpRefusedException e) {
            if (ip.isTaken()) {
                throw new IOException(e.getMessage() + ". AF_PACKET is not for interfaces that take IP: the kernel would see their packets,"
                    + " too, and route them", e);
            }
            if (port.transmit() == TransmitWay.XDP) {
                throw e; // an AF_PACKET port could not send as asked
            }
            return packet(port, device, LivePort.refused(e.refusals()));
        }
    }

    private LivePort xdp(final LiveSettings.Port port, final NetDevice device, final List<XdpMode> modes, final IpTraffic ip)
        throws IOException {
        return new LivePort(port.name(), device.index(), XdpInterface.open(device, stores, modes,
            XdpOptions.DEFAULT.busyPolling(port.busyPollBudget()).sendingBy(port.transmit()).taking(ip)), port.busyPollBudget());
    }

    private LivePort packet(final LiveSettings.Port port, final NetDevice device, final List<RefusedModeView> refused) throws IOException {
        if (stores.size() > 1) {
            throw new IOException("an AF_PACKET port has one queue, and there are " + stores.size() + " workers: use one worker"
                + because(refused));
        }
        if (port.busyPollBudget() > 0) {
            throw new IOException("an AF_PACKET port has no busy polling, and 'busy-poll' asks for it" + because(refused));
        }
        FrameRoom.check(device, stores.getFirst());
        final PacketSocketSettings settings = PacketSocketSettings.of(device.name(), device.index(), device.mtu());
        return new LivePort(port.name(), device.name(), device.index(), refused, PacketSocketPort.open(settings, stores.getFirst()));
    }

    /** Why AF_PACKET was the only mode left. */
    private static String because(final List<RefusedModeView> refused) {
        return refused.stream().map(each -> "; " + each.mode() + ": " + each.reason()).collect(Collectors.joining());
    }

    /** How many frames of memory each worker needs at least for so many ports. */
    static int framesFor(final int ports) {
        // What waits in the kernel to be filled and what waits to be sent, on every port, and as much again for bursts in between.
        return ports * (XdpOptions.DEFAULT.fillEntries() + XdpOptions.DEFAULT.transmitEntries()) + XdpOptions.DEFAULT.fillEntries();
    }
}
