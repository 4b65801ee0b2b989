package io.swaplane.bgp.vpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class VrfSetsTest {
    private final VrfSets sets = new VrfSets();

    private static BitSet set(final int... vrfs) {
        final BitSet set = new BitSet();
        for (final int vrf : vrfs) {
            set.set(vrf);
        }
        return set;
    }

    @Test
    void shouldGiveEqualSetsTheSameNumber() {
        final BitSet some = set(1, 7);
        final int number = sets.use(some);
        some.clear();
        assertThat(sets.get(number)).isEqualTo(set(1, 7));
        assertThat(sets.use(set(1, 7))).isEqualTo(number);
        assertThat(sets.use(set(1, 8))).isNotEqualTo(number).isNotEqualTo(VrfSets.EMPTY);
        assertThat(sets.use(set())).isEqualTo(VrfSets.EMPTY);
        assertThat(sets.get(VrfSets.EMPTY)).isEqualTo(set());
    }

    @Test
    void shouldForgetASetWithItsLastDestination() {
        final int number = sets.use(set(3));
        sets.use(set(3));
        sets.leave(number);
        assertThat(sets.anyHas(3)).isTrue();
        sets.leave(number);
        assertThat(sets.anyHas(3)).isFalse();
        for (int i = 0; i < 10_000; i++) {
            final int each = sets.use(set(i, i + 1));
            assertThat(sets.get(each)).isEqualTo(set(i, i + 1));
            sets.leave(each);
            sets.leave(VrfSets.EMPTY);
        }
        assertThat(sets.limit()).as("sets are kept while a destination has them").isEqualTo(2);
    }
}
