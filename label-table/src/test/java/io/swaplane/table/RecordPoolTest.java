package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordPoolTest {
    private static final int LARGEST = 1 << 14;

    private final RecordPool pool = new RecordPool(4 * LARGEST);

    @AfterEach
    void close() {
        pool.close();
    }

    private static RecordDemand demand(final int... bytes) {
        final RecordDemand demand = new RecordDemand();
        IntStream.of(bytes).forEach(demand::add);
        return demand;
    }

    @Test
    void shouldHaveRoomForWhatIsLeftAndNoMore() {
        assertThat(pool.hasRoom(demand(LARGEST, LARGEST, LARGEST))).isTrue();
        assertThat(pool.hasRoom(demand(LARGEST, LARGEST, LARGEST, LARGEST))).as("the unresolved record is there").isFalse();
        assertThat(pool.hasRoom(demand(LARGEST, LARGEST, LARGEST, LARGEST / 2, LARGEST / 4, 128, 128))).isTrue();
        assertThat(pool.hasRoom(demand(LARGEST, LARGEST, LARGEST, LARGEST / 2, LARGEST / 2))).isFalse();
        assertThat(pool.hasRoom(demand())).isTrue();
    }

    @Test
    void shouldSplitALargeBlockThatIsFreeAgain() {
        final List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            blocks.add(pool.allocate(LARGEST));
        }
        for (int i = 0; i < 127; i++) {
            pool.allocate(128);
        }
        assertThat(pool.hasRoom(demand(1))).isFalse();
        assertThatThrownBy(() -> pool.allocate(1)).isInstanceOf(IllegalStateException.class)
            .hasMessage("record memory is exhausted: 65536 bytes in use");
        pool.release(blocks.get(1), LARGEST);
        assertThat(pool.released()).isEqualTo(1);
        assertThat(pool.hasRoom(demand(LARGEST))).isTrue();
        assertThat(pool.allocate(128)).isEqualTo(blocks.get(1));
        assertThat(pool.hasRoom(demand(LARGEST))).isFalse();
        assertThat(pool.hasRoom(demand(LARGEST / 2, LARGEST / 4))).isTrue();
    }

    @Test
    void shouldGiveEachOfTheRecordsItHasRoomForItsOwnPlaceInWhateverOrder() {
        final Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            final List<Integer> sizes = new ArrayList<>();
            final RecordDemand demand = new RecordDemand();
            final List<long[]> taken = new ArrayList<>();
            try (RecordPool fresh = new RecordPool(4 * LARGEST)) {
                // Some blocks are used and given back, so that free ones of all sizes lie about.
                IntStream.range(0, random.nextInt(20)).mapToObj(i -> randomSize(random)).filter(size -> fresh.hasRoom(demand(size)))
                    .map(size -> new long[] {fresh.allocate(size), size}).toList().stream().filter(block -> random.nextBoolean())
                    .forEach(block -> fresh.release(block[0], (int) block[1]));
                while (true) {
                    final int size = randomSize(random);
                    demand.add(size);
                    if (!fresh.hasRoom(demand)) {
                        break;
                    }
                    sizes.add(size);
                }
                Collections.shuffle(sizes, random);
                for (final int size : sizes) {
                    taken.add(new long[] {fresh.allocate(size), size});
                }
            }
            taken.sort((one, other) -> Long.compare(one[0], other[0]));
            for (int i = 1; i < taken.size(); i++) {
                assertThat(taken.get(i)[0]).isGreaterThanOrEqualTo(taken.get(i - 1)[0] + taken.get(i - 1)[1]);
            }
        }
    }

    private static int randomSize(final Random random) {
        return 1 + random.nextInt(1 << 7 + random.nextInt(8));
    }

    @Test
    void shouldRefuseASizeThatIsNotMadeOfLargestBlocks() {
        assertThatThrownBy(() -> new RecordPool(LARGEST + 128)).hasMessage("16512 bytes of record memory: must be a multiple of 16384");
    }
}
