package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.control.intent.Prefix;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The links of this router's interfaces: on which of them a neighbour is. On the speaker's loop. */
final class Links {
    private final List<Link> all = new ArrayList<>();

    private record Link(String vrf, boolean ipv4, long high, long low, int length, String interfaceName, boolean ip) {
        boolean contains(final String itsVrf, final NextHop address) {
            return Objects.equals(vrf, itsVrf) && address.ipv4() == ipv4 && (address.high() & Addresses.maskHigh(length)) == high
                && (address.low() & Addresses.maskLow(length)) == low;
        }
    }

    /** One more, in a VRF or (null) outside, whose interface takes IP or only labels. */
    void add(final String vrf, final Prefix prefix, final String interfaceName, final boolean ip) {
        final int length = prefix.length();
        all.add(new Link(vrf, prefix.address() instanceof Inet4Address, Addresses.high(prefix.address()) & Addresses.maskHigh(length),
            Addresses.low(prefix.address()) & Addresses.maskLow(length), length, interfaceName, ip));
    }

    /** The interface that takes IP on whose link a neighbour is, the longest prefix first; null when there is none. */
    String ipInterfaceOf(final String vrf, final NextHop address) {
        return interfaceOf(vrf, address, true);
    }

    /** The same of all interfaces, those that take only labels, too. */
    String interfaceOf(final String vrf, final NextHop address) {
        return interfaceOf(vrf, address, false);
    }

    private String interfaceOf(final String vrf, final NextHop address, final boolean onlyIp) {
        Link best = null;
        for (final Link each : all) {
            if ((each.ip || !onlyIp) && each.contains(vrf, address) && (best == null || each.length > best.length)) {
                best = each;
            }
        }
        return best == null ? null : best.interfaceName;
    }
}
