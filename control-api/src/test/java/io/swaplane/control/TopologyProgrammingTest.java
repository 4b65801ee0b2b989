package io.swaplane.control;

import static io.swaplane.control.TestIntent.mplsInterface;
import static io.swaplane.control.TestIntent.ownSpace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.InterfaceLayout;
import io.swaplane.table.PortLayout;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyProgrammingTest {
    @Test
    void shouldNumberPortsFromZeroAndInterfacesFromOneInTheirOrder() {
        try (Conductor conductor = TestIntent.router().conductor()) {
            assertThat(List.of(conductor.portNumber("p0"), conductor.portNumber("p1"))).containsExactly(0, 1);
            assertThat(List.of(conductor.interfaceNumber("core0"), conductor.interfaceNumber("ext0"))).containsExactly(1, 2);
            assertThat(conductor.tables().geometry().workers()).isEqualTo(2);
        }
    }

    @Test
    void shouldBringAllPortsUpAndFollowTheirState() {
        try (Conductor conductor = TestIntent.router().conductor()) {
            assertThat(conductor.tables().ports().isUp(0)).isTrue();
            assertThat(conductor.tables().ports().isUp(1)).isTrue();
            conductor.setPortState("p1", false);
            assertThat(conductor.tables().ports().isUp(1)).isFalse();
            assertThat(conductor.view().ports()).extracting(port -> port.port() + port.up()).containsExactly("p0true", "p1false");
            assertThatThrownBy(() -> conductor.setPortState("p9", true)).hasMessage("there is no port p9");
        }
    }

    @Test
    void shouldBindInterfacesToTheirTags() {
        final TestIntent intent = TestIntent.empty("r").ports("p0")
            .with(mplsInterface("untagged", "p0", MplsMode.CORE))
            .with(mplsInterface("one", "p0", MplsMode.CORE, 100))
            .with(mplsInterface("two", "p0", MplsMode.CORE, 100, 7));
        try (Conductor conductor = intent.conductor()) {
            final long port = TestTables.port(conductor, "p0");
            assertThat(Memory.getLong(port + PortLayout.UNTAGGED)).isEqualTo(conductor.interfaceNumber("untagged"));
            final long vlan = Memory.getLong(port + PortLayout.VLANS) + (100L << PortLayout.VLAN_SHIFT);
            assertThat(Memory.getLong(vlan + PortLayout.VLAN_INTERFACE)).isEqualTo(conductor.interfaceNumber("one"));
            final long inner = Memory.getLong(vlan + PortLayout.VLAN_INNER) + (7L << PortLayout.INNER_SHIFT);
            assertThat(Memory.getLong(inner)).isEqualTo(conductor.interfaceNumber("two"));
        }
    }

    @Test
    void shouldProgramMacAddressModeAndGroupMacs() {
        final TestIntent intent = TestIntent.empty("r").ports("p0", "p1")
            .with(new InterfaceIntent("group", "p0", List.of(), 0x8100, MacAddress.parse("02:aa:bb:cc:dd:ee"), MplsMode.CORE, 1500, true,
                false))
            .with(mplsInterface("off", "p1", MplsMode.OFF));
        try (Conductor conductor = intent.conductor()) {
            assertThat(TestTables.ownMac(conductor, "group")).hasToString("02:aa:bb:cc:dd:ee");
            assertThat(TestTables.flags(conductor, "group")).isEqualTo(InterfaceLayout.MPLS_ON | InterfaceLayout.TAKES_GROUP_MAC);
            assertThat(TestTables.flags(conductor, "off")).isZero();
        }
    }

    @Test
    void shouldGiveAnInterfaceItsOwnLabelSpace() {
        final TestIntent intent = TestIntent.empty("r").ports("p0", "p1")
            .with(mplsInterface("plain", "p0", MplsMode.CORE)).with(ownSpace("own", "p1", MplsMode.CORE));
        try (Conductor conductor = intent.conductor()) {
            assertThat(conductor.labelSpaceNumber(LspIntent.PLATFORM)).isEqualTo(ForwardingTables.PLATFORM);
            assertThat(conductor.labelSpaceNumber("own")).isEqualTo(1);
            assertThat(TestTables.ilm(conductor, "plain")).isEqualTo(conductor.tables().worker(0).ilm(0));
            assertThat(TestTables.ilm(conductor, "own")).isEqualTo(conductor.tables().worker(0).ilm(1));
            assertThatThrownBy(() -> conductor.labelSpaceNumber("plain")).hasMessage("there is no label space plain");
        }
    }

    @Test
    void shouldRefuseAnInterfaceThatCannotBe() {
        assertRefused(mplsInterface("i", "p9", MplsMode.CORE), "interface i: there is no port p9");
        assertRefused(mplsInterface("i", "p0", MplsMode.CORE, 4095), "interface i: VLAN id 4095 must be 1 to 4094");
        assertRefused(mplsInterface("i", "p0", MplsMode.CORE, 1, 2, 3), "interface i: 3 VLAN tags: at most two");
        assertRefused(mplsInterface("core0", "p0", MplsMode.CORE, 5), "interface core0 appears twice");
        assertRefused(mplsInterface("i", "p0", MplsMode.CORE), "interface i: another interface on port p0 has no VLAN tag either");
        assertRefused(ownSpace("platform", "p0", MplsMode.CORE),
            "interface platform: its own label space would have the platform label space's name");
        assertRefused(new InterfaceIntent("i", "p0", List.of(1, 2), 0x9100, TestIntent.OWN_MAC, MplsMode.CORE, 1500, false, false),
            "interface i: outer TPID 0x9100 must be 0x88a8 or 0x8100");
        assertRefused(new InterfaceIntent("i", "p0", List.of(1), 0, TestIntent.OWN_MAC, MplsMode.CORE, 65536, false, false),
            "interface i: MTU 65536 must be 1 to 65513");
        final MacAddress group = MacAddress.parse("01:00:5e:00:00:01");
        assertRefused(new InterfaceIntent("i", "p0", List.of(1), 0, group, MplsMode.CORE, 1500, false, false),
            "interface i: MAC address 01:00:5e:00:00:01 is a group address");
    }

    @ParameterizedTest
    @CsvSource({"core0, 10.0.0.2, 02:00:00:00:00:09, neighbour 10.0.0.2 on core0 appears twice",
        "nowhere, 10.0.0.9, 02:00:00:00:00:09, there is no interface nowhere",
        "core0, 10.0.0.9, 03:00:00:00:00:09, neighbour 10.0.0.9 on core0: MAC address 03:00:00:00:00:09 is a group address"})
    void shouldRefuseANeighbourThatCannotBe(final String interfaceName, final String address, final String mac, final String message) {
        assertThatThrownBy(TestIntent.router().with(TestIntent.neighbour(interfaceName, address, MacAddress.parse(mac)))::conductor)
            .isInstanceOf(RefusedException.class).hasMessage(message);
    }

    @Test
    void shouldRefuseAPortThatAppearsTwice() {
        assertThatThrownBy(TestIntent.router().ports("p0")::conductor).hasMessage("port p0 appears twice");
    }

    private static void assertRefused(final InterfaceIntent each, final String message) {
        assertThatThrownBy(TestIntent.router().with(each)::conductor).isInstanceOf(RefusedException.class).hasMessage(message);
    }

    @Test
    void shouldSayThatAnInterfaceOrPortDoesNotExist() {
        try (Conductor conductor = TestIntent.router().conductor()) {
            assertUnknown("there is no interface none",
                () -> conductor.onNeighbour(TestIntent.neighbour("none", "10.0.0.2", TestIntent.MAC_2)));
            assertUnknown("there is no interface none", () -> conductor.removeNeighbour("none", TestIntent.ip("10.0.0.2")));
            assertUnknown("next hop 1: there is no interface none", () -> conductor.onNextHop(TestIntent.direct(1, "none", "10.0.0.2")));
            assertUnknown("there is no port none", () -> conductor.setPortState("none", true));
            assertUnknown("label 100: there is no interface none",
                () -> conductor.onLabel(TestIntent.lsp(100, new Accept.Interface("none"), new Action.Drop())));
        }
    }

    private static void assertUnknown(final String message, final ThrowingCallable command) {
        assertThatThrownBy(command).hasMessage(message).isInstanceOfSatisfying(RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusalReason.UNKNOWN_REFERENCE));
    }
}
