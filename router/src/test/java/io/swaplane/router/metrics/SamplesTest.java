package io.swaplane.router.metrics;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SamplesTest {
    private final Samples samples = new Samples();

    @Test
    void shouldRefuseSamplesOfAnotherKind() {
        assertThatIllegalArgumentException().isThrownBy(() -> samples.put(Metric.ROUTER, 1, "r", "v"));
        assertThatIllegalArgumentException().isThrownBy(() -> samples.putInfo(Metric.PORT_UP, "p"));
        assertThatIllegalArgumentException().isThrownBy(() -> samples.putSummary(Metric.PORT_UP, 1, 1, "p"));
    }

    @Test
    void shouldRefuseAnotherNumberOfLabelValues() {
        assertThatIllegalArgumentException().isThrownBy(() -> samples.put(Metric.PORT_UP, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> samples.put(Metric.PORT_UP, 1, "p", "q"));
    }
}
