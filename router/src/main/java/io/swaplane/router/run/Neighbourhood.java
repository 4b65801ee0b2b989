package io.swaplane.router.run;

import io.swaplane.bgp.router.BgpLink;
import io.swaplane.control.Conductor;
import io.swaplane.control.WantedNeighbours;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.netlink.HardwareAddress;
import io.swaplane.io.netlink.InterfaceAddress;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.io.netlink.NeighbourKey;
import io.swaplane.io.netlink.NeighbourResolver;
import io.swaplane.io.netlink.NetworkListener;
import io.swaplane.io.netlink.ResolutionListener;
import io.swaplane.router.serve.FirstTimes;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The neighbours whose MAC addresses the kernel finds out: those that the conductor wants as next hops come and go, and the peers among
 * them that are on a connected subnet. Tells the conductor what becomes of them. What is wanted is noted at once and done in
 * {@link #doWork}, so that the conductor is never called in the midst of a command. Control thread only.
 */
final class Neighbourhood implements ResolutionListener, WantedNeighbours, NetworkListener {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbourhood.class);
    private static final int CHANGES_A_CYCLE = 256;
    private static final String BEHIND_A_VLAN =
        "behind a VLAN, where the kernel cannot be asked for its MAC address: add it under 'neighbours'";
    private static final String NO_PORT = "on a port that is not open";

    private final Conductor conductor;
    private final Map<String, InterfaceIntent> interfaces = new HashMap<>();
    /** The kernel's index of each open port's interface. */
    private final Map<String, Integer> devices;
    private final ConnectedSubnets subnets;
    private final KernelNetwork network;
    private final Set<Accept.Neighbour> wanted = new HashSet<>();
    private final Set<InetAddress> wantedPeers = new LinkedHashSet<>();
    /** On which interface wanted peers are watched. */
    private final Map<InetAddress, String> peers = new HashMap<>();
    /** Wanted peers of which it was said that they are nowhere. */
    private final Set<InetAddress> unplaced = new HashSet<>();
    private final LinkedHashSet<Accept.Neighbour> changed = new LinkedHashSet<>();
    private final Set<InetAddress> changedPeers = new LinkedHashSet<>();
    private final Map<NeighbourKey, String> watched = new LinkedHashMap<>();
    private final Map<Accept.Neighbour, String> unaskable = new LinkedHashMap<>();
    private final Map<NeighbourKey, String> macs = new HashMap<>();
    private final FirstTimes refusals = new FirstTimes();
    private NeighbourResolver resolver;

    /**
     * Nobody's neighbourhood, until it is to {@link #watch}.
     *
     * @param intent the router's.
     * @param devices the kernel's index of each open port's interface, by the port's name.
     * @param network where the kernel's addresses are.
     * @throws StartException when a neighbour of a next hop is behind a VLAN, where the kernel has no interface of its own to ask on.
     */
    Neighbourhood(final Conductor conductor, final RouterIntent intent, final Map<String, Integer> devices, final KernelNetwork network)
        throws StartException {
        this.conductor = conductor;
        this.devices = devices;
        this.network = network;
        final Map<Integer, String> onMpls = new HashMap<>();
        for (final InterfaceIntent each : intent.interfaces()) {
            interfaces.put(each.name(), each);
            if (each.mpls() != MplsMode.OFF && !IpInterfaces.isInVrf(each) && each.vlans().isEmpty() && devices.containsKey(each.port())) {
                onMpls.put(devices.get(each.port()), each.name());
            }
        }
        subnets = new ConnectedSubnets(onMpls, network::addresses);
        final List<String> problems = problems(intent);
        if (!problems.isEmpty()) {
            throw new StartException(problems.getFirst());
        }
    }

    /** The subnets of MPLS interfaces outside VRFs, as the kernel has them now. */
    List<BgpLink> links() {
        return subnets.links();
    }

    /** The direct next hops whose neighbour's MAC address the configuration does not give. */
    private static Stream<NextHopIntent.Direct> unresolved(final RouterIntent intent) {
        final Set<Accept.Neighbour> known = intent.neighbours().stream()
            .map(each -> new Accept.Neighbour(each.interfaceName(), each.address())).collect(Collectors.toSet());
        return intent.nextHops().stream().filter(NextHopIntent.Direct.class::isInstance).map(NextHopIntent.Direct.class::cast)
            .filter(each -> !known.contains(new Accept.Neighbour(each.interfaceName(), each.neighbour())));
    }

    /** A sentence for each neighbour that the kernel would have to resolve behind a VLAN, where it has no interface to ask on. */
    static List<String> problems(final RouterIntent intent) {
        final Map<String, InterfaceIntent> on =
            intent.interfaces().stream().collect(Collectors.toMap(InterfaceIntent::name, each -> each));
        return unresolved(intent).filter(each -> !on.get(each.interfaceName()).vlans().isEmpty())
            .map(each -> "neighbour " + AddressText.of(each.neighbour()) + " on " + each.interfaceName() + " is " + BEHIND_A_VLAN)
            .distinct().toList();
    }

    /** Begins to watch all that are wanted, and follows what the conductor wants. */
    void watch(final NeighbourResolver with) {
        resolver = with;
        network.addListener(this);
        conductor.follow(this);
        int work;
        do {
            work = doWork();
        } while (work > 0);
    }

    // ---- what is wanted ----

    @Override
    public void neighbourWanted(final String interfaceName, final InetAddress address) {
        final Accept.Neighbour neighbour = new Accept.Neighbour(interfaceName, address);
        wanted.add(neighbour);
        changed.add(neighbour);
    }

    @Override
    public void neighbourUnwanted(final String interfaceName, final InetAddress address) {
        final Accept.Neighbour neighbour = new Accept.Neighbour(interfaceName, address);
        wanted.remove(neighbour);
        changed.add(neighbour);
    }

    @Override
    public void peerWanted(final InetAddress address) {
        wantedPeers.add(address);
        changedPeers.add(address);
    }

    @Override
    public void peerUnwanted(final InetAddress address) {
        wantedPeers.remove(address);
        changedPeers.add(address);
    }

    /** A peer may be on another interface now. */
    @Override
    public void addressChanged(final InterfaceAddress address) {
        changedPeers.addAll(wantedPeers);
    }

    @Override
    public void addressGone(final InterfaceAddress address) {
        changedPeers.addAll(wantedPeers);
    }

    /** Watches and unwatches what the conductor came to want and not to want; returns how many changes it looked at, at most 256. */
    int doWork() {
        int work = 0;
        for (final Iterator<InetAddress> each = changedPeers.iterator(); each.hasNext() && work < CHANGES_A_CYCLE; work++) {
            final InetAddress peer = each.next();
            each.remove();
            locate(peer);
        }
        while (!changed.isEmpty() && work < CHANGES_A_CYCLE) {
            settle(changed.removeFirst());
            work++;
        }
        return work;
    }

    private void locate(final InetAddress peer) {
        final String on = wantedPeers.contains(peer) ? subnets.interfaceOf(peer).orElse(null) : null;
        final String before = on == null ? peers.remove(peer) : peers.put(peer, on);
        if (before != null) {
            changed.add(new Accept.Neighbour(before, peer));
        }
        if (on != null) {
            changed.add(new Accept.Neighbour(on, peer));
            unplaced.remove(peer);
        } else if (!wantedPeers.contains(peer)) {
            unplaced.remove(peer);
        } else if (unplaced.add(peer)) {
            LOG.warn("peer {} has no tunnel and is on no subnet of an MPLS interface: packets for it drop as unresolved",
                AddressText.of(peer));
        }
    }

    private void settle(final Accept.Neighbour neighbour) {
        final InterfaceIntent on = interfaces.get(neighbour.interfaceName());
        final Integer device = on.vlans().isEmpty() ? devices.get(on.port()) : null;
        final boolean want = wanted.contains(neighbour) || on.name().equals(peers.get(neighbour.address()));
        if (device != null) {
            final NeighbourKey key = new NeighbourKey(device, neighbour.address());
            if (want && watched.putIfAbsent(key, on.name()) == null) {
                watch(key, on.name());
            } else if (!want && watched.containsKey(key)) {
                unwatch(key, on.name());
            }
        } else if (!want) {
            unaskable.remove(neighbour);
        } else if (unaskable.put(neighbour, on.vlans().isEmpty() ? NO_PORT : BEHIND_A_VLAN) == null
            && (on.vrf() == null || refusals.isFirst(on.name()))) {
            LOG.warn("neighbour {} on {} is {}. Packets for it drop as unresolved", AddressText.of(neighbour.address()), on.name(),
                unaskable.get(neighbour));
        }
    }

    /**
     * Says of one that the kernel has to ask for first that it does, as one that never answers is not heard of again. What the conductor
     * still believes of it holds no longer: it was put back when a reload was refused.
     */
    private void watch(final NeighbourKey key, final String on) {
        resolver.watch(key);
        if (!macs.containsKey(key)) {
            log(Level.WARN, on, "neighbour {} on {} is not known yet: packets for it drop as unresolved until it answers",
                AddressText.of(key.address()), on);
            forget(on, key);
        }
    }

    /** Neighbours on interfaces that take IP come with packets, as many as there are addresses: not what a log is for. */
    private void log(final Level level, final String on, final String text, final Object... values) {
        LOG.atLevel(interfaces.get(on).vrf() == null ? level : Level.DEBUG).log(text, values);
    }

    private void unwatch(final NeighbourKey key, final String on) {
        log(Level.INFO, on, "neighbour {} on {} is no longer needed", AddressText.of(key.address()), on);
        resolver.unwatch(key);
        forget(on, key);
        watched.remove(key);
    }

    // ---- what becomes of them ----

    @Override
    public void resolved(final NeighbourKey nextHop, final HardwareAddress mac) {
        final String on = watched.get(nextHop);
        log(Level.INFO, on, "neighbour {} on {} is at {}", AddressText.of(nextHop.address()), on, mac);
        try {
            conductor.learnNeighbour(new NeighbourIntent(on, nextHop.address(), new MacAddress(mac.bits())));
            macs.put(nextHop, mac.toString());
        } catch (final RefusedException e) {
            LOG.error("neighbour {} on {} cannot be used: {}", AddressText.of(nextHop.address()), on, e.getMessage());
            forget(on, nextHop);
        }
    }

    @Override
    public void lost(final NeighbourKey nextHop) {
        final String on = watched.get(nextHop);
        log(Level.WARN, on, "neighbour {} on {} does not answer: packets for it drop as unresolved", AddressText.of(nextHop.address()),
            on);
        forget(on, nextHop);
    }

    /** Requests are repeated: of an interface's refusals each kind is logged once. */
    @Override
    public void refused(final NeighbourKey nextHop, final KernelException refusal) {
        final String on = watched.get(nextHop);
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
            conductor.forgetNeighbour(on, nextHop.address());
        } catch (final RefusedException e) {
            LOG.warn("what was known of it is used on: {}", e.getMessage());
        }
    }

    /** The MAC address in use for a neighbour, or null while there is none. */
    String mac(final NeighbourKey nextHop) {
        return macs.get(nextHop);
    }

    /** The neighbours watched, with the name of their interface. */
    Map<NeighbourKey, String> watched() {
        return watched;
    }

    /** The wanted neighbours that the kernel cannot be asked for, and why. */
    Map<Accept.Neighbour, String> unaskable() {
        return unaskable;
    }
}
