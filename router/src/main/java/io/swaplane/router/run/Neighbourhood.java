package io.swaplane.router.run;

import io.swaplane.control.Conductor;
import io.swaplane.control.RefusedException;
import io.swaplane.control.intent.Accept;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The neighbours whose MAC addresses the kernel finds out: those that next hops name and the configuration gives no MAC address for. Tells
 * the conductor what becomes of them. Control thread only.
 */
final class Neighbourhood implements ResolutionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbourhood.class);

    private final Conductor conductor;
    private final List<LivePort> ports;
    private final Map<NeighbourKey, String> interfaces = new LinkedHashMap<>();
    private final Map<NeighbourKey, String> macs = new HashMap<>();
    private final FirstTimes refusals = new FirstTimes();
    private NeighbourResolver resolver;

    /**
     * Finds out which neighbours the kernel has to resolve.
     *
     * @param intent the router's.
     * @param ports its open ports.
     * @throws StartException when one is behind a VLAN, where the kernel has no interface of its own to ask on.
     */
    Neighbourhood(final Conductor conductor, final RouterIntent intent, final List<LivePort> ports) throws StartException {
        this.conductor = conductor;
        this.ports = ports;
        final List<String> problems = problems(intent);
        if (!problems.isEmpty()) {
            throw new StartException(problems.getFirst());
        }
        interfaces.putAll(wanted(intent));
    }

    /** The direct next hops whose neighbour's MAC address the configuration does not give. */
    private static Stream<NextHopIntent.Direct> unresolved(final RouterIntent intent) {
        final Set<Accept.Neighbour> known = intent.neighbours().stream()
            .map(each -> new Accept.Neighbour(each.interfaceName(), each.address())).collect(Collectors.toSet());
        return intent.nextHops().stream().filter(NextHopIntent.Direct.class::isInstance).map(NextHopIntent.Direct.class::cast)
            .filter(each -> !known.contains(new Accept.Neighbour(each.interfaceName(), each.neighbour())));
    }

    private static Map<String, InterfaceIntent> byName(final RouterIntent intent) {
        return intent.interfaces().stream().collect(Collectors.toMap(InterfaceIntent::name, each -> each));
    }

    /** A sentence for each neighbour that the kernel would have to resolve behind a VLAN, where it has no interface to ask on. */
    static List<String> problems(final RouterIntent intent) {
        final Map<String, InterfaceIntent> on = byName(intent);
        return unresolved(intent).filter(each -> !on.get(each.interfaceName()).vlans().isEmpty())
            .map(each -> "neighbour " + each.neighbour().getHostAddress() + " on " + each.interfaceName()
                + " is behind a VLAN, where the kernel cannot be asked for its MAC address: add it under 'neighbours'").distinct().toList();
    }

    private Map<NeighbourKey, String> wanted(final RouterIntent intent) {
        final Map<String, InterfaceIntent> on = byName(intent);
        final Map<NeighbourKey, String> wanted = new LinkedHashMap<>();
        unresolved(intent).forEach(each -> ports.stream().filter(port -> port.name().equals(on.get(each.interfaceName()).port()))
            .forEach(port -> wanted.put(new NeighbourKey(port.interfaceIndex(), each.neighbour()), each.interfaceName())));
        return wanted;
    }

    /**
     * A change of the configuration that is under way.
     *
     * @param added the neighbours that it adds, with their interfaces.
     * @param removed those that are not needed any more once it is made.
     */
    record Change(Map<NeighbourKey, String> added, Set<NeighbourKey> removed) { }

    /** Begins to watch what another configuration needs besides, so that it is resolved as early as can be. */
    Change begin(final RouterIntent intent) {
        final Map<NeighbourKey, String> added = wanted(intent);
        final Set<NeighbourKey> removed = new HashSet<>(interfaces.keySet());
        removed.removeAll(added.keySet());
        added.keySet().removeAll(interfaces.keySet());
        interfaces.putAll(added);
        added.keySet().forEach(resolver::watch);
        return new Change(added, removed);
    }

    /** The other configuration is the running one. What it took out as configured is put again as resolved. */
    Void complete(final Change change, final RouterIntent running) {
        change.removed().forEach(key -> leave(key, running));
        change.added().forEach((key, on) -> {
            if (macs.containsKey(key)) {
                conductor.onNeighbour(new NeighbourIntent(on, key.address(), MacAddress.parse(macs.get(key))));
            }
        });
        return null;
    }

    /** The other configuration was refused. */
    Void abandon(final Change change, final RouterIntent running) {
        change.added().keySet().forEach(key -> leave(key, running));
        return null;
    }

    /** The kernel is not asked for it any more: its MAC address is the configured one, or none. */
    private void leave(final NeighbourKey key, final RouterIntent running) {
        resolver.unwatch(key);
        final String on = interfaces.remove(key);
        final Optional<NeighbourIntent> configured = running.neighbours().stream()
            .filter(each -> each.interfaceName().equals(on) && each.address().equals(key.address())).findFirst();
        if (configured.isPresent()) {
            macs.remove(key);
            conductor.onNeighbour(configured.get());
        } else {
            forget(on, key);
        }
    }

    /** Begins to watch them all; says which the kernel has to ask for first, as one that never answers is not heard of again. */
    void watch(final NeighbourResolver newResolver) {
        resolver = newResolver;
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
