package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.recursive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.view.LabelUsage;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.table.LabelRange;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private static final Accept CORE = new Accept.Core();
    private static final LabelRange DYNAMIC = new LabelRange(1000, 1009);
    private static final Origin API = new Origin(1, 1, "api", 50);
    private static final Origin SCRIPT = new Origin(2, 1, "api", 50);
    private static final Origin BGP = new Origin(3, 1, "bgp", 100);

    private static Conductor router() {
        return TestIntent.router().ports("p2").with(TestIntent.ownSpace("own0", "p2", MplsMode.CORE))
            .with(direct(11, "core0", "10.0.0.2")).with(lsp(100, new Action.Swap(200, 11))).conductor();
    }

    private static Origin next(final Origin origin) {
        return new Origin(origin.producer(), origin.session() + 1, origin.owner(), origin.preference());
    }

    private static void put(final Conductor conductor, final Origin origin, final int label, final int outLabel) {
        conductor.onForward(origin, 0, label, Forwarding.swap(outLabel, 11), CORE);
    }

    private static void assertConflict(final ThrowingCallable command, final String message) {
        assertThatThrownBy(command).isInstanceOfSatisfying(RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.CONFLICTING_OWNER)).hasMessage(message);
    }

    private static String owner(final Conductor conductor, final int label) {
        return conductor.label(LspIntent.PLATFORM, label).map(view -> view.owner()).orElse("nobody");
    }

    @Test
    void shouldRefuseAnEqualOrWeakerProducerAnEntry() {
        try (Conductor conductor = router()) {
            put(conductor, API, 101, 300);
            final long word = conductor.tables().word(0, 101);
            assertConflict(() -> put(conductor, BGP, 101, 301),
                "label 101: it belongs to api, producer 1, whose preference 50 is not weaker than 100");
            assertConflict(() -> put(conductor, SCRIPT, 101, 301),
                "label 101: it belongs to api, producer 1, whose preference 50 is not weaker than 50");
            assertConflict(() -> conductor.removeLabel(BGP, 0, 101),
                "label 101: it belongs to api, producer 1, whose preference 50 is not weaker than 100");
            assertConflict(() -> conductor.onLabel(API, lsp(100, new Action.Receive())),
                "label 100: it belongs to static, producer 0, whose preference 0 is not weaker than 50");
            assertThat(conductor.tables().word(0, 101)).isEqualTo(word);
            assertThat(conductor.nextHop(11).orElseThrow().references()).isEqualTo(2);
        }
    }

    @Test
    void shouldLetAStrongerProducerTakeAnEntryOverForGood() {
        try (Conductor conductor = router()) {
            put(conductor, BGP, 101, 300);
            put(conductor, API, 101, 301);
            assertThat(owner(conductor, 101)).isEqualTo("api");
            conductor.removeLabel(API, 0, 101);
            assertThat(owner(conductor, 101)).isEqualTo("nobody");
            put(conductor, BGP, 101, 300);
            conductor.removeLabel(API, 0, 101);
            assertThat(owner(conductor, 101)).isEqualTo("nobody");
        }
    }

    @Test
    void shouldLetAProducerReplaceAndRemoveItsOwnInAnySession() {
        try (Conductor conductor = router()) {
            put(conductor, API, 101, 300);
            put(conductor, next(API), 101, 301);
            conductor.removeLabel(new Origin(1, 3, "api", 50), 0, 101);
            assertThat(owner(conductor, 101)).isEqualTo("nobody");
        }
    }

    @Test
    void shouldKeepOwnersOfNextHopsToo() {
        try (Conductor conductor = router()) {
            conductor.onNextHop(API, recursive(12, 11, 70));
            assertThat(conductor.nextHop(12).orElseThrow().owner()).isEqualTo("api");
            assertThat(conductor.nextHop(11).orElseThrow().owner()).isEqualTo("static");
            assertConflict(() -> conductor.onNextHop(BGP, recursive(12, 11)),
                "next hop 12 belongs to api, producer 1, whose preference 50 is not weaker than 100");
            assertConflict(() -> conductor.removeNextHop(SCRIPT, 12),
                "next hop 12 belongs to api, producer 1, whose preference 50 is not weaker than 50");
            assertConflict(() -> conductor.onNextHop(API, direct(11, "core0", "10.0.0.3")),
                "next hop 11 belongs to static, producer 0, whose preference 0 is not weaker than 50");
            conductor.onNextHop(Origin.STATIC, recursive(12, 11, 71));
            assertConflict(() -> conductor.removeNextHop(API, 12),
                "next hop 12 belongs to static, producer 0, whose preference 0 is not weaker than 50");
            conductor.removeNextHop(Origin.STATIC, 12);
            conductor.onNextHop(BGP, recursive(12, 11));
        }
    }

    private static void assertNotTakenOver(final Conductor conductor, final Origin origin, final int index, final String message) {
        final NextHopView before = conductor.nextHop(index).orElseThrow();
        assertThatThrownBy(() -> conductor.onNextHop(origin, direct(index, "core0", "10.0.0.3")))
            .isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.IN_USE)).hasMessage(message);
        assertThat(conductor.nextHop(index)).contains(before);
    }

    /** The labels that lead there were given by the neighbour that it had. */
    @Test
    void shouldRefuseToTakeOverANextHopThatIsInUse() {
        try (Conductor conductor = router()) {
            conductor.onNextHop(BGP, recursive(12, 11, 70));
            put(conductor, BGP, 101, 300);
            conductor.onForward(BGP, 0, 102, Forwarding.swap(300, 12), CORE);
            assertNotTakenOver(conductor, Origin.STATIC, 12, "next hop 12 is bgp's, and in use: choose another index");
            conductor.onNextHop(next(BGP), recursive(12, 11, 71));
            conductor.removeLabel(BGP, 0, 102);
            conductor.onNextHop(BGP, recursive(13, 12));
            assertNotTakenOver(conductor, API, 12, "next hop 12 is bgp's, and in use: choose another index");
            conductor.removeNextHop(BGP, 13);
            conductor.onNextHop(API, direct(12, "core0", "10.0.0.3"));
        }
    }

    @Test
    void shouldRefuseToTakeOverANextHopWhoseIndexTheRouterChose() {
        try (Conductor conductor = router()) {
            final int index = conductor.freeNextHopIndex();
            conductor.onNextHop(BGP, recursive(index, 11, 70));
            assertNotTakenOver(conductor, Origin.STATIC, index, "next hop " + index + " is bgp's, and in use: choose another index");
            conductor.removeNextHop(BGP, index);
            conductor.onNextHop(BGP, recursive(index, 11, 70));
            conductor.onNextHop(Origin.STATIC, direct(index, "core0", "10.0.0.3"));
            assertThat(conductor.nextHop(index).orElseThrow().references()).isZero();
        }
    }

    @Test
    void shouldSweepWhatAnEarlierSessionLeftAndNothingElse() {
        try (Conductor conductor = router()) {
            conductor.onNextHop(API, recursive(12, 11));
            for (int label = 1000; label < 6000; label++) {
                put(conductor, API, label, 300);
            }
            conductor.onLabel(API, new LspIntent(1000, "own0", "api", CORE, new Action.Receive(), null, null, null));
            put(conductor, BGP, 6000, 300);
            final Origin again = next(API);
            put(conductor, again, 2000, 301);
            put(conductor, again, 7000, 301);
            conductor.onNextHop(again, recursive(12, 11));
            assertThat(conductor.sweep(API, 10)).isZero();
            assertThat(conductor.sweep(new Origin(4, 9, "api", 50), 10)).isZero();
            assertThat(conductor.sweep(again, 10)).isEqualTo(10);
            assertThat(conductor.labelUsage().getFirst().entries()).isEqualTo(1 + 5000 + 1 + 1 - 10);
            int swept = 10;
            int last;
            do {
                last = conductor.sweep(again, 64);
                swept += last;
            } while (last == 64);
            assertThat(swept).isEqualTo(4999 + 1);
            assertThat(conductor.view().labels()).extracting(view -> view.label()).containsExactly(100, 2000, 6000, 7000);
            assertThat(conductor.nextHop(12)).isPresent();
            assertThat(conductor.sweep(again, 64)).isZero();
        }
    }

    @Test
    void shouldSweepNextHopsOnceNothingLeadsToThem() {
        try (Conductor conductor = router()) {
            conductor.onNextHop(API, direct(21, "core0", "10.0.0.3"));
            conductor.onNextHop(API, recursive(22, 21));
            conductor.onNextHop(API, recursive(23, 22));
            conductor.onNextHop(API, direct(24, "core0", "10.0.0.3"));
            conductor.onNextHop(API, direct(25, "core0", "10.0.0.3"));
            conductor.onForward(API, 0, 1000, Forwarding.swap(300, 23), CORE);
            conductor.onForward(BGP, 0, 1001, Forwarding.swap(300, 24), CORE);
            final Origin again = next(API);
            conductor.onNextHop(again, recursive(26, 25));
            int calls = 0;
            while (conductor.sweep(again, 1) == 1) {
                assertThat(++calls).isLessThan(30);
            }
            assertThat(conductor.nextHops(0, 100).nextHops()).extracting(NextHopView::index)
                .containsExactly(11, 24, 25, 26, 1_048_676, 1_049_577);
            conductor.removeLabel(BGP, 0, 1001);
            assertThat(conductor.sweep(again, 10)).isEqualTo(2 + 1);
            assertThat(conductor.nextHop(24)).isEmpty();
            assertThat(conductor.nextHop(25)).as("another of the session leads to it").isPresent();
        }
    }

    @Test
    void shouldOwnAndSweepTunnelsBeforeWhatTheyLeadInto() {
        try (Conductor conductor = router()) {
            conductor.onNextHop(API, recursive(21, 11, 70));
            conductor.onTunnel(API, new TunnelIntent(TestIntent.ip("1.1.1.1"), "ldp", 21, 9, 10));
            conductor.onTunnel(API, new TunnelIntent(TestIntent.ip("2.2.2.2"), "ldp", 11, 9, 10));
            assertConflict(() -> conductor.removeTunnel(BGP, TestIntent.ip("1.1.1.1"), "ldp"),
                "tunnel to 1.1.1.1 of ldp belongs to api, producer 1, whose preference 50 is not weaker than 100");
            assertConflict(() -> conductor.onTunnel(SCRIPT, new TunnelIntent(TestIntent.ip("1.1.1.1"), "ldp", 11, 9, 10)),
                "tunnel to 1.1.1.1 of ldp belongs to api, producer 1, whose preference 50 is not weaker than 50");
            conductor.onTunnel(BGP, new TunnelIntent(TestIntent.ip("1.1.1.1"), "bgp", 11, 9, 10));
            final Origin again = next(API);
            conductor.onTunnel(again, new TunnelIntent(TestIntent.ip("2.2.2.2"), "ldp", 11, 9, 10));
            while (conductor.sweep(again, 1) == 1) {
                assertThat(conductor.tunnels()).isNotEmpty();
            }
            assertThat(conductor.tunnels()).extracting(TunnelView::endpoint, TunnelView::owner)
                .containsExactlyInAnyOrder(tuple("1.1.1.1", "bgp"), tuple("2.2.2.2", "ldp"));
            assertThat(conductor.nextHop(21)).isEmpty();
        }
    }

    @Test
    void shouldOwnAndSweepNeighbours() {
        try (Conductor conductor = router()) {
            final NeighbourIntent asked = TestIntent.neighbour("core0", "10.0.0.7", TestIntent.MAC_2);
            conductor.onNeighbour(API, asked);
            assertConflict(() -> conductor.onNeighbour(SCRIPT, TestIntent.neighbour("core0", "10.0.0.7", TestIntent.MAC_3)),
                "neighbour 10.0.0.7 on core0 belongs to api, producer 1, whose preference 50 is not weaker than 50");
            assertConflict(() -> conductor.removeNeighbour(BGP, "core0", TestIntent.ip("10.0.0.7")),
                "neighbour 10.0.0.7 on core0 belongs to api, producer 1, whose preference 50 is not weaker than 100");
            assertConflict(() -> conductor.removeNeighbour(API, "core0", TestIntent.ip("10.0.0.2")),
                "neighbour 10.0.0.2 on core0 belongs to static, producer 0, whose preference 0 is not weaker than 50");
            assertThat(conductor.givenNeighbours()).contains(asked);
            final NeighbourIntent named = TestIntent.neighbour("core0", "10.0.0.8", TestIntent.MAC_3);
            conductor.onNeighbour(API, named);
            conductor.onNextHop(BGP, direct(21, "core0", "10.0.0.7"));
            conductor.onForward(BGP, 0, 1000, Forwarding.swap(300, 21), new Accept.Neighbour("core0", TestIntent.ip("10.0.0.8")));
            conductor.learnNeighbour(TestIntent.neighbour("core0", "10.0.0.9", TestIntent.MAC_3));
            final Origin again = next(API);

            assertThat(conductor.sweep(again, 10)).isEqualTo(2 + 1);
            assertThat(conductor.givenNeighbours()).doesNotContain(asked).as("a spoof check names it").contains(named);
            assertThat(conductor.nextHop(21).orElseThrow().resolved()).isFalse();
            conductor.onNeighbour(BGP, asked);
            assertThat(conductor.nextHop(21).orElseThrow().resolved()).isTrue();
        }
    }

    @Test
    void shouldOwnAndSweepContextLabelSpaces() {
        try (Conductor conductor = router()) {
            conductor.createLabelSpace(API, "tenant");
            conductor.createLabelSpace(API, "used");
            conductor.createLabelSpace(API, "own0");
            assertConflict(() -> conductor.createLabelSpace(SCRIPT, "tenant"),
                "label space tenant belongs to api, producer 1, whose preference 50 is not weaker than 50");
            assertConflict(() -> conductor.removeLabelSpace(BGP, "tenant"),
                "label space tenant belongs to api, producer 1, whose preference 50 is not weaker than 100");
            conductor.onForward(API, conductor.labelSpaceNumber("tenant"), 1000, Forwarding.swap(300, 11), CORE);
            conductor.onForward(BGP, conductor.labelSpaceNumber("used"), 1000, Forwarding.swap(300, 11), CORE);

            final Origin again = next(API);
            conductor.sweep(again, 10);
            assertThat(conductor.labelUsage()).extracting(LabelUsageView::labelSpace)
                .containsExactly("platform", "own0", "used");
            conductor.removeLabel(BGP, conductor.labelSpaceNumber("used"), 1000);
            conductor.sweep(again, 10);
            assertThat(conductor.labelUsage()).extracting(LabelUsageView::labelSpace).containsExactly("platform", "own0");
            conductor.createLabelSpace(SCRIPT, "tenant");
        }
    }

    private static boolean isUp(final Conductor conductor, final String port) {
        return conductor.tables().ports().isUp(conductor.portNumber(port));
    }

    @Test
    void shouldHoldAPortDownAsLongAsItsProducerSaysSo() {
        try (Conductor conductor = router()) {
            conductor.onPortState(API, "p0", false);
            assertThat(isUp(conductor, "p0")).isFalse();
            assertConflict(() -> conductor.onPortState(SCRIPT, "p0", true),
                "port p0, held down, belongs to api, producer 1, whose preference 50 is not weaker than 50");
            conductor.setPortState("p0", true);
            assertThat(isUp(conductor, "p0")).as("the carrier is back, but not the producer's word").isFalse();
            conductor.sweep(next(API), 10);
            assertThat(isUp(conductor, "p0")).isTrue();
        }
    }

    @Test
    void shouldNotTakeAPortUpThatHasNoCarrier() {
        try (Conductor conductor = router()) {
            conductor.setPortState("p0", false);
            conductor.onPortState(API, "p0", true);
            assertThat(isUp(conductor, "p0")).isFalse();
            conductor.onPortState(API, "p0", false);
            conductor.setPortState("p0", true);
            assertThat(isUp(conductor, "p0")).isFalse();
            conductor.onPortState(Origin.STATIC, "p0", true);
            assertThat(isUp(conductor, "p0")).isTrue();
        }
    }

    @Test
    void shouldForgetAProducerOnceNothingInTheRouterIsIts() {
        try (Conductor conductor = router()) {
            assertThat(conductor.forget(API.producer())).isTrue();
            put(conductor, API, 101, 300);
            assertThat(conductor.forget(API.producer())).as("a label entry").isFalse();
            conductor.removeLabel(API, 0, 101);
            assertThat(conductor.forget(API.producer())).isTrue();
            conductor.onNextHop(API, recursive(12, 11));
            assertThat(conductor.forget(API.producer())).as("a next hop").isFalse();
            conductor.removeNextHop(API, 12);
            final BindingKey key = new BindingKey(new Fec.Route("10.0.0.0/8"), CORE, null);
            conductor.putBinding(API, new BindingIntent(key, 1, new Action.Receive(), null, null));
            assertThat(conductor.forget(API.producer())).as("a binding").isFalse();
            conductor.removeBinding(API, key, 1);
            assertThat(conductor.forget(API.producer())).as("its label rests").isFalse();
            assertThat(conductor.forget(BGP.producer())).isTrue();
        }
    }

    @Test
    void shouldCountLabelsByOwner() {
        try (Conductor conductor = router()) {
            put(conductor, API, 1000, 300);
            put(conductor, SCRIPT, 1001, 300);
            put(conductor, BGP, 20, 300);
            put(conductor, next(BGP), 21, 300);
            conductor.onLabel(Origin.STATIC, new LspIntent(22, "own0", "bgp", CORE, new Action.Receive(), null, null, null));
            assertThat(conductor.labelUsage()).containsExactly(
                new LabelUsageView("platform", 5, Map.of("static", 1, "api", 2, "bgp", 2),
                    List.of(new LabelUsage(null, DYNAMIC, 2, 0, 0, 8))),
                new LabelUsageView("own0", 1, Map.of("bgp", 1), List.of()));
            put(conductor, API, 20, 300);
            conductor.removeLabel(SCRIPT, 0, 1001);
            assertThat(conductor.labelUsage().getFirst())
                .isEqualTo(new LabelUsageView("platform", 4, Map.of("static", 1, "api", 2, "bgp", 1),
                    List.of(new LabelUsage(null, DYNAMIC, 1, 1, 0, 8))));
        }
    }

    /** The holders' numbers are used again, and each entry must go on knowing its own. */
    @Test
    void shouldKnowEachEntrysOwnerOverManySessions() {
        final SplittableRandom random = new SplittableRandom(7);
        final int[] sessions = new int[64];
        try (Conductor conductor = router()) {
            for (int session = 1; session < 2000; session++) {
                final Origin origin = new Origin(1, session, "owner-" + session, 50);
                final int label = random.nextInt(sessions.length);
                put(conductor, origin, 1000 + label, 300);
                sessions[label] = session;
                for (int i = 0; i < sessions.length; i++) {
                    if (sessions[i] != 0 && i % 16 == session % 16) {
                        assertThat(owner(conductor, 1000 + i)).isEqualTo("owner-" + sessions[i]);
                    }
                }
            }
        }
    }
}
