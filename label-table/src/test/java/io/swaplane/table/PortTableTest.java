package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortTableTest {
    private final PortTable table = new PortTable(4);

    @AfterEach
    void close() {
        table.close();
    }

    /** The interface that a reader of the layout finds; {@code inner} 0 for a frame with one tag. */
    private long interfaceOf(final int port, final int outer, final int inner) {
        final long record = PortLayout.record(table.address(), port);
        if (outer == 0) {
            return Memory.getLongAcquire(record + PortLayout.UNTAGGED);
        }
        final long map = Memory.getLongAcquire(record + PortLayout.VLANS);
        if (map == 0) {
            return 0;
        }
        final long entry = map + ((long) outer << PortLayout.VLAN_SHIFT);
        if (inner == 0) {
            return Memory.getLongAcquire(entry + PortLayout.VLAN_INTERFACE);
        }
        final long innerMap = Memory.getLongAcquire(entry + PortLayout.VLAN_INNER);
        return innerMap == 0 ? 0 : Memory.getLongAcquire(innerMap + ((long) inner << PortLayout.INNER_SHIFT));
    }

    @Test
    void shouldStartWithEveryPortDownAndWithoutInterfaces() {
        assertThat(table.size()).isEqualTo(4);
        for (int port = 0; port < 4; port++) {
            assertThat(table.isUp(port)).isFalse();
            assertThat(interfaceOf(port, 0, 0)).isZero();
            assertThat(interfaceOf(port, 100, 0)).isZero();
        }
    }

    @Test
    void shouldTurnOnePortUpAndDown() {
        table.setState(2, true);
        assertThat(table.isUp(2)).isTrue();
        assertThat(table.isUp(1)).isFalse();
        assertThat(table.isUp(3)).isFalse();
        assertThat(Memory.getLong(PortLayout.record(table.address(), 2) + PortLayout.STATE)).isEqualTo(PortLayout.UP);

        table.setState(2, false);
        assertThat(table.isUp(2)).isFalse();
    }

    @Test
    void shouldKeepUntaggedAndTaggedInterfacesOfEachPortApart() {
        table.bindUntagged(1, 10);
        table.bindVlan(1, 1, 11);
        table.bindVlan(1, 4094, 12);
        table.bindVlan(1, 1, 4094, 13);
        table.bindVlan(1, 1, 1, 14);
        table.bindVlan(2, 1, 20);

        assertThat(interfaceOf(1, 0, 0)).isEqualTo(10);
        assertThat(interfaceOf(1, 1, 0)).isEqualTo(11);
        assertThat(interfaceOf(1, 4094, 0)).isEqualTo(12);
        assertThat(interfaceOf(1, 1, 4094)).isEqualTo(13);
        assertThat(interfaceOf(1, 1, 1)).isEqualTo(14);
        assertThat(interfaceOf(2, 1, 0)).isEqualTo(20);
        assertThat(interfaceOf(1, 2, 0)).isZero();
        assertThat(interfaceOf(1, 1, 2)).isZero();
        assertThat(interfaceOf(1, 4094, 1)).isZero();
        assertThat(interfaceOf(2, 0, 0)).isZero();
        assertThat(interfaceOf(2, 1, 1)).isZero();
    }

    @Test
    void shouldUnbind() {
        table.bindUntagged(0, 10);
        table.bindVlan(0, 5, 11);
        table.bindVlan(0, 5, 6, 12);

        table.bindUntagged(0, 0);
        table.bindVlan(0, 5, 0);
        table.bindVlan(0, 5, 6, 0);

        assertThat(interfaceOf(0, 0, 0)).isZero();
        assertThat(interfaceOf(0, 5, 0)).isZero();
        assertThat(interfaceOf(0, 5, 6)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4095, 4096})
    void shouldRefuseVlanIdsThatNoTagCanName(final int vid) {
        final String message = "VLAN id " + vid + " must be 1 to 4094";
        assertThatThrownBy(() -> table.bindVlan(0, vid, 1)).hasMessage(message);
        assertThatThrownBy(() -> table.bindVlan(0, vid, 1, 1)).hasMessage(message);
        assertThatThrownBy(() -> table.bindVlan(0, 1, vid, 1)).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void shouldRefusePortsThatDoNotExist(final int port) {
        final String message = "port " + port + " must be 0 to 3";
        assertThatThrownBy(() -> table.setState(port, true)).hasMessage(message);
        assertThatThrownBy(() -> table.isUp(port)).hasMessage(message);
        assertThatThrownBy(() -> table.bindUntagged(port, 1)).hasMessage(message);
        assertThatThrownBy(() -> table.bindVlan(port, 1, 1)).hasMessage(message);
    }
}
