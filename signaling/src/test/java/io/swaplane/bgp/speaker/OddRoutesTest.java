package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Addresses;
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
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.BindingView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Routes of all families with prefixes, labels and next hops that nobody should send, from peers with all kinds of rules: the speaker
 * goes on, comes to rest, and in the end has left nothing behind.
 */
class OddRoutesTest {
    private static final RandomRouters ROUTERS = new RandomRouters(OddRoutesTest.class, 10);
    private static final int STEPS = 300;
    private static final long SECONDS = 1_000_000_000L;
    private static final Family[] PLAIN = {Family.IPV4_UNICAST, Family.IPV4_LABELED, Family.IPV6_UNICAST, Family.IPV6_LABELED};
    private static final Family[] ALL = {Family.IPV4_UNICAST, Family.IPV4_LABELED, Family.IPV6_UNICAST, Family.IPV6_LABELED, Family.VPNV4,
        Family.VPNV6};
    /** The beginnings of prefixes: of groups, of links, of the next hops below, of this router, of translated addresses. */
    private static final long[] PREFIXES = {0, 0x2001_0db8_0000_0000L, 0xfe80_0000_0000_0000L, -1L, 0xff02_0000_0000_0000L,
        0x0064_ff9b_0000_0000L, 0x0303_0303_0000_0000L, 0x0101_0101_0000_0000L, 0x0a01_0002_0000_0000L, 0xe000_0001_0000_0000L,
        0x7f00_0001_0000_0000L, 0x0a05_0505_0000_0000L, 0x0202_0202_0000_0000L};
    private static final long[] ENDS = {0, 1, 2, 0x0000_ffff_0303_0303L};
    private static final int[] LABELS = {0, 1, 2, 3, 7, 13, 14, 15, 16, 44, 500, 501, 0x80000, 0xFFFFF};
    private static final List<String> NEXT_HOPS = List.of("1.1.1.1", "1.1.1.2", "10.5.5.5", "10.6.6.6", "10.1.0.2", "10.2.0.2", "3.3.3.3",
        "9.9.9.9", "10.5.5.50", "10.1.0.1", "10.1.0.0", "10.1.0.255", "2.2.2.2");
    private static final List<String> IPV6_NEXT_HOPS = List.of("2001:db8::1", "fe80::1", "2001:db8::50", "::ffff:1.1.1.1");

    private final List<ScriptedPeer> peers = new ArrayList<>();
    private boolean[] up;
    private Random random;
    private TestRouter router;

    @Test
    void shouldLeaveNothingBehindOfOddRoutes() {
        ROUTERS.run(1, this::run);
    }

    @Test
    void shouldLeaveNothingBehindOfOddRoutesWithAnySeed() {
        ROUTERS.runAny(this::run);
    }

    private void run(final Random by) {
        random = by;
        start();
        go();
        end();
        router.close();
    }

    private VrfIntent vrf(final String name, final String target) {
        return new VrfIntent(name, RouteDistinguisher.parse(target), List.of(RouteTarget.parse("100:1"), RouteTarget.parse(target)),
            List.of(RouteTarget.parse(target)), LabelMode.values()[random.nextInt(LabelMode.values().length)], null);
    }

    private void start() {
        final VrfIntent red = vrf("red", "100:1");
        final VrfIntent blue = vrf("blue", "100:2");
        router = new TestRouter(new SpeakerOptions(new SpeakerIdentity(TestRouter.ROUTER_ID, 1),
            new BestPathOptions(random.nextBoolean(), random.nextBoolean(), 1 + random.nextInt(3)), TargetFilter.retainAll(),
            random.nextBoolean()), new RoutingIntent(List.of(red, blue), List.of(), RoutingIntent.CLASS_SELECTORS), 1 << 12, 64, 1000);
        router.speaker.addVrf(red);
        router.speaker.addVrf(blue);
        router.speaker.vrfs().addGlobal();
        peers.clear();
        peers.add(new ScriptedPeer(router, "a", "1.1.1.1", TestRouter.AS, rules(TestRouter.CORE), ALL));
        peers.add(new ScriptedPeer(router, "b", "1.1.1.2", TestRouter.AS, rules(TestRouter.CORE), ALL));
        peers.add(new ScriptedPeer(router, "x", "10.5.5.5", 35, rules(TestRouter.EXT0), ALL));
        customer("ce0", "red", "10.1.0.");
        customer("ce1", "red", "10.2.0.");
        customer("ce2", "blue", "10.1.0.");
        peers.forEach(each -> {
            each.odd = true;
            each.up();
        });
        up = new boolean[peers.size()];
        Arrays.fill(up, true);
    }

    private PeerRules rules(final Accept accept) {
        return ScriptedPeer.rules().accept(accept).client(random.nextBoolean())
            .nextHop(NextHopRule.values()[random.nextInt(NextHopRule.values().length)])
            .self(NextHop.of(TestRouter.ip("10.5.5.50")), random.nextBoolean() ? NextHop.of(TestRouter.ip("2001:db8::50")) : null);
    }

    private void customer(final String interfaceName, final String vrf, final String link) {
        peers.add(new ScriptedPeer(router, interfaceName, vrf, link + "2", 65001, PeerRules.open(NextHop.of(TestRouter.ip(link + "1")))
            .accept(new Accept.Interface(interfaceName)).as(random.nextInt(2), random.nextBoolean()), PLAIN));
    }

    private void go() {
        for (int step = 0; step < STEPS; step++) {
            final int at = random.nextInt(peers.size());
            if (!up[at]) {
                peers.get(at).up();
                up[at] = true;
            }
            final int kind = random.nextInt(40);
            if (kind == 0) {
                peers.get(at).down();
                up[at] = false;
            } else {
                tell(peers.get(at), kind < 12);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                router.speaker.doWork();
            }
            if (random.nextInt(3) == 0) {
                router.router();
            }
            if (random.nextInt(30) == 0) {
                router.settle();
            }
            if (random.nextInt(60) == 0) {
                router.now += 6 * SECONDS;
            }
        }
        router.settle();
    }

    private void tell(final ScriptedPeer peer, final boolean withdraw) {
        final Family[] families = peer.info().vrf() == null ? ALL : PLAIN;
        final Family family = families[random.nextInt(families.length)];
        final int length = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(family.prefixBits() + 1);
            default -> family.prefixBits();
        };
        final long high = PREFIXES[random.nextInt(PREFIXES.length)] & (family.ipv4() ? 0xFFFF_FFFF_0000_0000L : -1L);
        final long low = family.ipv4() ? 0 : ENDS[random.nextInt(ENDS.length)];
        final long distinguisher = !family.vpn() ? 0
            : RouteDistinguisher.parse(random.nextInt(3) == 0 ? "100:1" : "300:" + random.nextInt(3)).value();
        if (withdraw) {
            peer.writer().withdraw(family);
        } else {
            final List<String> nextHops = family.ipv4() ? NEXT_HOPS : IPV6_NEXT_HOPS;
            final String nextHop = nextHops.get(random.nextInt(nextHops.size()));
            peer.writer().announce(family, attributes(peer, family), NextHop.of(TestRouter.ip(nextHop)));
        }
        peer.writer().add(0, family.labeled() ? LABELS[random.nextInt(LABELS.length)] : 0, distinguisher, high & Addresses.maskHigh(length),
            low & Addresses.maskLow(length), length);
        peer.writer().flush();
    }

    private PathAttributes attributes(final ScriptedPeer peer, final Family family) {
        final boolean internal = peer.info().internal();
        final PathAttributes.Builder made = PathAttributes.builder().origin(BgpOrigin.values()[random.nextInt(3)])
            .asPath(internal ? AsPath.sequence() : AsPath.sequence(peer.info().remoteAs(), 7));
        if (internal) {
            made.localPref(100L + random.nextInt(3));
        }
        if (family.vpn() || random.nextInt(4) == 0) {
            made.extendedCommunities(RouteTarget.parse("100:" + (1 + random.nextInt(3))).value());
        }
        return made.build();
    }

    private void end() {
        for (int i = 0; i < up.length; i++) {
            if (up[i]) {
                peers.get(i).down();
            }
        }
        for (int i = 0; i < 12; i++) {
            router.settle();
            router.now += 6 * SECONDS;
        }
        router.settle();
        assertThat(router.speaker.labels().vias().size()).as("vias").isZero();
        assertThat(router.conductor.tunnels()).as("tunnels").hasSize(2);
        assertThat(router.conductor.bindings(0, 1000).bindings()).extracting(BindingView::state).as("labels")
            .doesNotContain("in use", "released");
        assertThat(router.speaker.tables()).as("tables").allMatch(each -> each.destinations().size() == 0);
    }
}
