package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.view.BindingView;
import io.swaplane.control.view.NextHopView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An ASBR in option B: labels from its own AS become its labels for the other, no sooner than they forward. */
class OptionBTest {
    private static final String ROUTE = "100:0 10.10.10.11/32";

    private final TestRouter router = new TestRouter();
    private final ScriptedPeer pe1 = new ScriptedPeer(router, "pe1", "1.1.1.1", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4).up();
    private final ScriptedPeer pe2 = new ScriptedPeer(router, "pe2", "1.1.1.2", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4).up();
    private final ScriptedPeer asbr3 = new ScriptedPeer(router, "asbr3", "10.5.5.5", 35,
        ScriptedPeer.rules().accept(TestRouter.EXT0), Family.VPNV4).up();

    @AfterEach
    void close() {
        router.close();
    }

    private void speak() {
        for (int i = 0; i < 10; i++) {
            router.speaker.doWork();
        }
    }

    @Test
    void shouldAdvertiseTheLabelOnlyWhenItsEntryIsProgrammed() {
        router.settle();
        pe1.announce(ROUTE, 16, "1.1.1.1");
        speak();
        assertThat(asbr3.routes).isEmpty();
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys(ROUTE);
        assertThat(asbr3.routes.get(ROUTE)).isEqualTo("label 44 via 10.5.5.50 origin IGP, as-path 42, ext-communities RT:100:1");
        assertThat(router.entry(44)).isEqualTo("swap to 16, push 34 on core0, nbr 10.20.20.1, interface ext0, in use");
        assertThat(pe1.routes).isEmpty();
        assertThat(pe2.routes).isEmpty();
    }

    @Test
    void shouldDropPacketsAtOnceWhenTheRouteIsWithdrawn() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        pe1.withdraw(ROUTE);
        router.settle();
        assertThat(asbr3.routes).isEmpty();
        assertThat(router.entry(44)).isEqualTo("discard withdrawn, interface ext0, withdrawn");
    }

    @Test
    void shouldMakeTheNewLabelBeforeItReleasesTheOldOneWhenThePathChanges() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        asbr3.log.clear();
        pe2.announce(Family.VPNV4, ROUTE, 17, "1.1.1.2", ScriptedPeer.path().localPref(200).build());
        speak();
        assertThat(asbr3.log).isEmpty();
        router.settle();
        assertThat(asbr3.log).hasSize(1);
        final int second = asbr3.label(ROUTE);
        assertThat(second).isNotEqualTo(44);
        assertThat(router.entry(second)).isEqualTo("swap to 17, push 35 on core0, nbr 10.20.20.1, interface ext0, in use");
        assertThat(router.entry(44)).isEqualTo("swap to 16, push 34 on core0, nbr 10.20.20.1, interface ext0, released");
        pe1.withdraw(ROUTE);
        router.settle();
        assertThat(router.entry(44)).isEqualTo("discard withdrawn, interface ext0, withdrawn");
        assertThat(asbr3.label(ROUTE)).isEqualTo(second);
    }

    @Test
    void shouldLeadNoPacketByALabelThatItsReceiverHasReplaced() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        pe1.announce(ROUTE, 18, "1.1.1.1");
        router.settle();
        assertThat(router.entry(44)).isEqualTo("discard withdrawn, interface ext0, withdrawn");
        assertThat(router.entry(asbr3.label(ROUTE))).startsWith("swap to 18, push 34");
    }

    @Test
    void shouldTakeTheLastLabelOfARouteThatIsThereTwiceInAMessage() {
        final NextHop to = NextHop.of(TestRouter.ip("10.10.10.11"));
        pe1.writer().announce(Family.VPNV4, ScriptedPeer.path().localPref(100).build(), NextHop.of(TestRouter.ip("1.1.1.1")));
        for (final int label : new int[] {18, 17, 16}) {
            pe1.writer().add(0, label, RouteDistinguisher.parse("100:0").value(), to.high(), to.low(), 32);
        }
        pe1.writer().flush();
        router.settle();
        assertThat(asbr3.label(ROUTE)).isEqualTo(44);
        assertThat(router.entry(44)).startsWith("swap to 16").endsWith("in use");
    }

    /** RFC 8277 §2.5 and §3.1: they are two paths, of which one is told; a withdrawal in one session says nothing of the other's. */
    @Test
    void shouldCompareLabelsThatTwoSessionsGiveForOneNextHop() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        pe2.announce(ROUTE, 17, "1.1.1.1");
        router.settle();
        assertThat(asbr3.label(ROUTE)).isEqualTo(44);
        assertThat(router.entry(44)).startsWith("swap to 16").endsWith("in use");
        pe1.withdraw(ROUTE);
        router.settle();
        assertThat(router.entry(asbr3.label(ROUTE))).startsWith("swap to 17, push 34").endsWith("in use");
        pe2.withdraw(ROUTE);
        router.settle();
        assertThat(asbr3.routes).isEmpty();
    }

    @Test
    void shouldWithdrawWhatALostSessionGave() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        pe1.announce("100:0 10.10.10.12/32", 16, "1.1.1.1");
        pe2.announce("100:0 10.10.10.13/32", 16, "1.1.1.2");
        router.settle();
        assertThat(asbr3.routes).hasSize(3);
        pe1.down();
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys("100:0 10.10.10.13/32");
        assertThat(router.entry(44)).startsWith("discard withdrawn");
        pe1.up();
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        assertThat(asbr3.label(ROUTE)).isEqualTo(44);
        assertThat(router.entry(44)).endsWith("in use");
    }

    @Test
    void shouldAdvertiseNoRouteWhoseNextHopIsUnresolved() {
        pe1.announce(ROUTE, 16, "1.1.1.9");
        router.settle();
        assertThat(asbr3.routes).isEmpty();
        router.conductor.onTunnel(new TunnelIntent(TestRouter.ip("1.1.1.9"), "static", 23, 0, 1));
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys(ROUTE);
        router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("1.1.1.9"), "static");
        router.settle();
        assertThat(asbr3.routes).isEmpty();
    }

    @Test
    void shouldGiveEachAcceptClassItsOwnLabel() {
        final ScriptedPeer other = new ScriptedPeer(router, "asbr4", "10.6.6.6", 36, ScriptedPeer.rules().accept(TestRouter.EXT1),
            Family.VPNV4).up();
        asbr3.announceExternal("200:0 10.20.0.0/16", 500, "10.5.5.5", 35);
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        assertThat(router.entry(pe1.label("200:0 10.20.0.0/16"))).startsWith("swap to 500").endsWith("core, in use");
        assertThat(pe2.label("200:0 10.20.0.0/16")).isEqualTo(pe1.label("200:0 10.20.0.0/16"));
        assertThat(router.entry(other.label("200:0 10.20.0.0/16"))).endsWith("interface ext1, in use");
        assertThat(other.label(ROUTE)).isNotEqualTo(asbr3.label(ROUTE));
        assertThat(asbr3.routes).containsOnlyKeys(ROUTE);
    }

    @Test
    void shouldCountRoutesThatHaveItsOwnAsInTheirPath() {
        asbr3.announceExternal("100:0 10.10.10.11/32", 16, "10.5.5.5", 35, TestRouter.AS);
        asbr3.announceExternal("100:0 10.10.10.12/32", 16, "10.5.5.5", 35, TestRouter.AS, 7);
        asbr3.announceExternal("100:0 10.10.10.13/32", 16, "10.5.5.5", 35, 7);
        router.settle();
        assertThat(pe1.routes).hasSize(1);
        assertThat(asbr3.session().refused().ownAsPaths()).isEqualTo(2);
        final RefusedRoutes all = new RefusedRoutes();
        all.add(asbr3.session().refused());
        assertThat(all.ownAsPaths()).as("with those of an earlier session").isEqualTo(2);
    }

    @Test
    void shouldMintNoLabelAsARouteReflector() {
        final ScriptedPeer client = new ScriptedPeer(router, "pe3", "1.1.1.3", TestRouter.AS, ScriptedPeer.rules().client(true),
            Family.VPNV4).up();
        asbr3.down();
        pe1.announce(ROUTE, 16, "1.1.1.9");
        router.settle();
        assertThat(client.routes.get(ROUTE)).isEqualTo("label 16 via 1.1.1.9 origin IGP, as-path empty, local-pref 100, "
            + "originator-id 1.1.1.1, cluster-list 2.2.2.2, ext-communities RT:100:1");
        assertThat(router.conductor.bindings(0, 100).bindings()).isEmpty();
    }

    @Test
    void shouldShareALabelAmongTheRoutesOfOneNextHopAndReceivedLabel() {
        for (int i = 0; i < 100; i++) {
            pe1.announce("100:0 10.10." + i + ".0/24", 16 + i % 2, "1.1.1.1");
            pe2.announce("200:0 10.10." + i + ".0/24", 16, "1.1.1.2");
        }
        router.settle();
        assertThat(asbr3.routes).hasSize(200);
        final List<BindingView> bindings = router.conductor.bindings(0, 2000).bindings();
        assertThat(bindings).extracting(BindingView::fec).containsExactlyInAnyOrder("next hop 1.1.1.1, label 16",
            "next hop 1.1.1.1, label 17", "next hop 1.1.1.2, label 16");
        assertThat(asbr3.label("100:0 10.10.0.0/24")).isEqualTo(44);
        assertThat(asbr3.label("200:0 10.10.0.0/24")).isNotEqualTo(44);
    }

    @Test
    void shouldTellAPeerThatComesLaterEverythingAndThenTheEnd() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        final ScriptedPeer late = new ScriptedPeer(router, "asbr5", "10.5.5.6", 37, ScriptedPeer.rules().accept(TestRouter.EXT0),
            Family.VPNV4).up();
        router.settle();
        assertThat(late.log).hasSize(2);
        assertThat(late.log.get(0)).startsWith("announce " + ROUTE + " label 44");
        assertThat(late.log.get(1)).isEqualTo("end-of-rib vpnv4");
    }

    /** RFC 4724 §4, RFC 4684 §6: also without routes, and whether the peer knows graceful restart or not. */
    @Test
    void shouldTellTheEndOfEachFamilyThatHasNoRoutes() {
        final Family[] all = {Family.IPV4_UNICAST, Family.IPV4_LABELED, Family.VPNV4, Family.VPNV6, Family.ROUTE_TARGET};
        final ScriptedPeer peer = new ScriptedPeer(router, "pe3", "1.1.1.3", TestRouter.AS, ScriptedPeer.rules(), all).up();
        peer.endOfRib(Family.ROUTE_TARGET);
        router.settle();
        assertThat(peer.log).filteredOn(line -> line.startsWith("end-of-rib"))
            .containsExactlyInAnyOrderElementsOf(Stream.of(all).map(each -> "end-of-rib " + each).toList());
    }

    @Test
    void shouldTellAPeerThatDidNotKeepUpOnlyWhatCountsInTheEnd() {
        router.settle();
        asbr3.writable = false;
        for (int i = 0; i < 10; i++) {
            pe1.announce(ROUTE, 16 + i, "1.1.1.1");
            pe1.announce("100:0 10.10.10.12/32", 16, "1.1.1.1");
            router.settle();
        }
        pe1.withdraw("100:0 10.10.10.12/32");
        router.settle();
        asbr3.log.clear();
        asbr3.writable = true;
        router.settle();
        assertThat(asbr3.log).hasSize(2);
        assertThat(asbr3.routes).containsOnlyKeys(ROUTE);
        assertThat(router.entry(asbr3.label(ROUTE))).startsWith("swap to 25");
    }

    @Test
    void shouldGiveEachRouteItsOwnLabelWhenToldAndKeepItWhenThePathChanges() {
        final SpeakerOptions standard = SpeakerOptions.of(TestRouter.ROUTER_ID);
        try (TestRouter perRoute = new TestRouter(new SpeakerOptions(standard.identity(), standard.bestPath(),
            standard.kept(), true))) {
            final ScriptedPeer first = new ScriptedPeer(perRoute, "pe1", "1.1.1.1", TestRouter.AS, ScriptedPeer.rules(), Family.VPNV4).up();
            final ScriptedPeer second = new ScriptedPeer(perRoute, "pe2", "1.1.1.2", TestRouter.AS, ScriptedPeer.rules(),
                Family.VPNV4).up();
            final ScriptedPeer to = new ScriptedPeer(perRoute, "asbr3", "10.5.5.5", 35, ScriptedPeer.rules().accept(TestRouter.EXT0),
                Family.VPNV4).up();
            first.announce(ROUTE, 16, "1.1.1.1");
            first.announce("100:0 10.10.10.12/32", 16, "1.1.1.1");
            perRoute.settle();
            final int label = to.label(ROUTE);
            assertThat(to.label("100:0 10.10.10.12/32")).isNotEqualTo(label);
            second.announce(Family.VPNV4, ROUTE, 17, "1.1.1.2", ScriptedPeer.path().localPref(200).build());
            perRoute.settle();
            first.withdraw(ROUTE);
            perRoute.settle();
            assertThat(to.label(ROUTE)).isEqualTo(label);
            assertThat(perRoute.entry(label)).startsWith("swap to 17, push 35").endsWith("in use");
            second.withdraw(ROUTE);
            perRoute.settle();
            assertThat(perRoute.entry(label)).startsWith("discard withdrawn");
        }
    }

    private static TestRouter labelPerRoute() {
        final SpeakerOptions standard = SpeakerOptions.of(TestRouter.ROUTER_ID);
        return new TestRouter(new SpeakerOptions(standard.identity(), standard.bestPath(), standard.kept(), true));
    }

    /** However much of a flap is known when labels are asked for, the label leads where the path that is left does. */
    @Test
    void shouldLeadARoutesOwnLabelBackWhenABetterPathCameAndWent() {
        for (int turns = 0; turns < 12; turns++) {
            try (TestRouter perRoute = labelPerRoute()) {
                final ScriptedPeer first = new ScriptedPeer(perRoute, "pe1", "1.1.1.1", TestRouter.AS, ScriptedPeer.rules(),
                    Family.VPNV4).up();
                final ScriptedPeer second = new ScriptedPeer(perRoute, "pe2", "1.1.1.2", TestRouter.AS, ScriptedPeer.rules(),
                    Family.VPNV4).up();
                final ScriptedPeer to = new ScriptedPeer(perRoute, "asbr3", "10.5.5.5", 35,
                    ScriptedPeer.rules().accept(TestRouter.EXT0), Family.VPNV4).up();
                first.announce(ROUTE, 16, "1.1.1.1");
                second.announce("100:0 10.10.10.12/32", 17, "1.1.1.2");
                perRoute.settle();
                final int label = to.label(ROUTE);
                for (int flap = 0; flap < 2; flap++) {
                    second.announce(Family.VPNV4, ROUTE, 17, "1.1.1.2", ScriptedPeer.path().localPref(200).build());
                    turn(perRoute, turns);
                    second.withdraw(ROUTE);
                    turn(perRoute, turns % 4);
                }
                perRoute.settle();
                assertThat(to.label(ROUTE)).isEqualTo(label);
                assertThat(perRoute.entry(label)).as("after %d turns", turns).startsWith("swap to 16, push 34").endsWith("in use");
                first.withdraw(ROUTE);
                perRoute.settle();
                assertThat(perRoute.entry(label)).startsWith("discard withdrawn");
            }
        }
    }

    /** The router's turns and the speaker's, one after the other. */
    private static void turn(final TestRouter router, final int turns) {
        for (int i = 0; i < turns; i++) {
            if (i % 3 == 2) {
                router.router();
            } else {
                router.speaker.doWork();
            }
        }
    }

    private static Policy nextHop(final NextHop nextHop) {
        return new Policy("next hop " + nextHop, List.of(new Rule(List.of(), true, List.of(), nextHop)), true);
    }

    private ScriptedPeer toldBy(final NextHop nextHop) {
        return new ScriptedPeer(router, "told", "10.6.6.6", TestRouter.AS, ScriptedPeer.rules().client(true)
            .policies(Policy.ACCEPT, nextHop(nextHop)), Family.VPNV4).up();
    }

    @Test
    void shouldTellItsOwnLabelWhereAnExportPolicyMakesItTheNextHop() {
        final ScriptedPeer told = toldBy(TestRouter.SELF);
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        assertThat(told.routes.get(ROUTE)).contains("via " + TestRouter.SELF + " ");
        assertThat(router.entry(told.label(ROUTE))).startsWith("swap to 16, push 34");
    }

    @Test
    void shouldTellTheReceivedLabelOnlyWithTheNextHopThatGaveIt() {
        final ScriptedPeer same = toldBy(NextHop.of(TestRouter.ip("1.1.1.1")));
        final ScriptedPeer other = toldBy(NextHop.of(TestRouter.ip("1.1.1.2")));
        final ScriptedPeer external = new ScriptedPeer(router, "asbr4", "10.5.5.6", 36, ScriptedPeer.rules().accept(TestRouter.EXT0)
            .policies(Policy.ACCEPT, nextHop(NextHop.of(TestRouter.ip("10.5.5.9")))), Family.VPNV4).up();
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        assertThat(same.routes.get(ROUTE)).startsWith("label 16 via 1.1.1.1 ");
        assertThat(other.routes).isEmpty();
        assertThat(external.routes).isEmpty();
    }

    @Test
    void shouldNotAcceptALabelWithANextHopThatDidNotGiveIt() {
        final ScriptedPeer moved = new ScriptedPeer(router, "moved", "1.1.1.3", TestRouter.AS, ScriptedPeer.rules()
            .policies(nextHop(NextHop.of(TestRouter.ip("1.1.1.1"))), Policy.ACCEPT), Family.VPNV4).up();
        moved.announce(ROUTE, 16, "1.1.1.2");
        moved.announce("100:0 10.10.10.12/32", 17, "1.1.1.1");
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys("100:0 10.10.10.12/32");
        moved.announce("100:0 10.10.10.12/32", 17, "1.1.1.2");
        router.settle();
        assertThat(asbr3.routes).isEmpty();
    }

    @Test
    void shouldAskAgainAboutNextHopsWhenEventsWereLost() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        pe2.announce("100:0 10.10.10.12/32", 16, "1.1.1.2");
        router.settle();
        for (int i = 0; i < 2000; i++) {
            router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("1.1.1.1"), "static");
            router.conductor.onTunnel(new TunnelIntent(TestRouter.ip("1.1.1.1"), "static", 23, 0, 3));
        }
        router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("1.1.1.1"), "static");
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys("100:0 10.10.10.12/32");
    }

    @Test
    void shouldLearnThatANextHopWasResolvedWhileEventsWereLost() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("1.1.1.1"), "static");
        router.settle();
        assertThat(asbr3.routes).isEmpty();
        for (int i = 0; i < 2000; i++) {
            router.conductor.onTunnel(new TunnelIntent(TestRouter.ip("1.1.1.1"), "static", 23, 0, 3));
            router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("1.1.1.1"), "static");
        }
        router.conductor.onTunnel(new TunnelIntent(TestRouter.ip("1.1.1.1"), "static", 23, 0, 3));
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys(ROUTE);
        router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("1.1.1.1"), "static");
        router.settle();
        assertThat(asbr3.routes).isEmpty();
    }

    @Test
    void shouldFollowANextHopThatGotTheIndexOfOneJustTakenOut() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        final int index = indexOf("1.1.1.1");
        pe1.withdraw(ROUTE);
        for (int i = 0; i < 40 && peersOfNextHops().contains("1.1.1.1"); i++) {
            router.now += 5_000_000_000L;
            router.settle();
        }
        pe2.announce(ROUTE, 16, "1.1.1.2");
        router.settle();
        assertThat(indexOf("1.1.1.2")).isEqualTo(index);
        router.now += 5_000_000_000L;
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys(ROUTE);
        router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("1.1.1.2"), "static");
        router.settle();
        assertThat(asbr3.routes).isEmpty();
    }

    @Test
    void shouldUseANextHopAgainWhoseRemovalWasRefused() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        router.conductor.onTunnel(new TunnelIntent(TestRouter.ip("1.1.1.9"), "static", indexOf("1.1.1.1"), 0, 1));
        pe1.withdraw(ROUTE);
        for (int i = 0; i < 4; i++) {
            router.now += 5_000_000_000L;
            router.settle();
        }
        assertThat(router.speaker.labels().answers().lastRefusal()).contains("cannot go");
        pe1.announce(ROUTE, 16, "1.1.1.1");
        for (int i = 0; i < 4; i++) {
            router.now += 5_000_000_000L;
            router.settle();
        }
        assertThat(asbr3.routes).containsOnlyKeys(ROUTE);
    }

    private int indexOf(final String peer) {
        return router.conductor.nextHops(0, 2_000_000).nextHops().stream().filter(each -> peer.equals(each.peer())).findFirst()
            .orElseThrow().index();
    }

    @Test
    void shouldGiveANextHopItsIndexUnlessSomebodyElseHasIt() {
        router.speaker.labels().nextHops().index(NextHop.of(TestRouter.ip("1.1.1.1")), 29);
        router.speaker.labels().nextHops().index(NextHop.of(TestRouter.ip("1.1.1.2")), 23);
        pe1.announce(ROUTE, 16, "1.1.1.1");
        pe2.announce("100:0 10.10.10.12/32", 16, "1.1.1.2");
        router.settle();
        assertThat(router.conductor.nextHop(29).orElseThrow().peer()).isEqualTo("1.1.1.1");
        assertThat(router.conductor.nextHop(23).orElseThrow().peer()).isNull();
        assertThat(router.entry(asbr3.label(ROUTE))).startsWith("swap to 16, push 34");
        assertThat(router.entry(asbr3.label("100:0 10.10.10.12/32"))).startsWith("swap to 16, push 35");
    }

    @Test
    void shouldTakeOutANextHopThatNothingNeedsAnyMore() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        assertThat(peersOfNextHops()).contains("1.1.1.1");
        pe1.withdraw(ROUTE);
        for (int i = 0; i < 40; i++) {
            router.now += 5_000_000_000L;
            router.settle();
        }
        assertThat(peersOfNextHops()).doesNotContain("1.1.1.1");
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys(ROUTE);
    }

    private List<String> peersOfNextHops() {
        return router.conductor.nextHops(0, 2_000_000).nextHops().stream().map(NextHopView::peer).toList();
    }

    @Test
    void shouldGiveALabelAgainAfterItWasRefused() {
        router.close();
        final TestRouter small = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID), RoutingIntent.NONE,
            1 << 20, 1 << 12, 1);
        final ScriptedPeer from = new ScriptedPeer(small, "pe1", "1.1.1.1", TestRouter.AS, ScriptedPeer.rules(), Family.VPNV4).up();
        final ScriptedPeer to = new ScriptedPeer(small, "asbr3", "10.5.5.5", 35, ScriptedPeer.rules().accept(TestRouter.EXT0),
            Family.VPNV4).up();
        from.announce("100:0 10.0.0.0/8", 20, "1.1.1.1");
        from.announce("100:0 11.0.0.0/8", 21, "1.1.1.1");
        small.settle();
        assertThat(to.routes).containsOnlyKeys("100:0 10.0.0.0/8");
        assertThat(to.log).contains("end-of-rib vpnv4");
        from.withdraw("100:0 10.0.0.0/8");
        small.settle();
        for (int i = 0; i < 40; i++) {
            small.now += 5_000_000_000L;
            small.settle();
        }
        assertThat(to.routes).containsOnlyKeys("100:0 11.0.0.0/8");
        small.close();
    }

    @Test
    void shouldPutANextHopAgainThatIsNeededWhileItIsBeingRemoved() {
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        pe1.withdraw(ROUTE);
        for (int i = 0; i < 20 && router.speaker.labels().vias().size() > 0; i++) {
            router.settle();
            router.now += 10_000_000_000L;
        }
        router.now += 10_000_000_000L;
        speak();
        pe1.announce(ROUTE, 16, "1.1.1.1");
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys(ROUTE);
    }
}
