package io.swaplane.bgp.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Option B from customer to customer, over real sessions within the process. */
class OptionBChainTest {
    private final Figure78 figure = new Figure78();

    OptionBChainTest() throws IOException {
    }

    @AfterEach
    void close() {
        figure.close();
    }

    static AbstractStringAssert<?> eventually(final Supplier<String> what, final String contained) {
        final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        String now = what.get();
        while (System.nanoTime() - end < 0 && (now == null || !now.contains(contained))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            now = what.get();
        }
        return assertThat(now).contains(contained);
    }

    private void converged() {
        eventually(() -> figure.pe4.route("red", Figure78.VPN_ROUTE), "50");
    }

    @Test
    void shouldLabelACustomersRouteFromEndToEnd() {
        converged();
        assertThat(figure.pe1.entry(Figure78.VRF_LABEL)).isEqualTo("lookup in VRF red, core, in use");
        assertThat(figure.asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo("swap to 16, push 34 on core0, nbr 10.20.20.1, interface ext0, in use");
        assertThat(figure.asbr3.entry(Figure78.ASBR3_LABEL)).isEqualTo("swap to 44, on ext0, nbr 10.5.5.50, core, in use");
        eventually(() -> figure.pe1.route("red", Figure78.VPN_ROUTE), "10.1.0.2");
    }
}
