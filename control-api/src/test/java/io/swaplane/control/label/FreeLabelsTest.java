package io.swaplane.control.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.LabelRange;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeLabelsTest {
    private static final int FIRST = 16;

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 4096, 4097, 300_000, LabelRange.LAST - FIRST + 1})
    void shouldFindTheNextFreeLabelLikeAPlainBitmap(final int size) {
        final FreeLabels labels = new FreeLabels(new LabelRange(FIRST, FIRST + size - 1));
        final BitSet plain = new BitSet();
        plain.set(FIRST, FIRST + size);
        final SplittableRandom random = new SplittableRandom(size);
        for (int i = 0; i < 20_000; i++) {
            final int label = FIRST + random.nextInt(size);
            if (plain.get(label)) {
                labels.take(label);
            } else {
                labels.give(label);
            }
            plain.flip(label);
            final int from = FIRST + random.nextInt(size);
            assertThat(labels.next(from)).isEqualTo(plain.nextSetBit(from));
            assertThat(labels.isFree(from)).isEqualTo(plain.get(from));
        }
        assertThat(labels.count()).isEqualTo(plain.cardinality());
    }

    @Test
    void shouldFindTheOnlyFreeLabelOfAll() {
        final FreeLabels labels = new FreeLabels(new LabelRange(FIRST, LabelRange.LAST));
        for (int label = FIRST; label <= LabelRange.LAST; label++) {
            labels.take(label);
        }
        assertThat(labels.next(FIRST)).isEqualTo(FreeLabels.NONE);
        labels.give(700_001);
        assertThat(labels.next(FIRST)).isEqualTo(700_001);
        assertThat(labels.next(700_001)).isEqualTo(700_001);
        assertThat(labels.next(700_002)).isEqualTo(FreeLabels.NONE);
    }
}
