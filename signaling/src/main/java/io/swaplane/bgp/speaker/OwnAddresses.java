package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.NextHop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * This router's addresses in each VRF and (null) outside: a path with one of them as next hop leads back here and is not taken. On the
 * speaker's loop.
 */
final class OwnAddresses {
    private final Map<String, Set<NextHop>> links = new HashMap<>();
    private Map<String, Set<NextHop>> sessions = new HashMap<>();

    /** One that stays. */
    void add(final String vrf, final NextHop address) {
        links.computeIfAbsent(vrf, each -> new HashSet<>()).add(address);
    }

    /** Those of sessions from now on; whether they were others before. */
    boolean sessions(final Map<String, Set<NextHop>> now) {
        final boolean others = !sessions.equals(now);
        sessions = new HashMap<>(now);
        return others;
    }

    boolean contains(final String vrf, final NextHop address) {
        return isIn(links, vrf, address) || isIn(sessions, vrf, address);
    }

    private static boolean isIn(final Map<String, Set<NextHop>> addresses, final String vrf, final NextHop address) {
        final Set<NextHop> own = addresses.get(vrf);
        return own != null && own.contains(address.hasLinkLocal() ? address.global() : address);
    }
}
