package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.memory.Memory;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTablesTest {
    private static final long SWAP = ForwardingWord.swap(16, 1);

    private final ForwardingTables tables = new ForwardingTables(new Geometry(2, 3, 4, 8));

    @AfterEach
    void close() {
        tables.close();
    }

    /** What a worker does when it has forwarded packets of a label. */
    private void count(final int worker, final int space, final int label, final long packets, final long octets) {
        final long entry = IlmLayout.entry(tables.worker(worker).ilm(space), label);
        Memory.addToCounter(entry + IlmLayout.PACKETS, packets);
        Memory.addToCounter(entry + IlmLayout.OCTETS, octets);
    }

    private void countCold(final int worker, final int label, final long errors, final long discards) {
        final long cold = IlmLayout.cold(tables.worker(worker).ilm(0), label);
        Memory.addToCounter(cold + IlmLayout.ERRORS, errors);
        Memory.addToCounter(cold + IlmLayout.DISCARDS, discards);
    }

    @Test
    void shouldPublishALabelToEveryWorker() {
        tables.publishLabel(0, 44, SWAP);
        assertThat(tables.word(0, 44)).isEqualTo(SWAP);
        assertThat(tables.worker(0).word(0, 44)).isEqualTo(SWAP);
        assertThat(tables.worker(1).word(0, 44)).isEqualTo(SWAP);
        assertThat(tables.word(0, 43)).isEqualTo(ForwardingWord.EMPTY);
        assertThat(tables.word(0, 45)).isEqualTo(ForwardingWord.EMPTY);

        tables.publishLabel(0, 44, ForwardingWord.swap(17, 1));
        assertThat(tables.worker(1).word(0, 44)).isEqualTo(ForwardingWord.swap(17, 1));

        tables.removeLabel(0, 44);
        assertThat(tables.worker(0).word(0, 44)).isEqualTo(ForwardingWord.EMPTY);
        assertThat(tables.worker(1).word(0, 44)).isEqualTo(ForwardingWord.EMPTY);
    }

    @Test
    void shouldHoldTheFirstAndTheLastLabel() {
        tables.publishLabel(0, 0, SWAP);
        tables.publishLabel(0, 1048575, SWAP);
        count(0, 0, 1048575, 1, 2);
        countCold(0, 1048575, 3, 4);

        assertThat(tables.word(0, 0)).isEqualTo(SWAP);
        assertThat(tables.labelCounters(0, 1048575)).isEqualTo(new Counters(1, 2, 3, 4));
        assertThat(tables.labelCounters(0, 0)).isEqualTo(Counters.ZERO);
    }

    @Test
    void shouldAddUpTheWorkersCounters() {
        tables.publishLabel(0, 44, SWAP);
        count(0, 0, 44, 3, 300);
        count(1, 0, 44, 4, 400);
        countCold(0, 44, 1, 2);
        countCold(1, 44, 10, 20);

        assertThat(tables.labelCounters(0, 44)).isEqualTo(new Counters(7, 700, 11, 22));
    }

    @Test
    void shouldKeepCountingWhenALabelIsReplaced() {
        tables.publishLabel(0, 44, SWAP);
        count(0, 0, 44, 3, 300);
        tables.publishLabel(0, 44, ForwardingWord.swap(17, 1));
        count(0, 0, 44, 1, 100);

        assertThat(tables.labelCounters(0, 44)).isEqualTo(new Counters(4, 400, 0, 0));
    }

    @Test
    void shouldStartAtZeroWhenALabelIsCreatedAgain() {
        tables.publishLabel(0, 44, SWAP);
        count(0, 0, 44, 3, 300);
        countCold(1, 44, 5, 6);
        tables.removeLabel(0, 44);
        tables.publishLabel(0, 44, SWAP);

        assertThat(tables.labelCounters(0, 44)).isEqualTo(Counters.ZERO);
        count(1, 0, 44, 1, 100);
        assertThat(tables.labelCounters(0, 44)).isEqualTo(new Counters(1, 100, 0, 0));
    }

    @Test
    void shouldNotCountPacketsThatWereInFlightWhenALabelWasRemovedForItsNextLife() {
        tables.epochs().online(0);
        tables.publishLabel(0, 44, SWAP);
        count(0, 0, 44, 3, 300);
        tables.removeLabel(0, 44);
        count(0, 0, 44, 1, 100); // the burst under way still counts for the old entry
        tables.epochs().quiescent(0);
        tables.epochs().reclaim();
        assertThat(tables.labelCounters(0, 44)).isEqualTo(Counters.ZERO);

        tables.publishLabel(0, 44, SWAP);

        assertThat(tables.labelCounters(0, 44)).isEqualTo(Counters.ZERO);
    }

    @Test
    void shouldNotForgetALabelsCountsWhenAnEarlierRemovalIsReclaimed() {
        tables.epochs().online(0);
        tables.publishLabel(0, 44, SWAP);
        tables.removeLabel(0, 44);
        tables.publishLabel(0, 44, SWAP);
        count(0, 0, 44, 3, 300);
        tables.epochs().quiescent(0);
        tables.epochs().reclaim();

        assertThat(tables.labelCounters(0, 44)).isEqualTo(new Counters(3, 300, 0, 0));
    }

    @Test
    void shouldQueueNothingWhenLabelsAreRemoved() {
        tables.epochs().online(0);
        for (int label = 16; label < 10_000; label++) {
            tables.publishLabel(0, label, SWAP);
        }
        for (int label = 16; label < 10_000; label++) {
            tables.removeLabel(0, label);
        }
        assertThat(tables.epochs().waiting()).isZero();
    }

    @Test
    void shouldCountFromZeroOnceCleared() {
        tables.publishLabel(0, 44, SWAP);
        tables.publishLabel(0, 45, SWAP);
        count(0, 0, 44, 3, 300);
        countCold(1, 44, 5, 6);
        count(0, 0, 45, 1, 100);
        tables.clearLabelCounters(0, 44);
        assertThat(tables.labelCounters(0, 44)).isEqualTo(Counters.ZERO);
        assertThat(tables.labelCounters(0, 45)).isEqualTo(new Counters(1, 100, 0, 0));
        count(1, 0, 44, 2, 200);
        tables.publishLabel(0, 44, ForwardingWord.swap(17, 1));
        assertThat(tables.labelCounters(0, 44)).isEqualTo(new Counters(2, 200, 0, 0));
        tables.removeLabel(0, 44);
        tables.publishLabel(0, 44, SWAP);
        assertThat(tables.labelCounters(0, 44)).isEqualTo(Counters.ZERO);
    }

    @Test
    void shouldUnmapALabelSpaceOnlyOnceNoWorkerCanHoldIt() {
        tables.epochs().online(0);
        tables.createLabelSpace(2);
        tables.publishLabel(2, 44, SWAP);
        final long entry = IlmLayout.entry(tables.worker(0).ilm(2), 44);

        tables.removeLabelSpace(2);

        assertThat(Memory.getLong(tables.worker(0).spaceDirectoryAddress() + 16)).isZero();
        assertThatThrownBy(() -> tables.word(2, 44)).hasMessage("label space 2 does not exist");
        assertThat(Memory.getLong(entry)).isEqualTo(SWAP);
        tables.epochs().quiescent(0);
        tables.epochs().reclaim();
        assertThatThrownBy(() -> Memory.getLong(entry)).isInstanceOf(IndexOutOfBoundsException.class);
        tables.createLabelSpace(2);
        assertThat(tables.word(2, 44)).isEqualTo(ForwardingWord.EMPTY);
        assertThatThrownBy(() -> tables.removeLabelSpace(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tables.removeLabelSpace(1)).hasMessage("label space 1 does not exist");
    }

    @Test
    void shouldUnmapAtTheEndWhatStillWaitsForAWorker() {
        final ForwardingTables ending = new ForwardingTables(new Geometry(1, 2, 1, 1));
        ending.createLabelSpace(1);
        final long removed = ending.worker(0).ilm(1);
        ending.epochs().online(0);
        ending.removeLabelSpace(1);
        ending.close();
        assertThatThrownBy(() -> Memory.getLong(removed)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldMakeLabelSpacesOnDemandAndKeepThemApart() {
        assertThatThrownBy(() -> tables.publishLabel(2, 44, SWAP)).hasMessage("label space 2 does not exist");
        assertThat(Memory.getLong(tables.worker(0).spaceDirectoryAddress() + 16)).isZero();

        tables.createLabelSpace(2);
        tables.publishLabel(2, 44, SWAP);
        tables.createLabelSpace(2);
        count(1, 2, 44, 1, 100);

        assertThat(tables.word(2, 44)).isEqualTo(SWAP);
        assertThat(tables.word(0, 44)).isEqualTo(ForwardingWord.EMPTY);
        assertThat(tables.labelCounters(2, 44)).isEqualTo(new Counters(1, 100, 0, 0));
        assertThat(tables.labelCounters(0, 44)).isEqualTo(Counters.ZERO);
        for (int worker = 0; worker < 2; worker++) {
            assertThat(Memory.getLong(tables.worker(worker).spaceDirectoryAddress() + 16)).isEqualTo(tables.worker(worker).ilm(2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void shouldRefuseLabelSpacesBeyondTheGeometry(final int space) {
        assertThatThrownBy(() -> tables.createLabelSpace(space)).hasMessage("label space " + space + " must be 0 to 2");
        assertThatThrownBy(() -> tables.word(space, 44)).hasMessage("label space " + space + " does not exist");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1048576})
    void shouldRefuseImpossibleLabels(final int label) {
        final String message = "label " + label + " must be 0 to 1048575";
        assertThatThrownBy(() -> tables.publishLabel(0, label, SWAP)).hasMessage(message);
        assertThatThrownBy(() -> tables.removeLabel(0, label)).hasMessage(message);
        assertThatThrownBy(() -> tables.word(0, label)).hasMessage(message);
    }

    @Test
    void shouldAddUpNextHopPortDropAndPuntCounters() {
        for (int worker = 0; worker < 2; worker++) {
            final long hop = tables.worker(worker).nextHopCountersAddress() + (9L << CounterLayout.NEXT_HOP_SHIFT);
            Memory.addToCounter(hop + CounterLayout.PACKETS, 1);
            Memory.addToCounter(hop + CounterLayout.OCTETS, 2);
            Memory.addToCounter(hop + CounterLayout.ERRORS, 3);
            Memory.addToCounter(hop + CounterLayout.DISCARDS, 4);
            final long port = tables.worker(worker).portCounters(3);
            Memory.addToCounter(port + CounterLayout.PORT_IN_PACKETS, 1);
            Memory.addToCounter(port + CounterLayout.PORT_IN_OCTETS, 2);
            Memory.addToCounter(port + CounterLayout.PORT_OUT_PACKETS, 3);
            Memory.addToCounter(port + CounterLayout.PORT_OUT_OCTETS, 4);
            Memory.addToCounter(port + CounterLayout.PORT_OUT_DISCARDS, 5);
            Memory.addToCounter(tables.worker(worker).dropCounters(3) + 8L * DropReason.TX_FULL.ordinal(), 6);
            Memory.addToCounter(tables.worker(worker).puntCounters(3) + 8L * PuntReason.EXTENDED_SPECIAL.ordinal(), 7);
        }

        assertThat(tables.nextHopCounters(9)).isEqualTo(new Counters(2, 4, 6, 8));
        assertThat(tables.nextHopCounters(8)).isEqualTo(Counters.ZERO);
        assertThat(tables.portCounters(3)).isEqualTo(new PortCounters(2, 4, 6, 8, 10));
        assertThat(tables.portCounters(2)).isEqualTo(new PortCounters(0, 0, 0, 0, 0));
        for (final DropReason reason : DropReason.values()) {
            assertThat(tables.drops(3, reason)).isEqualTo(reason == DropReason.TX_FULL ? 12 : 0);
            assertThat(tables.drops(2, reason)).isZero();
        }
        for (final PuntReason reason : PuntReason.values()) {
            assertThat(tables.punts(3, reason)).isEqualTo(reason == PuntReason.EXTENDED_SPECIAL ? 14 : 0);
            assertThat(tables.punts(2, reason)).isZero();
        }
    }

    @Test
    void shouldRefuseImpossibleGeometry() {
        assertThatThrownBy(() -> new Geometry(0, 1, 1, 1))
            .hasMessage("impossible table geometry: 0 workers, 1 label spaces, 1 ports, 1 interfaces");
        assertThatThrownBy(() -> new Geometry(1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Geometry(1, 1, 65537, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Geometry(1, 1, 1, 65537)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGiveMemoryOfRoutesBackOnlyWhenNoWorkerCanHoldIt() {
        try (ForwardingTables tables = new ForwardingTables(new Geometry(1, 1, 2, 2))) {
            final Fib fib = tables.fibs().fib(ForwardingTables.GLOBAL_TABLE, AddressFamily.IPV4);
            final long before = tables.fibs().bytesInUse();
            tables.epochs().online(0);
            fib.put(Fib.key(0x0A000000), 0, 8, ForwardingWord.push(16, 1));
            fib.remove(Fib.key(0x0A000000), 0, 8);
            tables.reclaim();
            assertThat(tables.reclaim()).as("the worker has not been quiescent").isZero();
            assertThat(tables.fibs().bytesInUse()).isGreaterThan(before);
            tables.epochs().quiescent(0);
            assertThat(tables.reclaim()).isPositive();
            assertThat(tables.fibs().bytesInUse()).isEqualTo(before);
        }
    }
}
