package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Communities;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.policy.Change;
import io.swaplane.bgp.policy.Match;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.NextHopScope;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random routes, withdrawals, flaps and slow peers: in the end each peer knows what a slow and obvious model says. */
class RandomRoutingTest {
    private static final int STEPS = 3_000;
    private static final int ROUTES = 12;
    private static final int GIVEN = 65000 << 16 | 1;
    private static final int NONE = -1;
    private static final int IMPLICIT_NULL = 3;
    private static final Map<String, Way> WAYS = Map.of("1.1.1.1", new Way(List.of(34), "core0", "10.20.20.1"),
        "1.1.1.2", new Way(List.of(35), "core0", "10.20.20.1"), "10.5.5.5", new Way(List.of(), "ext0", "10.5.5.5"),
        "10.6.6.6", new Way(List.of(), "ext1", "10.6.6.6"));
    /** Routes to hosts which are next hops, too; each may lead by those before it and, in vain, by itself. */
    private static final List<String> HOSTS = List.of("1.1.1.9", "1.1.1.8");

    /** How packets get to a next hop: labels pushed, top of stack first. */
    private record Way(List<Integer> pushes, String interfaceName, String neighbour) {
        Way under(final int label) {
            final List<Integer> all = new ArrayList<>(pushes);
            if (label != NONE && label != IMPLICIT_NULL) {
                all.add(label);
            }
            return new Way(all, interfaceName, neighbour);
        }

        String entry() {
            final String push = pushes.isEmpty() ? "" : "push " + String.join(" ", pushes.stream().map(String::valueOf).toList()) + " ";
            return push + "on " + interfaceName + ", nbr " + neighbour;
        }

        String stack() {
            return "forward " + pushes + " " + interfaceName + " " + neighbour;
        }
    }

    /** A path as it was sent, without a label for plain unicast. */
    private record Sent(int label, String nextHop, PathAttributes attributes) { }

    /** A candidate of the model: its attributes after the import policy. */
    private record Candidate(Model from, Sent sent, PathAttributes attributes) { }

    /** A peer and what it has sent. */
    private static final class Model {
        private final ScriptedPeer peer;
        private final Family family;
        private final List<String> nextHops;
        private final Map<String, Sent> sent = new HashMap<>();
        private boolean up = true;

        Model(final ScriptedPeer peer, final Family family, final String... nextHops) {
            this.peer = peer;
            this.family = family;
            this.nextHops = List.of(nextHops);
        }

        PeerRules rules() {
            return peer.info().rules();
        }

        boolean internal() {
            return peer.info().internal();
        }
    }

    private boolean vpn;
    private Random random;
    private TestRouter router;
    private final List<Model> peers = new ArrayList<>();

    private String route(final int i) {
        if (vpn) {
            return "100:" + i % 3 + " 10.1." + i + ".0/24";
        }
        return i < HOSTS.size() ? HOSTS.get(i) + "/32" : "10.1." + i + ".0/24";
    }

    private void start(final long seed, final boolean isVpn) {
        vpn = isVpn;
        random = new Random(seed);
        router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID), RoutingIntent.NONE, 1 << 12, 8, 100_000);
        final PeerRules inside = ScriptedPeer.rules().nextHop(NextHopRule.SELF);
        final Policy in = new Policy("in", List.of(
            Rule.reject(new Match.Prefixes(List.of(Match.Range.of(Prefix.parse("10.1.0.0/22"), 24, 32))), new Match.PathLength(3, 255)),
            Rule.accept(List.of(new Match.Community(GIVEN)), new Change.LocalPref(150))), true);
        final Policy out = new Policy("out", List.of(Rule.reject(new Match.PathContains(64513)),
            Rule.accept(List.of(new Match.Community(GIVEN)), new Change.Prepend(TestRouter.AS, 2), new Change.Med(7),
                new Change.RemoveCommunity(GIVEN))), true);
        final PeerRules outside = ScriptedPeer.rules().accept(TestRouter.EXT0).scope(NextHopScope.ANYWHERE);
        final Family labelled = vpn ? Family.VPNV4 : Family.IPV4_LABELED;
        add("pe1", "1.1.1.1", TestRouter.AS, inside, labelled, "1.1.1.1", "1.1.1.9");
        add("pe2", "1.1.1.2", TestRouter.AS, inside, labelled, "1.1.1.2", "1.1.1.1", "1.1.1.8");
        add("client", "1.1.1.3", TestRouter.AS, inside.client(true), labelled, "1.1.1.1", "1.1.1.2", "1.1.1.9");
        add("asbr3", "10.5.5.5", 35, outside.policies(in, out), labelled, "10.5.5.5");
        add("asbr5", "10.5.5.6", 35, outside.policies(in, out), labelled, "10.5.5.5");
        add("asbr4", "10.6.6.6", 36, outside.accept(TestRouter.EXT1), labelled, "10.6.6.6", "10.5.5.5");
        if (!vpn) {
            router.speaker.vrfs().addGlobal();
            add("plain", "1.1.1.4", TestRouter.AS, inside.client(true), Family.IPV4_UNICAST, "1.1.1.1", "1.1.1.9");
            add("isp", "10.6.6.7", 37, outside.accept(TestRouter.EXT1), Family.IPV4_UNICAST, "10.6.6.6", "10.6.6.9");
        }
    }

    private void add(final String name, final String address, final long as, final PeerRules rules, final Family family,
                     final String... nextHops) {
        peers.add(new Model(new ScriptedPeer(router, name, address, as, rules, family).up(), family, nextHops));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldTellEachPeerWhatTheModelSaysOfVpnRoutes(final long seed) {
        start(seed, true);
        run(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldTellEachPeerWhatTheModelSaysOfLabelledAndPlainUnicastRoutes(final long seed) {
        start(seed, false);
        run(seed);
    }

    private void run(final long seed) {
        for (int step = 0; step < STEPS; step++) {
            act(peers.get(random.nextInt(peers.size())));
            for (int i = random.nextInt(4); i > 0; i--) {
                router.speaker.doWork();
            }
            if (random.nextInt(3) == 0) {
                router.router();
            }
            if (step % 100 == 99) {
                compare(seed, step);
            }
        }
        router.close();
    }

    private void act(final Model model) {
        final String route = route(random.nextInt(ROUTES));
        final int kind = random.nextInt(40);
        if (kind == 0) {
            if (model.up) {
                model.peer.down();
                model.sent.clear();
            } else {
                model.peer.up();
            }
            model.up = !model.up;
        } else if (kind < 4) {
            model.peer.writable = !model.peer.writable;
        } else if (model.up && kind < 16) {
            model.sent.remove(route);
            model.peer.withdraw(model.family, route);
        } else if (model.up && kind == 16) {
            model.peer.session().refresh(model.family);
        } else if (model.up) {
            final Sent another = random.nextInt(3) == 0 ? likeAnother(model, route) : null;
            final Sent sent = another != null ? another : new Sent(label(model), nextHop(model, route),
                attributes(model));
            model.sent.put(route, sent);
            model.peer.announce(model.family, route, sent.label(), sent.nextHop(), sent.attributes());
        }
    }

    private int label(final Model model) {
        if (!model.family.labeled()) {
            return NONE;
        }
        return !vpn && random.nextInt(4) == 0 ? IMPLICIT_NULL : 16 + random.nextInt(4);
    }

    private String nextHop(final Model model, final String route) {
        final String any = model.nextHops.get(random.nextInt(model.nextHops.size()));
        return mayLead(route, any) ? any : model.nextHops.getFirst();
    }

    private static boolean mayLead(final String route, final String nextHop) {
        return !route.endsWith("/32") || HOSTS.indexOf(nextHop) <= HOSTS.indexOf(route.substring(0, route.length() - 3));
    }

    /** What another peer of the same AS has sent: the same may then come from two. */
    private Sent likeAnother(final Model model, final String route) {
        return peers.stream().filter(each -> each != model && each.family == model.family
            && each.peer.info().remoteAs() == model.peer.info().remoteAs())
            .map(each -> each.sent.get(route)).filter(sent -> sent != null && model.nextHops.contains(sent.nextHop())).findFirst()
            .orElse(null);
    }

    private PathAttributes attributes(final Model model) {
        final long[] path = new long[random.nextInt(3) + (model.internal() ? 0 : 1)];
        for (int i = 0; i < path.length; i++) {
            path[i] = i == 0 && !model.internal() ? model.peer.info().remoteAs() : random.nextInt(12) == 0 ? TestRouter.AS
                : 64512 + random.nextInt(2);
        }
        final PathAttributes.Builder builder = ScriptedPeer.path(path).origin(BgpOrigin.values()[random.nextInt(2)]);
        if (model.internal()) {
            builder.localPref(100 + 10 * random.nextInt(3));
        }
        if (random.nextBoolean()) {
            builder.med(random.nextInt(3));
        }
        switch (random.nextInt(8)) {
            case 0 -> builder.communities(GIVEN);
            case 1 -> builder.communities(Communities.NO_EXPORT);
            case 2 -> builder.communities(Communities.NO_ADVERTISE);
            default -> builder.communities();
        }
        return builder.build();
    }

    private void compare(final long seed, final int step) {
        peers.forEach(model -> model.peer.writable = true);
        router.settle();
        final Map<String, Way> ways = ways();
        for (final Model to : peers) {
            if (to.up) {
                assertThat(known(to)).as("seed %d, step %d, %s", seed, step, to.peer.info().name()).isEqualTo(expected(to, ways));
            }
        }
        if (!vpn) {
            assertThat(installed()).as("seed %d, step %d", seed, step).isEqualTo(expectedStacks(ways));
            assertThat(router.speaker.labels().answers().lastRefusal()).isNull();
        }
        for (final Model to : peers) {
            to.peer.log.clear();
        }
    }

    /** How packets get to each next hop: over a host's tunnel, too, but for routes by that host itself. */
    private Map<String, Way> ways() {
        final Map<String, Way> ways = new HashMap<>(WAYS);
        if (!vpn) {
            for (final String host : HOSTS) {
                final List<Candidate> labelled = candidates(host + "/32").stream().filter(each -> each.sent.label() != NONE
                    && ways.containsKey(each.sent.nextHop()) && !each.sent.nextHop().equals(host)).toList();
                final Candidate best = best(labelled, ways);
                if (best != null) {
                    ways.put(host, ways.get(best.sent.nextHop()).under(best.sent.label()));
                }
            }
        }
        return ways;
    }

    /** What the router does with packets to each route that is best; those without label go over tunnels, too. */
    private Map<String, String> expectedStacks(final Map<String, Way> ways) {
        final Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < ROUTES; i++) {
            final Candidate best = best(candidates(route(i)), ways);
            if (best != null && ways.containsKey(best.sent.nextHop())) {
                all.put(route(i), ways.get(best.sent.nextHop()).under(best.sent.label()).stack());
            }
        }
        return all;
    }

    private Map<String, String> installed() {
        final Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < ROUTES; i++) {
            final String stack = router.stack(VrfIntent.GLOBAL, route(i).substring(0, route(i).indexOf('/')));
            if (stack.startsWith("forward")) {
                all.put(route(i), stack);
            }
        }
        return all;
    }

    /** What a peer knows, with what a label does in the place of a label of this router's. */
    private Map<String, String> known(final Model to) {
        final Map<String, String> known = new TreeMap<>();
        to.peer.routes.forEach((route, told) -> {
            final String[] parts = told.split(" ", 3);
            if (!to.family.labeled()) {
                known.put(route, told);
                return;
            }
            final String label = told.contains(" via " + TestRouter.SELF + " ") ? router.entry(Integer.parseInt(parts[1])) : parts[1];
            known.put(route, label + " " + parts[2]);
        });
        return known;
    }

    private Map<String, String> expected(final Model to, final Map<String, Way> ways) {
        final Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < ROUTES; i++) {
            final Candidate best = best(candidates(route(i)), ways);
            final String told = best == null ? null : told(best, to, ways);
            if (told != null) {
                all.put(route(i), told);
            }
        }
        return all;
    }

    private static Candidate best(final List<Candidate> left, final Map<String, Way> ways) {
        return left.isEmpty() ? null : left.stream().filter(each -> isBest(each, left, ways)).findFirst().orElseThrow();
    }

    private List<Candidate> candidates(final String route) {
        final List<Candidate> left = new ArrayList<>();
        for (final Model from : peers) {
            final Sent sent = from.sent.get(route);
            if (from.up && sent != null && sent.attributes().asPath().occurrences(TestRouter.AS) == 0) {
                PathAttributes taken = sent.attributes();
                if (from.rules().importPolicy() != Policy.ACCEPT) {
                    if (route.contains("10.1.") && Integer.parseInt(route.split("\\.")[2]) < 4 && taken.asPath().length() >= 3) {
                        continue;
                    }
                    taken = taken.hasCommunity(GIVEN) ? taken.toBuilder().localPref(150).build() : taken;
                }
                left.add(new Candidate(from, sent, taken));
            }
        }
        return left;
    }

    /** Whether it survives each step, worked out anew with all others. */
    private static boolean isBest(final Candidate each, final List<Candidate> all, final Map<String, Way> ways) {
        List<Candidate> left = all;
        final List<ToLongFunction<Candidate>> before = List.of(
            one -> ways.containsKey(one.sent.nextHop()) ? 0 : 1, one -> -one.attributes.localPrefOr(100),
            one -> one.attributes.asPath().length(), one -> one.attributes.origin().ordinal());
        final List<ToLongFunction<Candidate>> after = List.of(one -> one.from.internal() ? 1 : 0,
            one -> Integer.toUnsignedLong(one.from.peer.info().remoteId()));
        for (final ToLongFunction<Candidate> step : before) {
            final long least = left.stream().mapToLong(step).min().orElseThrow();
            left = left.stream().filter(one -> step.applyAsLong(one) == least).toList();
        }
        final List<Candidate> atMed = left;
        left = left.stream().filter(one -> atMed.stream().noneMatch(other -> other.attributes.medOr(0) < one.attributes.medOr(0)
            && other.attributes.asPath().first() == one.attributes.asPath().first())).toList();
        for (final ToLongFunction<Candidate> step : after) {
            final long least = left.stream().mapToLong(step).min().orElseThrow();
            left = left.stream().filter(one -> step.applyAsLong(one) == least).toList();
        }
        return left.size() == 1 && left.contains(each);
    }

    /** What a peer is told of a path; null for nothing. */
    private static String told(final Candidate best, final Model to, final Map<String, Way> ways) {
        final PathAttributes had = best.attributes;
        final boolean reflected = best.from.internal() && to.internal();
        if (best.from == to || had.hasCommunity(Communities.NO_ADVERTISE) || had.hasCommunity(Communities.NO_EXPORT) && !to.internal()
            || reflected && !best.from.rules().client() && !to.rules().client()) {
            return null;
        }
        final PathAttributes.Builder told = had.toBuilder();
        final boolean filtered = to.rules().exportPolicy() != Policy.ACCEPT;
        if (filtered && had.asPath().occurrences(64513) > 0) {
            return null;
        }
        if (to.internal()) {
            told.localPref(had.localPrefOr(100));
        } else {
            final boolean given = filtered && had.hasCommunity(GIVEN);
            told.noLocalPref().noMed().asPath(had.asPath().prepend(TestRouter.AS, given ? 3 : 1));
            if (given) {
                told.med(7).removeCommunity(GIVEN);
            }
        }
        if (reflected) {
            told.originatorId(best.from.peer.info().remoteId()).prependCluster(TestRouter.ROUTER_ID);
            final String via = "via " + best.sent.nextHop() + " " + told.build();
            return !to.family.labeled() ? via : best.sent.label() == NONE ? null : best.sent.label() + " " + via;
        }
        final String via = "via " + TestRouter.SELF + " " + told.build();
        final Way way = ways.get(best.sent.nextHop());
        if (!to.family.labeled()) {
            return way != null ? via : null;
        }
        final String accept = to.internal() ? "core" : "interface " + (to.peer.info().name().equals("asbr4") ? "ext1" : "ext0");
        return way == null ? null : action(best.sent.label()) + ", " + way.entry() + ", " + accept + ", in use " + via;
    }

    private static String action(final int label) {
        return label == NONE ? "pop (egress, ip)" : label == IMPLICIT_NULL ? "pop (php, ip)" : "swap to " + label;
    }
}
