package io.swaplane.control;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import io.swaplane.table.fib.FibTable;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A VRF, or the global table, with its FIBs. Conductor only. */
final class Vrf {
    final int number;
    VrfIntent intent;
    Origin origin;
    /** The interfaces bound to it, and their addresses in it. */
    final List<InterfaceIntent> interfaces = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    /** Neighbours whose MAC addresses are known, those of one address by interface number. */
    final Map<InetAddress, List<Adjacency>> hosts = new HashMap<>();
    /** VRFs that imported its routes and may still have some. */
    final Set<Vrf> drainingTo = new LinkedHashSet<>();
    /** Labels whose packets are looked up in it, and routes that producers put. */
    int lookups;
    int putRoutes;
    /** Routes of producers behind stronger ones'. */
    int standbyRoutes;
    /** The last round of visits that came here. */
    long visited;

    private final Fib ipv4;
    private final Fib ipv6;

    Vrf(final int number, final VrfIntent intent, final Origin origin, final FibTable fibs) {
        this.number = number;
        this.intent = intent;
        this.origin = origin;
        ipv4 = fibs.fib(number, AddressFamily.IPV4);
        ipv6 = fibs.fib(number, AddressFamily.IPV6);
    }

    String name() {
        return intent.name();
    }

    Fib fib(final AddressFamily family) {
        return family == AddressFamily.IPV4 ? ipv4 : ipv6;
    }

    /** The link with the longest prefix that holds an address, the first of several; null when there is none. */
    Link link(final InetAddress address) {
        Link best = null;
        for (final Link link : links) {
            if (link.contains(address) && (best == null || link.length() > best.length())) {
                best = link;
            }
        }
        return best;
    }
}
