package io.swaplane.router.run;

import io.swaplane.bgp.router.BgpLink;
import io.swaplane.control.intent.Prefix;
import io.swaplane.io.netlink.InterfaceAddress;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The subnets that are connected to MPLS interfaces, as the kernel's addresses say. Control thread only. */
final class ConnectedSubnets {
    private static final Comparator<InterfaceAddress> NEAREST_FIRST = Comparator.comparingInt(InterfaceAddress::prefixLength).reversed()
        .thenComparingInt(InterfaceAddress::interfaceIndex);

    private final Map<Integer, String> interfaces;
    private final Supplier<Collection<InterfaceAddress>> addresses;

    /**
     * Subnets of certain interfaces.
     *
     * @param interfaces their names by the kernel's index; only those on which the kernel can be asked.
     * @param addresses what addresses the kernel's interfaces have now.
     */
    ConnectedSubnets(final Map<Integer, String> interfaces, final Supplier<Collection<InterfaceAddress>> addresses) {
        this.interfaces = interfaces;
        this.addresses = addresses;
    }

    /**
     * The interface on whose subnet an address is: the longest prefix, then the lowest index. None for a link-local address, which is on
     * every link, and for the router's own.
     */
    Optional<String> interfaceOf(final InetAddress address) {
        if (address.isLinkLocalAddress() || addresses.get().stream().anyMatch(each -> each.address().equals(address))) {
            return Optional.empty();
        }
        return addresses.get().stream().filter(each -> interfaces.containsKey(each.interfaceIndex()) && contains(each, address))
            .min(NEAREST_FIRST).map(each -> interfaces.get(each.interfaceIndex()));
    }

    /** The router's own addresses there, each with the interface and the length of its subnet; none that are link-local. */
    List<BgpLink> links() {
        return addresses.get().stream()
            .filter(each -> interfaces.containsKey(each.interfaceIndex()) && !each.address().isLinkLocalAddress())
            .map(each -> BgpLink.mpls(new Prefix(each.address(), each.prefixLength()), interfaces.get(each.interfaceIndex()))).toList();
    }

    private static boolean contains(final InterfaceAddress subnet, final InetAddress address) {
        final byte[] one = subnet.address().getAddress();
        final byte[] other = address.getAddress();
        if (one.length != other.length) {
            return false;
        }
        final int differs = Arrays.mismatch(one, other);
        if (differs < 0) {
            return true;
        }
        final int equalBits = 8 * differs + Integer.numberOfLeadingZeros((one[differs] ^ other[differs]) & 0xFF) - 24;
        return equalBits >= subnet.prefixLength();
    }
}
