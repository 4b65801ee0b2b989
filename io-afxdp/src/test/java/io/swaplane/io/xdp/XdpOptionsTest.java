package io.swaplane.io.xdp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class XdpOptionsTest {
    @Test
    void shouldRefuseRingsThatTheKernelWouldRefuse() {
        assertThatThrownBy(() -> new XdpOptions(1000, 512, 512, 256, 0)).hasMessageContaining("fill ring").hasMessageContaining("1000");
        assertThatThrownBy(() -> new XdpOptions(512, 16, 512, 256, 0)).hasMessageContaining("receive ring").hasMessageContaining("16");
        assertThatThrownBy(() -> new XdpOptions(512, 512, 1 << 17, 256, 0)).hasMessageContaining("transmit ring");
    }

    @Test
    void shouldRefuseABudgetBelowTheKernelsOwnOrAboveTheRing() {
        assertThatThrownBy(() -> new XdpOptions(512, 512, 128, 256, 0)).hasMessageContaining("128 entries: 256");
        assertThatThrownBy(() -> new XdpOptions(512, 512, 512, 31, 0)).hasMessageContaining("between 32");
        assertThatThrownBy(() -> new XdpOptions(512, 512, 512, 256, -1)).hasMessageContaining("0 to 64 frames a call, not -1");
        assertThatThrownBy(() -> XdpOptions.DEFAULT.busyPolling(65)).hasMessageContaining("not 65");
    }
}
