package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.event.Watchers;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.label.Bound;
import io.swaplane.control.label.LabelBindings;
import io.swaplane.control.label.LabelProgrammer;
import io.swaplane.control.view.BindingPage;
import io.swaplane.control.view.IndirectNextHopPage;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopPage;
import io.swaplane.control.view.NextHopUsageView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.RouterView;
import io.swaplane.control.view.SnapshotPage;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.VrfPage;
import io.swaplane.control.view.VrfView;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.FibTable;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Turns what a router is asked to do into forwarding tables; the tables' only writer.
 *
 * <p>One thread. Each {@code onXxx} and {@code removeXxx} is one command: it is carried out as a whole before it returns, or refused
 * with a {@link RefusedException} that says why, and then nothing has changed. Workers see each table entry change in one step, but
 * a command that concerns several entries changes them one after the other.
 *
 * <p>What is taken out of the tables is used again only once every worker has passed a quiescent point. Every command looks for
 * that; {@link #doWork} does so when there are no commands.
 */
public final class Conductor implements CommandTarget, AutoCloseable {
    /** What a late sweep looks at in one duty cycle. */
    private static final int LATE_SWEEP_SLICE = 256;

    private final String name;
    private final Topology topology;
    private final Neighbours neighbours;
    private final AcceptClasses classes;
    private final SpecialLabelWords specialLabels;
    private final IdAllocator indices = new IdAllocator(1, ForwardingWord.FIELD_LIMIT);
    /** Next hops whose index the router chose: their producers go by it as soon as it is acknowledged. */
    private final BitSet chosen = new BitSet();
    private final Owners owners = new Owners();
    /** Ports by number. */
    private final BitSet seenDown = new BitSet();
    private final Watchers watchers = new Watchers();
    private final ForwardingTables tables;
    private final Ingresses ingresses;
    private final NextHopGraph nextHops;
    private final LabelEntries labels;
    private final LabelBindings bindings;
    private final LateSweeps lateSweeps;
    private final NanoClock clock;
    private final CounterClearing clearing;
    private final Vrfs vrfs;
    private final Routes routes;
    private final Routing routing;
    private final RouteViewer routeViewer;
    private final StateViewer viewer;
    private final SnapshotReader snapshots;
    private final Restoration restoration;
    private boolean sweepsHeld;
    /** The index that the next hop about to be put was given, or {@link IdAllocator#NONE}. */
    private int offered = IdAllocator.NONE;

    /**
     * Makes the tables and programs everything that the intent holds.
     *
     * @param intent what the router is asked to do.
     * @param workers how many workers there will be, each with tables of its own.
     * @throws RefusedException when the intent contradicts itself; no tables are left behind.
     */
    public Conductor(final RouterIntent intent, final int workers) {
        this(intent, workers, SystemNanoClock.INSTANCE);
    }

    /** {@link #Conductor(RouterIntent, int)} with a clock for the time that labels rest. */
    public Conductor(final RouterIntent intent, final int workers, final NanoClock clock) {
        this(intent, workers, clock, ForwardingTables.RECORD_BYTES);
    }

    /** The same with another amount of memory for records of next hops and groups, a multiple of 16 KiB. */
    Conductor(final RouterIntent intent, final int workers, final NanoClock clock, final long recordBytes) {
        this(intent, workers, clock, recordBytes, FibTable.BYTES);
    }

    /** The same with another amount of memory for routes, too, at least 1 MiB. */
    Conductor(final RouterIntent intent, final int workers, final NanoClock clock, final long recordBytes, final long fibBytes) {
        this.clock = clock;
        checkDefaults(intent.defaults());
        name = intent.name();
        topology = new Topology(intent);
        neighbours = new Neighbours(topology, intent.neighbours());
        classes = new AcceptClasses(topology, neighbours, intent.acceptSets());
        specialLabels = new SpecialLabelWords(intent.specialLabels(), intent.defaults());
        bindings = new LabelBindings(intent.dynamicLabels(), intent.labels(), new BindingEntries());
        lateSweeps = new LateSweeps(intent.labels().holdTime().toNanos());
        tables = new ForwardingTables(topology.geometry(workers), recordBytes, fibBytes);
        tables.hashSeed(intent.defaults().hashSeed());
        vrfs = new Vrfs(tables);
        ingresses = new Ingresses(topology, neighbours, classes, vrfs, tables);
        nextHops = new NextHopGraph(topology, neighbours, intent.defaults(), tables, watchers);
        classes.follow(nextHops::neighbourChecked);
        final Groups groups = new Groups(tables);
        labels = new LabelEntries(topology, classes, ingresses, nextHops, groups,
            new WordCompiler(topology, nextHops, groups, vrfs, intent.defaults()), vrfs, tables, indices, bindings, clock,
            watchers);
        final Adjacencies adjacencies = new Adjacencies(topology, nextHops, indices, owners, tables, watchers);
        routes = new Routes(topology, neighbours, vrfs, new RouteWords(nextHops, adjacencies, groups, intent.defaults()), adjacencies,
            watchers);
        routing = new Routing(topology, vrfs, routes, labels, owners, tables, watchers);
        routeViewer = new RouteViewer(topology, vrfs, routes, adjacencies, nextHops, owners, tables);
        clearing = new CounterClearing(tables, nextHops, labels, topology.labelSpaces());
        viewer = new StateViewer(intent.name(), topology, nextHops, labels, bindings, owners, tables);
        snapshots = new SnapshotReader(topology, nextHops, labels, tables.ports(), vrfs, routeViewer);
        restoration = new Restoration(this, topology, neighbours, nextHops, labels, vrfs, routes,
            owners);
        try {
            program(intent);
        } catch (final RuntimeException | Error e) {
            tables.close();
            throw e;
        }
    }

    /** The label manager's way to the entries. */
    private final class BindingEntries implements LabelProgrammer {
        @Override
        public boolean put(final Origin origin, final LspIntent entry) {
            return labels.put(origin, entry) == Applied.PROGRAMMED;
        }

        @Override
        public boolean put(final Origin origin, final int label, final long forwarding, final Accept accept) {
            return labels.put(origin, ForwardingTables.PLATFORM, label, forwarding, accept) == Applied.PROGRAMMED;
        }

        @Override
        public void remove(final Origin origin, final int label) {
            labels.remove(origin, ForwardingTables.PLATFORM, label);
        }
    }

    private static void checkDefaults(final Defaults defaults) {
        if (defaults.pipeTtl() < 1 || defaults.pipeTtl() > 255) {
            throw new RefusedException("defaults: pipe TTL " + defaults.pipeTtl() + " must be 1 to 255");
        }
        if (defaults.pipeTc() < 0 || defaults.pipeTc() > 7) {
            throw new RefusedException("defaults: pipe TC " + defaults.pipeTc() + " must be 0 to 7");
        }
    }

    private void program(final RouterIntent intent) {
        topology.program(tables);
        routing.loadVrfs(intent.routing());
        for (int space = 0; space < topology.labelSpaces().limit(); space++) {
            specialLabels.program(tables, space);
        }
        for (final LspIntent lsp : intent.lsps()) {
            labels.assignClass(lsp);
        }
        ingresses.publishAll();
        nextHops.load(intent.nextHops(), intent.tunnels());
        for (final NeighbourIntent neighbour : intent.neighbours()) {
            owners.own(new Owned.Neighbour(neighbour.interfaceName(), neighbour.address()), Origin.STATIC);
        }
        for (final NextHopIntent nextHop : intent.nextHops()) {
            indices.take(nextHop.index());
            owners.own(new Owned.NextHop(nextHop.index()), Origin.STATIC);
        }
        for (final TunnelIntent tunnel : intent.tunnels()) {
            owners.own(new Owned.Tunnel(tunnel.endpoint(), tunnel.owner()), Origin.STATIC);
        }
        labels.load(intent.lsps());
        routing.load(intent.routing(), intent.neighbours());
    }

    /** The tables that this conductor writes. */
    public ForwardingTables tables() {
        return tables;
    }

    /** A port's number in the tables. */
    public int portNumber(final String port) {
        return topology.port(port);
    }

    /** An interface's number in the tables. */
    public int interfaceNumber(final String interfaceName) {
        return topology.interfaceNumber(interfaceName);
    }

    @Override
    public int labelSpaceNumber(final String labelSpace) {
        return topology.labelSpace(labelSpace);
    }

    /**
     * Frees what no worker can hold any more, ends the rest of labels, and goes on with what takes several steps; returns how much
     * there was to do.
     */
    public int doWork() {
        final long now = clock.nanoTime();
        final int ended = bindings.doWork(now);
        return tables.reclaim() + goOn() + clearing.doWork() + routes.doWork(now) + ended
            + (ended == 0 && !sweepsHeld ? sweepLate(now) : 0);
    }

    /** What the configuration can be taken back with. */
    public Restoration restoration() {
        return restoration;
    }

    /** What a sweep left behind stays for now. */
    void holdSweeps(final boolean held) {
        sweepsHeld = held;
    }

    /** With each command; what FIBs give back waits for {@link #doWork}. */
    private int reclaim() {
        return tables.epochs().reclaim() + goOn();
    }

    private int goOn() {
        return nextHops.retry() + watchers.doWork();
    }

    private int sweepLate(final long now) {
        final Origin origin = lateSweeps.next(now);
        if (origin == null) {
            return 0;
        }
        final int swept = owners.sweep(origin, LATE_SWEEP_SLICE, this::sweepOne);
        if (swept == LATE_SWEEP_SLICE) {
            lateSweeps.goOn(origin);
        }
        return swept;
    }

    /**
     * A producer holds a port down, or does so no longer; one that the router itself sees down stays down. One store, which moves every
     * protection pair and ECMP leg on the port.
     *
     * @throws RefusedException when there is no such port, or another producer holds it down.
     */
    @Override
    public Applied onPortState(final Origin origin, final String port, final boolean up) {
        final Owned key = new Owned.PortDown(port);
        topology.port(port);
        owners.check(key, origin);
        if (up) {
            owners.release(key);
        } else {
            owners.own(key, origin);
        }
        publishPort(port);
        return Applied.PROGRAMMED;
    }

    /** What the router itself sees of a port: it forwards when this says so and nobody holds it down. */
    public void setPortState(final String port, final boolean up) {
        seenDown.set(topology.port(port), !up);
        publishPort(port);
    }

    private void publishPort(final String port) {
        final int number = topology.port(port);
        final boolean up = !seenDown.get(number) && owners.owner(new Owned.PortDown(port)) == null;
        final boolean changed = tables.ports().isUp(number) != up;
        tables.ports().setState(number, up);
        if (changed && watchers.want(Event.Kind.PORT)) {
            watchers.publish(new Event.PortChanged(port, up));
        }
    }

    /**
     * Creates or replaces a next hop: one store for it, and one for each next hop that is resolved through it.
     *
     * @throws RefusedException when the index is a label entry's own, the next hop belongs to another whose preference is not weaker, or
     *     who was given the index by the router, or is another's and in use, a next hop that it names does not exist or is resolved
     *     through it, a label entry on it would send more than 16 labels, or there is not enough memory for the records of all next hops
     *     that it changes.
     */
    @Override
    public Applied onNextHop(final Origin origin, final NextHopIntent intent) {
        reclaim();
        final int index = intent.index();
        final boolean isOffered = index == offered;
        offered = IdAllocator.NONE;
        final Owned key = new Owned.NextHop(index);
        owners.check(key, origin);
        checkTakeOver(owners.owner(key), origin, index);
        if (index > 0 && indices.isTaken(index) && !nextHops.contains(index)) {
            throw new RefusedException(RefusalReason.IN_USE, "next hop " + index + ": the index is a label entry's own");
        }
        nextHops.put(intent);
        indices.take(index);
        if (isOffered) {
            chosen.set(index);
        }
        owners.own(key, origin);
        return nextHops.isResolved(index) ? Applied.PROGRAMMED : Applied.ACCEPTED;
    }

    /** The labels that lead to a next hop are its neighbour's: to another's neighbour they would be sent by mistake. */
    private void checkTakeOver(final Origin owner, final Origin origin, final int index) {
        if (owner != null && owner.producer() != origin.producer() && (chosen.get(index) || nextHops.references(index) > 0)) {
            throw new RefusedException(RefusalReason.IN_USE, "next hop " + index + " is " + owner.owner()
                + "'s, and in use: choose another index");
        }
    }

    /** {@link #onNextHop(Origin, NextHopIntent)} for the configuration. */
    public Applied onNextHop(final NextHopIntent intent) {
        return onNextHop(Origin.STATIC, intent);
    }

    @Override
    public int freeNextHopIndex() {
        final int index = indices.lowestFree();
        if (index == IdAllocator.NONE) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "no index of a next hop is free");
        }
        offered = index;
        return index;
    }

    /** Takes a next hop out, to which no label entry and no other next hop leads any more. */
    @Override
    public Applied removeNextHop(final Origin origin, final int index) {
        reclaim();
        owners.check(new Owned.NextHop(index), origin);
        takeOutNextHop(index);
        return Applied.PROGRAMMED;
    }

    /** {@link #removeNextHop(Origin, int)} for the configuration. */
    public void removeNextHop(final int index) {
        removeNextHop(Origin.STATIC, index);
    }

    private void takeOutNextHop(final int index) {
        nextHops.remove(index);
        indices.release(index);
        chosen.clear(index);
        owners.release(new Owned.NextHop(index));
        if (watchers.want(Event.Kind.NEXT_HOP)) {
            watchers.publish(new Event.NextHopRemoved(index));
        }
    }

    /**
     * Creates or replaces an owner's tunnel to a router: one store for each next hop that goes another way then.
     *
     * @throws RefusedException when the owner's tunnel belongs to another producer, its next hop does not exist or is resolved by it, a
     *     label entry over it would send more than 16 labels, or there is not enough memory for the records of all next hops that it moves.
     */
    @Override
    public Applied onTunnel(final Origin origin, final TunnelIntent intent) {
        reclaim();
        Peers.check(intent);
        final Owned.Tunnel key = new Owned.Tunnel(intent.endpoint(), intent.owner());
        owners.check(key, origin);
        nextHops.putTunnel(intent);
        owners.own(key, origin);
        return nextHops.isResolved(intent.nextHop()) ? Applied.PROGRAMMED : Applied.ACCEPTED;
    }

    /** {@link #onTunnel(Origin, TunnelIntent)} for the configuration. */
    public void onTunnel(final TunnelIntent intent) {
        onTunnel(Origin.STATIC, intent);
    }

    /** Takes an owner's tunnel out; next hops that it resolved go by the next best way, or become unresolved. */
    @Override
    public Applied removeTunnel(final Origin origin, final InetAddress endpoint, final String owner) {
        reclaim();
        final Owned.Tunnel key = new Owned.Tunnel(endpoint, owner);
        owners.check(key, origin);
        nextHops.removeTunnel(endpoint, owner);
        owners.release(key);
        return Applied.PROGRAMMED;
    }

    /** {@link #removeTunnel(Origin, InetAddress, String)} for the configuration. */
    public void removeTunnel(final InetAddress endpoint, final String owner) {
        removeTunnel(Origin.STATIC, endpoint, owner);
    }

    /**
     * Gives a neighbour's MAC address; next hops that end there follow, and it is not to be found out any more. What the router found out
     * is nobody's.
     *
     * @throws RefusedException when it cannot be, or another producer gave one.
     */
    @Override
    public Applied onNeighbour(final Origin origin, final NeighbourIntent intent) {
        reclaim();
        neighbours.check(intent);
        final Owned key = new Owned.Neighbour(intent.interfaceName(), intent.address());
        owners.check(key, origin);
        owners.own(key, origin);
        neighbours.give(new Accept.Neighbour(intent.interfaceName(), intent.address()));
        return put(intent) ? Applied.PROGRAMMED : Applied.ACCEPTED;
    }

    /** {@link #onNeighbour(Origin, NeighbourIntent)} for the configuration. */
    public void onNeighbour(final NeighbourIntent intent) {
        onNeighbour(Origin.STATIC, intent);
    }

    /** The router itself found out a neighbour's MAC address, or that it is another one now. Nothing happens when it was given. */
    public void learnNeighbour(final NeighbourIntent intent) {
        reclaim();
        neighbours.check(intent);
        if (!neighbours.isGiven(new Accept.Neighbour(intent.interfaceName(), intent.address()))) {
            put(intent);
        }
    }

    /** A neighbour whose MAC address was given is again the one that the router itself found out. */
    void relearnNeighbour(final NeighbourIntent intent) {
        reclaim();
        neighbours.takeBack(new Accept.Neighbour(intent.interfaceName(), intent.address()));
        owners.release(new Owned.Neighbour(intent.interfaceName(), intent.address()));
        put(intent);
    }

    private boolean put(final NeighbourIntent intent) {
        ingresses.put(intent);
        return changed(new Accept.Neighbour(intent.interfaceName(), intent.address()));
    }

    private boolean changed(final Accept.Neighbour neighbour) {
        final boolean published = nextHops.neighbourChanged(neighbour);
        routes.neighbourChanged(topology.interfaceNumber(neighbour.interfaceName()), neighbour.address());
        return published;
    }

    /**
     * Takes back a neighbour's MAC address that was given: next hops that end there become unresolved, and it is to be found out.
     *
     * @throws RefusedException when none was given, or by another producer, or a label entry's spoof check or an accept set names it.
     */
    @Override
    public Applied removeNeighbour(final Origin origin, final String interfaceName, final InetAddress address) {
        reclaim();
        final Accept.Neighbour neighbour = new Accept.Neighbour(interfaceName, address);
        topology.interfaceOf(interfaceName);
        if (!neighbours.isGiven(neighbour)) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no " + Neighbours.text(interfaceName, address)
                + (neighbours.mac(interfaceName, address) == null ? "" : " but for the one that the router itself found out"));
        }
        owners.check(new Owned.Neighbour(interfaceName, address), origin);
        classes.checkRemovable(neighbour);
        return takeBack(neighbour) ? Applied.PROGRAMMED : Applied.ACCEPTED;
    }

    private boolean takeBack(final Accept.Neighbour neighbour) {
        owners.release(new Owned.Neighbour(neighbour.interfaceName(), neighbour.address()));
        neighbours.takeBack(neighbour);
        return remove(neighbour);
    }

    /** {@link #removeNeighbour(Origin, String, InetAddress)} for the configuration. */
    public void removeNeighbour(final String interfaceName, final InetAddress address) {
        removeNeighbour(Origin.STATIC, interfaceName, address);
    }

    /**
     * What the router itself found out about a neighbour holds no longer: next hops that end there become unresolved. A label entry's spoof
     * check that names it goes on with the MAC address that was found out last. Nothing happens when its MAC address was given.
     *
     * @throws RefusedException when an accept set names it.
     */
    public void forgetNeighbour(final String interfaceName, final InetAddress address) {
        reclaim();
        final Accept.Neighbour neighbour = new Accept.Neighbour(interfaceName, address);
        if (!neighbours.isGiven(neighbour) && neighbours.mac(interfaceName, address) != null) {
            if (classes.isNamed(neighbour)) {
                neighbours.silence(neighbour);
                changed(neighbour);
            } else {
                classes.checkRemovable(neighbour);
                remove(neighbour);
            }
        }
    }

    private boolean remove(final Accept.Neighbour neighbour) {
        ingresses.remove(neighbour);
        return changed(neighbour);
    }

    /** Tells which neighbours' MAC addresses are to be found out: those of now before it returns, then each change. */
    public void follow(final WantedNeighbours follower) {
        nextHops.follow(follower);
    }

    /** The neighbours whose MAC addresses the configuration or a producer gave, by interface. */
    public List<NeighbourIntent> givenNeighbours() {
        return neighbours.given();
    }

    /** Whose a neighbour is that was given, as {@code show} prints it; null when it was not given. */
    public String neighbourOwner(final String interfaceName, final InetAddress address) {
        final Origin owner = owners.owner(new Owned.Neighbour(interfaceName, address));
        return owner == null ? null : owner.owner();
    }

    /** How many next hops are unresolved because there is no memory for their records; each is tried again when some becomes free. */
    public int nextHopsWithoutMemory() {
        return nextHops.withoutMemory();
    }

    /** How often a next hop became unresolved for lack of memory. */
    public long memoryShortages() {
        return nextHops.memoryShortages();
    }

    @Override
    public Applied onForward(final Origin origin, final int labelSpace, final int label, final long forwarding, final Accept accept) {
        reclaim();
        return labels.put(origin, labelSpace, label, forwarding, accept);
    }

    /**
     * Creates or replaces a label entry: one store per worker. An entry that is replaced keeps its counters. What shows as its owner is the
     * intent's, whosever it is.
     */
    @Override
    public Applied onLabel(final Origin origin, final LspIntent intent) {
        reclaim();
        return labels.put(origin, intent);
    }

    /** {@link #onLabel(Origin, LspIntent)} for the configuration. */
    public Applied onLabel(final LspIntent intent) {
        return onLabel(Origin.STATIC, intent);
    }

    /** Takes a label entry out; its packets drop as unknown from now on. */
    @Override
    public Applied removeLabel(final Origin origin, final int labelSpace, final int label) {
        reclaim();
        labels.remove(origin, labelSpace, label);
        return Applied.PROGRAMMED;
    }

    /** {@link #removeLabel(Origin, int, int)} for the configuration. */
    public void removeLabel(final String labelSpace, final int label) {
        removeLabel(Origin.STATIC, topology.labelSpace(labelSpace), label);
    }

    /**
     * Creates a context label space (RFC 5331 §3), which lookups may then name; one that is there already stays as it is, and a fixed one
     * is nobody's. Workers follow a lookup in it from the moment that a label's word names it.
     *
     * @throws RefusedException when the name is an interface's without a label space, as many are in use as there can be, or another
     *     producer made it.
     */
    @Override
    public Applied createLabelSpace(final Origin origin, final String labelSpace) {
        reclaim();
        final LabelSpaces spaces = topology.labelSpaces();
        if (labelSpace == null || labelSpace.isBlank()) {
            throw new RefusedException("a label space needs a name");
        }
        final Owned key = new Owned.LabelSpace(labelSpace);
        owners.check(key, origin);
        if (!spaces.exists(labelSpace)) {
            if (topology.hasInterface(labelSpace)) {
                throw new RefusedException("label space " + labelSpace + ": an interface without a label space of its own has this name");
            }
            final int space = spaces.add(labelSpace);
            tables.createLabelSpace(space);
            specialLabels.program(tables, space);
            labels.addSpace(space);
        }
        if (!spaces.isFixed(spaces.number(labelSpace))) {
            owners.own(key, origin);
        }
        return Applied.PROGRAMMED;
    }

    /**
     * Takes a context label space out. Its memory and number are used again once no worker can hold them.
     *
     * @throws RefusedException when there is none, it is the platform's, an interface's or another producer's, or something still uses it.
     */
    @Override
    public Applied removeLabelSpace(final Origin origin, final String labelSpace) {
        reclaim();
        final LabelSpaces spaces = topology.labelSpaces();
        if (!spaces.exists(labelSpace)) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no label space " + labelSpace);
        }
        final int space = spaces.number(labelSpace);
        if (spaces.isFixed(space)) {
            throw new RefusedException("label space " + labelSpace + " cannot go: it is the platform's or an interface's");
        }
        owners.check(new Owned.LabelSpace(labelSpace), origin);
        takeOutLabelSpace(labelSpace, space);
        return Applied.PROGRAMMED;
    }

    private void takeOutLabelSpace(final String labelSpace, final int space) {
        labels.removeSpace(space);
        tables.removeLabelSpace(space);
        topology.labelSpaces().remove(space);
        owners.release(new Owned.LabelSpace(labelSpace));
        tables.epochs().retire(() -> topology.labelSpaces().release(space));
    }

    /**
     * Creates or replaces a VRF. With its label it makes a label entry that looks packets up in it, valid from core interfaces. Routes that
     * come or go as its targets change follow step by step with {@link #doWork}.
     *
     * @throws RefusedException when the VRF or its label belongs to another, a value cannot be, or there are as many VRFs as there can be.
     */
    @Override
    public Applied onVrf(final Origin origin, final VrfIntent intent) {
        reclaim();
        routing.put(origin, intent);
        return Applied.PROGRAMMED;
    }

    /** {@link #onVrf(Origin, VrfIntent)} for the configuration. */
    public Applied onVrf(final VrfIntent intent) {
        return onVrf(Origin.STATIC, intent);
    }

    /**
     * Takes a VRF out, with its label. Its number is used again once no worker can hold it.
     *
     * @throws RefusedException when there is none, it belongs to another, or a label leads to it, an interface is bound to it or producers'
     *     routes are in it.
     */
    @Override
    public Applied removeVrf(final Origin origin, final String vrf) {
        reclaim();
        routing.remove(origin, vrf);
        return Applied.PROGRAMMED;
    }

    /** {@link #removeVrf(Origin, String)} for the configuration. */
    public void removeVrf(final String vrf) {
        removeVrf(Origin.STATIC, vrf);
    }

    @Override
    public Applied onRoute(final Origin origin, final String vrf, final AddressFamily family, final long high, final long low,
                           final int length, final long forwarding) {
        reclaim();
        return routes.put(origin, vrf, family, high, low, length, forwarding);
    }

    /**
     * Creates or replaces a route: one change of the VRF's FIB, and one of each that imports it.
     *
     * @throws RefusedException when the prefix is connected, local or another's, the VRF or a next hop does not exist, more than 16 labels
     *     would be sent, or memory has run out.
     */
    @Override
    public Applied onRoute(final Origin origin, final RouteIntent intent) {
        reclaim();
        return routes.put(origin, intent);
    }

    /** {@link #onRoute(Origin, RouteIntent)} for the configuration. */
    public Applied onRoute(final RouteIntent intent) {
        return onRoute(Origin.STATIC, intent);
    }

    /** Takes a producer's route out; what it hid of neighbours and other VRFs comes back. */
    @Override
    public Applied removeRoute(final Origin origin, final String vrf, final AddressFamily family, final long high, final long low,
                               final int length) {
        reclaim();
        routes.remove(origin, vrf, family, high, low, length);
        return Applied.PROGRAMMED;
    }

    /** {@link #removeRoute(Origin, String, AddressFamily, long, long, int)} for the configuration. */
    public void removeRoute(final String vrf, final Prefix prefix) {
        removeRoute(Origin.STATIC, vrf, PrefixKey.family(prefix.address()), PrefixKey.high(prefix.address()),
            PrefixKey.low(prefix.address()), prefix.length());
    }

    /**
     * A packet for an address on an interface's link has met a route of {@code GLEAN}: its neighbour is wanted from now on for some
     * seconds, and as long as it answers.
     *
     * @return false when the address is none on that link, or as many are wanted there as can be.
     */
    public boolean glean(final int interfaceNumber, final InetAddress destination) {
        reclaim();
        return routes.glean(interfaceNumber, destination, clock.nanoTime());
    }

    /**
     * The VRFs by number, the global table first.
     *
     * @param from 0, then the last page's {@link VrfPage#next}.
     * @param limit how many at most.
     */
    public VrfPage vrfs(final int from, final int limit) {
        return routeViewer.vrfs(from, limit);
    }

    /** A VRF, or the global table. */
    public Optional<VrfView> vrf(final String vrf) {
        return Optional.ofNullable(vrfs.find(vrf)).map(routeViewer::vrf);
    }

    /**
     * The next routes, in a time that does not depend on how many there are.
     *
     * @param filter which ones.
     * @param from {@link RoutePosition#START}, then the last page's {@link RoutePage#next}.
     * @param limit how many at most.
     * @throws RefusedException when there is no such VRF.
     */
    public RoutePage routes(final RouteFilter filter, final RoutePosition from, final int limit) {
        return routeViewer.routes(filter, from, limit);
    }

    /**
     * A prefix's own route.
     *
     * @throws RefusedException when there is no such VRF.
     */
    public Optional<RouteView> route(final String vrf, final Prefix prefix) {
        return Optional.ofNullable(routeViewer.route(vrfs.get(vrf), prefix));
    }

    /**
     * What a VRF does with packets to an address, as the packet path would.
     *
     * @throws RefusedException when there is no such VRF.
     */
    public RouteDecision decide(final String vrf, final InetAddress destination) {
        return routeViewer.decide(vrfs.get(vrf), destination);
    }

    /** How many routes there are. */
    public RouteUsageView routeUsage() {
        return routeViewer.usage();
    }

    @Override
    public int sweep(final Origin origin, final int limit) {
        reclaim();
        final long now = clock.nanoTime();
        int swept = labels.sweep(origin, limit);
        swept += bindings.sweep(origin, limit - swept, now);
        swept += routes.sweep(origin, limit - swept);
        swept += owners.sweep(origin, limit - swept, this::sweepOne);
        if (swept < limit && owners.hasStale(origin)) {
            lateSweeps.add(origin, now);
        }
        return swept;
    }

    @Override
    public void keep(final Origin keeping) {
        lateSweeps.keep(keeping);
        owners.stopSweep(keeping.producer());
    }

    @Override
    public boolean forget(final int producer) {
        return !labels.hasAnyOf(producer) && !bindings.hasAnyOf(producer) && !routes.hasAnyOf(producer)
            && owners.forget(producer);
    }

    private boolean sweepOne(final Owned key) {
        switch (key) {
            case Owned.Tunnel(final InetAddress endpoint, final String owner) -> {
                nextHops.removeTunnel(endpoint, owner);
                owners.release(key);
            }
            case Owned.Vrf(final String vrf) -> {
                return routing.sweepOne(vrf);
            }
            case Owned.NextHop(final int index) -> {
                if (nextHops.references(index) > 0) {
                    return false;
                }
                takeOutNextHop(index);
            }
            case Owned.Neighbour(final String interfaceName, final InetAddress address) -> {
                final Accept.Neighbour neighbour = new Accept.Neighbour(interfaceName, address);
                if (!classes.isRemovable(neighbour)) {
                    return false;
                }
                takeBack(neighbour);
            }
            case Owned.LabelSpace(final String labelSpace) -> {
                final int space = topology.labelSpace(labelSpace);
                if (labels.isSpaceInUse(space)) {
                    return false;
                }
                takeOutLabelSpace(labelSpace, space);
            }
            case Owned.PortDown(final String port) -> {
                owners.release(key);
                publishPort(port);
            }
        }
        return true;
    }

    /** Opens a watcher of changes, which another thread may then read; see {@link Watchers}. */
    public Watcher watch(final Set<Event.Kind> kinds, final int capacity) {
        return watchers.open(kinds, capacity);
    }

    /**
     * What there is, as events that tell of it, in a time that does not depend on how much there is.
     *
     * @param kind what the events are about.
     * @param from {@link LabelPosition#START}, then the last page's {@link SnapshotPage#next}.
     * @param limit how many at most; ports come all at once.
     */
    public SnapshotPage snapshot(final Event.Kind kind, final LabelPosition from, final int limit) {
        return snapshots.read(kind, from, limit);
    }

    /**
     * Lets all counters of labels, next hops, ports, drops and punts start from zero: those of ports, drops and punts now, the others a
     * slice with each {@link #doWork}, while {@link #isClearingCounters}.
     */
    public void clearCounters() {
        clearing.start();
    }

    /** Whether {@link #clearCounters} is under way. */
    public boolean isClearingCounters() {
        return clearing.isRunning();
    }

    /** Lets a label's counters start from zero, also a special-purpose label's. */
    public void clearLabelCounters(final String labelSpace, final int label) {
        final int space = topology.labelSpace(labelSpace);
        if (label(labelSpace, label).isEmpty()) {
            throw new RefusedException(RefusalReason.NOT_FOUND, LabelEntries.text(labelSpace, label) + " has no entry");
        }
        tables.clearLabelCounters(space, label);
    }

    /** Lets a next hop's counters start from zero. */
    public void clearNextHopCounters(final int index) {
        if (!nextHops.contains(index)) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no next hop " + index);
        }
        tables.clearNextHopCounters(index);
    }

    /** Lets a port's counters start from zero, with the drops and punts of what came in by it. */
    public void clearPortCounters(final String port) {
        tables.clearPortCounters(topology.port(port));
    }

    @Override
    public Bound putBinding(final Origin origin, final BindingIntent intent) {
        reclaim();
        if (intent.key().accept() != null) {
            classes.checkVrf(intent.key().accept(), intent.key().vrf());
        }
        return bindings.put(origin, intent, clock.nanoTime());
    }

    @Override
    public int putReceived(final Origin origin, final long user, final AddressFamily family, final long high, final long low,
                           final int received, final Accept accept, final long forwarding) {
        reclaim();
        classes.checkVrf(accept, null);
        return bindings.put(origin, user, family, high, low, received, accept, forwarding, clock.nanoTime());
    }

    @Override
    public Applied withdrawReceived(final Origin origin, final long user, final AddressFamily family, final long high, final long low,
                                    final int received, final Accept accept) {
        reclaim();
        bindings.withdraw(origin, user, family, high, low, received, accept, clock.nanoTime());
        return Applied.PROGRAMMED;
    }

    @Override
    public Applied releaseReceived(final Origin origin, final long user, final AddressFamily family, final long high, final long low,
                                   final int received, final Accept accept) {
        reclaim();
        bindings.release(origin, user, family, high, low, received, accept, clock.nanoTime());
        return Applied.PROGRAMMED;
    }

    @Override
    public Applied removeBinding(final Origin origin, final BindingKey key, final long user) {
        reclaim();
        bindings.remove(origin, key, user, clock.nanoTime());
        return Applied.PROGRAMMED;
    }

    @Override
    public Applied withdrawBinding(final Origin origin, final BindingKey key, final long user) {
        reclaim();
        bindings.withdraw(origin, key, user, clock.nanoTime());
        return Applied.PROGRAMMED;
    }

    @Override
    public Applied withdrawBinding(final Origin origin, final BindingKey key) {
        reclaim();
        bindings.withdrawAll(origin, key, clock.nanoTime());
        return Applied.PROGRAMMED;
    }

    @Override
    public Applied releaseBinding(final Origin origin, final BindingKey key, final long user) {
        reclaim();
        bindings.release(origin, key, user, clock.nanoTime());
        return Applied.PROGRAMMED;
    }

    /** What the labels of each label space are used for, in a time that does not depend on how many there are. */
    public List<LabelUsageView> labelUsage() {
        final LabelSpaces spaces = topology.labelSpaces();
        return IntStream.range(0, spaces.limit()).filter(spaces::exists).mapToObj(labels::usage).toList();
    }

    /**
     * The router's state now. Special-purpose labels (0 to 15) show once they have counted something.
     */
    public RouterView view() {
        return viewer.router();
    }

    /** A label entry, also a special-purpose label's. */
    public Optional<LabelView> label(final String labelSpace, final int label) {
        final int space = topology.labelSpace(labelSpace);
        if (label < 0 || label >= ForwardingWord.FIELD_LIMIT || tables.word(space, label) == ForwardingWord.EMPTY) {
            return Optional.empty();
        }
        return Optional.of(viewer.label(space, label));
    }

    /** A next hop, configured or a label entry's own. */
    public Optional<NextHopView> nextHop(final int index) {
        return viewer.contains(index) ? Optional.of(viewer.nextHop(index)) : Optional.empty();
    }

    /** The router's name. */
    public String name() {
        return name;
    }

    /**
     * The next label entries, in a time that does not depend on how many there are. Special-purpose labels show as in {@link #view}.
     *
     * @param filter which ones.
     * @param from {@link LabelPosition#START}, then the last page's {@link LabelPage#next}.
     * @param limit how many at most.
     * @throws RefusedException when there is no such label space.
     */
    public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) {
        return viewer.labels(filter, from, limit);
    }

    /**
     * The next label bindings by label, those that rest included.
     *
     * @param from 0, then the last page's {@link BindingPage#next}.
     * @param limit how many at most.
     */
    public BindingPage bindings(final int from, final int limit) {
        return viewer.bindings(from, limit);
    }

    /**
     * The next hops by index, those of label entries included.
     *
     * @param from 0, then the last page's {@link NextHopPage#next}.
     * @param limit how many at most.
     */
    public NextHopPage nextHops(final int from, final int limit) {
        return viewer.nextHops(from, limit);
    }

    /** How many next hops there are, without those that belong to a label entry. */
    public NextHopUsageView nextHopUsage() {
        final int resolved = (int) nextHops.indices().stream().filter(nextHops::isResolved).count();
        return new NextHopUsageView(resolved, nextHops.indices().size() - resolved, nextHops.withoutMemory(), nextHops.memoryShortages());
    }

    /** A next hop and all that it leads to, each before those that resolve it; empty when there is no such next hop. */
    public List<NextHopView> nextHopChain(final int index) {
        return viewer.nextHopChain(index);
    }

    /** The tunnels by endpoint, the best of each first. */
    public List<TunnelView> tunnels() {
        return viewer.tunnels();
    }

    /**
     * The next hops that stand for a peer, by index.
     *
     * @param from 0, then the last page's {@link IndirectNextHopPage#next}.
     * @param limit how many at most.
     */
    public IndirectNextHopPage indirectNextHops(final int from, final int limit) {
        return viewer.indirectNextHops(from, limit);
    }

    /** The ports by number. */
    public List<PortView> ports() {
        return viewer.ports();
    }

    /** Every drop reason, also those that never happened. */
    public List<ReasonView> drops() {
        return viewer.drops();
    }

    /** Every punt reason. */
    public List<ReasonView> punts() {
        return viewer.punts();
    }

    /** Unmaps the tables; no worker may run any more. */
    @Override
    public void close() {
        reclaim();
        tables.close();
    }
}
