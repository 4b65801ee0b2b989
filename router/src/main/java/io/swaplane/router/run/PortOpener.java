package io.swaplane.router.run;

import io.swaplane.control.view.RefusedModeView;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.io.kernel.FrameRoom;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.packet.PacketSocketPort;
import io.swaplane.io.packet.PacketSocketSettings;
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
 * AF_PACKET. Never weaker than what the configuration forces, and never silently: the port keeps the reasons.
 */
final class PortOpener {
    private final List<FrameStore> stores;

    /** {@code stores}: each worker's frame memory. */
    PortOpener(final List<FrameStore> stores) {
        this.stores = List.copyOf(stores);
    }

    LivePort open(final LiveSettings.Port port) throws StartException {
        final NetDevice device = new NetDevice(port.device());
        try {
            return switch (port.mode()) {
                case AUTO -> strongest(port, device);
                case ZERO_COPY -> xdp(port, device, List.of(XdpMode.ZERO_COPY));
                case NATIVE -> xdp(port, device, List.of(XdpMode.NATIVE_COPY));
                case GENERIC -> xdp(port, device, List.of(XdpMode.GENERIC));
                case PACKET -> packet(port, device, List.of());
            };
        } catch (final IOException e) {
            throw new StartException("port " + port.name() + ", mode " + port.mode().label() + ": " + e.getMessage(), e);
        }
    }

    private LivePort strongest(final LiveSettings.Port port, final NetDevice device) throws IOException {
        try {
            return xdp(port, device, List.of(XdpMode.values()));
        } catch (final XdpRefusedException e) {
            if (port.transmit() == TransmitWay.XDP) {
                throw e; // an AF_PACKET port could not send as asked
            }
            return packet(port, device, LivePort.refused(e.refusals()));
        }
    }

    private LivePort xdp(final LiveSettings.Port port, final NetDevice device, final List<XdpMode> modes) throws IOException {
        return new LivePort(port.name(), device.index(), XdpInterface.open(device, stores, modes,
            XdpOptions.DEFAULT.busyPolling(port.busyPollBudget()).sendingBy(port.transmit())), port.busyPollBudget());
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
