package io.swaplane.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.PayloadType;
import io.swaplane.table.PuntReason;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecialLabelsTest {
    private static final long[] STANDARD = new long[16];

    static {
        for (int label = 0; label < 16; label++) {
            STANDARD[label] = ForwardingWord.punt(PuntReason.SPECIAL_LABEL);
        }
        STANDARD[0] = ForwardingWord.withAcceptClass(ForwardingWord.lookup(PayloadType.IPV4, 0), AcceptClass.CORE);
        STANDARD[1] = ForwardingWord.punt(PuntReason.ROUTER_ALERT);
        STANDARD[2] = ForwardingWord.withAcceptClass(ForwardingWord.lookup(PayloadType.IPV6, 0), AcceptClass.CORE);
        STANDARD[3] = ForwardingWord.drop(DropReason.IMPLICIT_NULL);
        STANDARD[7] = ForwardingWord.entropy(false);
        STANDARD[13] = ForwardingWord.punt(PuntReason.GAL);
        STANDARD[14] = ForwardingWord.punt(PuntReason.OAM_ALERT);
        STANDARD[15] = ForwardingWord.extension(false);
    }

    @Test
    void shouldProgramSpecialLabelsInEveryLabelSpaceOfEveryWorker() {
        final TestIntent intent = TestIntent.empty("r").ports("p0").with(TestIntent.ownSpace("own", "p0", MplsMode.CORE));
        try (Conductor conductor = intent.conductor()) {
            for (int label = 0; label < 16; label++) {
                for (int space = 0; space < 2; space++) {
                    for (int worker = 0; worker < 2; worker++) {
                        assertThat(conductor.tables().worker(worker).word(space, label)).as("label %d", label).isEqualTo(STANDARD[label]);
                    }
                }
            }
        }
    }

    @Test
    void shouldDropPunteesThatAreConfiguredSo() {
        final Set<Integer> dropped = Set.of(1, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15);
        try (Conductor conductor = TestIntent.router().with(new SpecialLabels(dropped, false, false)).conductor()) {
            for (int label = 1; label < 15; label++) {
                final long expected = dropped.contains(label) ? ForwardingWord.drop(DropReason.SPECIAL_LABEL) : STANDARD[label];
                assertThat(conductor.tables().word(0, label)).as("label %d", label).isEqualTo(expected);
            }
            assertThat(conductor.tables().word(0, 15)).isEqualTo(ForwardingWord.extension(true));
        }
    }

    @Test
    void shouldTakeEntropyOnTopAndExplicitNullFromAnywhereWhenAsked() {
        try (Conductor conductor = TestIntent.router().with(new SpecialLabels(Set.of(), true, true)).conductor()) {
            assertThat(conductor.tables().word(0, 7)).isEqualTo(ForwardingWord.entropy(true));
            assertThat(conductor.tables().word(0, 0)).isEqualTo(ForwardingWord.lookup(PayloadType.IPV4, 0));
            assertThat(conductor.tables().word(0, 2)).isEqualTo(ForwardingWord.lookup(PayloadType.IPV6, 0));
        }
    }

    @Test
    void shouldGiveSpecialLabelsTheRoutersModels() {
        try (Conductor conductor = TestIntent.router().with(new Defaults(Model.PIPE, Model.PIPE, 64, 5, true)).conductor()) {
            assertThat(ForwardingWord.ttlPipe(conductor.tables().word(0, 0))).isTrue();
            assertThat(ForwardingWord.tcPipe(conductor.tables().word(0, 7))).isTrue();
        }
    }

    @Test
    void shouldRefuseToDropLabelsThatAreNeeded() {
        assertThatThrownBy(TestIntent.router().with(new SpecialLabels(Set.of(0, 4, 7, 16), false, false))::conductor)
            .isInstanceOf(RefusedException.class)
            .hasMessage("special-purpose labels [0, 7, 16] cannot be dropped: only 1, 4-6 and 8-15");
    }

    @Test
    void shouldShowASpecialLabelOnceItCounted() {
        try (Conductor conductor = TestIntent.router().conductor()) {
            assertThat(conductor.view().labels()).isEmpty();
            TestTables.countLabel(conductor.tables(), 1, 0, 0, 3, 300, 0, 0);
            assertThat(conductor.view().labels()).singleElement().satisfies(label -> {
                assertThat(label.owner()).isEqualTo("special");
                assertThat(label.spoofCheck()).isEqualTo("core");
                assertThat(label.statistics().packets()).isEqualTo(3);
                assertThat(label.actions()).singleElement().extracting("summary").isEqualTo("lookup on inner header/label (ipv4)");
            });
        }
    }

    @Test
    void shouldDescribeEverySpecialLabel() {
        try (Conductor conductor = TestIntent.router().with(new SpecialLabels(Set.of(8), false, false)).conductor()) {
            assertSummary(conductor, 1, "punt router-alert");
            assertSummary(conductor, 3, "discard implicit-null");
            assertSummary(conductor, 4, "punt special-label");
            assertSummary(conductor, 7, "skip entropy label");
            assertSummary(conductor, 8, "discard special-label");
            assertSummary(conductor, 15, "punt extended-special unless label 7 follows");
        }
    }

    private static void assertSummary(final Conductor conductor, final int label, final String summary) {
        assertThat(conductor.label(LspIntent.PLATFORM, label).orElseThrow().actions().getFirst().summary()).isEqualTo(summary);
    }
}
