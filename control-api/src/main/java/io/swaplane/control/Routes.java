package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watchers;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The routes of all VRFs and of the global table. Of a prefix each has one route, the strongest by {@link RouteOrigin.Kind}; those of links
 * never change, a producer's is what it put, and the others follow from neighbours and other VRFs whenever a prefix has neither.
 *
 * <p>A route is a word in a FIB, and no object. Conductor only.
 */
final class Routes {
    private final Topology topology;
    private final Neighbours neighbours;
    private final Vrfs vrfs;
    private final RouteTable table;
    private final StandbyRoutes standby;
    private final RouteWords words;
    private final Adjacencies adjacencies;
    private final Gleaning gleaning;
    private final Leaks leaks;
    private final RouteSweep sweep;
    private final Watchers watchers;

    Routes(final Topology topology, final Neighbours neighbours, final Vrfs vrfs, final RouteWords words, final Adjacencies adjacencies,
           final Watchers watchers) {
        this.topology = topology;
        this.neighbours = neighbours;
        this.vrfs = vrfs;
        this.words = words;
        this.adjacencies = adjacencies;
        this.watchers = watchers;
        table = new RouteTable(new RouteOrigins());
        standby = new StandbyRoutes(table.origins());
        gleaning = new Gleaning(adjacencies);
        leaks = new Leaks(vrfs, table, this::refresh);
        sweep = new RouteSweep(vrfs, table);
    }

    RouteTable table() {
        return table;
    }

    RouteWords words() {
        return words;
    }

    /** Exports and imports. */
    Leaks leaks() {
        return leaks;
    }

    // ---- links ----

    /** Takes the interfaces' addresses, which stay as they are. */
    void loadLinks() {
        for (int number = 0; number < vrfs.limit(); number++) {
            final Vrf vrf = vrfs.get(number);
            for (final Link link : vrf.links) {
                final long own = ForwardingWord.receive(vrf.number);
                load(vrf, link, link.own(), link.family().bits(), RouteWord.of(own, table.origins().local().number()));
            }
            for (final Link link : vrf.links) {
                if (RouteTable.get(vrf, link.family(), link.high(), link.low(), link.length()) == 0) {
                    final long glean = ForwardingWord.glean(link.interfaceNumber());
                    load(vrf, link, PrefixKey.address(link.family(), link.high(), link.low()), link.length(),
                        RouteWord.of(glean, table.origins().connected().number()));
                }
            }
            vrf.links.forEach(link -> link.reserved().forEach(address -> loadReserved(vrf, link, address)));
        }
    }

    /** No neighbour is looked for at a network or broadcast address, and no directed broadcast sent (RFC 2644). */
    private void loadReserved(final Vrf vrf, final Link link, final InetAddress address) {
        final int bits = link.family().bits();
        if (RouteTable.get(vrf, link.family(), PrefixKey.high(address), PrefixKey.low(address), bits) == 0
            && !vrf.link(address).canBeNeighbours(address)) {
            load(vrf, link, address, bits,
                RouteWord.of(ForwardingWord.drop(DropReason.ADMINISTRATIVE), table.origins().connected().number()));
        }
    }

    private void load(final Vrf vrf, final Link link, final InetAddress address, final int length, final long word) {
        if (table.put(vrf, link.family(), PrefixKey.high(address), PrefixKey.low(address), length, word) == Fib.EXHAUSTED) {
            throw exhausted();
        }
    }

    private static RefusedException exhausted() {
        return new RefusedException(RefusalReason.EXHAUSTED, "there is not enough memory for the route");
    }

    // ---- producers' routes ----

    /** Creates or replaces a route by one next hop. */
    Applied put(final Origin origin, final String vrfName, final AddressFamily family, final long high, final long low, final int length,
                final long forwarding) {
        final Vrf vrf = vrfs.get(vrfName);
        PrefixKey.check(family, high, low, length);
        try {
            final long before = checkPut(vrf, family, high, low, length, origin);
            return put(origin, vrf, family, high, low, length, before, words.use(vrf, forwarding));
        } catch (final RefusedException e) {
            throw e.in(text(vrf, family, high, low, length));
        }
    }

    /** Creates or replaces any route. */
    Applied put(final Origin origin, final RouteIntent intent) {
        if (intent.prefix() == null) {
            throw new RefusedException("a route needs a prefix");
        }
        final Vrf vrf = vrfs.get(intent.vrf());
        final AddressFamily family = PrefixKey.family(intent.prefix().address());
        final long high = PrefixKey.high(intent.prefix().address());
        final long low = PrefixKey.low(intent.prefix().address());
        final int length = intent.prefix().length();
        PrefixKey.check(family, high, low, length);
        try {
            final long before = checkPut(vrf, family, high, low, length, origin);
            return put(origin, vrf, family, high, low, length, before, words.use(vrf, intent));
        } catch (final RefusedException e) {
            throw e.in(text(vrf, family, high, low, length));
        }
    }

    private static String text(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length) {
        return "route " + PrefixKey.text(family, high, low, length) + " in " + Vrfs.text(vrf.name());
    }

    /** The prefix's word; refuses a route where a link's is, or another producer of the same preference has one. */
    private long checkPut(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length,
                          final Origin origin) {
        final long word = RouteTable.get(vrf, family, high, low, length);
        if (isPut(word) && origin(word).producer() != origin.producer() && origin(word).preference() < origin.preference()) {
            standby.checkOwner(origin, vrf, family, high, low, length);
        } else {
            checkOwner(word, origin);
        }
        return word;
    }

    /** Refuses an origin that may not replace or remove a word's route. */
    private void checkOwner(final long word, final Origin origin) {
        if (word != 0) {
            final RouteOrigin owner = table.origins().of(word);
            switch (owner.kind()) {
                case LOCAL, CONNECTED -> throw new RefusedException(RefusalReason.CONFLICTING_OWNER,
                    "an interface's address makes it " + owner.owner());
                case PUT -> Owners.check("it", owner.origin(), origin);
                default -> { }
            }
        }
    }

    private boolean isPut(final long word) {
        return word != 0 && table.kind(word) == RouteOrigin.Kind.PUT;
    }

    private Origin origin(final long word) {
        return table.origins().of(word).origin();
    }

    private Applied put(final Origin origin, final Vrf vrf, final AddressFamily family, final long high, final long low, final int length,
                        final long before, final long used) {
        try {
            final RouteOrigin owner = table.origins().of(origin);
            try {
                final long word = RouteWord.of(used, owner.number());
                final boolean isMine = isPut(before) && origin(before).producer() == origin.producer();
                final long others = isMine ? standby.first(vrf, family, high, low, length) : before;
                if (isPut(others) && origin(others).preference() < origin.preference()) {
                    putBehind(new StandbyRoutes.Key(vrf, family, high, low, length), isMine ? before : 0, word);
                    return Applied.STANDBY;
                }
                putBefore(vrf, family, high, low, length, before, word, isMine);
            } finally {
                table.origins().forget(owner);
            }
        } catch (final RefusedException e) {
            words.release(vrf, used);
            throw e;
        }
        if (watchers.want(Event.Kind.ROUTE)) {
            watchers.publish(new Event.RoutePut(vrf.name(), PrefixKey.text(family, high, low, length), origin.owner(), origin.producer()));
        }
        return words.isResolved(used) ? Applied.PROGRAMMED : Applied.ACCEPTED;
    }

    /** Its producer's route gets the prefix; another producer's stands behind it from now on. */
    private void putBefore(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length, final long before,
                           final long word, final boolean isMine) {
        final StandbyRoutes.Key key = isPut(before) && !isMine ? new StandbyRoutes.Key(vrf, family, high, low, length) : null;
        final boolean isSame = table.isOwn(before) && RouteWord.bare(before) == RouteWord.bare(word);
        if (key != null) {
            standby.checkRoom();
            standby.add(key, before);
        }
        if (table.put(vrf, family, high, low, length, word) == Fib.EXHAUSTED) {
            if (key != null) {
                standby.remove(key, before);
            }
            throw exhausted();
        }
        // From here on nothing is refused.
        if (!isSame) {
            leaks.changed(vrf, family, high, low, length, word);
        }
        if (isMine) {
            words.release(vrf, before);
        }
        final long stood = key == null ? 0 : standby.of(origin(word).producer(), vrf, family, high, low, length);
        if (stood != 0) {
            standby.remove(key, stood);
            words.release(vrf, stood);
        }
    }

    /**
     * Its producer's route stands behind a stronger one from now on.
     *
     * @param present the producer's that has the prefix still, as it was the stronger one; else 0.
     */
    private void putBehind(final StandbyRoutes.Key key, final long present, final long word) {
        final long stood = standby.of(origin(word).producer(), key.vrf(), key.family(), key.high(), key.low(), key.length());
        if (stood == 0) {
            standby.checkRoom();
            standby.add(key, word);
        } else {
            standby.replace(key, stood, word);
            words.release(key.vrf(), stood);
        }
        if (present != 0 && !putFirst(key)) {
            standby.remove(key, word);
            throw exhausted();
        }
        if (present != 0) {
            words.release(key.vrf(), present);
        }
    }

    /** The first of those that stand behind gets the prefix; false when there is no memory, and nothing has changed. */
    private boolean putFirst(final StandbyRoutes.Key key) {
        final long next = standby.first(key.vrf(), key.family(), key.high(), key.low(), key.length());
        if (table.put(key.vrf(), key.family(), key.high(), key.low(), key.length(), next) == Fib.EXHAUSTED) {
            return false;
        }
        standby.remove(key, next);
        leaks.changed(key.vrf(), key.family(), key.high(), key.low(), key.length(), next);
        return true;
    }

    /** Takes a producer's route out. */
    void remove(final Origin origin, final String vrfName, final AddressFamily family, final long high, final long low,
                final int length) {
        final Vrf vrf = vrfs.get(vrfName);
        PrefixKey.check(family, high, low, length);
        try {
            final long stood = standby.of(origin.producer(), vrf, family, high, low, length);
            if (stood != 0) {
                standby.remove(new StandbyRoutes.Key(vrf, family, high, low, length), stood);
                words.release(vrf, stood);
                return;
            }
            final long word = RouteTable.get(vrf, family, high, low, length);
            checkOwner(word, origin);
            if (!isPut(word)) {
                throw new RefusedException(RefusalReason.NOT_FOUND, "nobody has put it");
            }
            if (!takeOut(vrf, family, high, low, length, word)) {
                throw new RefusedException(RefusalReason.EXHAUSTED, "there is not enough memory to take it out now");
            }
        } catch (final RefusedException e) {
            throw e.in(text(vrf, family, high, low, length));
        }
    }

    /** Takes a route out that has its prefix; the next one behind it follows. */
    private boolean takeOut(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length, final long word) {
        final Origin owner = origin(word);
        final long next = standby.first(vrf, family, high, low, length);
        final Origin heir = next == 0 ? null : origin(next);
        if (next == 0 ? !replace(vrf, family, high, low, length, word)
            : !putFirst(new StandbyRoutes.Key(vrf, family, high, low, length))) {
            return false;
        }
        words.release(vrf, word);
        if (watchers.want(Event.Kind.ROUTE)) {
            final String prefix = PrefixKey.text(family, high, low, length);
            watchers.publish(new Event.RouteRemoved(vrf.name(), prefix, owner.owner(), owner.producer()));
            if (heir != null) {
                watchers.publish(new Event.RoutePut(vrf.name(), prefix, heir.owner(), heir.producer()));
            }
        }
        return true;
    }

    /** Whether a producer has routes. */
    boolean hasAnyOf(final int producer) {
        return table.origins().hasAnyOf(producer);
    }

    /** The route that a producer put and that has its prefix, its models as they are in the word; null when nobody put one. */
    RouteIntent intent(final Vrf vrf, final Prefix prefix) {
        final long word = word(vrf, prefix);
        return word == 0 || table.kind(word) != RouteOrigin.Kind.PUT ? null : new RouteIntent(vrf.name(), prefix, words.action(word),
            ForwardingWord.ttlPipe(word) ? Model.PIPE : Model.UNIFORM, ForwardingWord.tcPipe(word) ? Model.PIPE : Model.UNIFORM);
    }

    /** Whose the route is that a producer put. */
    Origin owner(final Vrf vrf, final Prefix prefix) {
        return table.origins().of(word(vrf, prefix)).origin();
    }

    private static long word(final Vrf vrf, final Prefix prefix) {
        return RouteTable.get(vrf, PrefixKey.family(prefix.address()), PrefixKey.high(prefix.address()), PrefixKey.low(prefix.address()),
            prefix.length());
    }

    // ---- what follows from others ----

    /** Puts a prefix right that has neither a link's nor a producer's route; false when there is no memory, and nothing has changed. */
    private boolean refresh(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length) {
        final long present = RouteTable.get(vrf, family, high, low, length);
        return present != 0 && table.kind(present).compareTo(RouteOrigin.Kind.PUT) <= 0
            || replace(vrf, family, high, low, length, present);
    }

    /** Puts what a prefix has from neighbours and other VRFs in the place of what it has now. */
    private boolean replace(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length,
                            final long present) {
        final boolean wasOwn = table.isOwn(present);
        final long neighbour = length == family.bits() ? neighbour(vrf, family, high, low) : 0;
        final long next = neighbour != 0 ? neighbour : leaks.best(vrf, family, high, low, length);
        if (next == present) {
            return true;
        }
        final boolean done = next == 0 ? table.remove(vrf, family, high, low, length)
            : table.put(vrf, family, high, low, length, next) != Fib.EXHAUSTED;
        if (done && (wasOwn || neighbour != 0)) {
            leaks.changed(vrf, family, high, low, length, neighbour);
        }
        return done;
    }

    private long neighbour(final Vrf vrf, final AddressFamily family, final long high, final long low) {
        if (vrf.hosts.isEmpty()) {
            return 0;
        }
        final List<Adjacency> known = vrf.hosts.get(PrefixKey.address(family, high, low));
        return known == null ? 0 : RouteWord.of(words.host(known.getFirst()), table.origins().neighbour().number());
    }

    /** A neighbour's MAC address came, changed or went. */
    void neighbourChanged(final int interfaceNumber, final InetAddress address) {
        final String vrfName = topology.interfaceOf(interfaceNumber).vrf();
        if (vrfName == null || address.isLinkLocalAddress()) {
            return;
        }
        final Vrf vrf = vrfs.get(vrfName);
        final MacAddress mac = neighbours.egressMac(topology.interfaceOf(interfaceNumber).name(), address);
        if (mac == null) {
            lost(vrf, interfaceNumber, address);
        } else {
            found(vrf, interfaceNumber, address);
        }
    }

    private void found(final Vrf vrf, final int interfaceNumber, final InetAddress address) {
        final Adjacency adjacency;
        try {
            adjacency = adjacencies.get(interfaceNumber, address);
        } catch (final RefusedException e) {
            // A neighbour cannot be refused. The next packet for it finds the link's route and comes by here again.
            return;
        }
        gleaning.found(adjacency);
        if (!adjacency.known) {
            adjacency.known = true;
            final List<Adjacency> known = vrf.hosts.computeIfAbsent(address, key -> new ArrayList<>(1));
            known.add(adjacency);
            known.sort(Comparator.comparingInt(each -> each.interfaceNumber));
        }
        refreshHost(vrf, address);
    }

    private void lost(final Vrf vrf, final int interfaceNumber, final InetAddress address) {
        final Adjacency adjacency = adjacencies.find(interfaceNumber, address);
        if (adjacency != null && adjacency.known) {
            adjacency.known = false;
            vrf.hosts.computeIfPresent(address, (key, known) -> {
                known.remove(adjacency);
                return known.isEmpty() ? null : known;
            });
            if (!refreshHost(vrf, address)) {
                gleanAgain(vrf, interfaceNumber, address);
            }
            gleaning.forget(adjacency);
        }
    }

    /** A host route that finds no memory to go stays and does what its link's does: the adjacency it led to may be another's next. */
    private void gleanAgain(final Vrf vrf, final int interfaceNumber, final InetAddress address) {
        final AddressFamily family = PrefixKey.family(address);
        final long high = PrefixKey.high(address);
        final long low = PrefixKey.low(address);
        final long glean = RouteWord.of(ForwardingWord.glean(interfaceNumber), table.origins().neighbour().number());
        table.put(vrf, family, high, low, family.bits(), glean);
        leaks.changed(vrf, family, high, low, family.bits(), glean);
    }

    private boolean refreshHost(final Vrf vrf, final InetAddress address) {
        final AddressFamily family = PrefixKey.family(address);
        return refresh(vrf, family, PrefixKey.high(address), PrefixKey.low(address), family.bits());
    }

    /** A packet for an address on a link found no neighbour; false when that cannot be one. */
    boolean glean(final int interfaceNumber, final InetAddress address, final long nanoTime) {
        final String vrfName = interfaceNumber < 1 || interfaceNumber > topology.interfaceCount() ? null
            : topology.interfaceOf(interfaceNumber).vrf();
        if (vrfName == null) {
            return false;
        }
        final Vrf vrf = vrfs.get(vrfName);
        boolean within = false;
        for (final Link link : vrf.links) {
            if (link.interfaceNumber() == interfaceNumber && link.contains(address)) {
                within = true;
                if (!link.canBeNeighbours(address)) {
                    return false;
                }
            }
        }
        return within && glean(vrf, interfaceNumber, address, nanoTime);
    }

    private boolean glean(final Vrf vrf, final int interfaceNumber, final InetAddress address, final long nanoTime) {
        if (neighbours.egressMac(topology.interfaceOf(interfaceNumber).name(), address) != null) {
            found(vrf, interfaceNumber, address);
            return adjacencies.find(interfaceNumber, address) != null;
        }
        final Adjacency known = adjacencies.find(interfaceNumber, address);
        if (known != null && known.gleaned) {
            gleaning.renew(known, nanoTime);
            return true;
        }
        if (known != null && known.users > 0) {
            return true;
        }
        if (!gleaning.makeRoom(interfaceNumber)) {
            return false;
        }
        try {
            gleaning.renew(adjacencies.get(interfaceNumber, address), nanoTime);
            return true;
        } catch (final RefusedException e) {
            // No index or no memory is left: as good as no room.
            return false;
        }
    }

    // ---- over time ----

    /** A VRF without links and producers' routes goes, with what it has from others. */
    void forgetAll(final Vrf vrf) {
        table.forgetAll(vrf);
        leaks.removed(vrf);
    }

    /**
     * Takes out what the origin's producer put in earlier sessions.
     *
     * @return how many routes were looked at; fewer than the limit when none is left.
     */
    int sweep(final Origin origin, final int limit) {
        final int swept = standby.sweep(origin, limit, words::release);
        return swept + sweep.sweep(origin, limit - swept, this::takeOut);
    }

    /** Carries on what takes several steps, and lets go of neighbours that nobody answers for; returns how much there was to do. */
    int doWork(final long nanoTime) {
        return leaks.doWork() + gleaning.doWork(nanoTime) + adjacencies.doWork();
    }
}
