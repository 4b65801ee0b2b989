package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.group;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.protection;
import static io.swaplane.control.TestIntent.recursive;
import static io.swaplane.control.TestIntent.toPeer;
import static io.swaplane.control.TestIntent.tunnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.TunnelIntent;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemNanoClock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import io.swaplane.control.show.NextHopText;
import io.swaplane.control.view.NextHopUsageView;
import io.swaplane.control.view.NextHopView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Record memory that is too small: 16 KiB have room for 127 next hops beside the unresolved one. */
class RecordMemoryTest {
    private static final int RECORDS = 127;
    private static final MacAddress NEW_MAC = MacAddress.parse("02:00:00:00:00:99");
    private static final String MAC_2 = "020000000022";
    private static final String MAC_3 = "020000000033";

    private static Conductor conductor(final TestIntent intent) {
        return new Conductor(intent.build(), 1, SystemNanoClock.INSTANCE, 1 << 14);
    }

    /** Next hops from 1 on that end at a neighbour, and a worker that holds what it read. */
    private static Conductor full(final int nextHops) {
        final TestIntent intent = TestIntent.router();
        IntStream.rangeClosed(1, nextHops).forEach(index -> intent.with(direct(index, "core0", "10.0.0.2")));
        final Conductor conductor = conductor(intent);
        conductor.tables().epochs().online(0);
        return conductor;
    }

    private static String macOf(final Conductor conductor, final int nextHop) {
        return HexFormat.of().formatHex(TestTables.l2Header(conductor.tables(), nextHop), 0, 6);
    }

    private static long resolved(final Conductor conductor) {
        return conductor.nextHopUsage().resolved();
    }

    private static void assertExhausted(final ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOfSatisfying(RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusalReason.EXHAUSTED));
    }

    @Test
    void shouldRefuseANextHopThatThereIsNoRoomFor() {
        try (Conductor conductor = full(RECORDS)) {
            assertExhausted(() -> conductor.onNextHop(direct(500, "core0", "10.0.0.2")));
            assertThat(conductor.nextHop(500)).isEmpty();
            assertExhausted(() -> conductor.onNextHop(direct(7, "core0", "10.0.0.3")));
            assertThat(macOf(conductor, 7)).as("as it was").isEqualTo(MAC_2);
            conductor.onNextHop(direct(7, "core0", "10.0.0.2"));
            conductor.removeNextHop(8);
            assertExhausted(() -> conductor.onNextHop(direct(7, "core0", "10.0.0.3")));
            conductor.tables().epochs().quiescent(0);
            assertThat(conductor.onNextHop(direct(7, "core0", "10.0.0.3"))).isEqualTo(Applied.PROGRAMMED);
            assertThat(macOf(conductor, 7)).isEqualTo(MAC_3);
            assertThat(conductor.memoryShortages()).isZero();
        }
    }

    @Test
    void shouldRefuseAStartThatThereIsNoRoomFor() {
        assertExhausted(() -> full(RECORDS + 1).close());
    }

    @Test
    void shouldRefuseTheChangeOfANextHopWhoseFollowersHaveNoRoom() {
        try (Conductor conductor = full(60)) {
            IntStream.rangeClosed(101, 150).forEach(index -> conductor.onNextHop(recursive(index, 1, 16)));
            assertExhausted(() -> conductor.onNextHop(direct(1, "core0", "10.0.0.3")));
            assertThat(macOf(conductor, 1)).isEqualTo(MAC_2);
            assertThat(macOf(conductor, 150)).isEqualTo(MAC_2);
            assertThat(conductor.onNextHop(direct(2, "core0", "10.0.0.3"))).isEqualTo(Applied.PROGRAMMED);
        }
    }

    @Test
    void shouldLeaveWhatANeighboursChangeHasNoRoomForUnresolvedUntilThereIsSome() {
        try (Conductor conductor = full(100)) {
            assertThat(conductor.onNeighbour(Origin.STATIC, neighbour("core0", "10.0.0.2", NEW_MAC))).isEqualTo(Applied.ACCEPTED);
            assertThat(resolved(conductor)).isEqualTo(RECORDS - 100);
            assertThat(conductor.nextHopsWithoutMemory()).isEqualTo(200 - RECORDS);
            assertThat(conductor.memoryShortages()).isEqualTo(200 - RECORDS);
            assertThat(conductor.nextHopUsage())
                .isEqualTo(new NextHopUsageView(RECORDS - 100, 200 - RECORDS, 200 - RECORDS, 200 - RECORDS));
            final List<NextHopView> views = conductor.nextHops(0, 100).nextHops();
            assertThat(views).filteredOn(NextHopView::withoutMemory).hasSize(200 - RECORDS).noneMatch(NextHopView::resolved)
                .allSatisfy(each -> assertThat(new NextHopText(views).nextHop(each.index()).getFirst())
                    .endsWith("(unresolved: no memory for its record)"));
            conductor.doWork();
            assertThat(resolved(conductor)).as("the worker may hold the old ones").isEqualTo(RECORDS - 100);
            conductor.tables().epochs().quiescent(0);
            conductor.doWork();
            assertThat(resolved(conductor)).isEqualTo(100);
            assertThat(conductor.nextHopsWithoutMemory()).isZero();
            assertThat(IntStream.rangeClosed(1, 100).mapToObj(index -> macOf(conductor, index))).containsOnly("020000000099");
        }
    }

    @Test
    void shouldForgetOneThatWaitsForMemoryAndGoes() {
        try (Conductor conductor = full(100)) {
            conductor.onNeighbour(neighbour("core0", "10.0.0.2", NEW_MAC));
            IntStream.rangeClosed(1, 100).forEach(conductor::removeNextHop);
            assertThat(conductor.nextHopsWithoutMemory()).isZero();
            conductor.tables().epochs().quiescent(0);
            conductor.doWork();
            assertThat(resolved(conductor)).isZero();
        }
    }

    @Test
    void shouldRefuseATunnelThatMovesMoreThanThereIsRoomForButNeverItsRemoval() {
        try (Conductor conductor = full(1)) {
            conductor.onNextHop(direct(2, "core0", "10.0.0.3", 100));
            conductor.onTunnel(tunnel("1.1.1.1", "ldp", 1, 5));
            IntStream.rangeClosed(101, 170).forEach(index -> conductor.onNextHop(toPeer(index, "1.1.1.1", 16)));
            assertExhausted(() -> conductor.onTunnel(tunnel("1.1.1.1", "rsvp", 2, 1)));
            assertThat(macOf(conductor, 170)).isEqualTo(MAC_2);
            assertThat(conductor.tunnels()).hasSize(1);
            assertThat(conductor.onTunnel(Origin.STATIC, tunnel("1.1.1.1", "rsvp", 2, 9))).as("nothing moves")
                .isEqualTo(Applied.PROGRAMMED);
            conductor.removeTunnel(ip("1.1.1.1"), "ldp");
            assertThat(conductor.nextHopsWithoutMemory()).isEqualTo(70 - (RECORDS - 72));
            conductor.tables().epochs().quiescent(0);
            conductor.doWork();
            assertThat(conductor.nextHopsWithoutMemory()).isZero();
            assertThat(macOf(conductor, 170)).isEqualTo(MAC_3);
        }
    }

    @Test
    void shouldRefuseALabelWhoseGroupsHaveNoRoomAndLeaveTheOldEntry() {
        try (Conductor conductor = full(100)) {
            conductor.onLabel(lsp(100, new Action.Swap(44, 1)));
            final long word = conductor.tables().word(0, 100);
            final Action pair = new Action.Protect(new Action.Swap(45, 2), new Action.Swap(46, 3));
            final Action tooMuch = new Action.Ecmp(Collections.nCopies(30, new Action.Leg(1, pair)));
            assertExhausted(() -> conductor.onLabel(lsp(100, tooMuch)));
            assertExhausted(() -> conductor.onLabel(lsp(101, tooMuch)));
            assertThat(conductor.tables().word(0, 100)).isEqualTo(word);
            assertThat(conductor.label("platform", 101)).isEmpty();
            conductor.removeNextHop(2);
            conductor.tables().epochs().quiescent(0);
            // Nothing of what was refused is left in the memory.
            for (int index = 101; index <= 128; index++) {
                assertThat(conductor.onNextHop(direct(index, "core0", "10.0.0.2"))).isEqualTo(Applied.PROGRAMMED);
            }
        }
    }

    /** The same commands to a router with little memory and to one with enough, but for those that the former refuses. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void shouldEndAsIfThereHadBeenMemoryAllTheTime(final int seed) {
        final Random random = new Random(seed);
        try (Conductor small = conductor(TestIntent.router()); Conductor large = new Conductor(TestIntent.router().build(), 1)) {
            small.tables().epochs().online(0);
            int exhausted = 0;
            for (int step = 0; step < 3000; step++) {
                final Consumer<Conductor> command = command(random);
                final RefusalReason reason = refusal(small, command);
                if (reason == RefusalReason.EXHAUSTED) {
                    exhausted++;
                } else {
                    assertThat(refusal(large, command)).isEqualTo(reason);
                }
                if (random.nextInt(20) == 0) {
                    small.tables().epochs().quiescent(0);
                }
                assertThat(small.nextHopsWithoutMemory() == 0 || small.memoryShortages() > 0).isTrue();
            }
            assertThat(exhausted).isPositive();
            assertThat(small.memoryShortages()).isPositive();
            // Groups are what takes most of the memory: without them there is enough.
            small.tables().epochs().offline(0);
            for (int round = 0; round < 3; round++) {
                for (int index = 60; index > 40; index--) {
                    final int each = index;
                    final RefusalReason reason = refusal(small, conductor -> conductor.removeNextHop(each));
                    assertThat(refusal(large, conductor -> conductor.removeNextHop(each))).isEqualTo(reason);
                }
            }
            while (small.doWork() > 0) {
                assertThat(small.nextHopsWithoutMemory()).isNotNegative();
            }
            large.doWork();
            assertThat(small.nextHopsWithoutMemory()).isZero();
            assertThat(picture(small)).isEqualTo(picture(large));
        }
    }

    private static RefusalReason refusal(final Conductor conductor, final Consumer<Conductor> command) {
        try {
            command.accept(conductor);
            return null;
        } catch (final RefusedException e) {
            return e.reason();
        }
    }

    private static Consumer<Conductor> command(final Random random) {
        final String address = "10.0.0." + (2 + random.nextInt(6));
        final int low = 1 + random.nextInt(20);
        final int middle = 21 + random.nextInt(20);
        final int high = 41 + random.nextInt(20);
        final int any = 1 + random.nextInt(60);
        final String peer = "1.1.1." + random.nextInt(4);
        final MacAddress mac = new MacAddress(0x020000000100L + random.nextInt(100));
        final Integer[] legs = random.ints(10, 1, 41).boxed().toArray(Integer[]::new);
        return switch (random.nextInt(10)) {
            case 0, 1 -> conductor -> conductor.onNextHop(direct(low, "core0", address, 16));
            case 2 -> conductor -> conductor.onNextHop(recursive(middle, low, 17));
            case 3 -> conductor -> conductor.onNextHop(toPeer(middle, peer, 18));
            case 4 -> conductor -> conductor.onNextHop(group(high, legs));
            case 5 -> conductor -> conductor.onNextHop(protection(high, low, middle));
            case 6 -> conductor -> conductor.onTunnel(new TunnelIntent(ip(peer), "o" + low % 2, any, 0, middle));
            case 7 -> conductor -> conductor.removeTunnel(ip(peer), "o" + low % 2);
            case 8 -> conductor -> conductor.learnNeighbour(neighbour("core0", address, mac));
            default -> low < 15 ? conductor -> conductor.forgetNeighbour("core0", ip(address))
                : conductor -> conductor.removeNextHop(any);
        };
    }

    /** Each next hop with how it is resolved, and its address where it has one. */
    private static List<String> picture(final Conductor conductor) {
        return IntStream.rangeClosed(1, 60).boxed().flatMap(index -> conductor.nextHop(index).stream()).map(view -> view
            + (view.resolved() && view.index() <= 20 ? macOf(conductor, view.index()) : "")).flatMap(Stream::of).toList();
    }
}
