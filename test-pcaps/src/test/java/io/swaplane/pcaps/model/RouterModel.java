package io.swaplane.pcaps.model;

import io.swaplane.control.command.Outcome;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A router's intent in plain maps, each thing with who put it. Nothing is kept besides: who may change what, what leads to what and what
 * is resolved is looked up anew for each command.
 */
final class RouterModel {
    private static final Who CONFIGURATION = new Who("configuration", 0, "static", 0);
    private static final int FIRST_LABEL = 16;
    private static final int LABELS = 1 << 20;

    /** A label in a label space. */
    record Key(String space, int label) { }

    /** An owner's tunnel. */
    record TunnelKey(InetAddress endpoint, String owner) { }

    /** Something and whose it is. */
    record Held<T>(T value, Who who) { }

    private final RouterIntent base;
    private final Map<Key, Held<LspIntent>> labels = new LinkedHashMap<>();
    private final Map<Integer, Held<NextHopIntent>> nextHops = new TreeMap<>();
    private final Map<TunnelKey, Held<TunnelIntent>> tunnels = new LinkedHashMap<>();
    private final Map<Accept.Neighbour, Held<MacAddress>> neighbours = new LinkedHashMap<>();
    private final Map<String, Held<String>> contexts = new LinkedHashMap<>();
    /** Ports that a producer holds down. */
    private final Map<String, Held<String>> down = new LinkedHashMap<>();
    private final Set<Integer> resting = new HashSet<>();
    /** Next hops whose index the router chose. */
    private final Set<Integer> chosen = new HashSet<>();
    /** Neighbours that came so lately that what they had before may rest. */
    private final Set<Accept.Neighbour> fresh = new HashSet<>();
    private final Resolution resolution = new Resolution(this);
    private final RoutingModel routing;

    /**
     * A way that ends at a next hop.
     *
     * @param labelled whether it puts a label of its own first.
     * @param table the table whose packets go that way; null for the backbone's labelled ones, which may go anywhere.
     */
    record Leg(int nextHop, boolean labelled, String table) { }

    RouterModel(final RouterIntent base) {
        this.base = base;
        base.lsps().forEach(lsp -> labels.put(key(lsp), new Held<>(lsp, CONFIGURATION)));
        base.nextHops().forEach(hop -> nextHops.put(hop.index(), new Held<>(hop, CONFIGURATION)));
        base.tunnels().forEach(tunnel -> tunnels.put(key(tunnel), new Held<>(tunnel, CONFIGURATION)));
        base.neighbours().forEach(each -> neighbours.put(new Accept.Neighbour(each.interfaceName(), each.address()),
            new Held<>(each.mac(), CONFIGURATION)));
        routing = new RoutingModel(this, base, CONFIGURATION);
    }

    private static Key key(final LspIntent lsp) {
        return new Key(lsp.labelSpace(), lsp.label());
    }

    private static TunnelKey key(final TunnelIntent tunnel) {
        return new TunnelKey(tunnel.endpoint(), tunnel.owner());
    }

    // ---- what there is ----

    /** The intent as it would stand in a configuration. */
    RouterIntent intent() {
        return new RouterIntent(base.name(), base.routerId(), base.defaults(), base.dynamicLabels(), base.labels(), base.specialLabels(),
            base.ports(), base.interfaces(),
            neighbours.entrySet().stream().map(each -> new NeighbourIntent(each.getKey().interfaceName(), each.getKey().address(),
                each.getValue().value())).toList(),
            base.acceptSets(), List.copyOf(hops().values()), tunnels.values().stream().map(Held::value).toList(),
            labels.values().stream().map(Held::value).toList(), routing.intent());
    }

    /** VRFs and routes. */
    RoutingModel routing() {
        return routing;
    }

    boolean isUp(final int port) {
        return !down.containsKey(base.ports().get(port));
    }

    Map<Key, Held<LspIntent>> labels() {
        return labels;
    }

    Set<Integer> nextHops() {
        return nextHops.keySet();
    }

    Set<TunnelKey> tunnels() {
        return tunnels.keySet();
    }

    Set<Accept.Neighbour> neighbours() {
        return neighbours.keySet();
    }

    Set<String> contexts() {
        return contexts.keySet();
    }

    NextHopIntent nextHop(final int index) {
        return nextHops.get(index).value();
    }

    boolean knows(final Accept.Neighbour neighbour) {
        return neighbours.containsKey(neighbour);
    }

    /** Whether it came since the last grace period. */
    boolean isFresh(final Accept.Neighbour neighbour) {
        return fresh.contains(neighbour);
    }

    boolean isResolved(final int nextHop) {
        return resolution.isResolved(nextHop);
    }

    Stream<InterfaceIntent> mplsInterfaces() {
        return base.interfaces().stream().filter(each -> each.mpls() != MplsMode.OFF);
    }

    /** Those on which a peer can be a neighbour: in no VRF. */
    Stream<InterfaceIntent> backboneInterfaces() {
        return mplsInterfaces().filter(each -> each.vrf() == null || each.vrf().equals(VrfIntent.GLOBAL));
    }

    Optional<TunnelIntent> bestTunnel(final InetAddress endpoint) {
        return tunnels.values().stream().map(Held::value).filter(tunnel -> tunnel.endpoint().equals(endpoint))
            .min(Comparator.comparing(TunnelIntent::preference).thenComparing(TunnelIntent::metric).thenComparing(TunnelIntent::owner));
    }

    /** The next hop was removed so lately that a worker may hold it still; one made anew under its index is unresolved until then. */
    boolean isResting(final int index) {
        return resting.contains(index);
    }

    /** Every worker has passed a quiescent point. */
    void gracePeriodPassed() {
        resting.clear();
        fresh.clear();
    }

    private Map<Integer, NextHopIntent> hops() {
        final Map<Integer, NextHopIntent> hops = new TreeMap<>();
        nextHops.forEach((index, held) -> hops.put(index, held.value()));
        return hops;
    }

    private boolean hasSpace(final String name) {
        return name.equals(LspIntent.PLATFORM) || contexts.containsKey(name)
            || base.interfaces().stream().anyMatch(each -> each.ownLabelSpace() && each.name().equals(name));
    }

    private boolean hasInterface(final String name) {
        return base.interfaces().stream().anyMatch(each -> each.name().equals(name));
    }

    private Stream<Leg> legs() {
        return Stream.concat(labels.values().stream().flatMap(held -> legs(held.value()).stream()), routing.legs());
    }

    private List<Leg> legs(final LspIntent lsp) {
        final String vrf = vrf(lsp.accept());
        return legs(lsp.action()).stream().map(forward -> new Leg(forward.nextHop(), swaps(forward), vrf)).toList();
    }

    /** The VRF from which alone a label is valid; null for one that the backbone may use. */
    private String vrf(final Accept accept) {
        return switch (accept) {
            case Accept.Core core -> null;
            case Accept.Router router -> null;
            case Accept.Interface(String name) -> vrf(name);
            case Accept.Neighbour neighbour -> vrf(neighbour.interfaceName());
            case Accept.Named(String name) -> base.acceptSets().stream().filter(set -> set.name().equals(name))
                .flatMap(set -> set.members().stream()).map(this::vrf).filter(Objects::nonNull).findAny().orElse(null);
        };
    }

    /** The VRF of an interface; null when it is in none. */
    private String vrf(final String interfaceName) {
        return base.interfaces().stream().filter(each -> each.name().equals(interfaceName)).map(InterfaceIntent::vrf)
            .filter(vrf -> vrf != null && !vrf.equals(VrfIntent.GLOBAL)).findAny().orElse(null);
    }

    /** Every way that an action can end at a next hop. */
    static List<Action.Forward> legs(final Action action) {
        return switch (action) {
            case Action.Forward forward -> List.of(forward);
            case Action.Protect pair -> List.of(pair.primary(), pair.backup());
            case Action.Ecmp ecmp -> ecmp.legs().stream().flatMap(leg -> legs(leg.action()).stream()).toList();
            case Action.Lookup lookup -> List.of();
            case Action.LookupVrf lookup -> List.of();
            case Action.Receive receive -> List.of();
            case Action.Drop drop -> List.of();
            case Action.Withdrawn withdrawn -> List.of();
        };
    }

    private static boolean swaps(final Action.Forward leg) {
        return leg instanceof Action.Swap swap && swap.outLabel() != 3;
    }

    // ---- commands ----

    Answer apply(final Change change, final Who who) {
        final Set<RefusalReason> wrong = EnumSet.noneOf(RefusalReason.class);
        return switch (change) {
            case Change.PutLabel(LspIntent asked, boolean common) -> putLabel(asked, who, wrong);
            case Change.RemoveLabel(String space, int label, boolean common) -> removeLabel(new Key(space, label), who, wrong);
            case Change.PutNextHop(NextHopIntent intent) when intent.index() == 0 -> putWithoutIndex(intent, who, wrong);
            case Change.PutNextHop(NextHopIntent intent) -> putNextHop(intent, who, wrong);
            case Change.RemoveNextHop(int index) -> removeNextHop(index, who, wrong);
            case Change.PutTunnel(TunnelIntent asked) -> putTunnel(asked, who, wrong);
            case Change.RemoveTunnel(InetAddress endpoint) -> removeTunnel(new TunnelKey(endpoint, who.owner()), who, wrong);
            case Change.PutNeighbour(NeighbourIntent intent) -> putNeighbour(intent, who, wrong);
            case Change.RemoveNeighbour(Accept.Neighbour neighbour) -> removeNeighbour(neighbour, who, wrong);
            case Change.SetPort(String port, boolean up) -> setPort(port, up, who, wrong);
            case Change.CreateSpace(String name) -> createSpace(name, who, wrong);
            case Change.RemoveSpace(String name) -> removeSpace(name, who, wrong);
            case Change.PutVrf(VrfIntent intent) -> routing.putVrf(intent, who, wrong);
            case Change.RemoveVrf(String name) -> routing.removeVrf(name, who, wrong);
            case Change.PutRoute(RouteIntent intent, boolean common) -> routing.putRoute(intent, who, wrong);
            case Change.RemoveRoute(RoutingModel.RouteKey key, boolean common) -> routing.removeRoute(key, who, wrong);
        };
    }

    static void checkOwner(final Held<?> held, final Who who, final Set<RefusalReason> wrong) {
        if (held != null && !held.who().producer().equals(who.producer()) && held.who().preference() <= who.preference()) {
            wrong.add(RefusalReason.CONFLICTING_OWNER);
        }
    }

    private Answer putLabel(final LspIntent asked, final Who who, final Set<RefusalReason> wrong) {
        final LspIntent intent = new LspIntent(asked.label(), asked.labelSpace(), who.owner(), asked.accept(), asked.action(), asked.ttl(),
            asked.tc(), asked.nextHopIndex());
        final Held<LspIntent> old = labels.get(key(intent));
        checkOwner(old, who, wrong);
        if (intent.label() < FIRST_LABEL || intent.label() >= LABELS) {
            wrong.add(RefusalReason.INVALID);
        }
        if (!hasSpace(intent.labelSpace())) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        }
        checkAccept(intent.accept(), wrong);
        checkAction(intent, wrong);
        if (intent.nextHopIndex() != null) {
            checkIndex(intent, old, wrong);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        labels.put(key(intent), new Held<>(intent, who));
        final List<Action.Forward> legs = legs(intent.action());
        return Answer.applied(legs.isEmpty() || legs.stream().anyMatch(leg -> resolution.isResolved(leg.nextHop())));
    }

    private void checkIndex(final LspIntent intent, final Held<LspIntent> old, final Set<RefusalReason> wrong) {
        if (!(intent.action() instanceof Action.Forward) || intent.nextHopIndex() < 1) {
            wrong.add(RefusalReason.INVALID);
        }
        final boolean own = old != null && intent.nextHopIndex().equals(old.value().nextHopIndex());
        if (!own && isEntrysOwn(intent.nextHopIndex()) || nextHops.containsKey(intent.nextHopIndex())) {
            wrong.add(RefusalReason.IN_USE);
        }
    }

    private boolean isEntrysOwn(final int index) {
        return labels.values().stream().anyMatch(held -> held.value().nextHopIndex() != null && held.value().nextHopIndex() == index);
    }

    private void checkAccept(final Accept accept, final Set<RefusalReason> wrong) {
        switch (accept) {
            case Accept.Core core -> { }
            case Accept.Router router -> { }
            case Accept.Interface(String name) -> checkMpls(name, wrong);
            case Accept.Neighbour neighbour -> {
                checkMpls(neighbour.interfaceName(), wrong);
                if (!knows(neighbour)) {
                    wrong.add(RefusalReason.UNKNOWN_REFERENCE);
                }
            }
            case Accept.Named(String name) -> {
                if (base.acceptSets().stream().noneMatch(set -> set.name().equals(name))) {
                    wrong.add(RefusalReason.UNKNOWN_REFERENCE);
                }
            }
        }
    }

    private void checkMpls(final String interfaceName, final Set<RefusalReason> wrong) {
        if (!hasInterface(interfaceName)) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        } else if (mplsInterfaces().noneMatch(each -> each.name().equals(interfaceName))) {
            wrong.add(RefusalReason.INVALID);
        }
    }

    private void checkAction(final LspIntent intent, final Set<RefusalReason> wrong) {
        final Action action = intent.action();
        final String vrf = vrf(intent.accept());
        if (vrf != null && (action instanceof Action.Lookup || action instanceof Action.LookupVrf other && !other.vrf().equals(vrf))) {
            wrong.add(RefusalReason.INVALID);
        }
        if (action instanceof Action.Lookup lookup && !hasSpace(lookup.labelSpace())) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        }
        if (action instanceof Action.Ecmp ecmp && ecmp.legs().stream().anyMatch(leg -> leg.weight() < 1 || leg.weight() > 255)) {
            wrong.add(RefusalReason.INVALID);
        }
        if (action instanceof Action.LookupVrf lookup && !routing.hasTable(lookup.vrf())) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        }
        checkLegs(legs(intent), wrong);
    }

    /** Legs of a label entry or a route that is to come. */
    void checkLegs(final List<Leg> legs, final Set<RefusalReason> wrong) {
        final Set<Integer> swapped = swapped();
        for (final Leg leg : legs) {
            if (!nextHops.containsKey(leg.nextHop())) {
                wrong.add(RefusalReason.UNKNOWN_REFERENCE);
            } else if (leg.labelled()) {
                swapped.add(leg.nextHop());
            }
        }
        wrong.addAll(new Graph(hops(), tunnelIntents(), swapped).wrong());
        wrong.addAll(new Separation(hops(), tunnelIntents(), this::vrf).wrong(legs.stream()));
    }

    private Set<Integer> swapped() {
        final Set<Integer> swapped = new HashSet<>();
        legs().filter(Leg::labelled).forEach(leg -> swapped.add(leg.nextHop()));
        return swapped;
    }

    private Collection<TunnelIntent> tunnelIntents() {
        return tunnels.values().stream().map(Held::value).toList();
    }

    private Answer removeLabel(final Key key, final Who who, final Set<RefusalReason> wrong) {
        checkOwner(labels.get(key), who, wrong);
        if (!hasSpace(key.space())) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        } else if (!labels.containsKey(key)) {
            wrong.add(RefusalReason.NOT_FOUND);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        labels.remove(key);
        return Answer.PROGRAMMED;
    }

    /** The router chooses the lowest index that is free. */
    private Answer putWithoutIndex(final NextHopIntent intent, final Who who, final Set<RefusalReason> wrong) {
        int index = 1;
        while (hasIndex(index)) {
            index++;
        }
        final NextHopIntent complete = switch (intent) {
            case NextHopIntent.Direct each -> new NextHopIntent.Direct(index, each.interfaceName(), each.neighbour(), each.push(),
                each.statistics(), each.pipeTtl(), each.pipeTc());
            case NextHopIntent.Recursive each -> new NextHopIntent.Recursive(index, each.via(), each.peer(), each.push());
            case NextHopIntent.Group each -> new NextHopIntent.Group(index, each.legs());
            case NextHopIntent.Protected each -> new NextHopIntent.Protected(index, each.primary(), each.backup());
        };
        final Answer answer = putNextHop(complete, who, wrong);
        if (answer.outcome() == Outcome.REFUSED) {
            return answer;
        }
        chosen.add(index);
        return answer.assigning(index);
    }

    private Answer putNextHop(final NextHopIntent intent, final Who who, final Set<RefusalReason> wrong) {
        checkOwner(nextHops.get(intent.index()), who, wrong);
        if (isEntrysOwn(intent.index()) || isOthersInUse(intent.index(), who)) {
            wrong.add(RefusalReason.IN_USE);
        }
        checkShape(intent, wrong);
        final Map<Integer, NextHopIntent> hops = hops();
        hops.put(intent.index(), intent);
        if (!hops.keySet().containsAll(Graph.named(intent))) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        } else {
            wrong.addAll(new Graph(hops, tunnelIntents(), swapped()).wrong());
            wrong.addAll(new Separation(hops, tunnelIntents(), this::vrf).wrong(legs()));
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        nextHops.put(intent.index(), new Held<>(intent, who));
        return Answer.applied(resolution.isResolved(intent.index()));
    }

    private void checkShape(final NextHopIntent intent, final Set<RefusalReason> wrong) {
        if (intent.index() < 1 || intent.index() >= LABELS || intent.push().contains(3)) {
            wrong.add(RefusalReason.INVALID);
        }
        if (intent instanceof NextHopIntent.Direct direct && !hasInterface(direct.interfaceName())) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        }
        if (intent instanceof NextHopIntent.Group group
            && (group.legs().isEmpty() || group.legs().stream().anyMatch(leg -> leg.weight() < 1 || leg.weight() > 255))) {
            wrong.add(RefusalReason.INVALID);
        }
    }

    private Answer removeNextHop(final int index, final Who who, final Set<RefusalReason> wrong) {
        checkOwner(nextHops.get(index), who, wrong);
        if (!nextHops.containsKey(index)) {
            wrong.add(RefusalReason.NOT_FOUND);
        } else if (isReferred(index)) {
            wrong.add(RefusalReason.IN_USE);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        takeOut(index);
        return Answer.PROGRAMMED;
    }

    private boolean isReferred(final int index) {
        return legs().anyMatch(leg -> leg.nextHop() == index) || tunnelIntents().stream().anyMatch(tunnel -> tunnel.nextHop() == index)
            || hops().values().stream().anyMatch(hop -> Graph.named(hop).contains(index));
    }

    /** What leads to another's next hop has labels of its neighbour, and is not to be led to another neighbour. */
    private boolean isOthersInUse(final int index, final Who who) {
        return nextHops.containsKey(index) && !nextHops.get(index).who().producer().equals(who.producer())
            && (chosen.contains(index) || isReferred(index));
    }

    private void takeOut(final int index) {
        nextHops.remove(index);
        chosen.remove(index);
        resting.add(index);
    }

    private Answer putTunnel(final TunnelIntent asked, final Who who, final Set<RefusalReason> wrong) {
        final TunnelIntent intent = new TunnelIntent(asked.endpoint(), who.owner(), asked.nextHop(), asked.preference(), asked.metric());
        checkOwner(tunnels.get(key(intent)), who, wrong);
        if (intent.preference() < 0 || intent.metric() < 0) {
            wrong.add(RefusalReason.INVALID);
        }
        if (!nextHops.containsKey(intent.nextHop())) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        } else {
            final Collection<TunnelIntent> all = new ArrayList<>(tunnelIntents());
            all.removeIf(each -> key(each).equals(key(intent)));
            all.add(intent);
            wrong.addAll(new Graph(hops(), all, swapped()).wrong());
            wrong.addAll(new Separation(hops(), all, this::vrf).wrong(legs()));
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        tunnels.put(key(intent), new Held<>(intent, who));
        return Answer.applied(resolution.isResolved(intent.nextHop()));
    }

    private Answer removeTunnel(final TunnelKey key, final Who who, final Set<RefusalReason> wrong) {
        checkOwner(tunnels.get(key), who, wrong);
        if (!tunnels.containsKey(key)) {
            wrong.add(RefusalReason.NOT_FOUND);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        tunnels.remove(key);
        return Answer.PROGRAMMED;
    }

    private Answer putNeighbour(final NeighbourIntent intent, final Who who, final Set<RefusalReason> wrong) {
        final Accept.Neighbour key = new Accept.Neighbour(intent.interfaceName(), intent.address());
        checkOwner(neighbours.get(key), who, wrong);
        if (!hasInterface(intent.interfaceName())) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        }
        if (intent.mac().isGroup()) {
            wrong.add(RefusalReason.INVALID);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        if (neighbours.put(key, new Held<>(intent.mac(), who)) == null) {
            fresh.add(key);
        }
        return Answer.PROGRAMMED;
    }

    private Answer removeNeighbour(final Accept.Neighbour neighbour, final Who who, final Set<RefusalReason> wrong) {
        checkOwner(neighbours.get(neighbour), who, wrong);
        if (!hasInterface(neighbour.interfaceName())) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        } else if (!knows(neighbour)) {
            wrong.add(RefusalReason.NOT_FOUND);
        } else if (isNamed(neighbour)) {
            wrong.add(RefusalReason.IN_USE);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        neighbours.remove(neighbour);
        return Answer.PROGRAMMED;
    }

    /** By a spoof check. */
    private boolean isNamed(final Accept.Neighbour neighbour) {
        return labels.values().stream().anyMatch(held -> held.value().accept().equals(neighbour))
            || base.acceptSets().stream().anyMatch(set -> set.members().contains(neighbour));
    }

    private Answer setPort(final String port, final boolean up, final Who who, final Set<RefusalReason> wrong) {
        checkOwner(down.get(port), who, wrong);
        if (!base.ports().contains(port)) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        if (up) {
            down.remove(port);
        } else {
            down.put(port, new Held<>(port, who));
        }
        return Answer.PROGRAMMED;
    }

    private Answer createSpace(final String name, final Who who, final Set<RefusalReason> wrong) {
        checkOwner(contexts.get(name), who, wrong);
        if (name.isBlank() || !hasSpace(name) && hasInterface(name)) {
            wrong.add(RefusalReason.INVALID);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        if (!hasSpace(name) || contexts.containsKey(name)) {
            contexts.put(name, new Held<>(name, who));
        }
        return Answer.PROGRAMMED;
    }

    private Answer removeSpace(final String name, final Who who, final Set<RefusalReason> wrong) {
        checkOwner(contexts.get(name), who, wrong);
        if (!hasSpace(name)) {
            wrong.add(RefusalReason.NOT_FOUND);
        } else if (!contexts.containsKey(name)) {
            wrong.add(RefusalReason.INVALID);
        } else if (isUsed(name)) {
            wrong.add(RefusalReason.IN_USE);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        contexts.remove(name);
        return Answer.PROGRAMMED;
    }

    /** Whether a label space has entries, or one looks labels up in it. */
    private boolean isUsed(final String space) {
        return labels.keySet().stream().anyMatch(key -> key.space().equals(space)) || labels.values().stream()
            .anyMatch(held -> held.value().action() instanceof Action.Lookup lookup && lookup.labelSpace().equals(space));
    }

    /**
     * Removes what a producer put before a session: labels, routes and tunnels, ports that it held down, neighbours, label spaces and VRFs
     * that no label needs, and next hops as long as one is found that nothing leads to.
     */
    void sweep(final String producer, final int session) {
        labels.values().removeIf(held -> isStale(held, producer, session));
        routing.sweepRoutes(producer, session);
        tunnels.values().removeIf(held -> isStale(held, producer, session));
        down.values().removeIf(held -> isStale(held, producer, session));
        neighbours.entrySet().removeIf(each -> isStale(each.getValue(), producer, session) && !isNamed(each.getKey()));
        contexts.values().removeIf(held -> isStale(held, producer, session) && !isUsed(held.value()));
        routing.sweepVrfs(producer, session);
        Optional<Integer> gone = unusedStale(producer, session);
        while (gone.isPresent()) {
            takeOut(gone.get());
            gone = unusedStale(producer, session);
        }
    }

    private Optional<Integer> unusedStale(final String producer, final int session) {
        return nextHops.entrySet().stream().filter(each -> isStale(each.getValue(), producer, session) && !isReferred(each.getKey()))
            .map(Map.Entry::getKey).findFirst();
    }

    /** Whether a producer has something from before a session. */
    boolean hasStale(final String producer, final int session) {
        return Stream.of(nextHops, neighbours, contexts, routing.vrfs()).flatMap(map -> map.values().stream())
            .anyMatch(held -> isStale(held, producer, session));
    }

    /** Whether an index is a next hop's, or a label entry asked for it. */
    boolean hasIndex(final int index) {
        return nextHops.containsKey(index) || isEntrysOwn(index);
    }

    static boolean isStale(final Held<?> held, final String producer, final int session) {
        return held.who().producer().equals(producer) && held.who().session() < session;
    }

    /** What a producer has, as commands that put it again. */
    List<Change> ownedBy(final String producer) {
        final List<Change> all = new ArrayList<>();
        contexts.values().stream().filter(held -> held.who().producer().equals(producer))
            .forEach(held -> all.add(new Change.CreateSpace(held.value())));
        all.addAll(routing.vrfsOf(producer));
        neighbours.forEach((key, held) -> {
            if (held.who().producer().equals(producer)) {
                all.add(new Change.PutNeighbour(new NeighbourIntent(key.interfaceName(), key.address(), held.value())));
            }
        });
        down.values().stream().filter(held -> held.who().producer().equals(producer))
            .forEach(held -> all.add(new Change.SetPort(held.value(), false)));
        nextHops.values().stream().filter(held -> held.who().producer().equals(producer))
            .forEach(held -> all.add(new Change.PutNextHop(held.value())));
        tunnels.values().stream().filter(held -> held.who().producer().equals(producer))
            .forEach(held -> all.add(new Change.PutTunnel(held.value())));
        labels.values().stream().filter(held -> held.who().producer().equals(producer))
            .forEach(held -> all.add(new Change.PutLabel(held.value(), false)));
        all.addAll(routing.routesOf(producer));
        return all;
    }

    /** How many label entries each owner has in a label space. */
    Map<String, Integer> countByOwner(final String space) {
        final Map<String, Integer> counts = new HashMap<>();
        labels.forEach((key, held) -> {
            if (key.space().equals(space)) {
                counts.merge(held.who().owner(), 1, Integer::sum);
            }
        });
        return counts;
    }
}
