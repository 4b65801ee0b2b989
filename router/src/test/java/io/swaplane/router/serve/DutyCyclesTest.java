package io.swaplane.router.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DutyCyclesTest {
    private final DutyCycles cycles = new DutyCycles();

    @Test
    void shouldCountCyclesWithAndWithoutWork() {
        cycles.empty();
        cycles.busy(5, 100);
        cycles.busy(7, 200);

        assertThat(cycles.all()).isEqualTo(3);
        assertThat(cycles.busy()).isEqualTo(2);
        assertThat(cycles.frames()).isEqualTo(12);
        assertThat(cycles.stalls()).isZero();
        assertThat(cycles.longestStall()).isZero();
    }

    @Test
    void shouldCountCyclesOfMoreThanAMillisecondAndTwoMicrosecondsAFrameAsStallsAndRememberTheLongest() {
        cycles.busy(1, 1_002_000);
        cycles.busy(1, 5_000_000);
        cycles.busy(1, 1_002_001);

        assertThat(cycles.stalls()).isEqualTo(2);
        assertThat(cycles.longestStall()).isEqualTo(5_000_000);
    }

    @Test
    void shouldNotTakeAFullBurstForAStall() {
        cycles.busy(2048, 2_500_000);

        assertThat(cycles.stalls()).isZero();
        assertThat(cycles.frames()).isEqualTo(2048);
    }
}
