package io.swaplane.control.api;

import java.util.function.BooleanSupplier;

/** Waits for what another thread brings about, as long as the test may take. */
final class Await {
    private Await() {
    }

    static void until(final BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }
}
