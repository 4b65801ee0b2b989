package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.group;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.mplsInterface;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.recursive;
import static io.swaplane.control.TestIntent.toPeer;
import static io.swaplane.control.TestIntent.tunnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.LabelRange;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TunnelsTest {
    private static final MacAddress NEW_MAC = MacAddress.parse("02:00:00:00:00:99");

    /** Next hops 1 and 2 lead out with labels 101 and 102; next hop 29 stands for 1.1.1.1 and pushes 16. */
    private static TestIntent router() {
        return TestIntent.router().with(direct(1, "core0", "10.0.0.2", 101)).with(direct(2, "ext0", "10.9.0.3", 102))
            .with(toPeer(29, "1.1.1.1", 16));
    }

    private static String macOf(final Conductor conductor, final int nextHop) {
        return HexFormat.of().formatHex(TestTables.l2Header(conductor.tables(), nextHop), 4, 6);
    }

    @Test
    void shouldResolveAPeerByItsBestTunnel() {
        try (Conductor conductor = router().conductor()) {
            final ForwardingTables tables = conductor.tables();
            assertThat(tables.nextHops().isResolved(29)).isFalse();
            conductor.onTunnel(new TunnelIntent(ip("1.1.1.1"), "rsvp", 1, 5, 1));
            assertThat(TestTables.pushes(tables, 29)).containsExactly(101, 16);
            conductor.onTunnel(new TunnelIntent(ip("1.1.1.1"), "ldp", 2, 5, 1));
            assertThat(TestTables.pushes(tables, 29)).as("the first owner by name").containsExactly(102, 16);
            conductor.onTunnel(new TunnelIntent(ip("1.1.1.1"), "ldp", 2, 5, 2));
            assertThat(TestTables.pushes(tables, 29)).as("the lower metric").containsExactly(101, 16);
            conductor.onTunnel(new TunnelIntent(ip("1.1.1.1"), "ldp", 2, 4, 9));
            assertThat(TestTables.pushes(tables, 29)).as("the lower preference").containsExactly(102, 16);
            conductor.onTunnel(new TunnelIntent(ip("1.1.1.2"), "ldp", 1, 0, 0));
            assertThat(TestTables.pushes(tables, 29)).as("another endpoint").containsExactly(102, 16);
            conductor.removeTunnel(ip("1.1.1.1"), "ldp");
            assertThat(TestTables.pushes(tables, 29)).containsExactly(101, 16);
            conductor.removeTunnel(ip("1.1.1.1"), "rsvp");
            assertThat(tables.nextHops().isResolved(29)).isFalse();
        }
    }

    @Test
    void shouldResolveFirstNextHopsByFirstTunnels() {
        final TestIntent intent = TestIntent.router().with(toPeer(31, "2.2.2.2", 17)).with(toPeer(30, "1.1.1.1", 16))
            .with(recursive(40, 30, 18)).with(direct(1, "core0", "10.0.0.2", 101)).with(tunnel("2.2.2.2", "ldp", 40, 1))
            .with(tunnel("1.1.1.1", "ldp", 1, 1));
        try (Conductor conductor = intent.conductor()) {
            assertThat(TestTables.pushes(conductor.tables(), 31)).containsExactly(101, 16, 18, 17);
        }
    }

    @Test
    void shouldStoreNothingWhereTheWayStaysTheSame() {
        try (Conductor conductor = router().with(tunnel("1.1.1.1", "ldp", 1, 1)).conductor()) {
            final long stores = conductor.tables().nextHops().stores();
            conductor.onTunnel(tunnel("1.1.1.1", "ldp", 1, 7));
            conductor.onTunnel(tunnel("1.1.1.1", "rsvp", 1, 3));
            conductor.onTunnel(tunnel("1.1.1.1", "bgp", 2, 9));
            conductor.onTunnel(tunnel("3.3.3.3", "ldp", 2, 1));
            conductor.onNextHop(direct(2, "ext0", "10.9.0.2", 103));
            assertThat(conductor.tables().nextHops().stores() - stores).as("next hop 2 alone").isOne();
        }
    }

    @Test
    void shouldResolveAPeerByTheFirstMplsInterfaceThatItIsOn() {
        final TestIntent intent = TestIntent.empty("r").ports("p0", "p1", "p2").with(mplsInterface("off0", "p0", MplsMode.OFF))
            .with(mplsInterface("ext0", "p1", MplsMode.EXTERNAL)).with(mplsInterface("core0", "p2", MplsMode.CORE))
            .with(neighbour("off0", "10.5.5.5", TestIntent.MAC_2)).with(neighbour("core0", "10.5.5.5", TestIntent.MAC_3))
            .with(toPeer(29, "10.5.5.5", 16)).with(recursive(30, 29, 17));
        try (Conductor conductor = intent.conductor()) {
            final ForwardingTables tables = conductor.tables();
            assertThat(TestTables.port(tables, 30)).isEqualTo(2);
            assertThat(TestTables.pushes(tables, 30)).containsExactly(16, 17);
            assertThat(TestTables.statisticsId(tables, 30)).isZero();
            conductor.onNeighbour(neighbour("ext0", "10.5.5.5", NEW_MAC));
            assertThat(TestTables.port(tables, 30)).isEqualTo(1);
            final long stores = tables.nextHops().stores();
            conductor.onNeighbour(neighbour("core0", "10.5.5.5", NEW_MAC));
            conductor.removeNeighbour("core0", ip("10.5.5.5"));
            assertThat(tables.nextHops().stores()).as("it is not on the way").isEqualTo(stores);
            conductor.onNeighbour(neighbour("ext0", "10.5.5.5", TestIntent.MAC_2));
            assertThat(macOf(conductor, 30)).isEqualTo("0022");
            assertThat(tables.nextHops().stores() - stores).isEqualTo(2);
            conductor.removeNeighbour("ext0", ip("10.5.5.5"));
            assertThat(tables.nextHops().isResolved(30)).as("never over an interface without MPLS").isFalse();
        }
    }

    @Test
    void shouldPreferATunnelToTheNeighbourItself() {
        try (Conductor conductor = router().with(toPeer(30, "10.9.0.2")).conductor()) {
            assertThat(TestTables.pushes(conductor.tables(), 30)).isEmpty();
            conductor.onTunnel(tunnel("10.9.0.2", "ldp", 1, 1));
            assertThat(TestTables.pushes(conductor.tables(), 30)).containsExactly(101);
            conductor.removeTunnel(ip("10.9.0.2"), "ldp");
            assertThat(TestTables.pushes(conductor.tables(), 30)).isEmpty();
        }
    }

    @Test
    void shouldFollowTheNextHopThatLeadsIntoTheTunnel() {
        try (Conductor conductor = router().with(tunnel("1.1.1.1", "ldp", 1, 1)).with(group(40, 29, 2)).conductor()) {
            conductor.onNeighbour(neighbour("core0", "10.0.0.2", NEW_MAC));
            assertThat(macOf(conductor, 29)).isEqualTo("0099");
            conductor.onNextHop(group(1, 2, 2));
            conductor.onNextHop(direct(2, "ext0", "10.9.0.2"));
            conductor.removeNeighbour("ext0", ip("10.9.0.2"));
            assertThat(conductor.nextHop(29).orElseThrow().resolved()).isFalse();
            assertThat(conductor.tables().nextHops().isResolved(40)).isFalse();
        }
    }

    @Test
    void shouldMoveAMillionLabelsOnATunnelByOneStore() {
        final TestIntent intent = router().with(tunnel("1.1.1.1", "ldp", 1, 1));
        for (int label = LabelRange.FIRST_ORDINARY; label <= LabelRange.LAST; label++) {
            intent.with(lsp(label, new Action.Swap(label, 29)));
        }
        try (Conductor conductor = intent.conductor()) {
            final ForwardingTables tables = conductor.tables();
            final long stores = tables.nextHops().stores();
            final long[] words = words(tables);
            conductor.onTunnel(tunnel("1.1.1.1", "ldp", 2, 1));
            assertThat(tables.nextHops().stores() - stores).as("slots are shared by all workers, and one next hop is affected").isOne();
            assertThat(TestTables.pushes(tables, 29)).containsExactly(102, 16);
            assertThat(words(tables)).isEqualTo(words);
        }
    }

    private static long[] words(final ForwardingTables tables) {
        return LongStream.rangeClosed(LabelRange.FIRST_ORDINARY, LabelRange.LAST).map(label -> tables.word(0, (int) label)).toArray();
    }

    @Test
    void shouldKeepANextHopThatATunnelLeadsInto() {
        try (Conductor conductor = router().with(tunnel("1.1.1.1", "ldp", 1, 1)).conductor()) {
            assertThat(conductor.nextHop(1).orElseThrow().references()).isOne();
            assertRefused(() -> conductor.removeNextHop(1), RefusalReason.IN_USE,
                "next hop 1 cannot go: 0 label entries' next hops, 0 other next hops and 1 tunnels lead to it");
            conductor.onTunnel(tunnel("1.1.1.1", "ldp", 2, 1));
            conductor.removeNextHop(1);
            conductor.removeNextHop(29);
            conductor.removeTunnel(ip("1.1.1.1"), "ldp");
            conductor.removeNextHop(2);
            assertThat(conductor.tunnels()).isEmpty();
        }
    }

    @Test
    void shouldRefuseTunnelsThatCannotBeAndChangeNothing() {
        final Integer[] fifteen = Collections.nCopies(15, 20).toArray(Integer[]::new);
        final TestIntent intent = router().with(tunnel("1.1.1.1", "ldp", 1, 1)).with(recursive(30, 29)).with(direct(3, "ext0", "10.9.0.2",
            fifteen)).with(toPeer(31, "2.2.2.2")).with(tunnel("2.2.2.2", "ldp", 30, 1)).with(lsp(100, new Action.Swap(200, 30)));
        try (Conductor conductor = intent.conductor()) {
            final var before = conductor.view();
            final long stores = conductor.tables().nextHops().stores();
            assertRefused(() -> conductor.onTunnel(new TunnelIntent(null, "ldp", 1, 0, 0)), RefusalReason.INVALID,
                "a tunnel has no endpoint");
            assertRefused(() -> conductor.onTunnel(tunnel("1.1.1.1", " ", 1, 0)), RefusalReason.INVALID,
                "tunnel to 1.1.1.1: it has no owner");
            assertRefused(() -> conductor.onTunnel(tunnel("1.1.1.1", "ldp", 1, -1)), RefusalReason.INVALID,
                "tunnel to 1.1.1.1: preference 0 and metric -1 must be 0 or more");
            assertRefused(() -> conductor.onTunnel(tunnel("1.1.1.1", "ldp", 99, 1)), RefusalReason.UNKNOWN_REFERENCE,
                "tunnel to 1.1.1.1: there is no next hop 99");
            assertRefused(() -> conductor.onTunnel(tunnel("1.1.1.1", "rsvp", 31, 9)), RefusalReason.INVALID,
                "tunnel to 1.1.1.1: next hop 31 is resolved through it");
            assertRefused(() -> conductor.onNextHop(recursive(1, 31)), RefusalReason.INVALID,
                "next hop 1: next hop 31 is resolved through it");
            assertRefused(() -> conductor.onTunnel(tunnel("1.1.1.1", "rsvp", 3, 9)), RefusalReason.INVALID,
                "next hop 30: 16 pushed labels along its chain and a swapped one are more than 16 labels out");
            assertRefused(() -> conductor.removeTunnel(ip("1.1.1.1"), "rsvp"), RefusalReason.NOT_FOUND,
                "there is no tunnel to 1.1.1.1 of rsvp");
            assertRefused(() -> conductor.onNextHop(new NextHopIntent.Recursive(9, null, null, List.of())),
                RefusalReason.INVALID, "next hop 9: it names neither a next hop nor a peer that resolves it");
            assertThat(conductor.view()).isEqualTo(before);
            assertThat(conductor.tables().nextHops().stores()).isEqualTo(stores);
            conductor.removeLabel(LspIntent.PLATFORM, 100);
            conductor.onTunnel(tunnel("1.1.1.1", "ldp", 3, 9));
            assertThat(TestTables.pushes(conductor.tables(), 31)).hasSize(16);
        }
        assertThatThrownBy(router().with(tunnel("1.1.1.1", "ldp", 1, 1)).with(tunnel("1.1.1.1", "ldp", 2, 1))::conductor)
            .hasMessage("tunnel to 1.1.1.1 of ldp appears twice");
        assertThatThrownBy(router().with(tunnel("1.1.1.1", "ldp", 29, 1))::conductor)
            .hasMessage("next hops [29] are resolved in a circle");
    }

    private static void assertRefused(final ThrowingCallable command, final RefusalReason reason, final String message) {
        assertThatThrownBy(command).hasMessage(message)
            .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
