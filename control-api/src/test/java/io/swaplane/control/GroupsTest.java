package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Model;
import io.swaplane.control.view.ActionView;
import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.Buckets;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.Operation;
import io.swaplane.table.PayloadType;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsTest {
    private static final Action.Swap TO_CORE = new Action.Swap(200, 11);
    private static final Action.Swap TO_EXT = new Action.Swap(300, 12);
    private static final Action.Protect PAIR = new Action.Protect(TO_CORE, TO_EXT);
    /** The first index of a leg's own next hop. */
    private static final int LEG = 1 << 30;
    private static final long TO_CORE_WORD = ForwardingWord.swap(200, 11);
    private static final long TO_EXT_WORD = ForwardingWord.swap(300, 12);

    private static TestIntent router() {
        return TestIntent.router().with(direct(11, "core0", "10.0.0.2")).with(direct(12, "ext0", "10.9.0.2"))
            .with(direct(13, "core0", "10.0.0.99"));
    }

    @Test
    void shouldShareByWeight() {
        final Action.Ecmp ecmp = new Action.Ecmp(List.of(new Action.Leg(3, TO_CORE), new Action.Leg(1, TO_EXT)));
        try (Conductor conductor = router().with(lsp(100, ecmp)).conductor()) {
            final long word = conductor.tables().word(0, 100);
            assertThat(ForwardingWord.operation(word)).isEqualTo(Operation.GROUP);
            assertThat(ForwardingWord.acceptClass(word)).isEqualTo(AcceptClass.CORE);
            final long[] expected = Buckets.fill(new long[] {TO_CORE_WORD, TO_EXT_WORD}, new int[] {3, 1});
            assertThat(header(conductor, ForwardingWord.nextHop(word))).isEqualTo(expected.length - 1);
            assertThat(buckets(conductor, ForwardingWord.nextHop(word), expected.length)).isEqualTo(expected);
        }
    }

    @Test
    void shouldHashLabelsOnlyWhenTheRouterDoes() {
        final Action.Ecmp ecmp = new Action.Ecmp(List.of(new Action.Leg(1, TO_CORE)));
        final Defaults labelsOnly = new Defaults(Model.UNIFORM, Model.UNIFORM, 255, 0, false);
        try (Conductor conductor = router().with(labelsOnly).with(lsp(100, ecmp)).conductor()) {
            assertThat(header(conductor, 1) & GroupLayout.LABELS_ONLY).isNotZero();
        }
    }

    @Test
    void shouldProtectWithPrimaryThenBackup() {
        try (Conductor conductor = router().with(lsp(100, PAIR)).conductor()) {
            final int group = ForwardingWord.nextHop(conductor.tables().word(0, 100));
            assertThat(header(conductor, group)).isEqualTo(GroupLayout.PROTECTION | 1);
            assertThat(buckets(conductor, group, 2)).containsExactly(TO_CORE_WORD, TO_EXT_WORD);
        }
    }

    @Test
    void shouldNestPairsInAnEcmpGroupWithTheModelsOnEveryLeg() {
        final Action.Ecmp ecmp = new Action.Ecmp(List.of(new Action.Leg(1, PAIR)));
        try (Conductor conductor = router().with(lsp(100, ecmp, Model.PIPE, Model.PIPE)).conductor()) {
            final long word = conductor.tables().word(0, 100);
            assertThat(ForwardingWord.ttlPipe(word) && ForwardingWord.tcPipe(word)).isTrue();
            final long inner = buckets(conductor, ForwardingWord.nextHop(word), 1)[0];
            assertThat(ForwardingWord.operation(inner)).isEqualTo(Operation.GROUP);
            assertThat(buckets(conductor, ForwardingWord.nextHop(inner), 2)).containsExactly(piped(TO_CORE_WORD), piped(TO_EXT_WORD));
        }
    }

    @Test
    void shouldShowEveryLegAndWhichProtectionLegIsInUse() {
        final Action.Ecmp ecmp = new Action.Ecmp(List.of(new Action.Leg(2, PAIR), new Action.Leg(1, TO_EXT)));
        try (Conductor conductor = router().with(lsp(100, ecmp)).with(lsp(101, PAIR)).conductor()) {
            assertThat(actions(conductor, 100)).containsExactly(
                new ActionView("weight 2 primary", true, "swap to 200, on core0", List.of(LEG, 11)),
                new ActionView("weight 2 backup", false, "swap to 300, on ext0", List.of(LEG + 1, 12)),
                new ActionView("weight 1", true, "swap to 300, on ext0", List.of(LEG + 2, 12)));
            assertThat(actions(conductor, 101)).extracting(ActionView::role).containsExactly("primary", "backup");
            conductor.setPortState("p0", false);
            assertThat(actions(conductor, 100)).extracting(ActionView::active).containsExactly(false, true, true);
            assertThat(actions(conductor, 101)).extracting(ActionView::active).containsExactly(false, true);
            conductor.setPortState("p1", false);
            assertThat(actions(conductor, 101)).extracting(ActionView::active).containsExactly(true, false);
        }
    }

    @Test
    void shouldTakeAnUnresolvedPrimaryForDown() {
        try (Conductor conductor = router().with(lsp(100, new Action.Protect(new Action.Swap(20, 13), TO_EXT))).conductor()) {
            assertThat(actions(conductor, 100)).extracting(ActionView::active).containsExactly(false, true);
        }
    }

    @Test
    void shouldUseAGroupIdAgainOnlyAfterEveryWorkerWasQuiescent() {
        final Action.Ecmp ecmp = new Action.Ecmp(List.of(new Action.Leg(1, PAIR)));
        try (Conductor conductor = router().with(lsp(100, ecmp)).conductor()) {
            conductor.tables().epochs().online(0);
            conductor.tables().epochs().online(1);
            assertThat(group(conductor, 100)).isEqualTo(2);
            conductor.onLabel(lsp(100, new Action.Receive()));
            conductor.tables().epochs().quiescent(0);
            conductor.onLabel(lsp(101, PAIR));
            assertThat(group(conductor, 101)).as("worker 1 may still hold the old word").isEqualTo(3);
            assertThat(conductor.tables().groups().exists(2)).isTrue();
            conductor.tables().epochs().quiescent(1);
            conductor.onLabel(lsp(102, ecmp));
            assertThat(group(conductor, 102)).isEqualTo(2);
            conductor.removeLabel(LspIntent.PLATFORM, 101);
            conductor.tables().epochs().quiescent(0);
            conductor.tables().epochs().quiescent(1);
            conductor.doWork();
            assertThat(conductor.tables().groups().exists(3)).isFalse();
        }
    }

    @Test
    void shouldReplaceAGroupByAnotherUnderANewId() {
        try (Conductor conductor = router().with(lsp(100, PAIR)).conductor()) {
            conductor.tables().epochs().online(0);
            conductor.onLabel(lsp(100, new Action.Protect(TO_EXT, TO_CORE)));
            assertThat(group(conductor, 100)).isEqualTo(2);
            assertThat(buckets(conductor, 1, 2)).as("for a worker that holds the old word").containsExactly(TO_CORE_WORD, TO_EXT_WORD);
            assertThat(buckets(conductor, 2, 2)).containsExactly(TO_EXT_WORD, TO_CORE_WORD);
            assertThat(conductor.nextHop(11).orElseThrow().references()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseGroupsThatCannotBe() {
        try (Conductor conductor = router().conductor()) {
            assertRefused(conductor, new Action.Ecmp(List.of()), "label 100: 0 ECMP legs: must be 1 to 1024");
            assertRefused(conductor, new Action.Ecmp(Collections.nCopies(1025, new Action.Leg(1, TO_CORE))),
                "label 100: 1025 ECMP legs: must be 1 to 1024");
            assertRefused(conductor, new Action.Ecmp(List.of(new Action.Leg(0, TO_CORE))), "label 100: weight 0 must be 1 to 255");
            assertRefused(conductor, new Action.Ecmp(List.of(new Action.Leg(1, new Action.Receive()))),
                "label 100: an ECMP leg must swap, pop and forward, or be a protection pair");
            assertRefused(conductor, new Action.Ecmp(List.of(new Action.Leg(1, TO_CORE), new Action.Leg(1, new Action.Swap(20, 99)))),
                "label 100: there is no next hop 99");
            assertRefused(conductor, new Action.Protect(TO_CORE, new Action.Pop(PayloadType.IP, 99)),
                "label 100: there is no next hop 99");
            assertThat(conductor.tables().groups().exists(1)).isFalse();
            conductor.onLabel(lsp(100, PAIR));
            assertThat(group(conductor, 100)).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAGroupForWhichNoIdIsLeftAndTakeItsPartsBack() {
        final Action.Ecmp thousandPairs = new Action.Ecmp(Collections.nCopies(1000, new Action.Leg(1, PAIR)));
        final int fits = ((1 << 20) - 1) / 1001;
        try (Conductor conductor = new Conductor(router().build(), 1)) {
            for (int label = 100; label < 100 + fits; label++) {
                conductor.onLabel(lsp(label, thousandPairs));
            }
            final int label = 100 + fits;
            assertThatThrownBy(() -> conductor.onLabel(lsp(label, thousandPairs))).isInstanceOf(RefusedException.class)
                .hasMessage("label " + label + ": all 1048575 groups are in use");
            assertThat(conductor.tables().word(0, label)).isZero();
            assertThat(conductor.tables().groups().exists(1001 * fits)).isTrue();
            assertThat(conductor.tables().groups().exists(1001 * fits + 1)).isFalse();
            assertThat(conductor.nextHop(11).orElseThrow().references()).isEqualTo(1000 * fits);
            conductor.removeLabel(LspIntent.PLATFORM, 100);
            conductor.onLabel(lsp(label, thousandPairs));
            assertThat(group(conductor, label)).isEqualTo(1001);
        }
    }

    private static long piped(final long word) {
        return ForwardingWord.withTcPipe(ForwardingWord.withTtlPipe(word, true), true);
    }

    private static int group(final Conductor conductor, final int label) {
        return ForwardingWord.nextHop(conductor.tables().word(0, label));
    }

    private static long header(final Conductor conductor, final int group) {
        return Memory.getLong(conductor.tables().groups().record(group) + GroupLayout.HEADER);
    }

    private static long[] buckets(final Conductor conductor, final int group, final int count) {
        final long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = Memory.getLong(GroupLayout.bucket(conductor.tables().groups().record(group), i));
        }
        return words;
    }

    private static List<ActionView> actions(final Conductor conductor, final int label) {
        return conductor.label(LspIntent.PLATFORM, label).orElseThrow().actions();
    }

    private static void assertRefused(final Conductor conductor, final Action action, final String message) {
        assertThatThrownBy(() -> conductor.onLabel(lsp(100, action))).isInstanceOf(RefusedException.class).hasMessage(message);
    }
}
