package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.policy.Match;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.vpn.TargetFilter;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteTarget;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Peers restart, refresh, want other targets and get other policies in any order: once all have said all, each has been told what it wants
 * and no more, and when all have gone nothing is left.
 */
class RandomRestartsTest {
    private static final RandomRouters ROUTERS = new RandomRouters(RandomRestartsTest.class, 20);
    private static final int ROUNDS = 8;
    private static final int STEPS = 40;
    private static final int ROUTES = 6;
    private static final int TARGETS = 3;
    private static final int TIMES = 4;
    private static final Policy FILTER = new Policy("filter",
        List.of(Rule.reject(new Match.Prefixes(List.of(Match.Range.of(Prefix.parse("10.0.0.0/16"), 16, 32))))), true);

    private final List<Peer> peers = new ArrayList<>();
    private Random random;
    private TestRouter router;

    /** A peer, and what it is meant to have said. */
    private final class Peer {
        private final int number;
        private final Supplier<ScriptedPeer> make;
        private final boolean asks;
        private final Map<String, String> mine = new TreeMap<>();
        private final Set<String> wants = new TreeSet<>();
        private LeftRoutes left;
        private boolean up;
        private boolean filtered;
        private boolean everything;
        private ScriptedPeer scripted;

        Peer(final int number, final String address, final long as, final PeerRules rules, final boolean asks) {
            this.number = number;
            this.asks = asks;
            this.make = () -> new ScriptedPeer(router, "p" + number, null, address, as, rules, List.of(new Capability.RefreshesRoutes()),
                asks ? new Family[] {Family.VPNV4, Family.ROUTE_TARGET} : new Family[] {Family.VPNV4});
        }

        private PathAttributes with(final String target) {
            final PathAttributes.Builder path = scripted.info().internal() ? ScriptedPeer.path().localPref(100)
                : ScriptedPeer.path(scripted.info().remoteAs());
            return path.extendedCommunities(RouteTarget.parse(target).value()).build();
        }

        private void tell(final String route) {
            scripted.announce(Family.VPNV4, route, 16 + random.nextInt(3), scripted.info().address().toString(), with(mine.get(route)));
        }

        private void want(final String target) {
            scripted.want(target, 64, true, with("1:1").toBuilder().extendedCommunities().build());
        }

        private void tellAll() {
            mine.keySet().forEach(this::tell);
        }

        private void finish() {
            if (!up) {
                up();
            }
            tellAll();
            if (asks) {
                wants.forEach(this::want);
                scripted.session().endRefresh(Family.ROUTE_TARGET);
                scripted.endOfRib(Family.ROUTE_TARGET);
            }
            scripted.session().endRefresh(Family.VPNV4);
            scripted.endOfRib(Family.VPNV4);
        }

        private void up() {
            scripted = make.get().up();
            filtered = false;
            everything = false;
            up = true;
            if (left != null) {
                for (final Family family : left.families()) {
                    if (random.nextInt(3) > 0) {
                        scripted.session().inherit(left, family, random.nextInt(TIMES));
                    }
                }
                scripted.session().takeOver(left);
                left = null;
            }
        }

        private void down() {
            up = false;
            final Set<Family> kept = EnumSet.noneOf(Family.class);
            final Set<Family> preserved = EnumSet.noneOf(Family.class);
            if (random.nextBoolean()) {
                kept.add(Family.VPNV4);
            }
            preserved.addAll(kept);
            if (random.nextBoolean()) {
                preserved.addAll(scripted.info().form().families());
            }
            left = scripted.session().keepDown(kept, preserved, random.nextBoolean());
        }

        private void expire() {
            if (up) {
                scripted.session().endDue(random.nextInt(TIMES));
            } else if (left != null && random.nextBoolean()) {
                left.endDue(random.nextInt(TIMES));
            } else if (left != null) {
                left.endAll();
                left = null;
            }
        }

        private Set<String> expected() {
            final Set<String> all = new TreeSet<>();
            for (final Peer other : peers) {
                if (other != this) {
                    other.mine.forEach((route, target) -> {
                        if ((!asks || everything || wants.contains(target)) && !(filtered && route.contains(" 10.0."))) {
                            all.add(route);
                        }
                    });
                }
            }
            return all;
        }

        private void step() {
            final String route = "100:" + number + " 10." + random.nextInt(2) + "." + random.nextInt(ROUTES) + ".0/24";
            final String target = "100:" + random.nextInt(TARGETS);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> {
                    mine.put(route, target);
                    if (up) {
                        tell(route);
                    }
                }
                case 3 -> {
                    mine.remove(route);
                    if (up) {
                        scripted.withdraw(route);
                    }
                }
                case 4 -> {
                    if (asks && wants.add(target) && up) {
                        want(target);
                    }
                }
                case 5 -> {
                    if (asks && wants.remove(target) && up) {
                        scripted.leave(target);
                    }
                }
                case 6 -> {
                    if (up) {
                        down();
                    } else {
                        up();
                    }
                }
                case 7 -> expire();
                case 8 -> {
                    if (up) {
                        scripted.session().beginRefresh(random.nextBoolean() ? Family.VPNV4 : Family.ROUTE_TARGET);
                    }
                }
                case 9 -> {
                    if (up) {
                        filtered = !filtered;
                        scripted.session().policies(Policy.ACCEPT, filtered ? FILTER : Policy.ACCEPT);
                    }
                }
                case 10 -> {
                    if (asks && up && random.nextInt(4) == 0) {
                        scripted.session().disable(Family.ROUTE_TARGET);
                        everything = true;
                    } else if (up) {
                        scripted.session().refresh(Family.VPNV4);
                    }
                }
                default -> finish();
            }
        }
    }

    @Test
    void shouldTellEachPeerWhatItWantsAfterAllKindsOfRestarts() {
        ROUTERS.run(1, this::run);
    }

    @Test
    void shouldTellEachPeerWhatItWantsAfterAllKindsOfRestartsWithAnySeed() {
        ROUTERS.runAny(this::run);
    }

    private void run(final Random by) {
        random = by;
        start();
        for (int round = 0; round < ROUNDS; round++) {
            go();
        }
        end();
        router.close();
    }

    private void start() {
        router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID).kept(random.nextBoolean() ? TargetFilter.retainAll()
            : TargetFilter.ofPeersAnd(List.of(RouteTarget.parse("100:0")))));
        final PeerRules inside = ScriptedPeer.rules().nextHop(NextHopRule.SELF_ALWAYS).client(true);
        peers.clear();
        peers.add(new Peer(0, "1.1.1.1", TestRouter.AS, inside, random.nextBoolean()));
        peers.add(new Peer(1, "1.1.1.2", TestRouter.AS, inside, random.nextBoolean()));
        peers.add(new Peer(2, "10.5.5.5", 35, ScriptedPeer.rules().accept(TestRouter.EXT0), random.nextBoolean()));
        peers.add(new Peer(3, "10.6.6.6", 36, ScriptedPeer.rules().accept(TestRouter.EXT1), random.nextBoolean()));
    }

    private void go() {
        for (int i = 0; i < STEPS; i++) {
            peers.get(random.nextInt(peers.size())).step();
            switch (random.nextInt(4)) {
                case 0 -> router.settle();
                case 1 -> router.speaker.doWork();
                case 2 -> router.router();
                default -> {
                    if (random.nextInt(5) == 0) {
                        router.now += TimeUnit.SECONDS.toNanos(random.nextInt(100));
                    }
                }
            }
        }
        peers.forEach(Peer::finish);
        settle();
        for (final Peer each : peers) {
            final Set<String> told = new TreeSet<>(each.scripted.routes.keySet());
            told.removeIf(route -> !route.contains(" "));
            assertThat(told).as("peer %s", each.number).isEqualTo(each.expected());
            for (final String route : told) {
                assertThat(router.entry(each.scripted.label(route))).as(route).endsWith("in use");
            }
        }
    }

    /** Until nobody is asked for routes any more. */
    private void settle() {
        for (int i = 0; i < 100; i++) {
            router.settle();
            boolean asked = false;
            for (final Peer each : peers) {
                if (each.scripted.log.remove("refresh marker")) {
                    asked = true;
                    each.tellAll();
                }
            }
            if (!asked) {
                return;
            }
        }
        throw new AssertionError("peers are asked for their routes without end");
    }

    private void end() {
        for (final Peer each : peers) {
            if (each.up) {
                each.scripted.down();
            }
            each.expire();
        }
        for (int i = 0; i < 4; i++) {
            router.settle();
            router.now += TimeUnit.MINUTES.toNanos(1);
        }
        router.settle();
        assertThat(router.speaker.table(Family.VPNV4, null).destinations().size()).isZero();
        assertThat(router.speaker.groups().all()).isEmpty();
        assertThat(router.speaker.labels().classes()).allMatch(each -> each.size() == 0);
        assertThat(router.speaker.slots().dead()).isZero();
        assertThat(router.speaker.labels().vias().nextHops()).isEmpty();
        final ScriptedPeer late = new ScriptedPeer(router, "late", "1.1.1.3", TestRouter.AS, ScriptedPeer.rules(),
            Family.ROUTE_TARGET).up();
        router.settle();
        assertThat(late.routes).as("nobody wants more than this router").hasSize(1);
    }
}
