package io.swaplane.bgp.router;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import java.util.List;

/**
 * A link of this router: labelled packets for neighbours on it leave by the interface.
 *
 * @param vrf the VRF that it is in, or null; null when the interface takes only labels.
 * @param prefix this router's address there, with the length of the link's prefix.
 * @param interfaceName the interface.
 * @param ip whether the interface takes IP; else labels alone.
 */
public record BgpLink(String vrf, Prefix prefix, String interfaceName, boolean ip) {
    /** The link of an interface that takes IP. */
    public BgpLink(final String vrf, final Prefix prefix, final String interfaceName) {
        this(vrf, prefix, interfaceName, true);
    }

    /** That of one that takes labels alone. */
    public static BgpLink mpls(final Prefix prefix, final String interfaceName) {
        return new BgpLink(null, prefix, interfaceName, false);
    }

    /** The links of interfaces that take IP. */
    public static List<BgpLink> of(final List<InterfaceIntent> interfaces) {
        return interfaces.stream().flatMap(each -> each.addresses().stream()
            .map(address -> new BgpLink(VrfIntent.GLOBAL.equals(each.vrf()) ? null : each.vrf(), address, each.name()))).toList();
    }
}
