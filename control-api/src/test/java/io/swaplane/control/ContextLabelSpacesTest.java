package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.PayloadType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ContextLabelSpacesTest {
    private static final Accept CORE = new Accept.Core();
    private static final long SWAP = Forwarding.swap(200, 11);

    private static Conductor router() {
        return TestIntent.router().ports("p2").with(TestIntent.ownSpace("own0", "p2", MplsMode.CORE))
            .with(direct(11, "core0", "10.0.0.2")).conductor();
    }

    private static LspIntent lookup(final int label, final String space) {
        return lsp(label, new Action.Lookup(space, PayloadType.IP));
    }

    private static void assertRefused(final RefusalReason reason, final ThrowingCallable command, final String message) {
        assertThatThrownBy(command).isInstanceOfSatisfying(RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason)).hasMessage(message);
    }

    private static long ilm(final Conductor conductor, final int worker, final int space) {
        return Memory.getLongAcquire(conductor.tables().worker(worker).spaceDirectoryAddress() + 8L * space);
    }

    @Test
    void shouldLookLabelsUpInASpaceThatWasMadeAtRunTime() {
        try (Conductor conductor = router()) {
            assertThat(conductor.createLabelSpace(Origin.STATIC, "peer-7")).isEqualTo(Applied.PROGRAMMED);
            final int space = conductor.labelSpaceNumber("peer-7");
            assertThat(space).isEqualTo(2);
            conductor.onForward(Origin.STATIC, space, 50, SWAP, CORE);
            conductor.onLabel(lookup(100, "peer-7"));
            assertThat(ForwardingWord.outLabel(conductor.tables().word(0, 100))).isEqualTo(space);
            assertThat(ForwardingWord.outLabel(conductor.tables().word(space, 50))).isEqualTo(200);
            assertThat(conductor.tables().word(space, 3)).as("special-purpose labels").isEqualTo(conductor.tables().word(0, 3));
            assertThat(conductor.label("peer-7", 50).orElseThrow().labelSpace()).isEqualTo("label space of peer-7");
            assertThat(conductor.labels(LabelFilter.label(50), LabelPosition.START, 10).labels()).hasSize(1);
            assertThat(conductor.labelUsage()).extracting(LabelUsageView::labelSpace).containsExactly("platform", "own0", "peer-7");
            conductor.createLabelSpace(Origin.STATIC, "peer-7");
            assertThat(conductor.label("peer-7", 50)).isPresent();
        }
    }

    @Test
    void shouldKeepASpaceThatIsUsed() {
        try (Conductor conductor = router()) {
            conductor.createLabelSpace(Origin.STATIC, "peer-7");
            conductor.onForward(Origin.STATIC, 2, 50, SWAP, CORE);
            conductor.onLabel(lookup(100, "peer-7"));
            conductor.onLabel(lookup(101, "peer-7"));
            assertRefused(RefusalReason.IN_USE, () -> conductor.removeLabelSpace(Origin.STATIC, "peer-7"),
                "label space peer-7 cannot go: it has 1 entries, and 2 entries look labels up in it");
            conductor.removeLabel("peer-7", 50);
            conductor.onLabel(lsp(100, new Action.Receive()));
            assertRefused(RefusalReason.IN_USE, () -> conductor.removeLabelSpace(Origin.STATIC, "peer-7"),
                "label space peer-7 cannot go: it has 0 entries, and 1 entries look labels up in it");
            conductor.removeLabel(LspIntent.PLATFORM, 101);
            conductor.removeLabelSpace(Origin.STATIC, "peer-7");
            assertRefused(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onLabel(lookup(100, "peer-7")),
                "label 100: there is no label space peer-7");
            assertRefused(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onForward(Origin.STATIC, 2, 50, SWAP, CORE),
                "there is no label space of number 2");
            assertThat(conductor.view().labels()).hasSize(1);
            assertThat(conductor.nextHop(3 * (1 << 20) + 50)).isEmpty();
        }
    }

    @Test
    void shouldUseANumberAgainOnlyAfterEveryWorkerWasQuiescent() {
        try (Conductor conductor = router()) {
            conductor.tables().epochs().online(0);
            conductor.createLabelSpace(Origin.STATIC, "a");
            final long old = ilm(conductor, 0, 2);
            conductor.removeLabelSpace(Origin.STATIC, "a");
            assertThat(ilm(conductor, 0, 2)).isZero();
            assertThat(ilm(conductor, 1, 2)).isZero();
            assertThat(Memory.getLong(old)).as("worker 0 may still look there").isEqualTo(conductor.tables().word(0, 0));
            conductor.createLabelSpace(Origin.STATIC, "b");
            assertThat(conductor.labelSpaceNumber("b")).isEqualTo(3);
            conductor.tables().epochs().quiescent(0);
            conductor.createLabelSpace(Origin.STATIC, "c");
            assertThat(conductor.labelSpaceNumber("c")).isEqualTo(2);
            assertThat(ilm(conductor, 1, 2)).isEqualTo(conductor.tables().worker(1).ilm(2));
        }
    }

    @Test
    void shouldStartANewSpaceEmptyWithCountersAtZero() {
        try (Conductor conductor = router()) {
            for (int i = 0; i < 3; i++) {
                conductor.createLabelSpace(Origin.STATIC, "a");
                assertThat(conductor.label("a", 50)).isEmpty();
                conductor.onForward(Origin.STATIC, 2, 50, SWAP, CORE);
                assertThat(conductor.label("a", 50).orElseThrow().statistics().packets()).isZero();
                TestTables.countLabel(conductor.tables(), 0, 2, 50, 5, 500, 0, 0);
                conductor.removeLabel("a", 50);
                conductor.removeLabelSpace(Origin.STATIC, "a");
                conductor.doWork();
            }
        }
    }

    @Test
    void shouldRefuseSpacesThatCannotBeMadeOrTakenOut() {
        try (Conductor conductor = router()) {
            assertRefused(RefusalReason.INVALID, () -> conductor.createLabelSpace(Origin.STATIC, " "), "a label space needs a name");
            assertRefused(RefusalReason.INVALID, () -> conductor.createLabelSpace(Origin.STATIC, "core0"),
                "label space core0: an interface without a label space of its own has this name");
            assertRefused(RefusalReason.NOT_FOUND, () -> conductor.removeLabelSpace(Origin.STATIC, "none"),
                "there is no label space none");
            for (final String fixed : new String[] {"platform", "own0"}) {
                assertRefused(RefusalReason.INVALID, () -> conductor.removeLabelSpace(Origin.STATIC, fixed),
                    "label space " + fixed + " cannot go: it is the platform's or an interface's");
            }
            for (int i = 0; i < 64; i++) {
                conductor.createLabelSpace(Origin.STATIC, "s" + i);
            }
            assertRefused(RefusalReason.EXHAUSTED, () -> conductor.createLabelSpace(Origin.STATIC, "one-more"),
                "all 64 context label spaces are in use");
            conductor.removeLabelSpace(Origin.STATIC, "s63");
            conductor.createLabelSpace(Origin.STATIC, "one-more");
        }
    }
}
