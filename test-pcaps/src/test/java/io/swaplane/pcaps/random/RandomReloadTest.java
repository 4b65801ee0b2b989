package io.swaplane.pcaps.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.Conductor;
import io.swaplane.control.diff.DiffRun;
import io.swaplane.control.diff.IntentDiff;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A router that was brought from one configuration to another does exactly what one does that was started with the other. */
class RandomReloadTest {
    private static final int PAIRS = 40;
    private static final int FRAMES = 2_000;
    /** Legs of label entries have indices from here on, by the order in which the entries came. */
    private static final int FIRST_LEG = 1 << 30;

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 2_000})
    void shouldBecomeTheOtherRouter(final long first) {
        for (long seed = first; seed < first + PAIRS; seed++) {
            final RouterIntent was = RandomRouter.make(seed);
            final RouterIntent now = RandomRouter.change(was, seed, ~seed);
            final IntentDiff diff = IntentDiff.between(was, now);
            assertThat(diff.restartNeeded()).isEmpty();
            assertThat(diff.differences()).isNotEmpty();
            try (RouterUnderTest router = new RouterUnderTest(was)) {
                reload(router, diff, seed);
                assertSameViews(router.conductor(), now, seed);
                Comparison.run(seed, now, router, FRAMES, new Coverage());
            }
        }
    }

    private static void reload(final RouterUnderTest router, final IntentDiff diff, final long seed) {
        final DiffRun run = new DiffRun(router.conductor(), diff);
        while (!run.slice(7)) {
            router.tables().epochs().quiescent(0);
            router.conductor().doWork();
        }
        if (run.refusal() != null) {
            throw new AssertionError("seed " + seed, run.refusal());
        }
        router.tables().epochs().quiescent(0);
        router.conductor().doWork();
    }

    private static void assertSameViews(final Conductor reloaded, final RouterIntent now, final long seed) {
        try (Conductor fresh = new Conductor(now, 1)) {
            assertThat(labels(reloaded)).as("seed %s", seed).isEqualTo(labels(fresh));
            assertThat(nextHops(reloaded)).as("seed %s", seed).isEqualTo(nextHops(fresh));
            assertThat(reloaded.view().tunnels()).as("seed %s", seed).isEqualTo(fresh.view().tunnels());
            assertThat(reloaded.view().indirectNextHops()).as("seed %s", seed).isEqualTo(fresh.view().indirectNextHops());
        }
    }

    private static List<String> labels(final Conductor conductor) {
        return conductor.view().labels().stream().map(LabelView::toString).map(RandomReloadTest::withoutLegs).toList();
    }

    private static List<NextHopView> nextHops(final Conductor conductor) {
        return conductor.view().nextHops().stream().filter(each -> each.index() < FIRST_LEG).toList();
    }

    private static String withoutLegs(final String text) {
        return text.replaceAll("nextHops=\\[1\\d{9}", "nextHops=[leg");
    }
}
