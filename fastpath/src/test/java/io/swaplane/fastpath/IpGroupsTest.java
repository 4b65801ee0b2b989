package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.DropReason;
import io.swaplane.table.Egress;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.PayloadType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How routes and next hops spread IP packets, and protect them: {@code docs/FORWARDING.md} §4 and §6. */
class IpGroupsTest {
    private static final long BY_1 = IpRig.push(501, 1);
    private static final long BY_2 = IpRig.push(502, 2);
    private static final long BY_3 = IpRig.push(3, 3);

    private final IpRig rig = new IpRig();

    @BeforeEach
    void program() {
        rig.label(100, ForwardingWord.vrf(PayloadType.IP, IpRig.RED));
        rig.tables.groups().publishEcmp(1, new long[] {BY_1, BY_2, BY_3, BY_1}, true);
        rig.route(IpRig.RED, "10.0.0.0/8", ForwardingWord.group(1));
        rig.route(IpRig.RED, "2001:db8::/32", ForwardingWord.group(1));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Set<Integer> portsOf(final byte[]... frames) {
        rig.sent.clear();
        rig.receive(frames);
        final Set<Integer> ports = new TreeSet<>();
        rig.sent.forEach(sent -> ports.add(sent.port()));
        return ports;
    }

    private static byte[][] flows(final TestPacket packet, final String prefix) {
        final byte[][] frames = new byte[64][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = packet.to(prefix + (i + 1)).frame();
        }
        return frames;
    }

    @Test
    void shouldSpreadFlowsOverTheLegsAndCarryOutTheChosenOnesWord() {
        assertThat(portsOf(flows(TestPacket.ipv4(), "10.2.2."))).containsExactly(1, 2, 3);
        assertThat(rig.sent).allSatisfy(sent -> assertThat(sent.frame()[13]).isEqualTo((byte) (sent.port() == 3 ? 0 : 0x47)));
        assertThat(portsOf(flows(TestPacket.ipv6(), "2001:db8::"))).containsExactly(1, 2, 3);
    }

    @Test
    void shouldSendAPacketByTheSameLegWhateverLabelItCameBehind() {
        for (int i = 1; i < 40; i++) {
            final TestPacket packet = TestPacket.ipv4().to("10.2.2." + i);
            assertThat(portsOf(packet.frame(), packet.labels(9, 100).frame(), packet.labels(77, 100).frame())).hasSize(1);
        }
    }

    @Test
    void shouldNotLetPaddingIntoTheHash() {
        for (int i = 1; i < 40; i++) {
            final TestPacket packet = TestPacket.ipv4().to("10.2.2." + i).payload(0);
            assertThat(portsOf(packet.frame(), packet.padding(26).frame())).hasSize(1);
        }
    }

    @Test
    void shouldHashIpEvenInAGroupOfLabelsOnly() {
        rig.tables.groups().publishEcmp(1, new long[] {BY_1, BY_2}, false);
        assertThat(portsOf(flows(TestPacket.ipv4(), "10.2.2."))).containsExactly(1, 2);
    }

    @Test
    void shouldKeepFragmentsOfAPacketTogether() {
        final TestPacket packet = TestPacket.ipv4();
        final byte[] first = packet.fragment(0x2000).frame();
        final byte[] second = packet.fragment(0x0005).frame();
        second[14 + 20] = 55;
        assertThat(portsOf(first, second)).hasSize(1);
    }

    @Test
    void shouldAvoidLegsWhosePortIsDownAndDropWhenNoneIsUp() {
        rig.tables.ports().setState(1, false);
        assertThat(portsOf(flows(TestPacket.ipv4(), "10.2.2."))).containsExactly(2, 3);
        rig.tables.ports().setState(2, false);
        rig.tables.ports().setState(3, false);
        assertThat(portsOf(flows(TestPacket.ipv4(), "10.2.2."))).isEmpty();
        assertThat(rig.drops(DropReason.PORT_DOWN)).isEqualTo(64);
    }

    @Test
    void shouldGoByTheBackupWhileThePrimarysPortIsDown() {
        rig.tables.groups().publishProtection(2, BY_1, BY_2);
        rig.route(IpRig.RED, "10.9.0.0/16", ForwardingWord.group(2));
        final byte[] frame = TestPacket.ipv4().to("10.9.1.1").frame();
        assertThat(portsOf(frame)).containsExactly(1);
        rig.tables.ports().setState(1, false);
        assertThat(portsOf(frame)).containsExactly(2);
        rig.tables.ports().setState(2, false);
        assertThat(portsOf(frame)).isEmpty();
    }

    @Test
    void shouldGoThroughGroupsOfGroups() {
        rig.tables.groups().publishProtection(2, BY_1, BY_2);
        rig.tables.groups().publishEcmp(3, new long[] {ForwardingWord.group(2), BY_3}, true);
        rig.route(IpRig.RED, "10.0.0.0/8", ForwardingWord.group(3));
        assertThat(portsOf(flows(TestPacket.ipv4(), "10.2.2."))).containsExactly(1, 3);
        rig.tables.ports().setState(1, false);
        assertThat(portsOf(flows(TestPacket.ipv4(), "10.2.2."))).containsExactly(2, 3);
    }

    @Test
    void shouldSpreadOverTheMembersOfANextHopGroup() {
        final Egress inner = new Egress.Group(List.of(new Egress.Member(4, 1, IpRig.hop(3)), new Egress.Member(5, 1, Egress.NONE)), true);
        rig.egress(7, new Egress.Group(List.of(new Egress.Member(1, 1, IpRig.hop(1, 61)), new Egress.Member(2, 1, IpRig.hop(2)),
            new Egress.Member(3, 1, inner)), false));
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(500, 7));
        assertThat(portsOf(flows(TestPacket.ipv4(), "10.2.2."))).containsExactly(1, 2, 3);
        assertThat(rig.sent).allSatisfy(sent -> assertThat(sent.frame()).hasSize(sent.port() == 1 ? 82 : 78));
        rig.tables.ports().setState(2, false);
        assertThat(portsOf(flows(TestPacket.ipv4().labels(9, 100), "10.2.2."))).containsExactly(1, 3);
    }

    @Test
    void shouldGoByTheBackupOfAProtectedNextHop() {
        rig.egress(7, new Egress.Protection(IpRig.hop(1), IpRig.hop(2)));
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(3, 7));
        assertThat(portsOf(TestPacket.ipv4().frame())).containsExactly(1);
        rig.tables.ports().setState(1, false);
        assertThat(portsOf(TestPacket.ipv4().frame())).containsExactly(2);
        rig.egress(7, new Egress.Protection(Egress.NONE, IpRig.hop(1)));
        assertThat(portsOf(TestPacket.ipv4().frame())).isEmpty();
        assertThat(rig.drops(DropReason.UNRESOLVED)).isEqualTo(1);
    }
}
