package io.swaplane.router.run;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.netlink.InterfaceAddress;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.io.netlink.Link;
import io.swaplane.io.netlink.NetworkListener;
import io.swaplane.io.xdp.HostAddresses;
import io.swaplane.io.xdp.Vlans;
import io.swaplane.router.serve.FirstTimes;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the steering programs which packets are to the host itself, as the kernel's addresses come and go. Control thread only.
 *
 * <p>On an interface in a VRF these are the addresses of its own Linux interface, and none behind a VLAN: what another VRF calls the
 * host's may be a customer's here. On one in the global table they are all addresses but those of Linux interfaces and TAP devices that
 * belong to VRFs. Loopback addresses are never a packet's, link-local ones always the kernel's.
 */
final class LocalAddresses implements NetworkListener {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAddresses.class);

    private final KernelNetwork network;
    private final List<Place> places;
    /** Linux interfaces whose addresses are a VRF's. */
    private final Set<Integer> vrfDevices;
    /** Of those that are ports without VLANs, which VRF. */
    private final Map<Integer, String> vrfOf;
    private final FirstTimes troubles = new FirstTimes();
    private boolean stale = true;

    /** An interface that takes IP, with what its port's program has been told. */
    private record Place(InterfaceIntent on, int device, HostAddresses host, Set<InetAddress> told) { }

    /**
     * For ports that are open.
     *
     * @param vrfTaps indices of the TAP devices of VRFs.
     */
    LocalAddresses(final List<LivePort> ports, final IpInterfaces interfaces, final Set<Integer> vrfTaps, final KernelNetwork network) {
        this.network = network;
        places = ports.stream().flatMap(port -> interfaces.on(port.name()).stream()
            .map(each -> new Place(each, port.interfaceIndex(), port.hostAddresses(), new HashSet<>()))).toList();
        vrfDevices = new HashSet<>(vrfTaps);
        ports.stream().filter(port -> interfaces.on(port.name()).stream().anyMatch(IpInterfaces::isInVrf))
            .forEach(port -> vrfDevices.add(port.interfaceIndex()));
        vrfOf = places.stream().filter(place -> IpInterfaces.isInVrf(place.on()) && place.on().vlans().isEmpty())
            .collect(Collectors.toMap(Place::device, place -> place.on().vrf()));
        network.addListener(this);
        doWork();
    }

    @Override
    public void addressChanged(final InterfaceAddress address) {
        stale = true;
    }

    @Override
    public void addressGone(final InterfaceAddress address) {
        stale = true;
    }

    /** Tells what has changed. */
    void doWork() {
        if (!stale) {
            return;
        }
        stale = false;
        final Map<Integer, Boolean> vrfs = new HashMap<>();
        for (final Place place : places) {
            final Set<InetAddress> now = network.addresses().stream().filter(each -> isHosts(place, each, vrfs))
                .map(InterfaceAddress::address).filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                .collect(Collectors.toSet());
            tell(place, now);
        }
        SharedSubnets.of(network.addresses(), vrfOf).forEach(this::warn);
    }

    private void warn(final SharedSubnets.Pair pair) {
        if (troubles.isFirst(pair.toString())) {
            LOG.warn("the kernel has {} on {} and on {}: what it answers by itself (pings, ICMP errors, resets) to one of them may "
                + "leave by the other; see 'What the kernel answers by itself' in docs/OPERATIONS.md", pair.subnet(), name(pair.one()),
                name(pair.other()));
        }
    }

    private String name(final int device) {
        return network.link(device).map(Link::name).orElse("interface " + device)
            + (vrfOf.containsKey(device) ? " in VRF " + vrfOf.get(device) : "");
    }

    private boolean isHosts(final Place place, final InterfaceAddress address, final Map<Integer, Boolean> vrfs) {
        if (IpInterfaces.isInVrf(place.on())) {
            return place.on().vlans().isEmpty() && address.interfaceIndex() == place.device();
        }
        return !vrfs.computeIfAbsent(address.interfaceIndex(), this::isVrfs);
    }

    /** Of a VRF's interface, or of a VLAN on it. */
    private boolean isVrfs(final int device) {
        return vrfDevices.contains(device) || network.link(device).map(Link::lower).filter(vrfDevices::contains).isPresent();
    }

    private void tell(final Place place, final Set<InetAddress> now) {
        final Vlans vlans = Vlans.of(place.on().vlans());
        final Set<InetAddress> gone = new HashSet<>(place.told());
        gone.removeAll(now);
        try {
            for (final InetAddress each : gone) {
                place.host().remove(vlans, each);
                place.told().remove(each);
            }
            for (final InetAddress each : now) {
                if (!place.told().contains(each)) {
                    place.host().add(vlans, each);
                    place.told().add(each);
                }
            }
        } catch (final KernelException e) {
            stale = true;
            if (troubles.isFirst(place.on().name() + e.result())) {
                LOG.error("interface {}: packets to the host's addresses cannot be left to the kernel: {}", place.on().name(),
                    e.getMessage());
            }
        }
    }
}
