package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.memory.Memory;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextHopTableTest {
    private final Epochs epochs = new Epochs(1);
    private final RecordPool pool = new RecordPool(1 << 20);
    private final NextHopTable table = new NextHopTable(pool, epochs);

    @AfterEach
    void close() {
        table.close();
        pool.close();
        epochs.close();
    }

    private static byte[] l2(final int length) {
        final byte[] header = new byte[length];
        for (int i = 0; i < length; i++) {
            header[i] = (byte) (0x40 + i);
        }
        return header;
    }

    private static NextHopEntry entry(final int l2Bytes, final int... pushes) {
        return new NextHopEntry(7, 1500, l2(l2Bytes), pushes, 9, 64, 5);
    }

    private static byte[] bytes(final long address, final int length) {
        final byte[] bytes = new byte[length];
        Memory.copyOut(address, bytes, 0, length);
        return bytes;
    }

    private static int flags(final long record) {
        return NextHopLayout.flags(Memory.getLong(record + NextHopLayout.HEADER));
    }

    /** Writes the header as the layout says that a sender does: by two or three overlapping 8-byte stores. */
    private static byte[] written(final long record) {
        final int length = NextHopLayout.l2Bytes(Memory.getLong(record + NextHopLayout.HEADER));
        final byte[] frame = new byte[length];
        System.arraycopy(bytes(record + NextHopLayout.L2_FIRST, 8), 0, frame, 0, 8);
        if (length > 16) {
            System.arraycopy(bytes(record + NextHopLayout.L2_MIDDLE, 8), 0, frame, 8, 8);
        }
        System.arraycopy(bytes(record + NextHopLayout.L2_LAST, 8), 0, frame, length - 8, 8);
        return frame;
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18, 22})
    void shouldLayOutARecord(final int l2Bytes) {
        table.publish(5, entry(l2Bytes, 100, 200, 300));

        final long record = table.record(5);
        final long header = Memory.getLong(record + NextHopLayout.HEADER);
        assertThat(NextHopLayout.port(header)).isEqualTo(7);
        assertThat(NextHopLayout.mtu(header)).isEqualTo(1500);
        assertThat(NextHopLayout.l2Bytes(header)).isEqualTo(l2Bytes);
        assertThat(NextHopLayout.flags(header)).isZero();
        assertThat(NextHopLayout.pushes(header)).isEqualTo(3);
        assertThat(written(record)).isEqualTo(l2(l2Bytes));
        assertThat(Memory.getInt(record + NextHopLayout.COUNTERS)).isEqualTo(9 << CounterLayout.NEXT_HOP_SHIFT);
        assertThat(Memory.getByte(record + NextHopLayout.PIPE_TTL)).isEqualTo((byte) 64);
        assertThat(Memory.getByte(record + NextHopLayout.PIPE_TC)).isEqualTo((byte) 5);
        // Innermost first: the label that was given last.
        assertThat(Memory.getInt(record + NextHopLayout.PUSHES)).isEqualTo(300 << 12);
        assertThat(Memory.getInt(record + NextHopLayout.PUSHES + 4)).isEqualTo(200 << 12);
        assertThat(Memory.getInt(record + NextHopLayout.PUSHES + 8)).isEqualTo(100 << 12);
        assertThat(Memory.getInt(record + NextHopLayout.PUSHES + 12)).isZero();
    }

    @Test
    void shouldKeepTheExtremesOfEveryField() {
        final int[] pushes = new int[16];
        Arrays.fill(pushes, 0xFFFFF);
        table.publish(ForwardingWord.FIELD_LIMIT - 1, new NextHopEntry(65535, NextHopEntry.MAX_MTU, l2(22), pushes, 0xFFFFF, 255, 7));

        final long record = table.record(ForwardingWord.FIELD_LIMIT - 1);
        final long header = Memory.getLong(record + NextHopLayout.HEADER);
        assertThat(NextHopLayout.port(header)).isEqualTo(65535);
        assertThat(NextHopLayout.mtu(header)).isEqualTo(NextHopEntry.MAX_MTU);
        assertThat(NextHopLayout.pushes(header)).isEqualTo(16);
        assertThat(NextHopLayout.flags(header)).isZero();
        assertThat(Memory.getInt(record + NextHopLayout.COUNTERS)).isEqualTo(0xFFFFF << CounterLayout.NEXT_HOP_SHIFT);
        assertThat(Memory.getByte(record + NextHopLayout.PIPE_TTL)).isEqualTo((byte) 255);
        assertThat(Memory.getInt(record + NextHopLayout.PUSHES + 60)).isEqualTo(0xFFFFF << 12);
    }

    @Test
    void shouldLayOutAGroupWithItsMembersBehindIt() {
        table.publish(5, new Egress.Group(List.of(new Egress.Member(11, 3, entry(14, 100)), new Egress.Member(12, 1, Egress.NONE),
            new Egress.Member(13, 4, new Egress.Protection(entry(18), entry(22, 200)))), false));

        final long record = table.record(5);
        final long header = Memory.getLong(record + NextHopLayout.HEADER);
        assertThat(flags(record)).isEqualTo(NextHopGroupLayout.GROUP | NextHopGroupLayout.LABELS_ONLY);
        assertThat(header & NextHopLayout.NOT_PLAIN).as("the plain swap leaves it alone").isNotZero();
        assertThat(NextHopGroupLayout.mask(header)).isEqualTo(255);
        assertThat(NextHopGroupLayout.recordBytes(header)).isEqualTo(384 + 128 + 128 + 384);
        assertThat(buckets(record)).containsExactly(Map.entry(3, 96L), Map.entry(4, 32L), Map.entry(5, 128L));
        assertThat(written(record + 384)).isEqualTo(l2(14));
        assertThat(flags(record + 512)).isEqualTo(NextHopLayout.UNRESOLVED);
        final long pair = record + 640;
        assertThat(flags(pair)).isEqualTo(NextHopGroupLayout.GROUP | NextHopGroupLayout.PROTECTION);
        assertThat(buckets(pair)).containsExactly(Map.entry(1, 1L), Map.entry(2, 1L));
        assertThat(written(pair + 128)).isEqualTo(l2(18));
        assertThat(written(pair + 256)).isEqualTo(l2(22));
        assertThat(Memory.getInt(pair + 256 + NextHopLayout.PUSHES)).isEqualTo(200 << 12);
    }

    /** How many buckets name each member, by the member's place in units of 128 bytes. */
    private static Map<Integer, Long> buckets(final long record) {
        final int mask = NextHopGroupLayout.mask(Memory.getLong(record + NextHopLayout.HEADER));
        return new TreeMap<>(IntStream.rangeClosed(0, mask).mapToObj(i -> Memory.getByte(NextHopGroupLayout.bucket(record, i)) & 0xFF)
            .collect(Collectors.groupingBy(each -> each, Collectors.counting())));
    }

    @Test
    void shouldGiveBackAllOfAGroupsMemory() {
        final Egress group = new Egress.Group(List.of(new Egress.Member(1, 1, entry(14)), new Egress.Member(2, 1, entry(14))), true);
        table.publish(5, group);
        final long old = table.record(5);
        table.publish(5, entry(14));
        epochs.reclaim();
        table.publish(6, group);
        assertThat(table.record(6)).isEqualTo(old);
        table.unresolve(6);
        epochs.reclaim();
        table.publish(7, group);
        assertThat(table.record(7)).isEqualTo(old);
    }

    @Test
    void shouldRefuseAGroupThatIsTooLargeOrLeadsNowhere() {
        final List<Egress.Member> sixteen = Collections.nCopies(16, new Egress.Member(1, 1, entry(14)));
        final Egress large = new Egress.Group(Collections.nCopies(7, new Egress.Member(1, 1, new Egress.Group(sixteen, true))), true);
        assertRefused("next-hop id 5: its record of 17408 bytes is too large or leads nowhere", () -> table.publish(5, large));
        assertRefused("next-hop id 5: its record of 384 bytes is too large or leads nowhere",
            () -> table.publish(5, new Egress.Protection(Egress.NONE, Egress.NONE)));
        assertRefused("17 members: must be 1 to 16",
            () -> new Egress.Group(Collections.nCopies(17, new Egress.Member(1, 1, entry(14))), true));
        assertRefused("0 members: must be 1 to 16", () -> new Egress.Group(List.of(), true));
    }

    @Test
    void shouldPushInnermostWhatIsPushedFirst() {
        table.publish(5, new Egress.Protection(entry(14, 100, 200), Egress.NONE).pushing(300, 400));
        final long primary = table.record(5) + NextHopGroupLayout.PROTECTION_BYTES;
        assertThat(IntStream.range(0, 4).map(i -> Memory.getInt(primary + NextHopLayout.PUSHES + 4L * i) >>> 12).toArray())
            .containsExactly(400, 300, 200, 100);
    }

    @Test
    void shouldTellByOneMaskWhetherAPlainSwapIsEnough() {
        table.publish(1, entry(14));
        table.publish(2, entry(14, 100));

        assertThat(Memory.getLong(table.record(1) + NextHopLayout.HEADER) & NextHopLayout.NOT_PLAIN).isZero();
        assertThat(Memory.getLong(table.record(2) + NextHopLayout.HEADER) & NextHopLayout.NOT_PLAIN).isNotZero();
        assertThat(Memory.getLong(table.record(3) + NextHopLayout.HEADER) & NextHopLayout.NOT_PLAIN).isNotZero();
    }

    @Test
    void shouldLeadUnusedIdsToTheUnresolvedRecord() {
        assertThat(flags(table.record(0))).isEqualTo(NextHopLayout.UNRESOLVED);
        assertThat(flags(table.record(123_456))).isEqualTo(NextHopLayout.UNRESOLVED);
        assertThat(table.isResolved(123_456)).isFalse();

        table.publish(123_456, entry(14));
        assertThat(flags(table.record(123_456))).isZero();
        assertThat(table.isResolved(123_456)).isTrue();

        table.unresolve(123_456);
        assertThat(flags(table.record(123_456))).isEqualTo(NextHopLayout.UNRESOLVED);
        assertThat(table.isResolved(123_456)).isFalse();
    }

    @Test
    void shouldRePointAnIdByExactlyOneStore() {
        table.publish(5, entry(14));
        final long old = table.record(5);
        final byte[] oldBytes = bytes(old, NextHopLayout.BYTES);
        final long before = table.stores();

        table.publish(5, entry(18, 44));

        assertThat(table.stores() - before).isEqualTo(1);
        assertThat(Memory.getLongAcquire(table.slotsAddress() + 5 * 8)).isEqualTo(table.record(5) - table.recordsAddress());
        assertThat(table.record(5)).isNotEqualTo(old);
        // A reader that still holds the old record goes on reading what it held.
        assertThat(bytes(old, NextHopLayout.BYTES)).isEqualTo(oldBytes);
    }

    @Test
    void shouldReuseARecordOnlyOnceEveryWorkerWasQuiescent() {
        epochs.online(0);
        table.publish(5, entry(14));
        final long old = table.record(5);
        table.publish(5, entry(18));

        epochs.reclaim();
        table.publish(6, entry(14));
        assertThat(table.record(6)).isNotEqualTo(old);

        epochs.quiescent(0);
        epochs.reclaim();
        table.publish(7, entry(22, 1, 2, 3));
        assertThat(table.record(7)).isEqualTo(old);
    }

    @Test
    void shouldReuseARecordWhileTheOnlyWorkerIsOffline() {
        table.publish(5, entry(14));
        final long old = table.record(5);
        table.unresolve(5);
        epochs.reclaim();

        table.publish(6, entry(14));

        assertThat(table.record(6)).isEqualTo(old);
    }

    @Test
    void shouldHoldNothingOfItsFormerLifeInAReusedRecord() {
        table.publish(5, entry(22, 1, 2, 3, 4, 5, 6, 7, 8));
        final long old = table.record(5);
        table.unresolve(5);
        epochs.reclaim();
        table.publish(6, entry(14));

        assertThat(table.record(6)).isEqualTo(old);
        assertThat(bytes(old + NextHopLayout.PUSHES, NextHopLayout.BYTES - NextHopLayout.PUSHES))
            .containsOnly(0);
    }

    @Test
    void shouldGiveEveryIdARecordOfItsOwn() {
        final Set<Long> records = new HashSet<>();
        for (int id = 1; id <= 1000; id++) {
            table.publish(id, entry(14));
            assertThat(table.record(id) & 63).isZero();
            assertThat(records.add(table.record(id))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1 << 20})
    void shouldRefuseAnImpossibleIdWithoutSpendingARecordOnIt(final int id) {
        table.publish(1, entry(14));
        assertThatThrownBy(() -> table.publish(id, entry(14))).hasMessage("next-hop id " + id + " must be 1 to 1048575");
        assertThatThrownBy(() -> table.unresolve(id)).hasMessage("next-hop id " + id + " must be 1 to 1048575");
        table.publish(2, entry(14));

        assertThat(table.record(2) - table.record(1)).isEqualTo(NextHopLayout.BYTES);
    }

    @Test
    void shouldSayThatRecordMemoryIsExhausted() {
        assertThatThrownBy(() -> {
            for (int id = 1; id < 20_000; id++) {
                table.publish(id, entry(14));
            }
        }).isInstanceOf(IllegalStateException.class).hasMessage("record memory is exhausted: 1048576 bytes in use");
    }

    @Test
    void shouldRefuseFieldsThatARecordCannotHold() {
        assertRefused("port 65536 is out of range", () -> new NextHopEntry(65536, 1500, l2(14), new int[0], 0, 255, 0));
        assertRefused("MTU 0 is out of range", () -> new NextHopEntry(0, 0, l2(14), new int[0], 0, 255, 0));
        assertRefused("MTU 65514 is out of range", () -> new NextHopEntry(0, 65514, l2(14), new int[0], 0, 255, 0));
        assertRefused("L2 header of 16 bytes is out of range", () -> new NextHopEntry(0, 1500, l2(16), new int[0], 0, 255, 0));
        assertRefused("17 pushed labels is out of range", () -> new NextHopEntry(0, 1500, l2(14), new int[17], 0, 255, 0));
        assertRefused("pushed label 1048576 is out of range", () -> new NextHopEntry(0, 1500, l2(14), new int[] {1 << 20}, 0, 255, 0));
        assertRefused("statistics id -1 is out of range", () -> new NextHopEntry(0, 1500, l2(14), new int[0], -1, 255, 0));
        assertRefused("pipe TTL 0 is out of range", () -> new NextHopEntry(0, 1500, l2(14), new int[0], 0, 0, 0));
        assertRefused("pipe TC 8 is out of range", () -> new NextHopEntry(0, 1500, l2(14), new int[0], 0, 255, 8));
    }

    private static void assertRefused(final String message, final ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
