package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.Counters;
import io.swaplane.table.DropReason;
import io.swaplane.table.Egress;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.PayloadType;
import io.swaplane.table.PuntReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** IP packets behind a label that names a table: VRF, LOOKUP and ENTROPY of {@code docs/FORWARDING.md} §2, then §6. */
class VrfLabelTest {
    private static final int UNIFORM = 100;
    private static final int PIPE = 101;
    private static final int V6_ONLY = 102;
    private static final int INNER = 103;
    /** Octets of a packet of 60 with its label. */
    private static final int LABELLED = 64;

    private final IpRig rig = new IpRig();

    @BeforeEach
    void program() {
        rig.label(UNIFORM, ForwardingWord.vrf(PayloadType.IP, IpRig.RED));
        rig.label(PIPE, ForwardingWord.withTtlPipe(ForwardingWord.vrf(PayloadType.IP, IpRig.RED), true));
        rig.label(V6_ONLY, ForwardingWord.vrf(PayloadType.IPV6, IpRig.RED));
        rig.label(INNER, ForwardingWord.lookup(PayloadType.IP, 0));
        rig.label(0, ForwardingWord.lookup(PayloadType.IPV4, 0));
        rig.label(2, ForwardingWord.lookup(PayloadType.IPV6, 0));
        rig.label(7, ForwardingWord.entropy(true));
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(3, 2));
        rig.route(IpRig.RED, "2001:db8::/32", IpRig.push(3, 2));
    }

    @AfterEach
    void nothingMayBeLost() {
        assertThat(rig.store.available()).isEqualTo(IpRig.FRAMES);
        rig.close();
    }

    private static TestPacket behind(final int... labels) {
        return TestPacket.ipv4().labels(40, labels);
    }

    private Counters counters(final int label) {
        return rig.tables.labelCounters(0, label);
    }

    @Test
    void shouldGiveThePacketTheLabelsTtlInUniformModel() {
        rig.receive(behind(UNIFORM).frame());
        assertThat(rig.onlySent()).isEqualTo(TestPacket.sentBy(2, Ethernet.IPV4, TestPacket.ipv4().ttl(39).packet()));
        assertThat(counters(UNIFORM)).isEqualTo(new Counters(1, LABELLED, 0, 0));
        assertThat(rig.tables.nextHopCounters(2)).isEqualTo(new Counters(1, 60, 0, 0));
    }

    @Test
    void shouldKeepThePacketsOwnTtlInPipeModel() {
        rig.receive(behind(PIPE).frame());
        assertThat(rig.onlySent()).isEqualTo(TestPacket.sentBy(2, Ethernet.IPV4, TestPacket.ipv4().ttl(63).packet()));
    }

    @Test
    void shouldRouteIpv6BehindALabel() {
        rig.receive(TestPacket.ipv6().labels(40, V6_ONLY).frame());
        assertThat(rig.onlySent()).isEqualTo(TestPacket.sentBy(2, Ethernet.IPV6, TestPacket.ipv6().ttl(39).packet()));
    }

    @Test
    void shouldGoOnBehindAPacketThatIsNotRouted() {
        final byte[] wrong = behind(UNIFORM).frame();
        wrong[18 + 10] ^= 1;
        final byte[] good = behind(UNIFORM).frame();
        final byte[] six = TestPacket.ipv6().labels(40, UNIFORM).frame();
        rig.receive(good, good, wrong, good, TestPacket.ipv4().labels(0, UNIFORM).frame(), six, good, good);
        assertThat(rig.sent).extracting(IpRig.Sent::frame).filteredOn(frame -> frame[14] == 0x45).hasSize(5)
            .containsOnly(TestPacket.sentBy(2, Ethernet.IPV4, TestPacket.ipv4().ttl(39).packet()));
        assertThat(rig.sent).hasSize(6);
        assertThat(rig.punted).extracting(IpRig.Punted::reason).containsExactly(PuntReason.TTL_EXPIRED);
        assertThat(rig.drops(DropReason.IP_CHECKSUM)).isOne();
        assertThat(counters(UNIFORM)).extracting(Counters::packets, Counters::errors).containsExactly(6L, 2L);
    }

    @Test
    void shouldRouteAMixtureOfLabelsToDifferentPortsInOneBurst() {
        rig.route(IpRig.RED, "10.2.0.0/16", IpRig.push(3, 1));
        final byte[][] frames = new byte[300][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = behind(i % 3 == 0 ? PIPE : UNIFORM).to(i % 2 == 0 ? "10.2.0.9" : "10.9.0.9").frame();
        }
        rig.receive(frames);
        assertThat(rig.sent).extracting(IpRig.Sent::frame).filteredOn(frame -> frame[22] == 63).hasSize(100);
        assertThat(rig.sent).extracting(IpRig.Sent::frame).filteredOn(frame -> frame[22] == 39).hasSize(200);
        assertThat(rig.sent).extracting(IpRig.Sent::port).filteredOn(port -> port == 1).hasSize(150);
        assertThat(rig.sent).extracting(IpRig.Sent::port).filteredOn(port -> port == 2).hasSize(150);
        assertThat(counters(PIPE).packets()).isEqualTo(100);
        assertThat(counters(UNIFORM).packets()).isEqualTo(200);
    }

    @Test
    void shouldPushNewLabelsByTheTtlThatThePacketGot() {
        rig.route(IpRig.RED, "10.2.0.0/16", IpRig.push(500, 10));
        rig.receive(behind(UNIFORM).tos(0x40).frame(), behind(PIPE).tos(0x40).frame());
        assertThat(rig.sent.get(0).frame()).isEqualTo(TestPacket.sentBy(1, Ethernet.MPLS, TestPacket.ipv4().tos(0x40).ttl(39).packet(),
            Lse.of(78, 2, false, 39), Lse.of(77, 2, false, 39), Lse.of(500, 2, true, 39)));
        assertThat(ByteBuffer.wrap(rig.sent.get(1).frame()).getInt(22)).isEqualTo(Lse.of(500, 2, true, 63));
    }

    @Test
    void shouldExpireByTheTtlThatCounts() {
        rig.receive(behind(UNIFORM).labels(1, UNIFORM).frame(), behind(PIPE).labels(0, PIPE).frame(), behind(PIPE).ttl(1).frame());
        assertThat(rig.tables.punts(0, PuntReason.TTL_EXPIRED)).isEqualTo(3);
        assertThat(rig.punted).extracting(IpRig.Punted::frame).as("as they came").containsExactlyInAnyOrder(
            behind(UNIFORM).labels(1, UNIFORM).frame(), behind(PIPE).labels(0, PIPE).frame(), behind(PIPE).ttl(1).frame());
        assertThat(counters(UNIFORM)).isEqualTo(new Counters(0, 0, 1, 0));
        assertThat(counters(PIPE)).isEqualTo(new Counters(0, 0, 2, 0));
        rig.receive(behind(PIPE).ttl(0).frame());
        assertThat(rig.drops(DropReason.TTL_ZERO)).isEqualTo(1);
    }

    @Test
    void shouldDropWhatIsNotTheIpPacketThatTheLabelPromises() {
        final byte[] notIp = behind(UNIFORM).frame();
        notIp[18] = 0x15;
        rig.receive(behind(V6_ONLY).frame(), notIp, behind(UNIFORM, 500).frame(), Arrays.copyOf(behind(UNIFORM).frame(), 37));
        assertThat(rig.drops(DropReason.NOT_IP)).isEqualTo(4);
        assertThat(counters(UNIFORM)).isEqualTo(new Counters(0, 0, 3, 0));
        final byte[] noBottom = behind(UNIFORM).frame();
        noBottom[16] &= ~1;
        rig.receive(Arrays.copyOf(noBottom, 18));
        assertThat(rig.drops(DropReason.MALFORMED_STACK)).isEqualTo(1);
    }

    @Test
    void shouldCheckThePacketBehindTheLabel() {
        rig.receive(behind(UNIFORM).from("127.0.0.1").frame(), Arrays.copyOf(behind(UNIFORM).frame(), 70),
            behind(UNIFORM).to("192.0.2.1").frame(), TestPacket.ipv6().from("fe80::1").labels(9, UNIFORM).frame());
        assertThat(rig.drops(DropReason.MARTIAN)).isEqualTo(2);
        assertThat(rig.drops(DropReason.MALFORMED_IP)).isEqualTo(1);
        assertThat(rig.drops(DropReason.NO_ROUTE)).isEqualTo(1);
        assertThat(counters(UNIFORM)).isEqualTo(new Counters(0, 0, 4, 0));
    }

    @Test
    void shouldDropALabelThatTheIngressMayNotUse() {
        rig.label(UNIFORM, ForwardingWord.withAcceptClass(ForwardingWord.vrf(PayloadType.IP, IpRig.RED), 9));
        rig.receive(behind(UNIFORM).frame());
        assertThat(rig.drops(DropReason.ACCEPT_CLASS)).isEqualTo(1);
    }

    @Test
    void shouldCutOffPaddingBehindALabelButCountIt() {
        rig.receive(behind(UNIFORM).payload(4).padding(18).frame());
        assertThat(rig.onlySent()).hasSize(14 + 24);
        assertThat(counters(UNIFORM)).isEqualTo(new Counters(1, 4 + 24 + 18, 0, 0));
    }

    @Test
    void shouldDeliverTheHostsPacketWithoutTheLabel() {
        rig.route(IpRig.RED, "10.2.2.2/32", ForwardingWord.receive(IpRig.RED));
        rig.receive(behind(UNIFORM).padding(9).frame(), behind(PIPE).vlan(0).frame(), behind(INNER, PIPE).frame());
        assertThat(rig.punted).extracting(IpRig.Punted::about).containsOnly(IpRig.RED);
        assertThat(rig.punted).extracting(IpRig.Punted::reason).containsOnly(PuntReason.RECEIVE);
        assertThat(rig.punted).extracting(IpRig.Punted::frame).containsExactlyInAnyOrder(TestPacket.ipv4().ttl(40).frame(),
            TestPacket.ipv4().vlan(0).frame(), TestPacket.ipv4().frame());
        assertThat(counters(UNIFORM)).isEqualTo(new Counters(1, LABELLED + 9, 0, 0));
    }

    @Test
    void shouldPuntGleanWithItsLabel() {
        rig.route(IpRig.RED, "10.2.2.2/32", ForwardingWord.glean(3));
        rig.receive(behind(UNIFORM).frame());
        assertThat(rig.onlyPunted().about()).isEqualTo(3);
        assertThat(rig.onlyPunted().frame()).isEqualTo(behind(UNIFORM).frame());
        assertThat(counters(UNIFORM)).isEqualTo(new Counters(1, LABELLED, 0, 0));
    }

    @Test
    void shouldCountOneErrorForThePuntThatFoundNoRoom() {
        rig.puntRoom = 0;
        rig.route(IpRig.RED, "10.2.2.2/32", ForwardingWord.glean(3));
        rig.receive(behind(UNIFORM).frame(), behind(UNIFORM).labels(1, UNIFORM).frame());
        assertThat(rig.drops(DropReason.PUNT_FULL)).isEqualTo(2);
        assertThat(counters(UNIFORM)).isEqualTo(new Counters(0, 0, 2, 0));
    }

    @Test
    void shouldCountDiscardsForTheLabelThatNamedTheTable() {
        rig.tables.ports().setState(2, false);
        rig.route(IpRig.RED, "10.3.0.0/16", IpRig.push(3, 7));
        rig.egress(7, new Egress.Protection(IpRig.hop(2), IpRig.hop(2)));
        rig.receive(behind(UNIFORM).frame(), behind(INNER, PIPE).frame(), behind(UNIFORM).to("10.3.1.1").frame());
        assertThat(counters(UNIFORM)).isEqualTo(new Counters(2, 2 * LABELLED, 0, 2));
        assertThat(counters(PIPE)).isEqualTo(new Counters(1, LABELLED, 0, 1));
        assertThat(counters(INNER)).isEqualTo(new Counters(1, LABELLED + 4, 0, 0));
        assertThat(rig.tables.nextHopCounters(2).discards()).isEqualTo(3);
        assertThat(rig.drops(DropReason.PORT_DOWN)).isEqualTo(3);
    }

    @Test
    void shouldCarryAnOuterTtlDownToThePacket() {
        final byte[] frame = behind(INNER, UNIFORM).frame();
        frame[21] = 77;
        rig.receive(frame);
        assertThat(rig.onlySent()[22]).as("the outer label's TTL less one").isEqualTo((byte) 39);
    }

    @Test
    void shouldTellTheHostWhichVrfAReceivedLabelMeans() {
        rig.label(150, ForwardingWord.receive(IpRig.RED));
        rig.receive(behind(150).frame());
        assertThat(rig.onlyPunted().about()).isEqualTo(IpRig.RED);
    }

    // ---- the global table ----

    @Test
    void shouldRouteBehindExplicitNullByTheGlobalTable() {
        rig.route(0, "10.2.0.0/16", IpRig.push(3, 1));
        rig.route(0, "2001:db8::/32", IpRig.push(3, 1));
        rig.receive(behind(0).frame(), TestPacket.ipv6().labels(40, 2).frame(), behind(INNER, 0).frame());
        assertThat(rig.sent).extracting(IpRig.Sent::frame).containsExactlyInAnyOrder(
            TestPacket.sentBy(1, Ethernet.IPV4, TestPacket.ipv4().ttl(39).packet()),
            TestPacket.sentBy(1, Ethernet.IPV4, TestPacket.ipv4().ttl(39).packet()),
            TestPacket.sentBy(1, Ethernet.IPV6, TestPacket.ipv6().ttl(39).packet()));
    }

    @Test
    void shouldGiveTheHostWhatTheGlobalTableHasNoRouteForWhateverItIs() {
        final byte[] badSum = behind(0).frame();
        badSum[28] ^= 1;
        rig.receive(behind(0).padding(7).frame(), badSum);
        assertThat(rig.punted).extracting(IpRig.Punted::reason).containsOnly(PuntReason.IP_LOOKUP).hasSize(2);
        assertThat(rig.punted).extracting(IpRig.Punted::about).containsOnly(0);
        assertThat(rig.punted).extracting(IpRig.Punted::frame).anySatisfy(
            frame -> assertThat(frame).isEqualTo(TestPacket.ipv4().ttl(40).padding(7).frame()));
        rig.route(0, "10.0.0.0/8", IpRig.push(3, 1));
        rig.receive(badSum);
        assertThat(rig.drops(DropReason.IP_CHECKSUM)).isEqualTo(1);
    }

    @Test
    void shouldDeliverItsOwnPacketOfTheGlobalTableAsReceived() {
        rig.route(0, "10.2.2.2/32", ForwardingWord.receive(0));
        rig.receive(behind(0).frame());
        assertThat(rig.onlyPunted().reason()).isEqualTo(PuntReason.RECEIVE);
        assertThat(rig.onlyPunted().about()).isZero();
    }

    @Test
    void shouldRouteBehindAnEntropyLabelByTheGlobalTable() {
        rig.route(0, "10.0.0.0/8", IpRig.push(3, 1));
        rig.receive(behind(7, 12345).frame());
        assertThat(rig.onlySent()).isEqualTo(TestPacket.sentBy(1, Ethernet.IPV4, TestPacket.ipv4().ttl(39).packet()));
        assertThat(counters(7)).isEqualTo(new Counters(1, LABELLED + 4, 0, 0));
    }
}
