package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.mplsInterface;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.recursive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.table.ForwardingTables;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextHopsTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void shouldBuildTheHeaderOfAnUntaggedInterface() {
        try (Conductor conductor = TestIntent.router().with(direct(5, "ext0", "10.9.0.3", 20, 30)).conductor()) {
            final ForwardingTables tables = conductor.tables();
            assertThat(HEX.formatHex(TestTables.l2Header(tables, 5))).isEqualTo("020000000033" + "020000000001" + "8847");
            assertThat(TestTables.pushes(tables, 5)).containsExactly(20, 30);
            assertThat(TestTables.port(tables, 5)).isEqualTo(1);
            assertThat(TestTables.mtu(tables, 5)).isEqualTo(1500);
            assertThat(TestTables.statisticsId(tables, 5)).isEqualTo(5);
        }
    }

    @Test
    void shouldTagOnceWithTheCustomerTpidAndTwiceWithTheConfiguredOuterOne() {
        final TestIntent intent = TestIntent.empty("r").ports("p0").with(mplsInterface("one", "p0", MplsMode.CORE, 4094))
            .with(mplsInterface("two", "p0", MplsMode.CORE, 300, 7))
            .with(new InterfaceIntent("old", "p0", List.of(301, 7), 0x8100, TestIntent.OWN_MAC, MplsMode.CORE, 1500, false, false))
            .with(direct(1, "one", "10.0.0.2")).with(direct(2, "two", "10.0.0.2")).with(direct(3, "old", "10.0.0.2"));
        for (final String name : List.of("one", "two", "old")) {
            intent.with(neighbour(name, "10.0.0.2", TestIntent.MAC_2));
        }
        try (Conductor conductor = intent.conductor()) {
            final String macs = "020000000022" + "020000000001";
            assertThat(HEX.formatHex(TestTables.l2Header(conductor.tables(), 1))).isEqualTo(macs + "81000ffe" + "8847");
            assertThat(HEX.formatHex(TestTables.l2Header(conductor.tables(), 2))).isEqualTo(macs + "88a8012c" + "81000007" + "8847");
            assertThat(HEX.formatHex(TestTables.l2Header(conductor.tables(), 3))).isEqualTo(macs + "8100012d" + "81000007" + "8847");
        }
    }

    @Test
    void shouldCollapseAChainWithTheResolvingLabelsAbove() {
        final TestIntent intent = TestIntent.router().with(recursive(30, 29, 16, 17)).with(recursive(29, 23, 18))
            .with(new NextHopIntent.Direct(23, "core0", ip("10.0.0.2"), List.of(34, 35), true, 64, 5));
        try (Conductor conductor = intent.conductor()) {
            final ForwardingTables tables = conductor.tables();
            assertThat(TestTables.pushes(tables, 23)).containsExactly(34, 35);
            assertThat(TestTables.pushes(tables, 29)).containsExactly(34, 35, 18);
            assertThat(TestTables.pushes(tables, 30)).containsExactly(34, 35, 18, 16, 17);
            assertThat(TestTables.l2Header(tables, 30)).isEqualTo(TestTables.l2Header(tables, 23));
            assertThat(TestTables.statisticsId(tables, 30)).isEqualTo(23);
            assertThat(TestTables.pipeTtl(tables, 30)).isEqualTo(64);
            assertThat(TestTables.pipeTc(tables, 30)).isEqualTo(5);
        }
    }

    @Test
    void shouldTakeTheRoutersPipeValuesWhereTheNextHopHasNone() {
        try (Conductor conductor = TestIntent.router().with(new Defaults(Model.UNIFORM, Model.UNIFORM, 200, 3, true))
            .with(direct(5, "core0", "10.0.0.2")).conductor()) {
            assertThat(TestTables.pipeTtl(conductor.tables(), 5)).isEqualTo(200);
            assertThat(TestTables.pipeTc(conductor.tables(), 5)).isEqualTo(3);
        }
    }

    @Test
    void shouldCountAtNoNextHopWhereStatisticsAreOff() {
        final TestIntent intent = TestIntent.router().with(recursive(6, 5))
            .with(new NextHopIntent.Direct(5, "core0", ip("10.0.0.2"), List.of(), false, null, null));
        try (Conductor conductor = intent.conductor()) {
            assertThat(TestTables.statisticsId(conductor.tables(), 6)).isZero();
            assertThat(conductor.nextHop(5).orElseThrow().statistics()).isNull();
        }
    }

    @Test
    void shouldResolveAChainWhenItsNeighbourBecomesKnownAndBackWhenItGoes() {
        try (Conductor conductor = TestIntent.router().with(direct(5, "core0", "10.0.0.9")).with(recursive(6, 5)).conductor()) {
            final ForwardingTables tables = conductor.tables();
            assertThat(tables.nextHops().isResolved(5)).isFalse();
            assertThat(tables.nextHops().isResolved(6)).isFalse();
            conductor.onNeighbour(neighbour("core0", "10.0.0.9", MacAddress.parse("02:00:00:00:00:99")));
            assertThat(HEX.formatHex(TestTables.l2Header(tables, 6))).startsWith("020000000099");
            assertThat(conductor.nextHop(6).orElseThrow().resolved()).isTrue();
            conductor.removeNeighbour("core0", ip("10.0.0.9"));
            assertThat(tables.nextHops().isResolved(5)).isFalse();
            assertThat(tables.nextHops().isResolved(6)).isFalse();
        }
    }

    @Test
    void shouldSayOfANextHopOrTunnelThatLeadsNowhereThatItIsAccepted() {
        try (Conductor conductor = TestIntent.router().conductor()) {
            assertThat(conductor.onNextHop(direct(5, "core0", "10.0.0.9"))).isEqualTo(Applied.ACCEPTED);
            assertThat(conductor.onNextHop(recursive(6, 5))).isEqualTo(Applied.ACCEPTED);
            assertThat(conductor.onTunnel(Origin.STATIC, TestIntent.tunnel("1.1.1.1", "ldp", 5, 1))).isEqualTo(Applied.ACCEPTED);
            assertThat(conductor.onNextHop(direct(7, "core0", "10.0.0.2"))).isEqualTo(Applied.PROGRAMMED);
            assertThat(conductor.onTunnel(Origin.STATIC, TestIntent.tunnel("1.1.1.1", "ldp", 7, 1))).isEqualTo(Applied.PROGRAMMED);
        }
    }

    @Test
    void shouldStoreNothingForANextHopThatIsPutAgainAsItIs() {
        try (Conductor conductor = TestIntent.router().with(direct(1, "core0", "10.0.0.2", 100)).with(recursive(3, 1, 300)).conductor()) {
            final long stores = conductor.tables().nextHops().stores();
            assertThat(conductor.onNextHop(direct(1, "core0", "10.0.0.2", 100))).isEqualTo(Applied.PROGRAMMED);
            assertThat(conductor.tables().nextHops().stores()).isEqualTo(stores);
        }
    }

    @Test
    void shouldMoveWhatEndsAtANeighbourToItsNewMacAddressAndNothingElse() {
        final TestIntent intent = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(direct(2, "core0", "10.0.0.3"))
            .with(recursive(3, 1)).with(recursive(4, 2));
        try (Conductor conductor = intent.conductor()) {
            final long stores = conductor.tables().nextHops().stores();
            conductor.onNeighbour(neighbour("core0", "10.0.0.2", MacAddress.parse("02:00:00:00:00:99")));
            assertThat(conductor.tables().nextHops().stores() - stores).isEqualTo(2);
            assertThat(HEX.formatHex(TestTables.l2Header(conductor.tables(), 3))).startsWith("020000000099");
            assertThat(HEX.formatHex(TestTables.l2Header(conductor.tables(), 4))).startsWith("020000000033");
        }
    }

    @Test
    void shouldStoreOncePerNextHopThatIsResolvedThroughTheOneThatMoves() {
        final TestIntent intent = TestIntent.router().with(direct(1, "core0", "10.0.0.2", 100)).with(direct(2, "ext0", "10.9.0.2", 200))
            .with(recursive(3, 1, 300)).with(recursive(4, 3, 400)).with(recursive(5, 2, 500));
        try (Conductor conductor = intent.conductor()) {
            final ForwardingTables tables = conductor.tables();
            final long stores = tables.nextHops().stores();
            conductor.onNextHop(recursive(3, 2, 301));
            assertThat(tables.nextHops().stores() - stores).isEqualTo(2);
            assertThat(TestTables.pushes(tables, 4)).containsExactly(200, 301, 400);
            assertThat(TestTables.port(tables, 4)).isEqualTo(1);
            conductor.onNextHop(direct(1, "core0", "10.0.0.2", 101));
            assertThat(tables.nextHops().stores() - stores).isEqualTo(3);
            assertThat(conductor.nextHop(1).orElseThrow().references()).isZero();
            assertThat(conductor.nextHop(2).orElseThrow().references()).isEqualTo(2);
        }
    }

    @Test
    void shouldTurnARecursiveNextHopIntoADirectOneAndBack() {
        try (Conductor conductor = TestIntent.router().with(direct(1, "core0", "10.0.0.2", 100)).with(recursive(3, 1, 300)).conductor()) {
            conductor.onNextHop(direct(3, "ext0", "10.9.0.2", 7));
            assertThat(TestTables.pushes(conductor.tables(), 3)).containsExactly(7);
            conductor.onNeighbour(neighbour("core0", "10.0.0.2", TestIntent.MAC_3));
            assertThat(HEX.formatHex(TestTables.l2Header(conductor.tables(), 3))).startsWith("020000000022");
            conductor.onNextHop(recursive(3, 1, 300));
            assertThat(TestTables.pushes(conductor.tables(), 3)).containsExactly(100, 300);
        }
    }

    @Test
    void shouldRefuseNextHopsThatCannotBeAndChangeNothing() {
        final TestIntent intent = TestIntent.router().with(direct(1, "core0", "10.0.0.2", 100)).with(recursive(2, 1)).with(recursive(3, 2));
        try (Conductor conductor = intent.conductor()) {
            final long stores = conductor.tables().nextHops().stores();
            final var before = conductor.view();
            assertRefused(conductor, direct(0, "core0", "10.0.0.2"), "next hop 0: its index must be 1 to 1048575");
            assertRefused(conductor, direct(1 << 20, "core0", "10.0.0.2"), "next hop 1048576: its index must be 1 to 1048575");
            assertRefused(conductor, direct(9, "nowhere", "10.0.0.2"), "next hop 9: there is no interface nowhere");
            assertRefused(conductor, direct(9, "core0", "10.0.0.2", 1 << 20), "next hop 9: pushed label 1048576 must be 0 to 1048575");
            assertRefused(conductor, direct(9, "core0", "10.0.0.2", 3),
                "next hop 9: label 3 (implicit null) is never on the wire and cannot be pushed: leave it out");
            assertRefused(conductor, new NextHopIntent.Direct(9, "core0", null, List.of(), true, null, null),
                "next hop 9: it names no neighbour on core0");
            assertRefused(conductor, new NextHopIntent.Direct(9, "core0", ip("10.0.0.2"), List.of(), true, 0, null),
                "next hop 9: pipe TTL 0 must be 1 to 255");
            assertRefused(conductor, new NextHopIntent.Direct(9, "core0", ip("10.0.0.2"), List.of(), true, null, 8),
                "next hop 9: pipe TC 8 must be 0 to 7");
            assertRefused(conductor, recursive(9, 8), "next hop 9: there is no next hop 8 to resolve it");
            assertRefused(conductor, recursive(9, 9), "next hop 9: next hop 9 is resolved through it");
            assertRefused(conductor, recursive(1, 3), "next hop 1: next hop 3 is resolved through it");
            assertRefused(conductor, direct(9, "core0", "10.0.0.2", Collections.nCopies(17, 20).toArray(Integer[]::new)),
                "next hop 9: 17 pushed labels along its chain are more than 16 labels out");
            assertThat(conductor.tables().nextHops().stores()).isEqualTo(stores);
            assertThat(conductor.view()).isEqualTo(before);
        }
    }

    @Test
    void shouldCountTheLabelsOfAllThatIsResolvedThroughTheOneThatChanges() {
        final Integer[] eight = Collections.nCopies(8, 20).toArray(Integer[]::new);
        final Integer[] nine = Collections.nCopies(9, 20).toArray(Integer[]::new);
        final TestIntent intent = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(recursive(2, 1, eight))
            .with(recursive(3, 1, eight)).with(lsp(100, new Action.Swap(200, 3)));
        try (Conductor conductor = intent.conductor()) {
            conductor.onNextHop(direct(1, "core0", "10.0.0.2", Collections.nCopies(7, 20).toArray(Integer[]::new)));
            assertRefused(conductor, direct(1, "core0", "10.0.0.2", eight),
                "next hop 3: 16 pushed labels along its chain and a swapped one are more than 16 labels out");
            conductor.removeLabel(LspIntent.PLATFORM, 100);
            conductor.onNextHop(direct(1, "core0", "10.0.0.2", eight));
            assertThat(TestTables.pushes(conductor.tables(), 3)).hasSize(16);
            assertRefused(conductor, direct(1, "core0", "10.0.0.2", nine),
                "next hop 2: 17 pushed labels along its chain are more than 16 labels out");
            assertThatThrownBy(() -> conductor.onLabel(lsp(100, new Action.Swap(200, 3)))).hasMessage(
                "label 100: next hop 3: 16 pushed labels along its chain and a swapped one are more than 16 labels out");
            conductor.onLabel(lsp(100, new Action.Swap(3, 3)));
            assertThat(conductor.tables().word(0, 100)).isNotZero();
        }
    }

    @Test
    void shouldRefuseFirstNextHopsThatContradictEachOther() {
        assertThatThrownBy(TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(recursive(1, 1))::conductor)
            .isInstanceOf(RefusedException.class).hasMessage("next hop 1 appears twice");
        assertThatThrownBy(TestIntent.router().with(recursive(4, 5)).with(recursive(5, 4)).with(direct(1, "core0", "10.0.0.2"))::conductor)
            .hasMessage("next hops [4, 5] are resolved in a circle");
        assertThatThrownBy(TestIntent.router().with(recursive(4, 5))::conductor)
            .hasMessage("next hop 4: there is no next hop 5 to resolve it");
    }

    @Test
    void shouldRemoveOnlyANextHopToWhichNothingLeads() {
        final TestIntent intent = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(recursive(2, 1))
            .with(lsp(100, new Action.Swap(200, 1)));
        try (Conductor conductor = intent.conductor()) {
            assertThatThrownBy(() -> conductor.removeNextHop(1))
                .hasMessage("next hop 1 cannot go: 1 label entries' next hops, 1 other next hops and 0 tunnels lead to it");
            conductor.removeNextHop(2);
            conductor.removeLabel(LspIntent.PLATFORM, 100);
            conductor.removeNextHop(1);
            assertThat(conductor.tables().nextHops().isResolved(1)).isFalse();
            assertThat(conductor.nextHop(1)).isEmpty();
            assertThatThrownBy(() -> conductor.removeNextHop(1)).hasMessage("there is no next hop 1");
        }
    }

    @Test
    void shouldKeepARemadeNextHopUnresolvedWhileAWorkerMayHoldAnOldWord() {
        try (Conductor conductor = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).conductor()) {
            conductor.tables().epochs().online(0);
            TestTables.countNextHop(conductor.tables(), 0, 1, 10, 1000);
            assertThat(conductor.nextHop(1).orElseThrow().statistics().packets()).isEqualTo(10);
            conductor.removeNextHop(1);
            conductor.onNextHop(direct(1, "ext0", "10.9.0.2"));
            conductor.onNextHop(recursive(2, 1));
            assertThat(conductor.tables().nextHops().isResolved(1)).isFalse();
            assertThat(conductor.nextHop(2).orElseThrow().resolved()).isFalse();
            TestTables.countNextHop(conductor.tables(), 0, 1, 1, 100);
            conductor.tables().epochs().quiescent(0);
            assertThat(conductor.doWork()).isPositive();
            assertThat(TestTables.port(conductor.tables(), 1)).isEqualTo(1);
            assertThat(TestTables.port(conductor.tables(), 2)).isEqualTo(1);
            assertThat(conductor.nextHop(1).orElseThrow().statistics().packets()).as("what the old one counted").isZero();
        }
    }

    private static void assertRefused(final Conductor conductor, final NextHopIntent intent, final String message) {
        assertThatThrownBy(() -> conductor.onNextHop(intent)).isInstanceOf(RefusedException.class).hasMessage(message);
    }
}
