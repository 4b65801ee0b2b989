package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceTableTest {
    private static final byte[] MAC = {0x02, 0x11, 0x22, 0x33, 0x44, (byte) 0xFE};
    private static final byte[] NEIGHBOUR = {0x02, 0x55, 0x66, 0x77, (byte) 0x88, (byte) 0x99};

    private final ForwardingTables tables = new ForwardingTables(new Geometry(2, 2, 1, 4));

    @AfterEach
    void close() {
        tables.close();
    }

    private static InterfaceEntry entry(final int labelSpace, final int[] classes, final InterfaceEntry.Neighbour... neighbours) {
        return new InterfaceEntry(MAC, true, false, labelSpace, classes, List.of(neighbours));
    }

    private long record(final int worker, final int id) {
        return InterfaceLayout.record(tables.worker(worker).interfacesAddress(), id);
    }

    private static List<Integer> classes(final long bitmap) {
        final List<Integer> classes = new ArrayList<>();
        for (int acceptClass = 0; acceptClass < AcceptClass.LIMIT; acceptClass++) {
            if ((Memory.getLong(bitmap + (acceptClass >>> 6 << 3)) >>> acceptClass & 1) != 0) {
                classes.add(acceptClass);
            }
        }
        return classes;
    }

    /** A MAC address as an 8-byte load at the first byte of a frame sees it. */
    private static long loaded(final byte[] mac) {
        try (MappedRegion frame = MappedRegion.reserve(64)) {
            Memory.copyIn(mac, 0, frame.address(), 6);
            Memory.putShort(frame.address() + 6, (short) -1);
            return Memory.getLong(frame.address()) & InterfaceLayout.MAC_MASK;
        }
    }

    @Test
    void shouldPublishAnInterfaceToEveryWorkerWithItsOwnIlm() {
        tables.createLabelSpace(1);
        tables.publishInterface(3, entry(1, new int[] {0, 1, 63, 64, 4095}));

        for (int worker = 0; worker < 2; worker++) {
            final long record = record(worker, 3);
            assertThat(Memory.getLong(record + InterfaceLayout.ILM)).isEqualTo(tables.worker(worker).ilm(1));
            assertThat(Memory.getLong(record + InterfaceLayout.MAC)).isEqualTo(loaded(MAC));
            assertThat(Memory.getLong(record + InterfaceLayout.FLAGS)).isEqualTo(InterfaceLayout.MPLS_ON);
            assertThat(Memory.getLong(record + InterfaceLayout.NEIGHBOURS)).isZero();
            assertThat(classes(record + InterfaceLayout.ACCEPT)).containsExactly(0, 1, 63, 64, 4095);
        }
    }

    @Test
    void shouldHaveNothingOnAnInterfaceThatWasNeverPublished() {
        for (int id = 0; id < 4; id++) {
            assertThat(Memory.getLong(record(0, id) + InterfaceLayout.FLAGS)).isZero();
            assertThat(classes(record(0, id) + InterfaceLayout.ACCEPT)).isEmpty();
            assertThat(Memory.getLong(record(0, id) + InterfaceLayout.ILM)).isEqualTo(tables.worker(0).ilm(0));
        }
    }

    @Test
    void shouldSetTheFlagsThatWereAskedFor() {
        tables.publishInterface(1, new InterfaceEntry(MAC, false, true, 0, new int[0], List.of()));
        assertThat(Memory.getLong(record(0, 1) + InterfaceLayout.FLAGS)).isEqualTo(InterfaceLayout.TAKES_GROUP_MAC);
    }

    @Test
    void shouldListNeighboursWithClassesOfTheirOwn() {
        tables.publishInterface(1, entry(0, new int[] {1}, new InterfaceEntry.Neighbour(MAC, new int[] {2}),
            new InterfaceEntry.Neighbour(NEIGHBOUR, new int[] {3, 100})));

        final long record = record(1, 1);
        final long list = Memory.getLong(record + InterfaceLayout.NEIGHBOURS);
        final long second = list + InterfaceLayout.NEIGHBOUR_FIRST + InterfaceLayout.NEIGHBOUR_BYTES;
        assertThat(Memory.getLong(record + InterfaceLayout.FLAGS) & InterfaceLayout.HAS_NEIGHBOUR_CLASSES).isNotZero();
        assertThat(Memory.getLong(list + InterfaceLayout.NEIGHBOUR_COUNT)).isEqualTo(2);
        assertThat(Memory.getLong(second)).isEqualTo(loaded(NEIGHBOUR));
        assertThat(classes(second + 8)).containsExactly(3, 100);
    }

    @Test
    void shouldKeepAReplacedNeighbourListUntilEveryWorkerWasQuiescent() {
        tables.epochs().online(0);
        tables.publishInterface(1, entry(0, new int[] {1}, new InterfaceEntry.Neighbour(NEIGHBOUR, new int[] {3})));
        final long list = Memory.getLong(record(0, 1) + InterfaceLayout.NEIGHBOURS);

        tables.publishInterface(1, entry(0, new int[] {1}));
        tables.epochs().reclaim();

        assertThat(Memory.getLong(record(0, 1) + InterfaceLayout.NEIGHBOURS)).isZero();
        assertThat(Memory.getLong(list + InterfaceLayout.NEIGHBOUR_COUNT)).isEqualTo(1);

        tables.epochs().quiescent(0);
        tables.epochs().reclaim();
        assertThatThrownBy(() -> Memory.getLong(list)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldLeaveAnInterfaceAsItWasWhenItsReplacementIsRefused() {
        tables.publishInterface(1, entry(0, new int[] {1, 7}));

        assertThatThrownBy(() -> tables.publishInterface(1, entry(1, new int[] {2}))).hasMessage("label space 1 does not exist");

        for (int worker = 0; worker < 2; worker++) {
            assertThat(Memory.getLong(record(worker, 1) + InterfaceLayout.FLAGS)).isEqualTo(InterfaceLayout.MPLS_ON);
            assertThat(classes(record(worker, 1) + InterfaceLayout.ACCEPT)).containsExactly(1, 7);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4})
    void shouldRefuseInterfaceIdsBeyondTheGeometry(final int id) {
        assertThatThrownBy(() -> tables.publishInterface(id, entry(0, new int[0]))).hasMessage("interface id " + id + " must be 1 to 3");
    }

    @Test
    void shouldRefuseAddressesAndClassesThatCannotBe() {
        assertThatThrownBy(() -> new InterfaceEntry(new byte[5], true, false, 0, new int[0], List.of()))
            .hasMessage("a MAC address has 6 bytes, not 5");
        assertThatThrownBy(() -> new InterfaceEntry.Neighbour(new byte[8], new int[0])).hasMessage("a MAC address has 6 bytes, not 8");
        assertThatThrownBy(() -> entry(0, new int[] {4096})).hasMessage("accept class 4096 must be 0 to 4095");
        assertThatThrownBy(() -> new InterfaceEntry.Neighbour(MAC, new int[] {-1})).hasMessage("accept class -1 must be 0 to 4095");
    }
}
