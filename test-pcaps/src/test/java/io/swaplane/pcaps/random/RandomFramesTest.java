package io.swaplane.pcaps.random;

import io.swaplane.memory.Memory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Millions of random frames through random routers: the forwarder and the reference must agree on every byte, port, reason and
 * counter. {@code -Dswaplane.seed=N} repeats the run that printed N; {@code -Dswaplane.routers=N} takes another number of routers, 50,000
 * frames each.
 */
class RandomFramesTest {
    private static final long FIXED_SEED = 4364;
    private static final int ROUTERS = Integer.getInteger("swaplane.routers", 56);
    private static final int FRAMES_PER_ROUTER = 50_000;

    @Test
    void shouldForwardLikeTheReferenceForAFixedSeed() {
        compare(FIXED_SEED);
    }

    @Test
    void shouldForwardLikeTheReferenceForAFreshSeed() {
        compare(Long.getLong("swaplane.seed", System.nanoTime()));
    }

    private static void compare(final long seed) {
        final long begin = System.nanoTime();
        final SplittableRandom seeds = new SplittableRandom(seed);
        final Coverage coverage = new Coverage();
        System.out.println("random frames: -Dswaplane.seed=" + seed + " repeats this run");
        for (int router = 0; router < ROUTERS; router++) {
            Comparison.run(seeds.nextLong(), FRAMES_PER_ROUTER, coverage);
        }
        System.out.println("random frames: " + coverage + "; " + (System.nanoTime() - begin) / 1_000_000 + " ms on "
            + (Memory.CHECKED ? "checked" : "unchecked") + " memory");
        coverage.check();
    }
}
