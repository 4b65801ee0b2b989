package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.memory.Memory;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTableTest {
    private final Epochs epochs = new Epochs(1);
    private final RecordPool pool = new RecordPool(1 << 20);
    private final GroupTable table = new GroupTable(pool, epochs);

    @AfterEach
    void close() {
        table.close();
        pool.close();
        epochs.close();
    }

    private static long[] words(final int count, final int firstLabel) {
        return LongStream.range(0, count).map(i -> ForwardingWord.swap((int) (firstLabel + i), 1)).toArray();
    }

    private long[] buckets(final int id) {
        final long record = table.record(id);
        final int count = (int) (Memory.getLong(record + GroupLayout.HEADER) & GroupLayout.MASK) + 1;
        return LongStream.range(0, count).map(i -> Memory.getLong(GroupLayout.bucket(record, (int) i))).toArray();
    }

    private long header(final int id) {
        return Memory.getLong(table.record(id) + GroupLayout.HEADER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 256, 1024})
    void shouldHoldEveryBucketOfAnEcmpGroup(final int count) {
        table.publishEcmp(3, words(count, 100), true);

        assertThat(table.exists(3)).isTrue();
        assertThat(buckets(3)).isEqualTo(words(count, 100));
        assertThat(header(3) & (GroupLayout.PROTECTION | GroupLayout.LABELS_ONLY)).isZero();
    }

    @Test
    void shouldMarkGroupsThatHashLabelsOnlyAndProtectionPairs() {
        table.publishEcmp(3, words(16, 100), false);
        table.publishProtection(4, 11L, 22L);

        assertThat(header(3) & (GroupLayout.PROTECTION | GroupLayout.LABELS_ONLY)).isEqualTo(GroupLayout.LABELS_ONLY);
        assertThat(header(4) & (GroupLayout.PROTECTION | GroupLayout.LABELS_ONLY)).isEqualTo(GroupLayout.PROTECTION);
        assertThat(buckets(4)).containsExactly(11L, 22L);
    }

    @Test
    void shouldLeadUnusedIdsToABucketWithoutAnEntry() {
        assertThat(table.exists(99)).isFalse();
        assertThat(buckets(99)).containsExactly(ForwardingWord.EMPTY);
        assertThat(header(99) & GroupLayout.PROTECTION).isZero();

        table.publishProtection(99, 11L, 22L);
        table.remove(99);

        assertThat(table.exists(99)).isFalse();
        assertThat(buckets(99)).containsExactly(ForwardingWord.EMPTY);
    }

    @Test
    void shouldLeaveTheOldRecordAloneUntilEveryWorkerWasQuiescent() {
        epochs.online(0);
        table.publishEcmp(3, words(64, 100), true);
        final long old = table.record(3);
        table.publishEcmp(3, words(1024, 200), true);
        epochs.reclaim();
        table.publishEcmp(4, words(64, 300), true);

        assertThat(table.record(4)).isNotEqualTo(old);
        assertThat(Memory.getLong(GroupLayout.bucket(old, 63))).isEqualTo(ForwardingWord.swap(163, 1));

        epochs.quiescent(0);
        epochs.reclaim();
        table.publishEcmp(5, words(64, 400), true);
        assertThat(table.record(5)).isEqualTo(old);
        assertThat(buckets(3)).isEqualTo(words(1024, 200));
        assertThat(buckets(4)).isEqualTo(words(64, 300));
    }

    @Test
    void shouldReuseMemoryHoweverGroupsGrowAndShrink() {
        for (int round = 0; round < 2000; round++) {
            table.publishEcmp(3, words(1 << round % 11, round), true);
            epochs.reclaim();
        }
        assertThat(buckets(3)).isEqualTo(words(1 << 1999 % 11, 1999));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 2048})
    void shouldRefuseANumberOfBucketsThatIsNoPowerOfTwoUpTo1024(final int count) {
        assertThatThrownBy(() -> table.publishEcmp(3, new long[count], true))
            .hasMessage(count + " buckets: must be a power of two up to 1024");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1 << 20})
    void shouldRefuseImpossibleIds(final int id) {
        final String message = "group id " + id + " must be 1 to 1048575";
        assertThatThrownBy(() -> table.publishEcmp(id, new long[16], true)).hasMessage(message);
        assertThatThrownBy(() -> table.publishProtection(id, 1, 2)).hasMessage(message);
        assertThatThrownBy(() -> table.remove(id)).hasMessage(message);
    }

    @Test
    void shouldTakeWhatBucketsFillMakes() {
        final long[] filled = Buckets.fill(words(5, 16), new int[] {1, 2, 3, 4, 5});
        table.publishEcmp(7, filled, true);
        assertThat(buckets(7)).isEqualTo(filled);
        assertThat(Arrays.stream(buckets(7)).distinct().count()).isEqualTo(5);
    }
}
