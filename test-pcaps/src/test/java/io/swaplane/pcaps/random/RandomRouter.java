package io.swaplane.pcaps.random;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.AcceptSetIntent;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.LabelRange;
import io.swaplane.table.PayloadType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes a router with a bit of everything, different for each seed. */
final class RandomRouter {
    private static final List<String> PORTS = List.of("p0", "p1", "p2", "p3");
    /** Tags of the interfaces on each port: chosen so that one outer VID leads to several interfaces. */
    private static final List<List<Integer>> TAGS = List.of(List.of(), List.of(100), List.of(200), List.of(100, 30), List.of(300, 30));
    private static final int DIRECT_HOPS = 14;
    private static final int RECURSIVE_HOPS = 6;
    /** Groups, protected next hops, those resolved by a peer, and recursive ones over any. */
    private static final int FURTHER_HOPS = 20;
    private static final int HOPS = DIRECT_HOPS + RECURSIVE_HOPS + FURTHER_HOPS;
    private static final int ENDPOINTS = 4;
    private static final int MOST_LEVELS = 3;
    private static final int MOST_PUSHES = 15;
    private static final int LABELS_PER_SPACE = 36;

    private SplittableRandom random;
    private final RandomRouting routing;
    /** Link numbers of the interfaces, by their number less one. */
    private final List<Integer> links = new ArrayList<>();
    private final List<InterfaceIntent> interfaces = new ArrayList<>();
    private final List<NeighbourIntent> neighbours = new ArrayList<>();
    private final List<AcceptSetIntent> sets = new ArrayList<>();
    private final List<NextHopIntent> hops = new ArrayList<>();
    /** The VRFs into which they lead, null for none, by index less one. */
    private final List<String> hopVrfs = new ArrayList<>();
    private final List<TunnelIntent> tunnels = new ArrayList<>();
    private final List<LspIntent> lsps = new ArrayList<>();
    /** Entries of another router whose labels this one has too. */
    private final List<LspIntent> kept = new ArrayList<>();

    private RandomRouter(final SplittableRandom random) {
        this.random = random;
        routing = new RandomRouting(random);
    }

    /** The same router for the same seed. */
    static RouterIntent make(final long seed) {
        return new RandomRouter(new SplittableRandom(seed)).make();
    }

    /** The router of a seed with other next hops, tunnels, neighbours and label entries, some of them for the same labels. */
    static RouterIntent change(final RouterIntent router, final long seed, final long variation) {
        final RandomRouter other = new RandomRouter(new SplittableRandom(seed));
        other.addInterfaces();
        other.addSets();
        other.random = new SplittableRandom(variation);
        router.lsps().stream().filter(lsp -> other.oneIn(2)).forEach(other.kept::add);
        final RouterIntent made = other.makeRest();
        return new RouterIntent(router.name(), router.routerId(), router.defaults(), router.dynamicLabels(), router.labels(),
            router.specialLabels(), router.ports(), router.interfaces(), made.neighbours(), router.acceptSets(), made.nextHops(),
            made.tunnels(), made.lsps(),
            new RoutingIntent(router.routing().vrfs(), made.routing().routes(), router.routing().dscpToTc()));
    }

    private RouterIntent make() {
        addInterfaces();
        addSets();
        return makeRest();
    }

    private RouterIntent makeRest() {
        addHops();
        final List<String> spaces = new ArrayList<>(List.of(LspIntent.PLATFORM));
        interfaces.stream().filter(InterfaceIntent::ownLabelSpace).map(InterfaceIntent::name).forEach(spaces::add);
        spaces.forEach(space -> addLsps(space, spaces));
        return new RouterIntent("random", "192.0.2.1",
            new Defaults(model(), model(), random.nextInt(1, 256), random.nextInt(8), random.nextBoolean(),
                random.nextBoolean() ? 0 : random.nextInt()),
            new LabelRange(16, LabelRange.LAST), LabelSettings.STANDARD, specialLabels(), PORTS, interfaces, neighbours, sets, hops,
            tunnels, lsps, routing.make(random, this::hopsOf, connected(), this::outLabel));
    }

    /** The prefixes of all links and the router's own addresses, which no route is for. */
    private Set<Prefix> connected() {
        final Set<Prefix> prefixes = new HashSet<>();
        for (final Prefix address : interfaces.stream().flatMap(each -> each.addresses().stream()).toList()) {
            prefixes.add(RandomRouting.around(address.address(), address.length()));
            prefixes.add(new Prefix(address.address(), 8 * address.address().getAddress().length));
            if (address.address().getAddress().length == 4 && address.length() == 24) {
                final byte[] octets = RandomRouting.around(address.address(), 24).address().getAddress();
                prefixes.add(new Prefix(RandomRouting.v4(octets[2] & 0xFF, 0), 32));
                prefixes.add(new Prefix(RandomRouting.v4(octets[2] & 0xFF, 255), 32));
            }
        }
        return prefixes;
    }

    private SpecialLabels specialLabels() {
        final Set<Integer> dropped = new HashSet<>();
        for (final int label : new int[] {1, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15}) {
            if (oneIn(4)) {
                dropped.add(label);
            }
        }
        return new SpecialLabels(dropped, random.nextBoolean(), random.nextBoolean());
    }

    private void addInterfaces() {
        for (int port = 0; port < PORTS.size(); port++) {
            for (final List<Integer> tags : TAGS) {
                if (!tags.isEmpty() && oneIn(3)) {
                    continue;
                }
                final int number = interfaces.size() + 1;
                final String table = routing.table();
                final int link = routing.link(table, number);
                links.add(link);
                final MplsMode mpls = oneIn(10) ? MplsMode.OFF : oneIn(3) ? MplsMode.EXTERNAL : MplsMode.CORE;
                interfaces.add(new InterfaceIntent("if" + number, PORTS.get(port), tags, random.nextBoolean() ? 0x88A8 : 0x8100,
                    new MacAddress(0x0200_0000_0000L + number), mpls, oneIn(4) ? random.nextInt(68, 160) : 1500, oneIn(2), oneIn(6),
                    table, routing.addresses(table, link), oneIn(4)));
                addNeighbours(number, link);
            }
        }
    }

    /** Two neighbours, the first of them with an address of each IP version. */
    private void addNeighbours(final int number, final int link) {
        final MacAddress first = new MacAddress(0x0200_0000_1000L + number);
        neighbours.add(new NeighbourIntent("if" + number, RandomRouting.v4(link, 1), first));
        neighbours.add(new NeighbourIntent("if" + number, RandomRouting.v6(link, 1), first));
        neighbours.add(new NeighbourIntent("if" + number, RandomRouting.v4(link, 2),
            new MacAddress(0x0200_0000_2000L + number)));
    }

    private void addSets() {
        for (int set = 0; set < 3; set++) {
            final Set<Accept> members = new HashSet<>();
            final String vrf = vrf(anMplsInterface());
            for (int attempt = 0; attempt < 100 && members.size() < 3; attempt++) {
                final String name = anMplsInterface();
                if (Objects.equals(vrf, vrf(name))) {
                    members.add(random.nextBoolean() ? new Accept.Interface(name) : aNeighbour(name));
                }
            }
            sets.add(new AcceptSetIntent("set" + set, List.copyOf(members)));
        }
    }

    /** The VRF of an interface, null for none: the global table is none. */
    private String vrf(final String name) {
        final String table = interfaces.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow().vrf();
        return VrfIntent.GLOBAL.equals(table) ? null : table;
    }

    private Accept aNeighbour(final String name) {
        final List<NeighbourIntent> known = neighbours.stream().filter(n -> n.interfaceName().equals(name)).toList();
        return new Accept.Neighbour(name, known.get(random.nextInt(known.size())).address());
    }

    private String anMplsInterface() {
        final List<String> names = interfaces.stream().filter(i -> i.mpls() != MplsMode.OFF).map(InterfaceIntent::name).toList();
        return names.get(random.nextInt(names.size()));
    }

    private InterfaceIntent anInterface() {
        return interfaces.get(random.nextInt(interfaces.size()));
    }

    private void addHops() {
        final int[] pushCounts = {0, 0, 0, 1, 1, 2, 3, 5, 6, 7, 12, MOST_PUSHES};
        final List<Integer> totals = new ArrayList<>();
        for (int index = 1; index <= DIRECT_HOPS; index++) {
            final InterfaceIntent egress = anInterface();
            hopVrfs.add(vrf(egress.name()));
            final int number = interfaces.indexOf(egress) + 1;
            final int pushes = pushCounts[random.nextInt(pushCounts.length)];
            hops.add(new NextHopIntent.Direct(index, egress.name(),
                RandomRouting.v4(links.get(number - 1), oneIn(12) ? 99 : random.nextInt(1, 3)), push(pushes),
                !oneIn(5), oneIn(2) ? null : random.nextInt(1, 256), oneIn(2) ? null : random.nextInt(8)));
            totals.add(pushes);
        }
        for (int index = DIRECT_HOPS + 1; index <= DIRECT_HOPS + RECURSIVE_HOPS; index++) {
            final int via = random.nextInt(1, index);
            final int pushes = Math.min(random.nextInt(4), MOST_PUSHES - totals.get(via - 1));
            hops.add(new NextHopIntent.Recursive(index, via, RandomRouting.v4(200, index), push(pushes)));
            totals.add(totals.get(via - 1) + pushes);
            hopVrfs.add(hopVrfs.get(via - 1));
        }
        addTunnels();
        final List<Integer> levels = new ArrayList<>(Collections.nCopies(totals.size(), 0));
        for (int index = totals.size() + 1; index <= HOPS; index++) {
            addFurtherHop(index, totals, levels);
        }
    }

    /** Those that what is in a table may lead to. */
    private List<Integer> hopsOf(final String table) {
        return IntStream.rangeClosed(1, hopVrfs.size())
            .filter(index -> hopVrfs.get(index - 1) == null || hopVrfs.get(index - 1).equals(table)).boxed().toList();
    }

    /** Up to three tunnels to each endpoint, one of which is a neighbour; all lead over the first next hops, and into no VRF. */
    private void addTunnels() {
        final List<Integer> ways = hopsOf(VrfIntent.GLOBAL);
        if (ways.isEmpty()) {
            return;
        }
        for (int endpoint = 1; endpoint < ENDPOINTS; endpoint++) {
            for (final String owner : List.of("bgp", "ldp", "rsvp")) {
                if (random.nextBoolean()) {
                    tunnels.add(new TunnelIntent(endpoint(endpoint), owner, ways.get(random.nextInt(ways.size())),
                        random.nextInt(2), random.nextInt(2)));
                }
            }
        }
    }

    private InetAddress endpoint(final int number) {
        final int first = IntStream.range(0, interfaces.size()).filter(each -> interfaces.get(each).vrf() == null).findFirst().orElse(0);
        return number == 1 ? RandomRouting.v4(links.get(first), 1) : RandomRouting.v4(201, number);
    }

    /** One that leads to earlier ones; {@code totals} and {@code levels} have the pushes and groups of those by index less one. */
    private void addFurtherHop(final int index, final List<Integer> totals, final List<Integer> levels) {
        final int kind = random.nextInt(5);
        final List<Integer> legs = legs(index, kind < 2 ? random.nextInt(1, 5) : 2, levels);
        if (kind < 2) {
            hops.add(new NextHopIntent.Group(index,
                legs.stream().map(leg -> new NextHopIntent.Leg(oneIn(8) ? random.nextInt(1, 256) : random.nextInt(1, 5), leg)).toList()));
        } else if (kind == 2) {
            hops.add(new NextHopIntent.Protected(index, legs.get(0), legs.get(1)));
        } else {
            addRecursive(index, kind == 3, totals, levels);
            return;
        }
        hopVrfs.add(legs.stream().map(leg -> hopVrfs.get(leg - 1)).filter(Objects::nonNull).findFirst().orElse(null));
        totals.add(legs.stream().mapToInt(leg -> totals.get(leg - 1)).max().orElseThrow());
        levels.add(1 + legs.stream().mapToInt(leg -> levels.get(leg - 1)).max().orElseThrow());
    }

    private void addRecursive(final int index, final boolean byPeer, final List<Integer> totals, final List<Integer> levels) {
        final int via = random.nextInt(DIRECT_HOPS, index);
        final InetAddress peer = endpoint(random.nextInt(1, ENDPOINTS + 1));
        final int above = byPeer ? tunnels.stream().filter(tunnel -> tunnel.endpoint().equals(peer))
            .mapToInt(tunnel -> totals.get(tunnel.nextHop() - 1)).max().orElse(0) : totals.get(via - 1);
        final int pushes = Math.min(random.nextInt(4), MOST_PUSHES - above);
        hops.add(new NextHopIntent.Recursive(index, byPeer ? null : via, byPeer ? peer : null, push(pushes)));
        totals.add(above + pushes);
        levels.add(byPeer ? 0 : levels.get(via - 1));
        hopVrfs.add(byPeer ? null : hopVrfs.get(via - 1));
    }

    /** Earlier next hops, groups among them as long as they aren't too deep; into one VRF at most. */
    private List<Integer> legs(final int index, final int count, final List<Integer> levels) {
        final List<Integer> legs = new ArrayList<>();
        String vrf = null;
        while (legs.size() < count) {
            final int leg = random.nextInt(1, index);
            final String into = hopVrfs.get(leg - 1);
            if (levels.get(leg - 1) < MOST_LEVELS && (into == null || vrf == null || into.equals(vrf))) {
                legs.add(leg);
                vrf = into == null ? vrf : into;
            }
        }
        return legs;
    }

    private List<Integer> push(final int count) {
        return IntStream.range(0, count).mapToObj(i -> outLabel()).toList();
    }

    private int outLabel() {
        return oneIn(10) ? 0 : random.nextInt(16, 1 << 20);
    }

    private void addLsps(final String space, final List<String> spaces) {
        final Set<Integer> labels = new HashSet<>(List.of(16, LabelRange.LAST));
        kept.stream().filter(lsp -> lsp.labelSpace().equals(space)).map(LspIntent::label).forEach(labels::add);
        while (labels.size() < LABELS_PER_SPACE) {
            labels.add(random.nextInt(17, RandomRouting.FIRST_VRF_LABEL));
        }
        int kind = 0;
        for (final int label : labels) {
            final Action action = action(kind++ % 18, spaces);
            final boolean goesOn = action instanceof Action.Lookup;
            final Accept accept = accept(goesOn);
            lsps.add(new LspIntent(label, space, "static", mayLeadTo(action, vrf(accept)) ? accept : new Accept.Router(), action,
                modelOrNull(), modelOrNull(), null));
        }
    }

    /** The VRF from whose interfaces alone a label is valid, null for none. */
    private String vrf(final Accept accept) {
        return switch (accept) {
            case Accept.Interface each -> vrf(each.name());
            case Accept.Neighbour each -> vrf(each.interfaceName());
            case Accept.Named each -> sets.stream().filter(set -> set.name().equals(each.setName())).findFirst().orElseThrow().members()
                .stream().findFirst().map(this::vrf).orElse(null);
            default -> null;
        };
    }

    private boolean mayLeadTo(final Action action, final String vrf) {
        return vrf == null || switch (action) {
            case Action.Forward forward -> hopsOf(vrf).contains(forward.nextHop());
            case Action.Protect pair -> mayLeadTo(pair.primary(), vrf) && mayLeadTo(pair.backup(), vrf);
            case Action.Ecmp ecmp -> ecmp.legs().stream().allMatch(leg -> mayLeadTo(leg.action(), vrf));
            case Action.LookupVrf lookup -> lookup.vrf().equals(vrf);
            case Action.Lookup lookup -> false;
            default -> true;
        };
    }

    private Accept accept(final boolean loose) {
        if (!oneIn(loose ? 8 : 2)) {
            return new Accept.Router();
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Accept.Interface(anMplsInterface());
            case 1 -> aNeighbour(anMplsInterface());
            case 2 -> new Accept.Named("set" + random.nextInt(sets.size()));
            default -> new Accept.Core();
        };
    }

    private Action action(final int kind, final List<String> spaces) {
        return switch (kind) {
            case 0, 1, 2 -> new Action.Lookup(spaces.get(random.nextInt(spaces.size())), payload());
            case 3 -> new Action.Receive();
            case 4 -> oneIn(2) ? new Action.Drop() : new Action.Withdrawn();
            case 5, 6, 7, 8 -> new Action.Ecmp(IntStream.range(0, random.nextInt(1, 7)).mapToObj(i -> leg()).toList());
            case 9, 10 -> new Action.Protect(forward(), forward());
            case 11, 12 -> routing.isOff() ? forward()
                : new Action.LookupVrf(oneIn(4) ? VrfIntent.GLOBAL : "vrf" + random.nextInt(RandomRouting.VRFS), payload());
            default -> forward();
        };
    }

    private Action.Leg leg() {
        return new Action.Leg(oneIn(8) ? random.nextInt(1, 256) : random.nextInt(1, 5),
            oneIn(3) ? new Action.Protect(forward(), forward()) : forward());
    }

    private Action.Forward forward() {
        final int hop = random.nextInt(1, HOPS + 1);
        return switch (random.nextInt(4)) {
            case 0 -> new Action.Php(payload(), hop);
            case 1 -> new Action.Pop(payload(), hop);
            default -> new Action.Swap(oneIn(12) ? 3 : outLabel(), hop);
        };
    }

    private PayloadType payload() {
        return oneIn(2) ? PayloadType.IP : PayloadType.values()[random.nextInt(3)];
    }

    private Model model() {
        return random.nextBoolean() ? Model.UNIFORM : Model.PIPE;
    }

    private Model modelOrNull() {
        return oneIn(3) ? null : model();
    }

    private boolean oneIn(final int n) {
        return random.nextInt(n) == 0;
    }
}
