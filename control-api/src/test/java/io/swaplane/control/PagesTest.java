package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopPage;
import io.swaplane.control.view.NextHopView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static Conductor router() {
        final TestIntent intent = TestIntent.router().ports("p2").with(TestIntent.ownSpace("own0", "p2", MplsMode.CORE))
            .with(direct(11, "core0", "10.0.0.2"))
            .with(new LspIntent(20, "own0", "static", new Accept.Core(), new Action.Receive(), null, null, null));
        for (int label = 16; label < 40; label++) {
            intent.with(lsp(label, new Action.Swap(label + 1, 11)));
        }
        return intent.with(lsp(1_048_575, new Action.Swap(16, 11))).conductor();
    }

    private static List<LabelView> read(final Conductor conductor, final LabelFilter filter, final int limit) {
        final List<LabelView> labels = new ArrayList<>();
        LabelPosition next = LabelPosition.START;
        while (next != null) {
            final LabelPage page = conductor.labels(filter, next, limit);
            assertThat(page.labels()).hasSizeLessThanOrEqualTo(limit);
            labels.addAll(page.labels());
            next = page.next();
        }
        return labels;
    }

    @Test
    void shouldReadEveryEntryOnceWhateverThePageSize() {
        try (Conductor conductor = router()) {
            TestTables.countLabel(conductor.tables(), 0, 0, 1, 3, 300, 0, 0);
            assertThat(conductor.view().labels()).hasSize(27).extracting(LabelView::label).startsWith(1, 16).endsWith(1_048_575, 20);
            for (final int limit : new int[] {1, 2, 7, 26, 27, 28, 1000}) {
                assertThat(read(conductor, LabelFilter.all(false), limit)).as("%d", limit).isEqualTo(conductor.view().labels());
            }
        }
    }

    @Test
    void shouldReadOneLabelSpaceOrOneLabel() {
        try (Conductor conductor = router()) {
            assertThat(read(conductor, new LabelFilter("own0", null, false), 5)).extracting(LabelView::label).containsExactly(20);
            assertThat(read(conductor, new LabelFilter("platform", null, false), 5)).hasSize(25);
            assertThat(read(conductor, LabelFilter.label(20), 1)).extracting(LabelView::labelSpace)
                .containsExactly("platform label space", "label space of own0");
            assertThat(read(conductor, new LabelFilter("own0", 20, false), 1)).hasSize(1);
            for (final int label : new int[] {0, 40, 1_048_576, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
                assertThat(read(conductor, LabelFilter.label(label), 1)).as("%d", label).isEmpty();
            }
            assertThatThrownBy(() -> read(conductor, new LabelFilter("p2", null, false), 1)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void shouldReadThePagesNextHopsWithIt() {
        try (Conductor conductor = router()) {
            final LabelPage page = conductor.labels(LabelFilter.all(true), new LabelPosition(0, 30), 2);
            final List<Integer> used = page.labels().stream().flatMap(each -> each.actions().getFirst().nextHops().stream()).distinct()
                .toList();
            assertThat(page.nextHops()).extracting(NextHopView::index).isEqualTo(used).hasSize(3).contains(11);
        }
    }

    @Test
    void shouldReadEveryNextHopOnceWhateverThePageSize() {
        try (Conductor conductor = router()) {
            for (final int limit : new int[] {1, 5, 25, 26, 27}) {
                final List<NextHopView> nextHops = new ArrayList<>();
                int next = 0;
                do {
                    final NextHopPage page = conductor.nextHops(next, limit);
                    nextHops.addAll(page.nextHops());
                    next = page.next();
                } while (next != 0);
                assertThat(nextHops).as("%d", limit).isEqualTo(conductor.view().nextHops()).hasSize(26);
            }
            final int own = conductor.label("platform", 16).orElseThrow().actions().getFirst().nextHops().getFirst();
            assertThat(conductor.nextHopChain(own)).extracting(NextHopView::index).containsExactly(own, 11);
            assertThat(conductor.nextHopChain(999)).isEmpty();
        }
    }

    @Test
    void shouldShowItsPartsAsTheWholeShowsThem() {
        try (Conductor conductor = router()) {
            assertThat(conductor.name()).isEqualTo(conductor.view().router());
            assertThat(conductor.ports()).isEqualTo(conductor.view().ports());
            assertThat(conductor.drops()).isEqualTo(conductor.view().drops());
            assertThat(conductor.punts()).isEqualTo(conductor.view().punts());
        }
    }
}
