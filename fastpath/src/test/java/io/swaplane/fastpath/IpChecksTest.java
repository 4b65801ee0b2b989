package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an IP packet must be like to be routed: {@code docs/FORWARDING.md} §6, steps 1 to 5. */
class IpChecksTest {
    private static final int ETHERNET = 14;

    private final IpRig rig = new IpRig();

    @BeforeEach
    void routeEverything() {
        rig.route(IpRig.RED, "0.0.0.0/0", IpRig.push(ForwardingWord.NO_LABEL, 1));
        rig.route(IpRig.RED, "::/0", IpRig.push(ForwardingWord.NO_LABEL, 1));
    }

    @AfterEach
    void nothingMayBeLost() {
        assertThat(rig.store.available()).isEqualTo(IpRig.FRAMES);
        rig.close();
    }

    private void expectDrop(final byte[] frame, final DropReason reason) {
        rig.receive(frame);
        assertThat(rig.drops(reason)).as(reason.label()).isEqualTo(1);
        assertThat(rig.sent).isEmpty();
        assertThat(rig.punted).isEmpty();
    }

    private static byte[] with(final byte[] frame, final int offset, final int octet) {
        frame[ETHERNET + offset] = (byte) octet;
        return frame;
    }

    @ParameterizedTest
    @CsvSource({"0, 0x55", "0, 0x44", "0, 0x65", "2, 1", "3, 19", "3, 61"})
    void shouldDropIpv4OfAnImpossibleVersionOrLength(final int offset, final String octet) {
        expectDrop(with(TestPacket.ipv4().frame(), offset, Integer.decode(octet)), DropReason.MALFORMED_IP);
    }

    @Test
    void shouldDropAHeaderThatIsLongerThanThePacket() {
        expectDrop(with(TestPacket.ipv4().payload(39).frame(), 0, 0x4F), DropReason.MALFORMED_IP);
    }

    @Test
    void shouldDropAFrameThatEndsInsideTheHeader() {
        rig.receive(Arrays.copyOf(TestPacket.ipv4().frame(), ETHERNET), Arrays.copyOf(TestPacket.ipv4().frame(), ETHERNET + 19),
            Arrays.copyOf(TestPacket.ipv6().frame(), ETHERNET + 39));
        assertThat(rig.drops(DropReason.MALFORMED_IP)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0, 0x45", "4, 1", "5, 41"})
    void shouldDropIpv6OfAnImpossibleVersionOrLength(final int offset, final String octet) {
        expectDrop(with(TestPacket.ipv6().frame(), offset, Integer.decode(octet)), DropReason.MALFORMED_IP);
    }

    @Test
    void shouldCutOffPaddingOfEitherVersion() {
        rig.receive(TestPacket.ipv4().payload(6).padding(20).frame(), TestPacket.ipv6().payload(0).padding(6).frame());
        assertThat(rig.sent).extracting(sent -> sent.frame().length).containsExactly(ETHERNET + 26, ETHERNET + 40);
        assertThat(rig.tables.nextHopCounters(1).octets()).isEqualTo(66);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 8, 9, 11, 13, 17})
    void shouldDropAWrongHeaderChecksum(final int offset) {
        final byte[] frame = TestPacket.ipv4().frame();
        expectDrop(with(frame, offset, frame[ETHERNET + offset] ^ 1), DropReason.IP_CHECKSUM);
    }

    @Test
    void shouldCheckTheChecksumOverOptionsToo() {
        final byte[] frame = TestPacket.ipv4().options(1, 1, 1, 0).frame();
        expectDrop(with(frame, 22, 0), DropReason.IP_CHECKSUM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "127.0.0.1", "169.254.9.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"})
    void shouldDropIpv4SourcesThatNoRouterForwards(final String source) {
        expectDrop(TestPacket.ipv4().from(source).frame(), DropReason.MARTIAN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.1.1.1", "169.254.0.1", "240.0.0.0", "255.255.255.255"})
    void shouldDropIpv4DestinationsThatNoRouterForwards(final String destination) {
        expectDrop(TestPacket.ipv4().to(destination).frame(), DropReason.MARTIAN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "fe80::1", "febf::1", "ff02::1"})
    void shouldDropIpv6SourcesThatNoRouterForwards(final String source) {
        expectDrop(TestPacket.ipv6().from(source).frame(), DropReason.MARTIAN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "fe80::1", "febf::1"})
    void shouldDropIpv6DestinationsThatNoRouterForwards(final String destination) {
        expectDrop(TestPacket.ipv6().to(destination).frame(), DropReason.MARTIAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 24})
    void shouldDropMappedIpv4Addresses(final int offset) {
        final byte[] frame = TestPacket.ipv6().frame();
        Arrays.fill(frame, ETHERNET + offset, ETHERNET + offset + 10, (byte) 0);
        with(frame, offset + 10, 0xFF);
        expectDrop(with(frame, offset + 11, 0xFF), DropReason.MARTIAN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.5", "239.255.255.255"})
    void shouldNotRouteIpv4Groups(final String destination) {
        expectDrop(TestPacket.ipv4().to(destination).frame(), DropReason.MULTICAST_IP);
    }

    @Test
    void shouldNotRouteIpv6Groups() {
        expectDrop(TestPacket.ipv6().to("ff0e::1").frame(), DropReason.MULTICAST_IP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "223.255.255.255"})
    void shouldRouteWhatIsBesideTheRefusedRanges(final String address) {
        rig.receive(TestPacket.ipv4().from(address).frame(), TestPacket.ipv4().to(address).frame());
        assertThat(rig.sent).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::2", "::1:0:0:1", "fec0::1", "fe7f::1", "1::ffff:0:0"})
    void shouldRouteIpv6BesideTheRefusedRanges(final String address) {
        rig.receive(TestPacket.ipv6().from(address).frame(), TestPacket.ipv6().to(address).frame());
        assertThat(rig.sent).hasSize(2);
    }

    @Test
    void shouldLetHarmlessOptionsTravelOn() {
        final TestPacket packet = TestPacket.ipv4().options(7, 7, 4, 1, 2, 3, 4, 1, 1, 0, 131, 1);
        rig.receive(packet.frame());
        assertThat(rig.onlySent()).isEqualTo(TestPacket.sentBy(1, Ethernet.IPV4, packet.ttl(63).packet()));
    }

    @ParameterizedTest
    @ValueSource(ints = {131, 137})
    void shouldDropSourceRoutes(final int option) {
        expectDrop(TestPacket.ipv4().options(1, option, 7, 4, 10, 0, 0, 1).frame(), DropReason.IP_OPTIONS);
    }

    @Test
    void shouldDropOptionsOfImpossibleLength() {
        rig.receive(TestPacket.ipv4().options(7, 1, 0, 0).frame(), TestPacket.ipv4().options(7, 5, 0, 0).frame(),
            TestPacket.ipv4().options(1, 1, 1, 7).frame(), TestPacket.ipv4().options(137, 0, 0, 0).frame());
        assertThat(rig.drops(DropReason.MALFORMED_IP)).isEqualTo(4);
    }

    @Test
    void shouldComplainOfTheEarlierRuleFirst() {
        final byte[] badSum = TestPacket.ipv4().from("127.0.0.1").frame();
        expectDrop(with(badSum, 10, badSum[ETHERNET + 10] ^ 1), DropReason.IP_CHECKSUM);
        expectDrop(TestPacket.ipv4().to("224.0.0.1").from("127.0.0.1").frame(), DropReason.MARTIAN);
        expectDrop(TestPacket.ipv4().to("224.0.0.1").options(131, 3, 4, 0).frame(), DropReason.MULTICAST_IP);
    }

    @Test
    void shouldDropWhatNoRouteHolds() {
        rig.ip(0);
        expectDrop(TestPacket.ipv4().frame(), DropReason.NO_ROUTE);
        rig.receive(TestPacket.ipv6().frame());
        assertThat(rig.drops(DropReason.NO_ROUTE)).isEqualTo(2);
    }
}
