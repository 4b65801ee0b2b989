package io.swaplane.pcaps.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.Conductor;
import io.swaplane.control.diff.DiffRun;
import io.swaplane.control.diff.IntentDiff;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouterView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A router that was brought from one configuration to another does exactly what one does that was started with the other. */
class RandomReloadTest {
    private static final int PAIRS = 40;
    private static final int FRAMES = 2_000;
    private static final int PAGE = 100;
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

    /** One of the changes meets a stronger producer, at a random place; before it others were taken over from a weaker one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 2_000})
    void shouldStayTheRouterThatItWasWhenAChangeIsRefused(final long first) {
        int refused = 0;
        for (long seed = first; seed < first + PAIRS; seed++) {
            final RouterIntent was = RandomRouter.make(seed);
            final RouterIntent now = RandomRouter.change(was, seed, ~seed);
            try (RouterUnderTest router = new RouterUnderTest(was)) {
                final Others others = new Others(router.conductor(), was, now, seed);
                if (others.putWhatComes()) {
                    assertStays(router, IntentDiff.between(was, now), others, seed);
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(PAIRS / 2);
    }

    private static void assertStays(final RouterUnderTest router, final IntentDiff diff, final Others others, final long seed) {
        final Conductor conductor = router.conductor();
        final List<String> labels = labels(conductor);
        final List<String> nextHops = nextHops(conductor);
        final RouterView view = conductor.view();
        final List<NeighbourIntent> given = conductor.givenNeighbours();
        final List<String> vrfs = vrfs(conductor);
        final List<String> routes = routes(conductor);
        final DiffRun run = new DiffRun(conductor, diff);
        while (!run.slice(7)) {
            router.tables().epochs().quiescent(0);
            conductor.doWork();
        }
        router.tables().epochs().quiescent(0);
        conductor.doWork();
        assertThat(run.refusal().reason()).as("seed %s: %s", seed, run.refusal()).isEqualTo(RefusalReason.CONFLICTING_OWNER);
        assertThat(run.refusal().getSuppressed()).as("seed %s", seed).isEmpty();
        assertThat(labels(conductor)).as("seed %s", seed).isEqualTo(labels);
        assertThat(nextHops(conductor)).as("seed %s", seed).isEqualTo(nextHops);
        assertThat(conductor.view().tunnels()).as("seed %s", seed).isEqualTo(view.tunnels());
        assertThat(conductor.view().indirectNextHops()).as("seed %s", seed).isEqualTo(view.indirectNextHops());
        assertThat(conductor.givenNeighbours()).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(given);
        assertThat(vrfs(conductor)).as("seed %s", seed).isEqualTo(vrfs);
        assertThat(routes(conductor)).as("seed %s", seed).isEqualTo(routes);
        others.assertOwners();
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
            assertThat(vrfs(reloaded)).as("seed %s", seed).isEqualTo(vrfs(fresh));
            assertThat(routes(reloaded)).as("seed %s", seed).isEqualTo(routes(fresh));
        }
    }

    /** Without their numbers, which are the conductor's own matter. */
    private static List<String> vrfs(final Conductor conductor) {
        return conductor.vrfs(0, RandomRouting.VRFS + 1).vrfs().stream().map(each -> each.toString().replaceFirst("number=\\d+", ""))
            .sorted().toList();
    }

    /** Routes of every kind and table, with all their ways out. */
    private static List<String> routes(final Conductor conductor) {
        final List<String> routes = new ArrayList<>();
        RoutePosition position = RoutePosition.START;
        while (position != null) {
            final RoutePage page = conductor.routes(RouteFilter.of(null), position, PAGE);
            page.routes().forEach(each -> routes.add(each.toString().replaceAll("nextHop=1\\d{6}", "nextHop=adjacency")));
            position = page.next();
        }
        return routes.stream().sorted().toList();
    }

    private static List<String> labels(final Conductor conductor) {
        return conductor.view().labels().stream().map(LabelView::toString).map(RandomReloadTest::withoutLegs).toList();
    }

    /** Which index the conductor gives an adjacency of its own is its own matter. */
    private static List<String> nextHops(final Conductor conductor) {
        return conductor.view().nextHops().stream().filter(each -> each.index() < FIRST_LEG).map(NextHopView::toString)
            .map(text -> text.replaceAll("index=1\\d{6}", "index=adjacency")).sorted().toList();
    }

    private static String withoutLegs(final String text) {
        return text.replaceAll("nextHops=\\[1\\d{9}", "nextHops=[leg");
    }
}
