package io.swaplane.bgp.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads bring about, for a minute at most. */
final class Waiting {
    private Waiting() {
    }

    /** Waits until it is so. */
    static void so(final String what, final BooleanSupplier condition) {
        until(() -> condition.getAsBoolean() ? what : "not " + what, what);
    }

    /** Waits until a text is there and contains another; null reads {@code null}. */
    static void until(final Supplier<String> text, final String contained) {
        final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        String now = String.valueOf(text.get());
        while (System.nanoTime() - end < 0 && (!now.contains(contained) || now.equals("not " + contained))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            now = String.valueOf(text.get());
        }
        assertThat(now).contains(contained).isNotEqualTo("not " + contained);
    }
}
