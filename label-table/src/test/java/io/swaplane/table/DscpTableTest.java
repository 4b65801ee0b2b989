package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DscpTableTest {
    @Test
    void shouldGiveTheClassSelectorUntilToldOtherwise() {
        try (DscpTable table = new DscpTable()) {
            assertThat(table.tc(0)).isZero();
            assertThat(table.tc(46)).isEqualTo(5);
            assertThat(table.tc(63)).isEqualTo(7);
            table.set(46, 6);
            assertThat(table.tc(46)).isEqualTo(6);
            assertThat(table.tc(47)).isEqualTo(5);
        }
    }

    @Test
    void shouldRefuseWhatIsNoDscpAndNoTrafficClass() {
        try (DscpTable table = new DscpTable()) {
            assertThatThrownBy(() -> table.set(64, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> table.set(-1, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> table.set(0, 8)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
