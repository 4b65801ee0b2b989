package io.swaplane.router.run;

import io.swaplane.control.Conductor;
import io.swaplane.control.RefusedException;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.netlink.HardwareAddress;
import io.swaplane.io.netlink.NeighbourKey;
import io.swaplane.io.netlink.NeighbourResolver;
import io.swaplane.io.netlink.ResolutionListener;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The neighbours whose MAC addresses the kernel finds out: those that next hops name and the configuration gives no MAC address for. Tells
 * the conductor what becomes of them. Control thread only.
 */
final class Neighbourhood implements ResolutionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbourhood.class);

    private final Conductor conductor;
    private final Map<NeighbourKey, String> interfaces = new LinkedHashMap<>();
    private final Map<NeighbourKey, String> macs = new HashMap<>();
    private final FirstTimes refusals = new FirstTimes();

    /**
     * Finds out which neighbours the kernel has to resolve.
     *
     * @param intent the router's.
     * @param ports its open ports.
     * @throws StartException when one is behind a VLAN, where the kernel has no interface of its own to ask on.
     */
    Neighbourhood(final Conductor conductor, final RouterIntent intent, final List<LivePort> ports) throws StartException {
        this.conductor = conductor;
        for (final NextHopIntent nextHop : intent.nextHops()) {
            if (nextHop instanceof NextHopIntent.Direct direct && !isStatic(intent, direct)) {
                add(intent, ports, direct);
            }
        }
    }

    private static boolean isStatic(final RouterIntent intent, final NextHopIntent.Direct nextHop) {
        return intent.neighbours().stream().anyMatch(each -> each.interfaceName().equals(nextHop.interfaceName())
            && each.address().equals(nextHop.neighbour()));
    }

    private void add(final RouterIntent intent, final List<LivePort> ports, final NextHopIntent.Direct nextHop) throws StartException {
        final InterfaceIntent on = intent.interfaces().stream().filter(each -> each.name().equals(nextHop.interfaceName())).findFirst()
            .orElseThrow();
        final InetAddress address = nextHop.neighbour();
        if (!on.vlans().isEmpty()) {
            throw new StartException("neighbour " + address.getHostAddress() + " on " + on.name()
                + " is behind a VLAN, where the kernel cannot be asked for its MAC address: add it under 'neighbours'");
        }
        for (final LivePort port : ports) {
            if (port.name().equals(on.port())) {
                interfaces.put(new NeighbourKey(port.interfaceIndex(), address), on.name());
            }
        }
    }

    /** Begins to watch them all; says which the kernel has to ask for first, as one that never answers is not heard of again. */
    void watch(final NeighbourResolver resolver) {
        interfaces.forEach((key, on) -> {
            resolver.watch(key);
            if (!macs.containsKey(key)) {
                LOG.warn("neighbour {} on {} is not known yet: packets for it drop as unresolved until it answers",
                    key.address().getHostAddress(), on);
            }
        });
    }

    @Override
    public void resolved(final NeighbourKey nextHop, final HardwareAddress mac) {
        final String on = interfaces.get(nextHop);
        LOG.info("neighbour {} on {} is at {}", nextHop.address().getHostAddress(), on, mac);
        try {
            conductor.onNeighbour(new NeighbourIntent(on, nextHop.address(), new MacAddress(mac.bits())));
            macs.put(nextHop, mac.toString());
        } catch (final RefusedException e) {
            LOG.error("neighbour {} on {} cannot be used: {}", nextHop.address().getHostAddress(), on, e.getMessage());
            forget(on, nextHop);
        }
    }

    @Override
    public void lost(final NeighbourKey nextHop) {
        final String on = interfaces.get(nextHop);
        LOG.warn("neighbour {} on {} does not answer: packets for it drop as unresolved", nextHop.address().getHostAddress(), on);
        forget(on, nextHop);
    }

    /** Requests are repeated: of an interface's refusals each kind is logged once. */
    @Override
    public void refused(final NeighbourKey nextHop, final KernelException refusal) {
        final String on = interfaces.get(nextHop);
        if (refusals.isFirst(on + ' ' + refusal.result())) {
            LOG.warn("the kernel refuses to resolve neighbours on {}: {}{}", on, refusal.getMessage(), advice(refusal.errno()));
        }
    }

    private static String advice(final Errno errno) {
        return errno == Errno.EPERM ? ". It needs CAP_NET_ADMIN: run with it, or give the MAC addresses under 'neighbours'" : "";
    }

    private void forget(final String on, final NeighbourKey nextHop) {
        macs.remove(nextHop);
        try {
            conductor.removeNeighbour(on, nextHop.address());
        } catch (final RefusedException e) {
            LOG.debug("nothing to forget: {}", e.getMessage());
        }
    }

    /** The MAC address in use for a neighbour, or null while there is none. */
    String mac(final NeighbourKey nextHop) {
        return macs.get(nextHop);
    }

    /** The neighbours watched, with the name of their interface. */
    Map<NeighbourKey, String> interfaces() {
        return interfaces;
    }
}
