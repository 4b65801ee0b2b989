package io.swaplane.control.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.Origin;
import io.swaplane.table.IlmLayout;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BindingsByLabelTest {
    private static final BindingKey KEY = new BindingKey(new Fec.Route("10.0.0.0/8"), new Accept.Core(), null);
    private static final Origin BGP = new Origin(7, 1, "bgp", 100);

    private final BindingsByLabel bindings = new BindingsByLabel();
    private final TreeMap<Integer, Binding> plain = new TreeMap<>();

    private void flip(final int label) {
        if (plain.remove(label) == null) {
            plain.put(label, new Binding(KEY, label, BGP));
            bindings.put(plain.get(label));
        } else {
            bindings.remove(label);
        }
    }

    private void check(final int label) {
        assertThat(bindings.get(label)).isSameAs(plain.get(label));
        final Integer next = plain.ceilingKey(label);
        assertThat(bindings.next(label)).isEqualTo(next == null ? FreeLabels.NONE : next);
    }

    @Test
    void shouldFindTheNextBindingLikeAPlainMap() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            // Few pages, so that they fill and become empty again; now and then one anywhere.
            flip(i % 100 == 0 ? random.nextInt(IlmLayout.LABELS) : 1024 * random.nextInt(5) + random.nextInt(3));
            check(random.nextInt(6 * 1024));
            check(random.nextInt(IlmLayout.LABELS));
        }
        while (!plain.isEmpty()) {
            flip(plain.firstKey());
        }
        check(0);
    }

    @Test
    void shouldFindTheFirstAndTheLastLabel() {
        flip(0);
        flip(IlmLayout.LABELS - 1);
        check(0);
        check(1);
        check(IlmLayout.LABELS - 1);
        assertThat(bindings.next(IlmLayout.LABELS)).isEqualTo(FreeLabels.NONE);
        assertThat(bindings.get(-1)).isNull();
        assertThat(bindings.get(IlmLayout.LABELS)).isNull();
    }
}
