package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.pinned;
import static io.swaplane.control.TestIntent.recursive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.view.NextHopView;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.LabelRange;
import io.swaplane.table.PayloadType;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static TestIntent router() {
        return TestIntent.router().with(TestIntent.ownSpace("own0", "p2", MplsMode.CORE)).ports("p2")
            .with(direct(11, "core0", "10.0.0.2")).with(direct(12, "ext0", "10.9.0.2")).with(recursive(13, 11, 70));
    }

    @Test
    void shouldMakeEachActionsWordInEveryWorker() {
        final TestIntent intent = router().with(lsp(100, new Action.Swap(200, 13))).with(lsp(101, new Action.Swap(3, 11)))
            .with(lsp(102, new Action.Php(PayloadType.IPV6, 11))).with(lsp(103, new Action.Pop(PayloadType.IPV4, 12)))
            .with(lsp(104, new Action.Lookup("own0", PayloadType.IP))).with(lsp(105, new Action.Receive()))
            .with(lsp(106, new Action.Drop())).with(lsp(107, new Action.Withdrawn()));
        try (Conductor conductor = intent.conductor()) {
            assertWord(conductor, 100, ForwardingWord.swap(200, 13));
            assertWord(conductor, 101, ForwardingWord.php(PayloadType.IP, 11));
            assertWord(conductor, 102, ForwardingWord.php(PayloadType.IPV6, 11));
            assertWord(conductor, 103, ForwardingWord.pop(PayloadType.IPV4, 12));
            assertWord(conductor, 104, ForwardingWord.lookup(PayloadType.IP, 1));
            assertWord(conductor, 105, ForwardingWord.receive());
            assertWord(conductor, 106, ForwardingWord.drop(DropReason.ADMINISTRATIVE));
            assertWord(conductor, 107, ForwardingWord.drop(DropReason.WITHDRAWN));
        }
    }

    @Test
    void shouldKeepLabelSpacesApart() {
        final LspIntent own = new LspIntent(100, "own0", "static", new Accept.Core(), new Action.Receive(), null, null, null);
        try (Conductor conductor = router().with(lsp(100, new Action.Swap(200, 11))).with(own).conductor()) {
            assertThat(ForwardingWord.outLabel(conductor.tables().word(0, 100))).isEqualTo(200);
            assertThat(conductor.tables().word(1, 100)).isEqualTo(ForwardingWord.withAcceptClass(ForwardingWord.receive(), 1));
            assertThat(conductor.view().labels()).extracting("labelSpace").containsExactly("platform label space", "label space of own0");
            conductor.removeLabel("own0", 100);
            assertThat(conductor.tables().word(1, 100)).isZero();
            assertThat(conductor.tables().word(0, 100)).isNotZero();
        }
    }

    @Test
    void shouldTakeTheLspsModelsAndElseTheRouters() {
        final TestIntent intent = router().with(new Defaults(Model.PIPE, Model.UNIFORM, 255, 0, true))
            .with(lsp(100, new Action.Swap(200, 11))).with(lsp(101, new Action.Swap(200, 11), Model.UNIFORM, Model.PIPE));
        try (Conductor conductor = intent.conductor()) {
            assertModels(conductor.tables().word(0, 100), true, false);
            assertModels(conductor.tables().word(0, 101), false, true);
        }
    }

    @Test
    void shouldReplaceAnEntryAndKeepItsCountersAndIndex() {
        try (Conductor conductor = router().with(lsp(100, new Action.Swap(200, 11))).conductor()) {
            TestTables.countLabel(conductor.tables(), 0, 0, 100, 5, 500, 1, 2);
            TestTables.countLabel(conductor.tables(), 1, 0, 100, 1, 100, 0, 0);
            conductor.onLabel(lsp(100, new Action.Swap(201, 12)));
            assertWord(conductor, 100, ForwardingWord.swap(201, 12));
            assertThat(conductor.label(LspIntent.PLATFORM, 100).orElseThrow().statistics()).hasToString(
                "StatisticsView[packets=6, octets=600, errors=1, discards=2]");
            assertThat(conductor.nextHop(1048676).orElseThrow().labels()).containsExactly(201);
            assertThat(conductor.nextHop(11).orElseThrow().references()).isEqualTo(1);
            assertThat(conductor.nextHop(12).orElseThrow().references()).isEqualTo(1);
        }
    }

    @Test
    void shouldForgetARemovedEntry() {
        try (Conductor conductor = router().with(lsp(100, new Action.Swap(200, 11))).conductor()) {
            TestTables.countLabel(conductor.tables(), 0, 0, 100, 5, 500, 1, 2);
            conductor.removeLabel(LspIntent.PLATFORM, 100);
            assertThat(conductor.tables().worker(1).word(0, 100)).isEqualTo(ForwardingWord.EMPTY);
            assertThat(conductor.label(LspIntent.PLATFORM, 100)).isEmpty();
            assertThat(conductor.nextHop(1048676)).isEmpty();
            conductor.onLabel(lsp(100, new Action.Receive()));
            assertThat(conductor.label(LspIntent.PLATFORM, 100).orElseThrow().statistics().packets()).isZero();
            assertThatThrownBy(() -> conductor.removeLabel(LspIntent.PLATFORM, 101)).hasMessage("label 101 has no entry");
            assertThatThrownBy(() -> conductor.removeLabel("own0", 100)).hasMessage("label 100 in the label space of own0 has no entry");
        }
    }

    @Test
    void shouldShowAnEntrysOwnNextHopAboveAllRealOnesUnlessItAsksForAnIndex() {
        final TestIntent intent = router().with(lsp(100, new Action.Swap(200, 11))).with(pinned(102, 4, new Action.Swap(202, 13)))
            .with(new LspIntent(100, "own0", "static", new Accept.Core(), new Action.Swap(300, 11), null, null, null));
        try (Conductor conductor = intent.conductor()) {
            assertThat(conductor.view().nextHops()).extracting(NextHopView::index)
                .containsExactly(4, 11, 12, 13, 1_048_576 + 100, 2 * 1_048_576 + 100);
            assertThat(conductor.nextHop(1_048_676)).contains(
                new NextHopView(1_048_676, List.of(200), 11, null, null, null, List.of(), true, false, 1, null, null));
            assertThat(conductor.nextHop(2_097_252).orElseThrow().labels()).containsExactly(300);
            assertThat(conductor.nextHop(4).orElseThrow().labels()).containsExactly(202);
            for (final int index : new int[] {1_048_577, 3 * 1_048_576 + 100, 1 << 30, Integer.MAX_VALUE, 0, -1, Integer.MIN_VALUE}) {
                assertThat(conductor.nextHop(index)).as("%d", index).isEmpty();
            }
        }
    }

    @Test
    void shouldKeepIndicesThatWereAskedForApartFromRealNextHops() {
        try (Conductor conductor = router().with(pinned(102, 4, new Action.Swap(202, 13))).conductor()) {
            assertThatThrownBy(() -> conductor.onNextHop(direct(4, "core0", "10.0.0.2")))
                .hasMessage("next hop 4: the index is a label entry's own");
            conductor.onLabel(pinned(102, 9, new Action.Swap(201, 13)));
            assertThat(conductor.nextHop(4)).isEmpty();
            conductor.onNextHop(direct(4, "core0", "10.0.0.2"));
            assertThat(conductor.nextHop(9).orElseThrow().resolvedBy()).isEqualTo(13);
            conductor.onLabel(lsp(102, new Action.Swap(201, 13)));
            assertThat(conductor.nextHop(9)).isEmpty();
            assertThat(conductor.nextHop(1_048_678).orElseThrow().labels()).containsExactly(201);
            conductor.onNextHop(direct(9, "core0", "10.0.0.2"));
        }
    }

    @Test
    void shouldRememberWhatWasAskedThroughEveryKindOfReplacement() {
        final List<Action> actions = List.of(new Action.Swap(200, 11), new Action.Swap(3, 11), new Action.Php(PayloadType.IPV6, 12),
            new Action.Pop(PayloadType.IPV4, 13), new Action.Receive(), new Action.Lookup("own0", PayloadType.IP),
            new Action.Protect(new Action.Swap(201, 11), new Action.Swap(202, 12)));
        try (Conductor conductor = router().conductor()) {
            for (final Action from : actions) {
                for (final Action to : actions) {
                    conductor.onLabel(lsp(100, from));
                    conductor.onLabel(lsp(101, to, Model.PIPE, Model.UNIFORM));
                    conductor.onLabel(lsp(100, to, Model.PIPE, Model.UNIFORM));
                    assertThat(actions(conductor, 100)).as("%s to %s", from, to).isEqualTo(actions(conductor, 101));
                    assertModels(conductor.tables().word(0, 100), true, false);
                }
            }
            conductor.removeLabel(LspIntent.PLATFORM, 100);
            conductor.removeLabel(LspIntent.PLATFORM, 101);
            assertThat(conductor.nextHops(0, 100).nextHops()).extracting(NextHopView::index, NextHopView::references)
                .containsExactly(tuple(11, 1), tuple(12, 0), tuple(13, 0));
        }
    }

    @Test
    void shouldPutAnEntryByNumbersAsByIntent() {
        try (Conductor conductor = router().conductor()) {
            final Origin origin = new Origin(1, 1, "api", 50);
            final long swap = Forwarding.with(Forwarding.swap(200, 13), Model.PIPE, null);
            assertThat(conductor.onForward(origin, 1, 100, swap, new Accept.Interface("ext0"))).isEqualTo(Applied.PROGRAMMED);
            conductor.onLabel(origin, new LspIntent(100, LspIntent.PLATFORM, "api", new Accept.Interface("ext0"),
                new Action.Swap(200, 13), Model.PIPE, null, null));
            assertThat(conductor.tables().word(1, 100)).isEqualTo(conductor.tables().word(0, 100)).isNotZero();
            assertThat(conductor.label("own0", 100).orElseThrow().owner()).isEqualTo("api");
            assertThat(conductor.label("own0", 100).orElseThrow().spoofCheck()).isEqualTo("interface ext0");
            final Accept core = new Accept.Core();
            assertReason(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onForward(origin, 70, 100, swap, core));
            assertReason(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onForward(origin, -1, 100, swap, core));
            assertReason(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onForward(origin, 0, 100, Forwarding.swap(1, 99), core));
            assertReason(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onForward(origin, 0, 99, swap, new Accept.Interface("none")));
            for (final long impossible : new long[] {3L << 40, 1L << 42, 3L << 44, 3L << 46, 1L << 48, -1, 1L << 40 | 7L << 20}) {
                assertReason(RefusalReason.INVALID, () -> conductor.onForward(origin, 0, 100, impossible | 13, core));
            }
            assertReason(RefusalReason.INVALID, () -> conductor.onForward(origin, 0, 15, swap, core));
            assertReason(RefusalReason.INVALID, () -> conductor.onForward(origin, 0, 1 << 20, swap, core));
            assertReason(RefusalReason.INVALID, () -> conductor.onForward(origin, 0, 100, swap, null));
            assertThat(conductor.nextHop(13).orElseThrow().references()).isEqualTo(2);
        }
    }

    @Test
    void shouldSayWhetherAnEntryForwards() {
        final Action resolved = new Action.Swap(200, 11);
        final Action unresolved = new Action.Swap(200, 14);
        try (Conductor conductor = router().with(direct(14, "core0", "10.0.0.99")).conductor()) {
            assertThat(conductor.onLabel(lsp(100, resolved))).isEqualTo(Applied.PROGRAMMED);
            assertThat(conductor.onLabel(lsp(100, unresolved))).isEqualTo(Applied.ACCEPTED);
            assertThat(conductor.onLabel(lsp(100, new Action.Protect(new Action.Swap(200, 14), new Action.Swap(200, 11)))))
                .isEqualTo(Applied.PROGRAMMED);
            assertThat(conductor.onLabel(lsp(100, new Action.Protect(new Action.Swap(200, 14), new Action.Swap(201, 14)))))
                .isEqualTo(Applied.ACCEPTED);
            assertThat(conductor.onLabel(lsp(100, new Action.Receive()))).isEqualTo(Applied.PROGRAMMED);
            assertThat(conductor.onNextHop(recursive(15, 14))).isEqualTo(Applied.ACCEPTED);
            assertThat(conductor.onNextHop(recursive(15, 11))).isEqualTo(Applied.PROGRAMMED);
        }
    }

    @Test
    void shouldRefuseEntriesThatCannotBeAndChangeNothing() {
        try (Conductor conductor = router().with(pinned(100, 30, new Action.Swap(200, 11))).conductor()) {
            final var before = conductor.view();
            assertRefused(conductor, lsp(15, new Action.Receive()), "label 15: an entry's label must be 16 to 1048575");
            assertRefused(conductor, lsp(1 << 20, new Action.Receive()), "label 1048576: an entry's label must be 16 to 1048575");
            assertRefused(conductor, new LspIntent(101, "nowhere", "static", new Accept.Core(), new Action.Receive(), null, null, null),
                "there is no label space nowhere");
            assertRefused(conductor, new LspIntent(101, "own0", " ", new Accept.Core(), new Action.Receive(), null, null, null),
                "label 101 in the label space of own0: it has no owner");
            assertRefused(conductor, lsp(101, null), "label 101: it has no action");
            assertRefused(conductor, lsp(101, new Action.Swap(1 << 20, 11)), "label 101: out label 1048576 must be 0 to 1048575");
            assertRefused(conductor, lsp(101, new Action.Swap(20, 99)), "label 101: there is no next hop 99");
            assertRefused(conductor, lsp(101, new Action.Swap(20, 30)), "label 101: there is no next hop 30");
            assertRefused(conductor, lsp(101, new Action.Php(PayloadType.IP, 99)), "label 101: there is no next hop 99");
            assertRefused(conductor, lsp(101, new Action.Lookup("core0", PayloadType.IP)), "label 101: there is no label space core0");
            assertRefused(conductor, pinned(101, 30, new Action.Swap(20, 11)), "label 101: next-hop index 30 is taken");
            assertRefused(conductor, pinned(101, 11, new Action.Swap(20, 11)), "label 101: next-hop index 11 is taken");
            assertRefused(conductor, pinned(101, 0, new Action.Swap(20, 11)), "label 101: next-hop index 0 must be 1 to 1048575");
            assertRefused(conductor, pinned(101, 31, new Action.Receive()),
                "label 101: next-hop index 31: only an entry with a single next hop can ask for an index");
            assertThat(conductor.view()).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseALabelThatAppearsTwice() {
        assertThatThrownBy(router().with(lsp(100, new Action.Receive())).with(lsp(100, new Action.Drop()))::conductor)
            .isInstanceOf(RefusedException.class).hasMessage("label 100 appears twice");
    }

    @Test
    void shouldRefuseDefaultsOutOfRange() {
        assertThatThrownBy(router().with(new Defaults(Model.PIPE, Model.PIPE, 256, 0, true))::conductor)
            .hasMessage("defaults: pipe TTL 256 must be 1 to 255");
        assertThatThrownBy(router().with(new Defaults(Model.PIPE, Model.PIPE, 1, 8, true))::conductor)
            .hasMessage("defaults: pipe TC 8 must be 0 to 7");
    }

    @Test
    void shouldMoveAMillionLabelsWithOneStorePerNextHop() {
        try (Conductor conductor = TestIntent.router().with(direct(1, "core0", "10.0.0.2", 34)).with(recursive(2, 1)).conductor()) {
            final int labels = LabelRange.LAST - LabelRange.FIRST_ORDINARY + 1;
            for (int label = LabelRange.FIRST_ORDINARY; label <= LabelRange.LAST; label++) {
                conductor.onLabel(lsp(label, new Action.Swap(label, 2)));
            }
            assertThat(conductor.nextHop(2).orElseThrow().references()).isEqualTo(labels);
            final long word = conductor.tables().word(0, LabelRange.LAST);
            final long stores = conductor.tables().nextHops().stores();
            conductor.onNextHop(direct(1, "ext0", "10.9.0.2", 35));
            assertThat(conductor.tables().nextHops().stores() - stores).isEqualTo(2);
            assertThat(conductor.tables().word(0, LabelRange.LAST)).isEqualTo(word);
            assertThat(TestTables.pushes(conductor.tables(), ForwardingWord.nextHop(word))).containsExactly(35);
            assertThat(TestTables.port(conductor.tables(), ForwardingWord.nextHop(word))).isEqualTo(1);
        }
    }

    private static void assertWord(final Conductor conductor, final int label, final long word) {
        for (int worker = 0; worker < 2; worker++) {
            assertThat(conductor.tables().worker(worker).word(0, label)).as("label %d", label)
                .isEqualTo(ForwardingWord.withAcceptClass(word, AcceptClass.CORE));
        }
    }

    private static void assertModels(final long word, final boolean ttlPipe, final boolean tcPipe) {
        assertThat(ForwardingWord.ttlPipe(word)).isEqualTo(ttlPipe);
        assertThat(ForwardingWord.tcPipe(word)).isEqualTo(tcPipe);
    }

    private static List<String> actions(final Conductor conductor, final int label) {
        return conductor.label(LspIntent.PLATFORM, label).orElseThrow().actions().stream()
            .map(action -> action.role() + " " + action.summary() + " " + action.nextHops().stream().skip(1).toList()).toList();
    }

    private static void assertReason(final RefusalReason reason, final ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOfSatisfying(RefusedException.class,
            refused -> assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason));
    }

    private static void assertRefused(final Conductor conductor, final LspIntent lsp, final String message) {
        assertThatThrownBy(() -> conductor.onLabel(lsp)).isInstanceOf(RefusedException.class).hasMessage(message);
    }
}
