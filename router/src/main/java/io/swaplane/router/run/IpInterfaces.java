package io.swaplane.router.run;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.io.xdp.ControlProtocol;
import io.swaplane.io.xdp.IpTraffic;
import io.swaplane.io.xdp.Vlans;
import io.swaplane.router.config.LiveSettings;
import java.util.List;
import java.util.stream.Collectors;

/** Which interfaces take IP, and what that means for their ports. */
final class IpInterfaces {
    private final List<InterfaceIntent> interfaces;

    /** Of all interfaces, those that take IP. */
    IpInterfaces(final List<InterfaceIntent> all) {
        interfaces = all.stream().filter(each -> each.vrf() != null).toList();
    }

    /** Those on a port. */
    List<InterfaceIntent> on(final String port) {
        return interfaces.stream().filter(each -> each.port().equals(port)).toList();
    }

    /** Whether there are any on a port. */
    boolean areOn(final String port) {
        return interfaces.stream().anyMatch(each -> each.port().equals(port));
    }

    /** Whether an interface is in a VRF and not in the global table. */
    static boolean isInVrf(final InterfaceIntent each) {
        return each.vrf() != null && !each.vrf().equals(VrfIntent.GLOBAL);
    }

    /** What a port takes. */
    IpTraffic traffic(final String port, final List<LiveSettings.ControlProtocol> left) {
        return new IpTraffic(on(port).stream().map(each -> Vlans.of(each.vlans())).collect(Collectors.toSet()),
            left.stream().map(each -> new ControlProtocol(each.protocol(), each.port() == null ? 0 : each.port())).toList());
    }
}
