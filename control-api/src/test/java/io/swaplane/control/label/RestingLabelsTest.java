package io.swaplane.control.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.IlmLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestingLabelsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, IlmLayout.LABELS})
    void shouldKeepTheirOrderLikeAPlainMap(final int labels) {
        final RestingLabels resting = new RestingLabels();
        final Map<Integer, Long> plain = new LinkedHashMap<>();
        final SplittableRandom random = new SplittableRandom(labels);
        for (long now = 0; now < 100_000; now++) {
            final int label = IlmLayout.LABELS - 1 - random.nextInt(labels);
            if (random.nextInt(3) == 0 && !plain.isEmpty()) {
                final int first = plain.keySet().iterator().next();
                resting.remove(first);
                plain.remove(first);
            } else if (plain.remove(label) != null) {
                resting.remove(label);
            } else {
                resting.append(label, now);
                plain.put(label, now);
            }
            assertThat(resting.contains(label)).isEqualTo(plain.containsKey(label));
            final int first = resting.first();
            if (plain.isEmpty()) {
                assertThat(first).isEqualTo(FreeLabels.NONE);
            } else {
                assertThat(first).isEqualTo(plain.keySet().iterator().next());
                assertThat(resting.deadline(first)).isEqualTo(plain.get(first));
            }
        }
    }
}
