package io.swaplane.router.run;

import io.swaplane.control.intent.PrefixKey;
import io.swaplane.io.netlink.InterfaceAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds subnets that the kernel has in a VRF and once more elsewhere. Its own answers (pings, ICMP errors, TCP resets) follow its one
 * table, so that what answers a packet of one of them may leave by the other. Stateless.
 */
final class SharedSubnets {
    private SharedSubnets() {
    }

    /**
     * Two interfaces with a subnet in common.
     *
     * @param one index of an interface in a VRF.
     * @param other index of an interface in another one, or in none.
     * @param subnet the subnet, of two the narrower.
     */
    record Pair(int one, int other, String subnet) { }

    /**
     * The pairs, each once.
     *
     * @param vrfs the VRFs of Linux interfaces that are in one.
     */
    static List<Pair> of(final Collection<InterfaceAddress> addresses, final Map<Integer, String> vrfs) {
        final List<InterfaceAddress> candidates = addresses.stream()
            .filter(each -> !each.address().isLoopbackAddress() && !each.address().isLinkLocalAddress()).toList();
        final List<Pair> found = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            for (int j = i + 1; j < candidates.size(); j++) {
                final InterfaceAddress one = candidates.get(i);
                final InterfaceAddress other = candidates.get(j);
                if (areApart(one, other, vrfs) && overlap(one, other)) {
                    final boolean inVrf = vrfs.containsKey(one.interfaceIndex());
                    found.add(new Pair((inVrf ? one : other).interfaceIndex(), (inVrf ? other : one).interfaceIndex(),
                        subnet(one.prefixLength() > other.prefixLength() ? one : other)));
                }
            }
        }
        return found;
    }

    private static boolean areApart(final InterfaceAddress one, final InterfaceAddress other, final Map<Integer, String> vrfs) {
        final String vrf = vrfs.get(one.interfaceIndex());
        final String otherVrf = vrfs.get(other.interfaceIndex());
        return one.interfaceIndex() != other.interfaceIndex() && (vrf == null ? otherVrf != null : !vrf.equals(otherVrf));
    }

    private static boolean overlap(final InterfaceAddress one, final InterfaceAddress other) {
        return PrefixKey.family(one.address()) == PrefixKey.family(other.address())
            && (contains(one, other.address()) || contains(other, one.address()));
    }

    private static boolean contains(final InterfaceAddress subnet, final InetAddress address) {
        final int length = subnet.prefixLength();
        return PrefixKey.contains(PrefixKey.highBits(PrefixKey.high(subnet.address()), length),
            PrefixKey.lowBits(PrefixKey.low(subnet.address()), length), length, PrefixKey.high(address), PrefixKey.low(address));
    }

    private static String subnet(final InterfaceAddress of) {
        final int length = of.prefixLength();
        return PrefixKey.text(PrefixKey.family(of.address()), PrefixKey.highBits(PrefixKey.high(of.address()), length),
            PrefixKey.lowBits(PrefixKey.low(of.address()), length), length);
    }
}
