package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.rib.BestPathOptions;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.rib.SpeakerIdentity;
import io.swaplane.bgp.vpn.TargetFilter;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.BindingView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Random routes of two carriers in two VRFs, of provider edges and of neighbours outside VRFs, with flaps of sessions and tunnels: whenever
 * the router has come to rest, each label does for the packets what the FIB of its table does, from its peer's side alone; each peer has
 * been told what it is to know; and in the end nothing is left.
 */
class RandomVrfsTest {
    private static final RandomRouters ROUTERS = new RandomRouters(RandomVrfsTest.class, 10);
    private static final int STEPS = 200;
    private static final int HOSTS = 4;
    private static final int IMPLICIT_NULL = 3;
    private static final long SECONDS = 1_000_000_000L;
    private static final Pattern STACK = Pattern.compile("forward \\[(.*)] (\\S+) (\\S+)");
    private static final Pattern PUSH = Pattern.compile("push ([0-9 ]+) on");
    private static final Pattern SWAP = Pattern.compile("swap to (\\d+)");
    private static final VrfIntent RED = vrf("red", "100:1");
    private static final VrfIntent BLUE = vrf("blue", "100:2");

    private final List<Side> sides = new ArrayList<>();
    private Random random;
    private TestRouter router;
    private boolean tunnel = true;
    private int checked;

    /** A peer, and from where its packets come. */
    private static final class Side {
        private final ScriptedPeer peer;
        private final String accept;
        private final String interfaceName;
        private final String nextHop;
        private boolean up = true;

        Side(final ScriptedPeer peer, final String accept, final String interfaceName, final String nextHop) {
            this.peer = peer;
            this.accept = accept;
            this.interfaceName = interfaceName;
            this.nextHop = nextHop;
        }

        String vrf() {
            return peer.info().vrf();
        }

        boolean has(final Family family) {
            return peer.info().form().has(family);
        }
    }

    private static VrfIntent vrf(final String name, final String target) {
        return new VrfIntent(name, RouteDistinguisher.parse(target), List.of(RouteTarget.parse(target)), List.of(RouteTarget.parse(target)),
            LabelMode.PER_VRF, null);
    }

    @Test
    void shouldDoByLabelsWhatItDoesByRoutes() {
        ROUTERS.run(1, this::run);
        shouldHaveChecked();
    }

    @Test
    void shouldDoByLabelsWhatItDoesByRoutesWithAnySeed() {
        ROUTERS.runAny(this::run);
        shouldHaveChecked();
    }

    private void run(final Random by) {
        random = by;
        sides.clear();
        tunnel = true;
        start();
        go();
        end();
        router.close();
    }

    private void shouldHaveChecked() {
        assertThat(checked).isGreaterThan(20 * ROUTERS.count());
    }

    private void start() {
        router = new TestRouter(new SpeakerOptions(new SpeakerIdentity(TestRouter.ROUTER_ID, 1), BestPathOptions.STANDARD,
            TargetFilter.retainAll(), false), new RoutingIntent(List.of(RED, BLUE), List.of(), RoutingIntent.CLASS_SELECTORS), 1 << 12, 64,
            1000);
        router.speaker.addVrf(RED);
        router.speaker.addVrf(BLUE);
        router.speaker.vrfs().addGlobal();
        final PeerRules core = ScriptedPeer.rules().nextHop(NextHopRule.SELF);
        side("core", null, null, new ScriptedPeer(router, "a", "1.1.1.1", TestRouter.AS, core, Family.VPNV4, Family.IPV4_LABELED));
        side("core", null, null, new ScriptedPeer(router, "b", "1.1.1.2", TestRouter.AS, core, Family.VPNV4, Family.IPV4_LABELED));
        side("core", null, null, new ScriptedPeer(router, "plain", "1.1.1.3", TestRouter.AS, core, Family.IPV4_UNICAST));
        side("interface ext0", "ext0", "10.5.5.5", new ScriptedPeer(router, "out", "10.5.5.5", 35,
            ScriptedPeer.rules().accept(TestRouter.EXT0), Family.IPV4_LABELED));
        customer("ce0", "red", "10.1.0.1", "10.1.0.2", Family.IPV4_LABELED);
        customer("ce1", "red", "10.2.0.1", "10.2.0.2", Family.IPV4_LABELED);
        customer("ce1", "red", "10.2.0.1", "10.2.0.2", Family.IPV4_UNICAST);
        customer("ce2", "blue", "10.1.0.1", "10.1.0.2", Family.IPV4_LABELED);
        sides.forEach(each -> each.peer.up());
    }

    private void customer(final String interfaceName, final String vrf, final String self, final String address, final Family family) {
        final PeerRules rules = PeerRules.open(NextHop.of(TestRouter.ip(self))).accept(new Accept.Interface(interfaceName)).as(0, true);
        side("interface " + interfaceName, interfaceName, address,
            new ScriptedPeer(router, interfaceName + " " + family, vrf, address, 65001, rules, family));
    }

    private void side(final String accept, final String interfaceName, final String nextHop, final ScriptedPeer peer) {
        sides.add(new Side(peer, accept, interfaceName, nextHop));
    }

    private void go() {
        for (int step = 0; step < STEPS; step++) {
            final Side side = sides.get(random.nextInt(sides.size()));
            if (!side.up) {
                side.peer.up();
                side.up = true;
            }
            switch (random.nextInt(40)) {
                case 0 -> {
                    side.peer.down();
                    side.up = false;
                }
                case 1 -> turnTunnel();
                default -> tell(side, random.nextInt(3) == 0);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                router.speaker.doWork();
            }
            if (random.nextInt(3) == 0) {
                router.router();
            }
            if (random.nextInt(20) == 0) {
                router.now += 6 * SECONDS;
            }
            if (random.nextInt(15) == 0) {
                rest();
                sides.stream().filter(each -> each.up).forEach(this::check);
            }
        }
    }

    /** What was refused is tried again, which may be several times. */
    private void rest() {
        for (int i = 0; i < 3; i++) {
            router.settle();
            router.now += 6 * SECONDS;
        }
        router.settle();
    }

    private void turnTunnel() {
        if (tunnel) {
            router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("1.1.1.1"), "static");
        } else {
            router.conductor.onTunnel(new TunnelIntent(TestRouter.ip("1.1.1.1"), "static", 23, 0, 3));
        }
        tunnel = !tunnel;
    }

    private void tell(final Side side, final boolean withdraw) {
        final boolean labelled = side.has(Family.IPV4_LABELED);
        if (side.has(Family.VPNV4) && random.nextInt(4) > 0) {
            vpn(side, withdraw);
        } else if (side.vrf() != null || side.nextHop != null) {
            final String nextHop = random.nextInt(5) > 0 ? side.nextHop : side.vrf() == null ? "9.9.9.9"
                : one("9.9.9.9", "1.1.1.2", "3.3.3.3");
            tell(side, labelled ? Family.IPV4_LABELED : Family.IPV4_UNICAST, site(side.vrf() != null), nextHop, external(side), withdraw);
        } else if (labelled && random.nextBoolean()) {
            tell(side, Family.IPV4_LABELED, one("3.3.3.3/32", "4.4.4.4/32"), one("1.1.1.1", "1.1.1.2", "4.4.4.4"), internal(), withdraw);
        } else {
            tell(side, labelled ? Family.IPV4_LABELED : Family.IPV4_UNICAST, site(false), one("1.1.1.1", "1.1.1.2", "3.3.3.3", "9.9.9.9"),
                internal(), withdraw);
        }
    }

    private void tell(final Side side, final Family family, final String route, final String nextHop, final PathAttributes attributes,
                      final boolean withdraw) {
        if (withdraw) {
            side.peer.withdraw(family, route);
        } else {
            final int label = !family.labeled() ? 0 : !family.vpn() && random.nextInt(5) == 0 ? IMPLICIT_NULL : 500 + random.nextInt(3);
            side.peer.announce(family, route, label, nextHop, attributes);
        }
    }

    /** Also with the route distinguishers of this router's VRFs, but not with those of one and the target of the other. */
    private void vpn(final Side side, final boolean withdraw) {
        final int target = 1 + random.nextInt(2);
        final String distinguisher = random.nextInt(3) == 0 ? "100:" + target : "200:" + (1 + random.nextInt(2));
        final PathAttributes attributes = internal().toBuilder().extendedCommunities(RouteTarget.parse("100:" + target).value()).build();
        tell(side, Family.VPNV4, distinguisher + " " + site(true), one("1.1.1.1", "1.1.1.2", "3.3.3.3", "4.4.4.4"), attributes, withdraw);
    }

    private String site(final boolean vrf) {
        return (vrf ? "5.5.5." : "6.6.6.") + random.nextInt(HOSTS) + "/32";
    }

    private String one(final String... of) {
        return of[random.nextInt(of.length)];
    }

    private PathAttributes external(final Side side) {
        final long as = side.peer.info().remoteAs();
        return PathAttributes.builder().origin(BgpOrigin.IGP)
            .asPath(random.nextBoolean() ? AsPath.sequence(as) : AsPath.sequence(as, 65002)).build();
    }

    private PathAttributes internal() {
        return PathAttributes.builder().origin(BgpOrigin.IGP).localPref(99L + random.nextInt(3))
            .asPath(random.nextBoolean() ? AsPath.sequence(65003) : AsPath.sequence(65003, 65002)).build();
    }

    private void check(final Side side) {
        for (int host = 0; host < HOSTS; host++) {
            if (side.has(Family.VPNV4)) {
                checkUntold(side, "red", "100:1 5.5.5." + host, "ce");
                checkUntold(side, "blue", "100:2 5.5.5." + host, "ce");
            } else if (side.vrf() != null) {
                checkUntold(side, side.vrf(), "5.5.5." + host, "");
            }
            if (side.vrf() == null) {
                checkUntold(side, VrfIntent.GLOBAL, "6.6.6." + host, side.interfaceName == null ? "ext" : "core");
            }
        }
        side.peer.routes.keySet().forEach(route -> checkTold(side, route));
    }

    /** What leads out by an interface of which the peer is to know, and not back to itself, has been told to it. */
    private void checkUntold(final Side side, final String vrf, final String host, final String outBy) {
        final Matcher way = STACK.matcher(router.stack(vrf, address(host)));
        if (way.matches() && way.group(2).startsWith(outBy) && !way.group(2).equals(side.interfaceName)) {
            assertThat(side.peer.routes).as("%s: %s leads to %s", side.peer.info().name(), host, way.group(2)).containsKey(host + "/32");
            checked++;
        }
    }

    private static String address(final String route) {
        return route.substring(route.indexOf(' ') + 1).replace("/32", "");
    }

    private void checkTold(final Side side, final String route) {
        final String told = side.peer.info().name() + " was told " + route + " " + side.peer.routes.get(route);
        final String vrf = side.vrf() != null ? side.vrf() : route.startsWith("100:1 ") ? "red" : route.startsWith("100:2 ") ? "blue"
            : VrfIntent.GLOBAL;
        final String fib = router.stack(vrf, address(route));
        final Matcher way = STACK.matcher(fib);
        assertThat(fib).as(told).matches(STACK);
        assertThat(way.matches()).isTrue();
        checked++;
        if (side.has(Family.IPV4_UNICAST)) {
            return;
        }
        final String entry = router.entry(side.peer.label(route));
        assertThat(entry).as(told).endsWith(", " + side.accept + ", in use");
        if (entry.startsWith("lookup")) {
            assertThat(entry).as(told).contains(vrf);
        } else {
            assertThat(pushed(entry)).as("%s, label %s, fib %s", told, entry, fib)
                .isEqualTo(way.group(1).isEmpty() ? List.of() : List.of(way.group(1).split(", ")));
            assertThat(entry).as("%s, fib %s", told, fib).contains("on " + way.group(2));
        }
    }

    /** The labels with which packets with a label leave, top of stack first. */
    private static List<String> pushed(final String entry) {
        final List<String> labels = new ArrayList<>();
        final Matcher push = PUSH.matcher(entry);
        if (push.find()) {
            labels.addAll(Arrays.asList(push.group(1).split(" ")));
        }
        final Matcher swap = SWAP.matcher(entry);
        if (swap.find()) {
            labels.add(swap.group(1));
        }
        return labels;
    }

    private void end() {
        sides.forEach(each -> {
            if (each.up) {
                each.peer.down();
            }
        });
        for (int i = 0; i < 12; i++) {
            router.settle();
            router.now += 6 * SECONDS;
        }
        router.settle();
        assertThat(router.speaker.labels().vias().size()).as("vias").isZero();
        assertThat(router.conductor.tunnels()).as("tunnels").allMatch(each -> each.owner().equals("static"));
        assertThat(router.conductor.bindings(0, 1000).bindings()).extracting(BindingView::state).as("labels")
            .doesNotContain("in use", "released");
        for (int host = 0; host < HOSTS; host++) {
            assertThat(router.stack("red", "5.5.5." + host)).doesNotStartWith("forward");
            assertThat(router.stack("blue", "5.5.5." + host)).doesNotStartWith("forward");
            assertThat(router.stack(VrfIntent.GLOBAL, "6.6.6." + host)).doesNotStartWith("forward");
        }
    }
}
