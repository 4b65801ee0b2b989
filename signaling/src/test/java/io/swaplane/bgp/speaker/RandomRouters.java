package io.swaplane.bgp.speaker;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a test for routers made up by chance, each of which its seed makes again; {@code -Dswaplane.bgp.routers} says how many. */
final class RandomRouters {
    private final String test;
    private final int count;

    /** For a test, with so many routers unless it is told. */
    RandomRouters(final Class<?> test, final int usual) {
        this.test = test.getSimpleName();
        this.count = Integer.getInteger("swaplane.bgp.routers", usual);
    }

    int count() {
        return count;
    }

    /** With the seed that was given, or with another one each time. */
    void runAny(final Consumer<Random> one) {
        run(Long.getLong("swaplane.seed", System.nanoTime()), one);
    }

    /** With this seed and those that follow. */
    void run(final long first, final Consumer<Random> one) {
        System.out.println(test + ": " + count + " routers, seed " + first);
        for (long seed = first; seed < first + count; seed++) {
            try {
                one.accept(new Random(seed));
            } catch (final RuntimeException | AssertionError e) {
                throw new AssertionError("-Dswaplane.bgp.routers=1 -Dswaplane.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
