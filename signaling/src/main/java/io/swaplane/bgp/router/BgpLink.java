package io.swaplane.bgp.router;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import java.util.List;

/**
 * A link of this router: labelled packets for neighbours on it leave by the interface.
 *
 * @param vrf the VRF that it is in, or null.
 * @param prefix the link's addresses.
 * @param interfaceName the interface.
 */
public record BgpLink(String vrf, Prefix prefix, String interfaceName) {
    /** The links of interfaces that take IP. */
    public static List<BgpLink> of(final List<InterfaceIntent> interfaces) {
        return interfaces.stream().flatMap(each -> each.addresses().stream()
            .map(address -> new BgpLink(VrfIntent.GLOBAL.equals(each.vrf()) ? null : each.vrf(), address, each.name()))).toList();
    }
}
