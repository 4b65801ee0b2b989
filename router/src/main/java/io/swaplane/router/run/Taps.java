package io.swaplane.router.run;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.tap.TapDevice;
import io.swaplane.io.tap.TapPort;
import io.swaplane.router.config.LiveSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The TAP devices, one for each table that has one. What is for the host in a table comes out of its device; what the host sends into it
 * is routed in that table: the device is a port, with an interface that takes IP from the device's own MAC address.
 */
final class Taps implements AutoCloseable {
    private static final int MTU = 1500;
    /** Before the device's name in those of its port and its interface, where configured names have no colon. */
    private static final String PREFIX = "tap:";

    /** The global table's first, then those of VRFs in the configuration's order. */
    private final Map<String, TapDevice> devices = new LinkedHashMap<>();

    private Taps() {
    }

    /**
     * Creates the devices.
     *
     * @throws KernelException when the kernel refuses one.
     */
    static Taps create(final LiveSettings settings) throws KernelException {
        final Taps taps = new Taps();
        try {
            if (settings.tap() != null) {
                taps.create(VrfIntent.GLOBAL, settings.tap());
            }
            for (final Map.Entry<String, String> each : settings.vrfTaps().entrySet()) {
                taps.create(each.getKey(), each.getValue());
            }
            return taps;
        } catch (final KernelException | RuntimeException e) {
            taps.close();
            throw e;
        }
    }

    private void create(final String vrf, final String name) throws KernelException {
        devices.put(vrf, TapDevice.create(name, MTU));
    }

    /** The devices by the name of their table. */
    Map<String, TapDevice> byTable() {
        return devices;
    }

    List<String> names() {
        return devices.values().stream().map(each -> each.link().name()).toList();
    }

    /** Indices of the devices of VRFs. */
    Set<Integer> indicesInVrfs() {
        return devices.entrySet().stream().filter(each -> !each.getKey().equals(VrfIntent.GLOBAL))
            .map(each -> each.getValue().link().index()).collect(Collectors.toSet());
    }

    /** Name of a device's port. */
    static String port(final TapDevice device) {
        return PREFIX + device.link().name();
    }

    /** What the configuration calls ports, and a port for each device. */
    List<String> ports(final List<String> configured) {
        final List<String> ports = new ArrayList<>(configured);
        devices.values().forEach(each -> ports.add(port(each)));
        return ports;
    }

    /** The configured interfaces, and one for each device. */
    List<InterfaceIntent> interfaces(final List<InterfaceIntent> configured) {
        final List<InterfaceIntent> interfaces = new ArrayList<>(configured);
        devices.forEach((vrf, device) -> interfaces.add(new InterfaceIntent(port(device), port(device), List.of(), Ethernet.VLAN,
            new MacAddress(device.mac().bits()), MplsMode.OFF, MTU, false, false, vrf, List.of(), true)));
        return interfaces;
    }

    /** Each device as a port of the worker with this frame memory, by the port's name. */
    Map<String, TapPort> open(final FrameStore store) {
        final Map<String, TapPort> ports = new LinkedHashMap<>();
        devices.values().forEach(each -> ports.put(port(each), new TapPort(each, store)));
        return ports;
    }

    @Override
    public void close() {
        devices.values().forEach(TapDevice::close);
    }
}
