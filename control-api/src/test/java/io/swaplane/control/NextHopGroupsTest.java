package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.group;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.protection;
import static io.swaplane.control.TestIntent.recursive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.NextHopGroupLayout;
import io.swaplane.table.NextHopLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NextHopGroupsTest {
    private static TestIntent router() {
        return TestIntent.router().with(direct(1, "core0", "10.0.0.2", 34)).with(direct(2, "ext0", "10.9.0.2"))
            .with(direct(3, "core0", "10.0.0.9"));
    }

    /** Each member's destination MAC address and labels, top first; "-" for an unresolved one. */
    private static List<String> members(final ForwardingTables tables, final int nextHop) {
        final long group = tables.nextHops().record(nextHop);
        final long header = Memory.getLong(group + NextHopLayout.HEADER);
        final List<String> members = new ArrayList<>();
        long at = group + NextHopGroupLayout.firstMember(header);
        while (at < group + NextHopGroupLayout.recordBytes(header)) {
            members.add(member(at));
            at += NextHopGroupLayout.recordBytes(Memory.getLong(at + NextHopLayout.HEADER));
        }
        return members;
    }

    private static String member(final long record) {
        final long header = Memory.getLong(record + NextHopLayout.HEADER);
        if ((NextHopLayout.flags(header) & NextHopLayout.UNRESOLVED) != 0) {
            return "-";
        }
        final byte[] mac = new byte[6];
        Memory.copyOut(record + NextHopLayout.L2_FIRST, mac, 0, mac.length);
        final List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < NextHopLayout.pushes(header); i++) {
            labels.addFirst(Memory.getInt(record + NextHopLayout.PUSHES + 4L * i) >>> 12);
        }
        return HexFormat.of().formatHex(mac, 4, 6) + labels;
    }

    @Test
    void shouldHoldEveryMemberInTheGroupsOwnRecord() {
        try (Conductor conductor = router().with(group(40, 1, 2, 3)).conductor()) {
            assertThat(members(conductor.tables(), 40)).containsExactly("0022[34]", "0022[]", "-");
            assertThat(conductor.nextHop(40).orElseThrow().resolved()).isTrue();
        }
    }

    @Test
    void shouldPushTheLabelsOfARecursiveNextHopOnEveryMember() {
        final TestIntent intent = router().with(group(40, 1, 2)).with(recursive(41, 40, 16, 17)).with(protection(42, 41, 2))
            .with(recursive(43, 42, 18));
        try (Conductor conductor = intent.conductor()) {
            assertThat(members(conductor.tables(), 41)).containsExactly("0022[34, 16, 17]", "0022[16, 17]");
            final long pair = conductor.tables().nextHops().record(43);
            final long inner = pair + NextHopGroupLayout.PROTECTION_BYTES;
            assertThat(member(inner + NextHopGroupLayout.GROUP_BYTES)).isEqualTo("0022[34, 16, 17, 18]");
            assertThat(members(conductor.tables(), 43).getLast()).isEqualTo("0022[18]");
        }
    }

    @Test
    void shouldStoreOncePerGroupAboveAMemberThatMoves() {
        final TestIntent intent = router().with(group(40, 1, 2)).with(recursive(41, 40, 16)).with(group(42, 2, 3))
            .with(group(43, 40, 41, 1));
        try (Conductor conductor = intent.conductor()) {
            final long stores = conductor.tables().nextHops().stores();
            conductor.onNextHop(direct(1, "core0", "10.0.0.3", 35));
            assertThat(conductor.tables().nextHops().stores() - stores).as("1, 40, 41 and 43").isEqualTo(4);
            assertThat(members(conductor.tables(), 41)).containsExactly("0033[35, 16]", "0022[16]");
        }
    }

    @Test
    void shouldLeaveOutAMemberWhileItIsUnresolved() {
        try (Conductor conductor = router().with(group(40, 1, 3)).with(group(41, 3)).conductor()) {
            assertThat(conductor.tables().nextHops().isResolved(41)).as("no member of 41 is resolved").isFalse();
            conductor.onNeighbour(neighbour("core0", "10.0.0.9", TestIntent.MAC_3));
            assertThat(members(conductor.tables(), 40)).containsExactly("0022[34]", "0033[]");
            assertThat(conductor.tables().nextHops().isResolved(41)).isTrue();
            conductor.removeNeighbour("core0", TestIntent.ip("10.0.0.9"));
            conductor.removeNeighbour("core0", TestIntent.ip("10.0.0.2"));
            assertThat(conductor.tables().nextHops().isResolved(40)).isFalse();
        }
    }

    @Test
    void shouldTurnADirectNextHopIntoAGroupAndBack() {
        try (Conductor conductor = router().with(recursive(41, 1, 16)).conductor()) {
            conductor.onNextHop(group(1, 2));
            assertThat(members(conductor.tables(), 41)).containsExactly("0022[16]");
            conductor.onNextHop(direct(1, "core0", "10.0.0.3", 7));
            assertThat(TestTables.pushes(conductor.tables(), 41)).containsExactly(7, 16);
        }
    }

    @Test
    void shouldUseTheMemoryOfOldGroupsAgain() {
        try (Conductor conductor = router().with(group(40, 1, 2)).conductor()) {
            final long first = conductor.tables().nextHops().record(40);
            conductor.onNextHop(group(40, 2, 1, 2));
            conductor.doWork();
            conductor.onNextHop(group(40, 1, 2));
            assertThat(conductor.tables().nextHops().record(40)).isEqualTo(first);
        }
    }

    @Test
    void shouldRefuseGroupsThatCannotBeAndChangeNothing() {
        final TestIntent intent = router().with(group(40, 1, 2)).with(group(41, 40)).with(protection(42, 41, 1))
            .with(lsp(100, new Action.Swap(200, 42)));
        try (Conductor conductor = intent.conductor()) {
            final var before = conductor.view();
            assertRefused(conductor, group(50), RefusalReason.INVALID, "next hop 50: 0 legs: must be 1 to 16");
            assertRefused(conductor, group(50, Collections.nCopies(17, 1).toArray(Integer[]::new)), RefusalReason.INVALID,
                "next hop 50: 17 legs: must be 1 to 16");
            assertRefused(conductor, new NextHopIntent.Group(50, List.of(new NextHopIntent.Leg(256, 1))), RefusalReason.INVALID,
                "next hop 50: weight 256 must be 1 to 255");
            assertRefused(conductor, group(50, 1, 99), RefusalReason.UNKNOWN_REFERENCE, "next hop 50: there is no next hop 99");
            assertRefused(conductor, protection(50, 99, 1), RefusalReason.UNKNOWN_REFERENCE, "next hop 50: there is no next hop 99");
            assertRefused(conductor, protection(50, 1, 50), RefusalReason.INVALID, "next hop 50: next hop 50 is resolved through it");
            assertRefused(conductor, recursive(1, 42), RefusalReason.INVALID, "next hop 1: next hop 42 is resolved through it");
            assertRefused(conductor, group(50, 1, 42), RefusalReason.INVALID, "next hop 50: 4 groups inside one another: at most 3");
            assertRefused(conductor, protection(1, 2, 3), RefusalReason.INVALID, "next hop 42: 4 groups inside one another: at most 3");
            assertRefused(conductor, direct(1, "core0", "10.0.0.2", Collections.nCopies(16, 20).toArray(Integer[]::new)),
                RefusalReason.INVALID, "next hop 42: 16 pushed labels along its chain and a swapped one are more than 16 labels out");
            assertThat(conductor.view()).isEqualTo(before);
            assertThatThrownBy(() -> conductor.removeNextHop(40)).hasMessageContaining("1 other next hops")
                .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusalReason.IN_USE));
        }
    }

    @Test
    void shouldRefuseAGroupOfMoreMembersThanARecordHolds() {
        final Integer[] sixteen = IntStream.range(0, 16).map(i -> 1).boxed().toArray(Integer[]::new);
        try (Conductor conductor = router().with(group(40, sixteen)).with(group(41, 40, 40, 40, 40, 40, 40)).conductor()) {
            assertThat(members(conductor.tables(), 41)).hasSize(6);
            assertRefused(conductor, group(42, 40, 40, 40, 40, 40, 40, 40), RefusalReason.TOO_LARGE,
                "next hop 42: its members and their members take 17408 bytes, at most 16384");
        }
    }

    private static void assertRefused(final Conductor conductor, final NextHopIntent intent, final RefusalReason reason,
                                      final String message) {
        assertThatThrownBy(() -> conductor.onNextHop(intent)).hasMessage(message)
            .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
