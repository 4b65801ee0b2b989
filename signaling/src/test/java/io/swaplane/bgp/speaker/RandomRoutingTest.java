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
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RoutingIntent;
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
    private static final Map<String, String> TUNNELS = Map.of("1.1.1.1", "push 34 on core0, nbr 10.20.20.1", "1.1.1.2",
        "push 35 on core0, nbr 10.20.20.1", "10.5.5.5", "on ext0, nbr 10.5.5.5", "10.6.6.6", "on ext1, nbr 10.6.6.6");

    /** A path as it was sent. */
    private record Sent(int label, String nextHop, PathAttributes attributes) { }

    /** A candidate of the model: its attributes after the import policy. */
    private record Candidate(Model from, Sent sent, PathAttributes attributes) { }

    /** A peer and what it has sent. */
    private static final class Model {
        private final ScriptedPeer peer;
        private final List<String> nextHops;
        private final Map<String, Sent> sent = new HashMap<>();
        private boolean up = true;

        Model(final ScriptedPeer peer, final String... nextHops) {
            this.peer = peer;
            this.nextHops = List.of(nextHops);
        }

        PeerRules rules() {
            return peer.info().rules();
        }

        boolean internal() {
            return peer.info().internal();
        }
    }

    private Random random;
    private TestRouter router;
    private final List<Model> peers = new ArrayList<>();

    private static String route(final int i) {
        return "100:" + i % 3 + " 10.1." + i + ".0/24";
    }

    private void start(final long seed) {
        random = new Random(seed);
        router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID), RoutingIntent.NONE, 1 << 12, 8, 100_000);
        final PeerRules inside = ScriptedPeer.rules().nextHop(NextHopRule.SELF);
        final Policy in = new Policy("in", List.of(
            Rule.reject(new Match.Prefixes(List.of(Match.Range.of(Prefix.parse("10.1.0.0/22"), 24, 32))), new Match.PathLength(3, 255)),
            Rule.accept(List.of(new Match.Community(GIVEN)), new Change.LocalPref(150))), true);
        final Policy out = new Policy("out", List.of(Rule.reject(new Match.PathContains(64513)),
            Rule.accept(List.of(new Match.Community(GIVEN)), new Change.Prepend(TestRouter.AS, 2), new Change.Med(7),
                new Change.RemoveCommunity(GIVEN))), true);
        final PeerRules outside = ScriptedPeer.rules().accept(TestRouter.EXT0);
        add("pe1", "1.1.1.1", TestRouter.AS, inside, "1.1.1.1", "1.1.1.9");
        add("pe2", "1.1.1.2", TestRouter.AS, inside, "1.1.1.2", "1.1.1.1");
        add("client", "1.1.1.3", TestRouter.AS, inside.client(true), "1.1.1.1", "1.1.1.2");
        add("asbr3", "10.5.5.5", 35, outside.policies(in, out), "10.5.5.5");
        add("asbr5", "10.5.5.6", 35, outside.policies(in, out), "10.5.5.5");
        add("asbr4", "10.6.6.6", 36, outside.accept(TestRouter.EXT1), "10.6.6.6", "10.5.5.5");
    }

    private void add(final String name, final String address, final long as, final PeerRules rules, final String... nextHops) {
        peers.add(new Model(new ScriptedPeer(router, name, address, as, rules, Family.VPNV4).up(), nextHops));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldTellEachPeerWhatTheModelSays(final long seed) {
        start(seed);
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
            model.peer.withdraw(route);
        } else if (model.up && kind == 16) {
            model.peer.session().refresh(Family.VPNV4);
        } else if (model.up) {
            final Sent another = random.nextInt(3) == 0 ? likeAnother(model, route) : null;
            final Sent sent = another != null ? another : new Sent(16 + random.nextInt(4),
                model.nextHops.get(random.nextInt(model.nextHops.size())), attributes(model));
            model.sent.put(route, sent);
            model.peer.announce(Family.VPNV4, route, sent.label(), sent.nextHop(), sent.attributes());
        }
    }

    /** What another peer of the same AS has sent: the same may then come from two. */
    private Sent likeAnother(final Model model, final String route) {
        return peers.stream().filter(each -> each != model && each.peer.info().remoteAs() == model.peer.info().remoteAs())
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
        for (final Model to : peers) {
            if (to.up) {
                assertThat(known(to)).as("seed %d, step %d, %s", seed, step, to.peer.info().name()).isEqualTo(expected(to));
            }
        }
        for (final Model to : peers) {
            to.peer.log.clear();
        }
    }

    /** What a peer knows, with what a label does in the place of a label of this router's. */
    private Map<String, String> known(final Model to) {
        final Map<String, String> known = new TreeMap<>();
        to.peer.routes.forEach((route, told) -> {
            final String[] parts = told.split(" ", 3);
            final String label = told.contains(" via " + TestRouter.SELF + " ") ? router.entry(Integer.parseInt(parts[1])) : parts[1];
            known.put(route, label + " " + parts[2]);
        });
        return known;
    }

    private Map<String, String> expected(final Model to) {
        final Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < ROUTES; i++) {
            final Candidate best = best(route(i));
            final String told = best == null ? null : told(best, to);
            if (told != null) {
                all.put(route(i), told);
            }
        }
        return all;
    }

    private Candidate best(final String route) {
        final List<Candidate> left = new ArrayList<>();
        for (final Model from : peers) {
            final Sent sent = from.sent.get(route);
            if (from.up && sent != null && sent.attributes().asPath().occurrences(TestRouter.AS) == 0) {
                PathAttributes taken = sent.attributes();
                if (from.rules().importPolicy() != Policy.ACCEPT) {
                    final String third = route.split("\\.")[2];
                    if (Integer.parseInt(third) < 4 && taken.asPath().length() >= 3) {
                        continue;
                    }
                    taken = taken.hasCommunity(GIVEN) ? taken.toBuilder().localPref(150).build() : taken;
                }
                left.add(new Candidate(from, sent, taken));
            }
        }
        return left.isEmpty() ? null : left.stream().filter(each -> isBest(each, left)).findFirst().orElseThrow();
    }

    /** Whether it survives each step, worked out anew with all others. */
    private boolean isBest(final Candidate each, final List<Candidate> all) {
        List<Candidate> left = all;
        final List<ToLongFunction<Candidate>> before = List.of(
            one -> TUNNELS.containsKey(one.sent.nextHop()) ? 0 : 1, one -> -one.attributes.localPrefOr(100),
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
    private String told(final Candidate best, final Model to) {
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
            return best.sent.label() + " via " + best.sent.nextHop() + " " + told.build();
        }
        final String way = TUNNELS.get(best.sent.nextHop());
        final String accept = to.internal() ? "core" : "interface " + (to.peer.info().name().equals("asbr4") ? "ext1" : "ext0");
        return way == null ? null : "swap to " + best.sent.label() + ", " + way + ", " + accept + ", in use via " + TestRouter.SELF + " "
            + told.build();
    }
}
