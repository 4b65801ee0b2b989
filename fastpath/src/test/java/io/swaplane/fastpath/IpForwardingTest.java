package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.AcceptClass;
import io.swaplane.table.Counters;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.InterfaceEntry;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.PortCounters;
import io.swaplane.table.PuntReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the forwarder does to a packet that comes in as IP: {@code docs/FORWARDING.md} §1.3 and §6. */
class IpForwardingTest {
    private final IpRig rig = new IpRig();

    @AfterEach
    void nothingMayBeLost() {
        assertThat(rig.store.available()).isEqualTo(IpRig.FRAMES);
        rig.close();
    }

    private static byte[] decremented(final TestPacket packet) {
        return packet.ttl(63).packet();
    }

    private static long pipe(final long word) {
        return ForwardingWord.withTcPipe(ForwardingWord.withTtlPipe(word, true), true);
    }

    // ---- ingress ----

    @Test
    void shouldTellThePortThatIpIsNotMplsWhereTheInterfaceTakesNone() {
        rig.ip(InterfaceEntry.NO_IP);
        rig.route(IpRig.RED, "0.0.0.0/0", IpRig.push(3, 1));
        rig.receive(TestPacket.ipv4().frame(), TestPacket.ipv6().frame(), TestPacket.ipv4().vlan(9).frame());
        assertThat(rig.drops(DropReason.NOT_MPLS)).isEqualTo(3);
    }

    @Test
    void shouldTakeIpWhereMplsIsOff() {
        rig.tables.publishInterface(1, new InterfaceEntry(IpRig.OURS, false, false, 0, new int[0], List.of(), IpRig.RED));
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(3, 1));
        rig.receive(TestPacket.ipv4().frame(), TestPacket.ipv4().labels(9, 100).frame());
        assertThat(rig.sent).hasSize(1);
        assertThat(rig.drops(DropReason.MPLS_DISABLED)).isEqualTo(1);
    }

    @Test
    void shouldDropIpToAnotherStation() {
        rig.receive(TestPacket.ipv4().mac((byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 9).frame());
        rig.receive(TestPacket.ipv6().mac((byte) 1, (byte) 0, (byte) 0x5E, (byte) 0, (byte) 0, (byte) 9).frame());
        assertThat(rig.drops(DropReason.WRONG_MAC)).isEqualTo(1);
        assertThat(rig.drops(DropReason.MULTICAST_MAC)).isEqualTo(1);
    }

    @Test
    void shouldRouteNoIpThatCameToAGroupAddressEvenWhereTheInterfaceTakesThose() {
        rig.tables.publishInterface(1,
            new InterfaceEntry(IpRig.OURS, true, true, 0, new int[] {AcceptClass.ROUTER}, List.of(), IpRig.RED));
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(3, 1));
        rig.receive(TestPacket.ipv4().mac((byte) 1, (byte) 0, (byte) 0x5E, (byte) 0, (byte) 0, (byte) 9).frame());
        assertThat(rig.sent).isEmpty();
        assertThat(rig.drops(DropReason.MULTICAST_MAC)).isEqualTo(1);
    }

    @Test
    void shouldRouteByTheTableOfTheVlansInterface() {
        rig.tables.fibs().create(6);
        rig.tables.publishInterface(2, new InterfaceEntry(IpRig.OURS, false, false, 0, new int[0], List.of(), 6));
        rig.tables.ports().bindVlan(0, 20, 2);
        rig.tables.ports().bindVlan(0, 30, 7, 2);
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(3, 1));
        rig.route(6, "10.0.0.0/8", IpRig.push(3, 2));
        rig.receive(TestPacket.ipv4().frame(), TestPacket.ipv4().vlan(20).frame(), TestPacket.ipv4().vlan(30, 7).frame(),
            TestPacket.ipv4().vlan(0).frame());
        assertThat(rig.sent).extracting(IpRig.Sent::port).containsExactlyInAnyOrder(1, 1, 2, 2);
        assertThat(rig.sent).allSatisfy(sent -> assertThat(sent.frame())
            .isEqualTo(TestPacket.sentBy(sent.port(), Ethernet.IPV4, decremented(TestPacket.ipv4()))));
    }

    // ---- push ----

    @Test
    void shouldForwardPlainIp() {
        rig.route(IpRig.RED, "10.2.0.0/16", IpRig.push(3, 2));
        rig.route(IpRig.RED, "2001:db8::/32", IpRig.push(3, 3));
        rig.receive(TestPacket.ipv4().frame(), TestPacket.ipv6().frame());
        assertThat(rig.sent).extracting(IpRig.Sent::frame).containsExactly(
            TestPacket.sentBy(2, Ethernet.IPV4, decremented(TestPacket.ipv4())),
            TestPacket.sentBy(3, Ethernet.IPV6, decremented(TestPacket.ipv6())));
        assertThat(rig.tables.nextHopCounters(2)).isEqualTo(new Counters(1, 60, 0, 0));
        assertThat(rig.tables.portCounters(0)).isEqualTo(new PortCounters(2, 74 + 94, 0, 0, 0));
    }

    @Test
    void shouldBeNoHopOfWhatTheHostSends() {
        rig.tables.publishInterface(1, new InterfaceEntry(IpRig.OURS, false, false, 0, new int[0], List.of(), IpRig.RED, true));
        rig.route(IpRig.RED, "10.2.0.0/16", IpRig.push(3, 2));
        rig.route(IpRig.RED, "10.9.0.0/16", IpRig.push(500, 1));
        rig.route(IpRig.RED, "2001:db8::/32", IpRig.push(600, 10));
        rig.receive(TestPacket.ipv4().ttl(1).frame(), TestPacket.ipv4().to("10.9.0.1").ttl(255).frame(), TestPacket.ipv6().ttl(1).frame(),
            TestPacket.ipv4().ttl(0).frame());
        assertThat(rig.sent).extracting(IpRig.Sent::frame).containsExactlyInAnyOrder(
            TestPacket.sentBy(2, Ethernet.IPV4, TestPacket.ipv4().ttl(1).packet()),
            TestPacket.sentBy(1, Ethernet.MPLS, TestPacket.ipv4().to("10.9.0.1").ttl(255).packet(), Lse.of(500, 0, true, 255)),
            TestPacket.sentBy(1, Ethernet.MPLS, TestPacket.ipv6().ttl(1).packet(), Lse.of(78, 0, false, 1), Lse.of(77, 0, false, 1),
                Lse.of(600, 0, true, 1)));
        assertThat(rig.drops(DropReason.TTL_ZERO)).isEqualTo(1);
    }

    @Test
    void shouldLookForTheNeighbourOfTheHostsLastHop() {
        rig.tables.publishInterface(1, new InterfaceEntry(IpRig.OURS, false, false, 0, new int[0], List.of(), IpRig.RED, true));
        rig.route(IpRig.RED, "10.2.0.0/16", ForwardingWord.glean(7));
        rig.receive(TestPacket.ipv4().ttl(1).frame());
        assertThat(rig.onlyPunted().reason()).isEqualTo(PuntReason.GLEAN);
    }

    @Test
    void shouldTakeTheLongestMatch() {
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(3, 1));
        rig.route(IpRig.RED, "10.2.2.0/24", IpRig.push(3, 2));
        rig.route(IpRig.RED, "10.2.2.2/32", ForwardingWord.drop(DropReason.ADMINISTRATIVE));
        rig.receive(TestPacket.ipv4().frame(), TestPacket.ipv4().to("10.2.2.3").frame(), TestPacket.ipv4().to("10.3.0.0").frame());
        assertThat(rig.sent).extracting(IpRig.Sent::port).containsExactlyInAnyOrder(2, 1);
        assertThat(rig.drops(DropReason.ADMINISTRATIVE)).isEqualTo(1);
    }

    @Test
    void shouldPushTheRoutesLabelWithTtlAndClassOfThePacket() {
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(500, 1));
        rig.route(IpRig.RED, "2001:db8::/32", IpRig.push(600, 1));
        rig.receive(TestPacket.ipv4().tos(0xB8).frame(), TestPacket.ipv6().tos(0x60).frame());
        assertThat(rig.sent).extracting(IpRig.Sent::frame).containsExactly(
            TestPacket.sentBy(1, Ethernet.MPLS, decremented(TestPacket.ipv4().tos(0xB8)), Lse.of(500, 5, true, 63)),
            TestPacket.sentBy(1, Ethernet.MPLS, decremented(TestPacket.ipv6().tos(0x60)), Lse.of(600, 3, true, 63)));
    }

    @Test
    void shouldGiveTheClassThatTheRoutersTableHasForTheDscp() {
        rig.tables.dscps().set(46, 7);
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(500, 1));
        rig.receive(TestPacket.ipv4().tos(46 << 2 | 3).frame());
        assertThat(ByteBuffer.wrap(rig.onlySent()).getInt(14)).isEqualTo(Lse.of(500, 7, true, 63));
    }

    @Test
    void shouldPushTheNextHopsLabelsAboveTheRoutesOwn() {
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(500, 10));
        rig.receive(TestPacket.ipv4().tos(0x20).frame());
        assertThat(rig.onlySent()).isEqualTo(TestPacket.sentBy(1, Ethernet.MPLS, decremented(TestPacket.ipv4().tos(0x20)),
            Lse.of(78, 1, false, 63), Lse.of(77, 1, false, 63), Lse.of(500, 1, true, 63)));
        assertThat(rig.tables.nextHopCounters(10)).isEqualTo(new Counters(1, 72, 0, 0));
    }

    @Test
    void shouldPushTheNextHopsLabelsAloneForImplicitNull() {
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(3, 10));
        rig.receive(TestPacket.ipv4().frame());
        assertThat(rig.onlySent()).isEqualTo(TestPacket.sentBy(1, Ethernet.MPLS, decremented(TestPacket.ipv4()),
            Lse.of(78, 0, false, 63), Lse.of(77, 0, true, 63)));
    }

    @Test
    void shouldPushTheNextHopsPipeValuesInPipeModel() {
        rig.route(IpRig.RED, "10.0.0.0/8", pipe(IpRig.push(500, 10)));
        rig.route(IpRig.RED, "10.9.0.0/16", ForwardingWord.withTtlPipe(IpRig.push(500, 10), true));
        rig.route(IpRig.RED, "10.8.0.0/16", ForwardingWord.withTcPipe(IpRig.push(500, 10), true));
        rig.receive(TestPacket.ipv4().tos(0xE0).frame(), TestPacket.ipv4().to("10.9.0.1").tos(0xE0).frame(),
            TestPacket.ipv4().to("10.8.0.1").tos(0xE0).frame());
        assertThat(rig.sent.get(0).frame()).isEqualTo(TestPacket.sentBy(1, Ethernet.MPLS, decremented(TestPacket.ipv4().tos(0xE0)),
            Lse.of(78, 5, false, 200), Lse.of(77, 5, false, 200), Lse.of(500, 5, true, 200)));
        assertThat(ByteBuffer.wrap(rig.sent.get(1).frame()).getInt(22)).isEqualTo(Lse.of(500, 7, true, 200));
        assertThat(ByteBuffer.wrap(rig.sent.get(2).frame()).getInt(22)).isEqualTo(Lse.of(500, 5, true, 63));
    }

    @Test
    void shouldPushSixteenLabelsOfANextHopAndTheRoutesOwn() {
        final int[] labels = IntStream.range(0, 16).map(i -> 1000 + i).toArray();
        rig.egress(4, IpRig.hop(1, labels));
        rig.route(IpRig.RED, "2001:db8::/32", IpRig.push(500, 4));
        rig.receive(TestPacket.ipv6().frame());
        final int[] stack = IntStream.concat(Arrays.stream(labels).map(label -> Lse.of(label, 0, false, 63)),
            IntStream.of(Lse.of(500, 0, true, 63))).toArray();
        assertThat(rig.onlySent()).isEqualTo(TestPacket.sentBy(1, Ethernet.MPLS, decremented(TestPacket.ipv6()), stack));
    }

    @Test
    void shouldWriteTagsOfTheNextHop() {
        final byte[] tagged = {2, 0, 0, 0, 1, 1, 2, 0, 0, 0, 2, 1, (byte) 0x81, 0, 0, 50, (byte) 0x81, 0, 0, 51, (byte) 0x88, 0x47};
        rig.egress(4, new NextHopEntry(1, 1500, tagged, new int[0], 4, 255, 0));
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(3, 4));
        rig.receive(TestPacket.ipv4().frame());
        tagged[20] = 8;
        tagged[21] = 0;
        assertThat(Arrays.copyOf(rig.onlySent(), 22)).isEqualTo(tagged);
    }

    @Test
    void shouldKeepEveryHeadersChecksumRight() {
        rig.route(IpRig.RED, "0.0.0.0/0", IpRig.push(3, 1));
        final SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20_000; i++) {
            final byte[] frame = TestPacket.ipv4().payload(4).ttl(2 + random.nextInt(254)).frame();
            for (final int offset : new int[] {1, 4, 5, 6, 7, 9, 13, 14, 15, 17, 18, 19}) {
                frame[14 + offset] = (byte) (i % 3 == 0 ? 0xFF : random.nextInt());
            }
            final byte[] packet = TestPacket.withChecksum(Arrays.copyOfRange(frame, 14, frame.length), 20);
            System.arraycopy(packet, 0, frame, 14, 20);
            rig.receive(frame);
            final byte[] sent = Arrays.copyOfRange(rig.onlySent(), 14, 38);
            assertThat(TestPacket.sum(sent, 20)).isEqualTo(0xFFFF);
            packet[8]--;
            packet[10] = sent[10];
            packet[11] = sent[11];
            assertThat(sent).as("nothing else has changed").isEqualTo(packet);
            rig.sent.clear();
        }
    }

    // ---- ends ----

    @Test
    void shouldPuntAPacketWhoseTtlExpiresAsItCame() {
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(500, 1));
        final byte[] frame = TestPacket.ipv4().ttl(1).payload(2).padding(24).frame();
        rig.receive(frame);
        assertThat(rig.onlyPunted().reason()).isEqualTo(PuntReason.TTL_EXPIRED);
        assertThat(rig.onlyPunted().about()).isZero();
        assertThat(rig.onlyPunted().frame()).isEqualTo(frame);
        rig.receive(TestPacket.ipv4().ttl(0).frame());
        assertThat(rig.drops(DropReason.TTL_ZERO)).isEqualTo(1);
    }

    @Test
    void shouldGiveItsOwnPacketsToTheHostOfTheTableWithoutPadding() {
        rig.route(IpRig.RED, "10.2.2.2/32", ForwardingWord.receive(IpRig.RED));
        final TestPacket packet = TestPacket.ipv4().ttl(1).payload(2);
        rig.receive(packet.padding(24).frame());
        assertThat(rig.onlyPunted().reason()).isEqualTo(PuntReason.RECEIVE);
        assertThat(rig.onlyPunted().about()).isEqualTo(IpRig.RED);
        assertThat(rig.onlyPunted().frame()).isEqualTo(packet.padding(0).frame());
    }

    @Test
    void shouldAskForTheNeighbourOfAConnectedDestination() {
        rig.route(IpRig.RED, "10.2.2.0/24", ForwardingWord.glean(3));
        final byte[] frame = TestPacket.ipv4().payload(2).padding(24).frame();
        rig.receive(frame);
        assertThat(rig.onlyPunted().reason()).isEqualTo(PuntReason.GLEAN);
        assertThat(rig.onlyPunted().about()).isEqualTo(3);
        assertThat(rig.onlyPunted().frame()).isEqualTo(frame);
        rig.receive(TestPacket.ipv4().ttl(1).frame(), TestPacket.ipv4().ttl(0).frame());
        assertThat(rig.tables.punts(0, PuntReason.TTL_EXPIRED)).isEqualTo(1);
        assertThat(rig.drops(DropReason.TTL_ZERO)).isEqualTo(1);
    }

    @Test
    void shouldDropByAnUnresolvedNextHop() {
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(500, 99));
        rig.receive(TestPacket.ipv4().frame());
        assertThat(rig.drops(DropReason.UNRESOLVED)).isEqualTo(1);
    }

    @Test
    void shouldMeasureThePacketWithAllItsLabelsAgainstTheMtu() {
        rig.egress(4, new NextHopEntry(1, 68, IpRig.l2(1), new int[] {7}, 4, 255, 0));
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(500, 4));
        rig.receive(TestPacket.ipv4().payload(40).padding(5).frame());
        assertThat(rig.sent).hasSize(1);
        rig.receive(TestPacket.ipv4().payload(41).frame());
        assertThat(rig.drops(DropReason.MTU_EXCEEDED)).isEqualTo(1);
        assertThat(rig.tables.nextHopCounters(4)).isEqualTo(new Counters(1, 68, 1, 0));
    }

    @Test
    void shouldCountDiscardsOfThePortAndNextHopWhenTheEgressRefuses() {
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(500, 1));
        rig.label(100, ForwardingWord.swap(200, 2));
        rig.tables.ports().setState(1, false);
        rig.tables.ports().setState(2, false);
        final byte[] ip = TestPacket.ipv4().frame();
        final byte[] labelled = TestPacket.ipv4().labels(9, 100).frame();
        rig.receive(ip, labelled, ip, labelled, ip);
        assertThat(rig.drops(DropReason.PORT_DOWN)).isEqualTo(5);
        assertThat(rig.tables.nextHopCounters(1)).isEqualTo(new Counters(3, 3 * 64, 0, 3));
        assertThat(rig.tables.nextHopCounters(2).discards()).isEqualTo(2);
        assertThat(rig.tables.labelCounters(0, 100)).isEqualTo(new Counters(2, 2 * 64, 0, 2));
        rig.tables.ports().setState(1, true);
        rig.sendRoom = 1;
        rig.receive(ip, ip, ip);
        assertThat(rig.drops(DropReason.TX_FULL)).isEqualTo(2);
        assertThat(rig.tables.nextHopCounters(1).discards()).isEqualTo(5);
        assertThat(rig.tables.portCounters(1).outDiscards()).isEqualTo(5);
    }

    @Test
    void shouldDropWhatTheHostHasNoRoomFor() {
        rig.puntRoom = 1;
        rig.route(IpRig.RED, "10.2.2.2/32", ForwardingWord.receive(IpRig.RED));
        rig.receive(TestPacket.ipv4().frame(), TestPacket.ipv4().frame());
        assertThat(rig.drops(DropReason.PUNT_FULL)).isEqualTo(1);
        assertThat(rig.tables.punts(0, PuntReason.RECEIVE)).isEqualTo(1);
    }

    @Test
    void shouldTellTheStepsOfAPacketToATracer() {
        final List<String> lines = new ArrayList<>();
        rig.tables.groups().publishProtection(1, IpRig.push(3, 1), IpRig.push(500, 2));
        rig.route(IpRig.RED, "2001:db8::/32", ForwardingWord.group(1));
        rig.route(IpRig.RED, "10.2.2.2/32", ForwardingWord.receive(IpRig.RED));
        rig.forwarder.tracer(new TextTracer(port -> "p" + port, lines::add));
        rig.receive(TestPacket.ipv6().frame(), TestPacket.ipv4().frame(), TestPacket.ipv4().to("10.9.9.9").frame());
        assertThat(lines.subList(1, 4)).containsExactly("  table 5 2001:db8:2::2: group 1", "    leg: send, next hop 1",
            "  out p1  94 bytes 02:00:00:00:02:01 > 02:00:00:00:01:01 ipv6 ttl 63");
        assertThat(lines.get(5)).isEqualTo("  table 5 10.2.2.2: receive in table 5");
        assertThat(lines.get(6)).startsWith("  punt receive (");
        assertThat(lines.get(8)).isEqualTo("  table 5 10.9.9.9: no route");
        assertThat(lines.get(9)).startsWith("  drop no-route (");
        assertThat(rig.sent).extracting(IpRig.Sent::frame).containsExactly(
            TestPacket.sentBy(1, Ethernet.IPV6, decremented(TestPacket.ipv6())));
    }

    @Test
    void shouldKeepTheOrderOfAFlowAmongOtherPackets() {
        rig.route(IpRig.RED, "10.0.0.0/8", IpRig.push(500, 1));
        rig.route(IpRig.RED, "2001:db8::/32", IpRig.push(600, 1));
        rig.label(100, ForwardingWord.swap(200, 1));
        final byte[][] frames = new byte[580][];
        for (int i = 0; i < frames.length; i++) {
            final TestPacket packet = i % 3 == 1 ? TestPacket.ipv6() : TestPacket.ipv4();
            frames[i] = (i % 3 == 2 ? packet.labels(9, 100) : i % 7 == 0 ? packet.options(1, 1, 1, 1) : packet).frame();
            frames[i][frames[i].length - 1] = (byte) i;
            frames[i][frames[i].length - 2] = (byte) (i >> 8);
        }
        rig.receive(frames);
        for (final int label : new int[] {200, 500, 600}) {
            assertThat(rig.sent.stream().map(IpRig.Sent::frame).map(ByteBuffer::wrap)
                .filter(frame -> Lse.label(frame.getInt(14)) == label)
                .map(frame -> frame.get(frame.capacity() - 2) << 8 | frame.get(frame.capacity() - 1) & 0xFF))
                .isSorted().hasSizeGreaterThan(190);
        }
        assertThat(rig.sent).hasSize(580);
    }
}
