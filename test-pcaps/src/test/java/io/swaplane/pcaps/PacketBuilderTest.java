package io.swaplane.pcaps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PacketBuilderTest {
    private static final String TO = "02:00:00:00:00:01";
    private static final String FROM = "02:00:00:00:00:02";
    private static final String MACS = "020000000001" + "020000000002";

    @Test
    void shouldSetBottomOfStackOnTheLastLabelOnly() {
        assertThat(hex(start().mpls(34, 5, 63).mpls(16, 0, 255))).isEqualTo(MACS + "8847" + "00022a3f" + "000101ff");
    }

    @Test
    void shouldSetBottomOfStackAsSaid() {
        assertThat(hex(start().mpls(34, 5, 63, true).mpls(1048575, 7, 0, false))).isEqualTo(MACS + "8847" + "00022b3f" + "fffffe00");
    }

    @Test
    void shouldPutTagsInTheOrderOfTheCalls() {
        assertThat(hex(start().vlan(100, 0x88A8, 5).vlan(30).ethertype(0x1234))).isEqualTo(MACS + "88a8a064" + "8100001e" + "1234");
    }

    @Test
    void shouldMakeIpv4WithRightChecksums() {
        final byte[] frame = start().ipv4("10.0.0.1", "10.0.0.2", 64).dscp(46).options((byte) 1).udp(1000, 2000).payload(3).build();
        assertThat(HexFormat.of().formatHex(frame, 12, 26)).isEqualTo("0800" + "46b80023" + "00010000" + "4011" + "640f");
        assertThat(InternetChecksum.of(Arrays.copyOfRange(frame, 14, 14 + 24))).isZero();
        assertThat(InternetChecksum.of(HexFormat.of().parseHex("0a0000010a000002" + "0011000b"), Arrays.copyOfRange(frame, 38, 49)))
            .isZero();
    }

    @Test
    void shouldMakeIpv6WithRightChecksums() {
        final byte[] frame = start().mpls(100, 0, 64).ipv6("2001:db8::1", "2001:db8::2", 61).tcp(80, 81, 7).payload(2).build();
        assertThat(HexFormat.of().formatHex(frame, 12, 26)).isEqualTo("8847" + "00064140" + "60000000" + "0016" + "063d");
        assertThat(InternetChecksum.of(Arrays.copyOfRange(frame, 26, 58), HexFormat.of().parseHex("0000001600000006"),
            Arrays.copyOfRange(frame, 58, 80))).isZero();
    }

    @Test
    void shouldMakeEchoRequestsOfBothVersions() {
        final byte[] v4 = start().ipv4("10.0.0.1", "10.0.0.2", 64).echo(1, 2).payload(4).build();
        assertThat(v4[14 + 20]).isEqualTo((byte) 8);
        assertThat(InternetChecksum.of(Arrays.copyOfRange(v4, 34, v4.length))).isZero();
        final byte[] v6 = start().ipv6("2001:db8::1", "2001:db8::2", 64).echo(1, 2).payload(4).build();
        assertThat(v6[14 + 40]).isEqualTo((byte) 128);
        assertThat(InternetChecksum.of(Arrays.copyOfRange(v6, 22, 54), HexFormat.of().parseHex("0000000c0000003a"),
            Arrays.copyOfRange(v6, 54, v6.length))).isZero();
    }

    @Test
    void shouldMakeFragmentsAndWrongChecksums() {
        final byte[] frame = start().ipv4("10.0.0.1", "10.0.0.2", 64).fragment(185, true).badChecksum().payload(8).build();
        assertThat(HexFormat.of().formatHex(frame, 20, 24)).isEqualTo("20b9" + "40fd");
        assertThat(InternetChecksum.of(Arrays.copyOfRange(frame, 14, 34))).isNotZero();
    }

    @Test
    void shouldPadAndThenTruncate() {
        assertThat(start().mpls(100, 0, 64).pad(60).build()).hasSize(60);
        assertThat(start().mpls(100, 0, 64).payload(100).pad(60).truncate(70).build()).hasSize(70);
        assertThat(start().mpls(100, 0, 64).payload(new byte[0]).pad(60).build()).endsWith(new byte[42]);
    }

    @Test
    void shouldRefuseAWrongMacAddress() {
        assertThatIllegalArgumentException().isThrownBy(() -> PacketBuilder.ethernet("02:00", FROM)).withMessageContaining("'02:00'");
    }

    private static PacketBuilder start() {
        return PacketBuilder.ethernet(TO, FROM);
    }

    private static String hex(final PacketBuilder packet) {
        return HexFormat.of().formatHex(packet.build());
    }
}
