package io.swaplane.io.xdp;

import java.util.List;
import java.util.Set;

/**
 * Which IP packets a port takes from the kernel.
 *
 * @param interfaces the interfaces on the port that take IP.
 * @param left protocols whose packets stay the kernel's; at most 32.
 */
public record IpTraffic(Set<Vlans> interfaces, List<ControlProtocol> left) {
    /** A port that takes MPLS only. */
    public static final IpTraffic NONE = new IpTraffic(Set.of(), List.of());

    /** Each is a few comparisons that every packet pays for. */
    static final int MAX_PROTOCOLS = 32;

    /** Copies the collections. */
    public IpTraffic {
        interfaces = Set.copyOf(interfaces);
        left = List.copyOf(left);
        if (left.size() > MAX_PROTOCOLS) {
            throw new IllegalArgumentException("at most " + MAX_PROTOCOLS + " protocols, not " + left.size());
        }
    }

    /** Whether it takes any. */
    public boolean isTaken() {
        return !interfaces.isEmpty();
    }
}
