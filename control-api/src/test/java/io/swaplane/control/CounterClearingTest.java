package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Origin;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.table.CounterLayout;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.PuntReason;
import org.junit.jupiter.api.Test;

class CounterClearingTest {
    private static Conductor router() {
        final Conductor conductor = TestIntent.router().with(direct(11, "core0", "10.0.0.2")).with(direct(12, "ext0", "10.9.0.2"))
            .with(lsp(100, new Action.Swap(200, 11))).with(lsp(1_048_575, new Action.Swap(200, 12))).conductor();
        countEverything(conductor);
        return conductor;
    }

    private static void countEverything(final Conductor conductor) {
        final ForwardingTables tables = conductor.tables();
        for (int worker = 0; worker < 2; worker++) {
            for (final int label : new int[] {0, 100, 1_048_575}) {
                TestTables.countLabel(tables, worker, 0, label, 5, 500, 1, 2);
            }
            TestTables.countNextHop(tables, worker, 11, 7, 700);
            TestTables.countNextHop(tables, worker, 12, 7, 700);
            for (int port = 0; port < 2; port++) {
                TestTables.add(tables.worker(worker).portCounters(port) + CounterLayout.PORT_IN_PACKETS, 3);
                TestTables.add(tables.worker(worker).portCounters(port) + CounterLayout.PORT_OUT_DISCARDS, 4);
                TestTables.add(tables.worker(worker).dropCounters(port) + 8L * DropReason.UNKNOWN_LABEL.ordinal(), 6);
                TestTables.add(tables.worker(worker).puntCounters(port) + 8L * PuntReason.RECEIVE.ordinal(), 8);
            }
        }
    }

    private static long labelPackets(final Conductor conductor, final int label) {
        return conductor.label(LspIntent.PLATFORM, label).orElseThrow().statistics().packets();
    }

    private static long nextHopPackets(final Conductor conductor, final int index) {
        return conductor.nextHop(index).orElseThrow().statistics().packets();
    }

    private static long drops(final Conductor conductor) {
        return conductor.drops().stream().mapToLong(ReasonView::packets).sum();
    }

    private static long punts(final Conductor conductor) {
        return conductor.punts().stream().mapToLong(ReasonView::packets).sum();
    }

    @Test
    void shouldClearOneLabel() {
        try (Conductor conductor = router()) {
            conductor.clearLabelCounters(LspIntent.PLATFORM, 100);
            conductor.clearLabelCounters(LspIntent.PLATFORM, 0);
            assertThat(conductor.label(LspIntent.PLATFORM, 100).orElseThrow().statistics())
                .hasToString("StatisticsView[packets=0, octets=0, errors=0, discards=0]");
            assertThat(labelPackets(conductor, 0)).isZero();
            assertThat(labelPackets(conductor, 1_048_575)).isEqualTo(10);
            TestTables.countLabel(conductor.tables(), 1, 0, 100, 1, 60, 0, 0);
            assertThat(labelPackets(conductor, 100)).isEqualTo(1);
            assertThatThrownBy(() -> conductor.clearLabelCounters(LspIntent.PLATFORM, 101)).hasMessage("label 101 has no entry");
        }
    }

    @Test
    void shouldClearOneNextHopOrPort() {
        try (Conductor conductor = router()) {
            conductor.clearNextHopCounters(11);
            assertThat(nextHopPackets(conductor, 11)).isZero();
            assertThat(nextHopPackets(conductor, 12)).isEqualTo(14);
            assertThatThrownBy(() -> conductor.clearNextHopCounters(13)).hasMessage("there is no next hop 13");
            conductor.clearPortCounters("p0");
            assertThat(conductor.ports()).containsExactly(new PortView("p0", true, 0, 0, 0, 0, 0), new PortView("p1", true, 6, 0, 0, 0, 8));
            assertThat(drops(conductor)).isEqualTo(12);
            assertThat(punts(conductor)).isEqualTo(16);
            assertThatThrownBy(() -> conductor.clearPortCounters("p9")).hasMessage("there is no port p9");
        }
    }

    @Test
    void shouldClearEverything() {
        try (Conductor conductor = router()) {
            conductor.clearCounters();
            while (conductor.isClearingCounters()) {
                conductor.doWork();
            }
            assertThat(labelPackets(conductor, 0)).isZero();
            assertThat(labelPackets(conductor, 100)).isZero();
            assertThat(labelPackets(conductor, 1_048_575)).isZero();
            assertThat(nextHopPackets(conductor, 11)).isZero();
            assertThat(nextHopPackets(conductor, 12)).isZero();
            assertThat(conductor.ports().getFirst().inPackets()).isZero();
            assertThat(conductor.ports().getLast().outDiscards()).isZero();
            assertThat(drops(conductor)).isZero();
            assertThat(punts(conductor)).isZero();
            countEverything(conductor);
            assertThat(labelPackets(conductor, 100)).isEqualTo(10);
            assertThat(drops(conductor)).isEqualTo(24);
        }
    }

    @Test
    void shouldClearManyLabelsInSlices() {
        try (Conductor conductor = router()) {
            for (int label = 1000; label < 21_000; label++) {
                conductor.onForward(Origin.STATIC, 0, label, Forwarding.swap(200, 11), new Accept.Core());
                TestTables.countLabel(conductor.tables(), 0, 0, label, 1, 60, 0, 0);
            }
            conductor.clearCounters();
            conductor.doWork();
            assertThat(conductor.isClearingCounters()).isTrue();
            assertThat(labelPackets(conductor, 1000)).isZero();
            assertThat(labelPackets(conductor, 20_999)).isEqualTo(1);
            int steps = 0;
            while (conductor.isClearingCounters()) {
                conductor.doWork();
                assertThat(++steps).isLessThan(100);
            }
            for (int label = 1000; label < 21_000; label++) {
                assertThat(labelPackets(conductor, label)).isZero();
            }
        }
    }
}
