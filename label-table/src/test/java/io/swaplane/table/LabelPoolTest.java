package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelPoolTest {
    @ParameterizedTest
    @CsvSource({"0, 100", "15, 100", "16, 1048576", "200, 100", "-1, 100"})
    void shouldRefuseRangesWithSpecialOrImpossibleLabels(final int first, final int last) {
        assertThatThrownBy(() -> new LabelRange(first, last))
            .hasMessage("label range " + first + "-" + last + " must lie within 16-1048575 and not be empty");
    }

    @Test
    void shouldHandOutEveryLabelOfTheWidestRangeAndNoSpecialOne() {
        final LabelPool pool = new LabelPool(new LabelRange(16, 1048575));
        for (int label = 16; label <= 1048575; label++) {
            if (pool.allocate() != label) {
                throw new AssertionError("expected label " + label);
            }
        }
        assertThat(pool.available()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 15, 1048576})
    void shouldNotReserveSpecialOrImpossibleLabels(final int label) {
        assertThatThrownBy(() -> new LabelPool(new LabelRange(16, 20)).reserve(label))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("label " + label + " cannot be reserved: it must be 16 to 1048575");
    }

    @Test
    void shouldSayThatTheRangeIsExhausted() {
        final LabelPool pool = new LabelPool(new LabelRange(100, 102));
        pool.allocate();
        pool.allocate();
        pool.allocate();

        assertThatThrownBy(pool::allocate).isInstanceOf(LabelPool.ExhaustedException.class)
            .hasMessage("all 3 labels of the dynamic range 100-102 are in use: widen the range or free labels");
        pool.release(101);
        assertThat(pool.allocate()).isEqualTo(101);
    }

    @Test
    void shouldStartAgainAtTheBottomSoThatAFreedLabelRests() {
        final LabelPool pool = new LabelPool(new LabelRange(100, 103));
        assertThat(pool.allocate()).isEqualTo(100);
        assertThat(pool.allocate()).isEqualTo(101);
        pool.release(100);
        assertThat(pool.allocate()).isEqualTo(102);
        assertThat(pool.allocate()).isEqualTo(103);
        assertThat(pool.allocate()).isEqualTo(100);
    }

    @Test
    void shouldKeepReservedLabelsOutOfAllocation() {
        final LabelPool pool = new LabelPool(new LabelRange(100, 103));
        assertThat(pool.reserve(101)).isTrue();
        assertThat(pool.reserve(101)).isFalse();
        assertThat(pool.reserve(44)).isTrue();
        assertThat(pool.available()).isEqualTo(3);
        assertThat(List.of(pool.allocate(), pool.allocate(), pool.allocate())).containsExactly(100, 102, 103);
        assertThatThrownBy(pool::allocate).isInstanceOf(LabelPool.ExhaustedException.class);

        pool.release(44);

        assertThat(pool.isUsed(44)).isFalse();
        assertThat(pool.available()).isZero();
    }

    @Test
    void shouldRefuseToReleaseALabelThatIsFree() {
        final LabelPool pool = new LabelPool(new LabelRange(100, 103));
        assertThatThrownBy(() -> pool.release(100)).hasMessage("label 100 is not in use");
        assertThat(pool.available()).isEqualTo(4);
    }

    @Test
    void shouldAgreeWithAPlainSetUnderRandomUse() {
        final Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            final LabelRange range = new LabelRange(20, 20 + random.nextInt(40));
            final LabelPool pool = new LabelPool(range);
            final TreeSet<Integer> used = new TreeSet<>();
            for (int step = 0; step < 400; step++) {
                final int label = 16 + random.nextInt(60);
                switch (random.nextInt(3)) {
                    case 0 -> assertThat(pool.reserve(label)).isEqualTo(used.add(label));
                    case 1 -> {
                        if (used.remove(label)) {
                            pool.release(label);
                        }
                    }
                    default -> allocate(pool, range, used);
                }
                assertThat(pool.isUsed(label)).isEqualTo(used.contains(label));
                assertThat(pool.available()).isEqualTo(range.size() - used.subSet(range.first(), true, range.last(), true).size());
            }
        }
    }

    private static void allocate(final LabelPool pool, final LabelRange range, final TreeSet<Integer> used) {
        final List<Integer> free = new ArrayList<>();
        for (int label = range.first(); label <= range.last(); label++) {
            if (!used.contains(label)) {
                free.add(label);
            }
        }
        if (free.isEmpty()) {
            assertThatThrownBy(pool::allocate).isInstanceOf(LabelPool.ExhaustedException.class);
        } else {
            final int label = pool.allocate();
            assertThat(free).contains(label);
            used.add(label);
        }
    }
}
