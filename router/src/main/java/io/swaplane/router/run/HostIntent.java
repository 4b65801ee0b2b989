package io.swaplane.router.run;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.io.netlink.InterfaceAddress;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.io.netlink.Link;
import io.swaplane.router.config.LiveSettings;
import io.swaplane.table.AddressText;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this host adds to a configured intent, at a start and at every reload alike: ports and interfaces of the TAP devices, and for an
 * interface that takes IP and has no addresses in the configuration those that its Linux interface had at the start. Any thread.
 */
final class HostIntent {
    private final Taps taps;
    private final Map<String, List<Prefix>> addresses = new HashMap<>();

    /** What a host adds that has these interfaces and TAP devices. */
    HostIntent(final RouterIntent configured, final LiveSettings settings, final Taps taps, final KernelNetwork network) {
        this.taps = taps;
        for (final LiveSettings.Port port : settings.ports()) {
            final Optional<Link> link = network.link(port.device());
            for (final InterfaceIntent each : configured.interfaces()) {
                if (link.isPresent() && each.port().equals(port.name()) && each.vlans().isEmpty() && each.vrf() != null) {
                    addresses.put(each.name(), of(link.get(), network));
                }
            }
        }
    }

    private static List<Prefix> of(final Link link, final KernelNetwork network) {
        return network.addresses().stream().filter(each -> each.interfaceIndex() == link.index())
            .filter(each -> !each.address().isLinkLocalAddress() && !each.address().isLoopbackAddress())
            .sorted(Comparator.<InterfaceAddress>comparingInt(each -> each.address().getAddress().length)
                .thenComparing(each -> AddressText.of(each.address())))
            .map(each -> new Prefix(each.address(), each.prefixLength())).toList();
    }

    /** The intent of the router as it runs here. */
    RouterIntent of(final RouterIntent configured) {
        return new RouterIntent(configured.name(), configured.routerId(), configured.defaults(), configured.dynamicLabels(),
            configured.labels(), configured.specialLabels(), taps.ports(configured.ports()),
            taps.interfaces(configured.interfaces().stream().map(this::addressed).toList()), configured.neighbours(),
            configured.acceptSets(), configured.nextHops(), configured.tunnels(), configured.lsps(), configured.routing());
    }

    private InterfaceIntent addressed(final InterfaceIntent each) {
        return each.vrf() == null || !each.addresses().isEmpty() ? each : new InterfaceIntent(each.name(), each.port(), each.vlans(),
            each.outerTpid(), each.mac(), each.mpls(), each.mtu(), each.groupMac(), each.ownLabelSpace(), each.vrf(),
            addresses.getOrDefault(each.name(), List.of()), each.host());
    }
}
