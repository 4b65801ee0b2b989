package io.swaplane.pcaps.model;

import static org.assertj.core.api.Assertions.assertThat;


import io.swaplane.control.intent.RefusalReason;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random commands of several producers, which come, go and come back, against a plain model: every answer and what becomes of every
 * probe packet must be the model's. What would lead from VRF to VRF is among what must be refused. {@code -Dswaplane.seed=N} repeats
 * the run that printed N.
 */
class ControlModelTest {
    private static final long FIXED_SEED = 3031;
    private static final int ROUTERS = Integer.getInteger("swaplane.model.routers", 12);
    private static final int STEPS = 500;
    private static final int ENOUGH = 50;

    private final Map<String, Integer> answers = new TreeMap<>();
    private final Map<String, Integer> verdicts = new TreeMap<>();
    private final Map<String, Integer> kinds = new TreeMap<>();

    @Test
    void shouldAnswerAndForwardLikeTheModelForAFixedSeed() {
        compare(FIXED_SEED);
        shouldHaveSeenAll();
    }

    @Test
    void shouldAnswerAndForwardLikeTheModelForAFreshSeed() {
        compare(Long.getLong("swaplane.seed", System.nanoTime()));
    }

    private void compare(final long seed) {
        System.out.println("control model: -Dswaplane.seed=" + seed + " repeats this run");
        final SplittableRandom seeds = new SplittableRandom(seed);
        for (int router = 0; router < ROUTERS; router++) {
            try (ModelRun run = new ModelRun(seeds.nextLong())) {
                run.run(STEPS);
                run.answers().forEach((answer, count) -> answers.merge(answer, count, Integer::sum));
                run.kinds().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum));
                run.verdicts().forEach((verdict, count) -> verdicts.merge(verdict, count, Integer::sum));
            } catch (final AssertionError e) {
                throw new AssertionError("seed " + seed + ", router " + router + ", " + e.getMessage(), e);
            }
        }
        System.out.println("control model: probes " + verdicts + ", answers " + answers + ", routes " + kinds);
    }

    /** What is rare, such as a command that is too large, may not happen with any seed. */
    private void shouldHaveSeenAll() {
        for (final RefusalReason reason : RefusalReason.values()) {
            if (reason != RefusalReason.EXHAUSTED && reason != RefusalReason.SESSION_ENDED) {
                assertThat(answers).containsKey(reason.name());
            }
        }
        assertThat(answers).containsKeys("ACCEPTED", "STANDBY", "bulk").containsKeys(Client.SEPARATIONS.toArray(String[]::new));
        assertThat(verdicts).containsKeys("Sent", "RECEIVE", "GLEAN", "UNKNOWN_LABEL", "ACCEPT_CLASS", "UNRESOLVED", "PORT_DOWN",
            "ADMINISTRATIVE", "NO_ROUTE");
        for (final String kind : List.of("local", "connected", "put", "neighbour", "leaked")) {
            assertThat(kinds.getOrDefault(kind, 0)).as(kind).isGreaterThan(ENOUGH * ROUTERS);
        }
        assertThat(verdicts.get("Sent")).isGreaterThan(ENOUGH * ROUTERS);
    }
}
