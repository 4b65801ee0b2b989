package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lengths each family's next hops and prefixes have, and what stands around them that says nothing. */
class FamilyFormsTest {
    private static final Family[] ALL = Family.values();
    private static final String IPV6 = "20010db8000000000000000000000001";
    private static final String LINK_LOCAL = "fe800000000000000000000000000001";

    private static UpdateReader reader(final boolean ipv6NextHops) {
        final Forms forms = Forms.external(ALL);
        return Forms.reader((ipv6NextHops ? forms.ipv6NextHops(Family.IPV4_UNICAST, Family.IPV4_LABELED, Family.VPNV4) : forms).build());
    }

    private static String nextHop(final Family family, final int octets) {
        final int rd = family.vpn() ? 8 : 0;
        final String zero = "00".repeat(rd);
        return octets == rd + 4 ? zero + "0a000001" : octets == rd + 16 ? zero + IPV6
            : octets == 2 * (rd + 16) ? zero + IPV6 + zero + LINK_LOCAL : "0a".repeat(octets);
    }

    private static String route(final Family family) {
        final int bits = (family.labeled() ? 24 : 0) + (family.vpn() ? 64 : 0) + 32;
        return String.format("%02x", bits) + "21".repeat(bits / 8);
    }

    private static Remedy read(final UpdateReader reader, final UpdateBytes message) {
        final byte[] octets = message.build();
        return reader.read(octets, 0, octets.length);
    }

    /** RFC 4760, RFC 2545, RFC 8277, RFC 4364 §4.3.2, RFC 4659 §3.2.1, RFC 4684 §4; and with RFC 8950. */
    @ParameterizedTest(name = "{0}: {1}, with IPv6 next hops {2}")
    @CsvSource({"IPV4_UNICAST, 4, 4 16 32", "IPV4_LABELED, 4, 4 16 32", "VPNV4, 12, 12 24 48", "IPV6_UNICAST, 16 32, 16 32",
        "IPV6_LABELED, 16 32, 16 32", "VPNV6, 24 48, 24 48", "ROUTE_TARGET, 4 16 32, 4 16 32"})
    void shouldTakeNextHopsOfTheLengthsThatAFamilyHas(final Family family, final String plain, final String extended) {
        for (int octets = 0; octets < 64; octets++) {
            for (final boolean ipv6Too : new boolean[] {false, true}) {
                final boolean right = List.of((ipv6Too ? extended : plain).split(" ")).contains(Integer.toString(octets));
                assertThat(read(reader(ipv6Too), UpdateBytes.mandatory().reach(family, nextHop(family, octets), route(family))))
                    .as("%s octets", octets).isEqualTo(right ? Remedy.NONE : Remedy.DISABLE_FAMILY);
            }
        }
    }

    /** The length of a prefix with what stands before it; of route targets 0, or 32 to 96 (RFC 4684 §4). */
    @ParameterizedTest(name = "{0}: {1} to {2}")
    @CsvSource({"IPV4_LABELED, 24, 56", "IPV6_LABELED, 24, 152", "VPNV4, 88, 120", "VPNV6, 88, 216", "ROUTE_TARGET, 32, 96"})
    void shouldTakePrefixesOfTheLengthsThatAFamilyHas(final Family family, final int least, final int most) {
        for (int bits = 0; bits < 256; bits++) {
            final String nlri = String.format("%02x", bits) + "11".repeat(bits + 7 >>> 3);
            final boolean right = bits >= least && bits <= most || bits == 0 && family == Family.ROUTE_TARGET;
            final Remedy remedy = right ? Remedy.NONE : Remedy.DISABLE_FAMILY;
            assertThat(read(reader(true), UpdateBytes.mandatory().reach(family, nextHop(family, family.vpn() ? 24 : 16), nlri)))
                .as("%s bits announced", bits).isEqualTo(remedy);
            assertThat(read(reader(true), new UpdateBytes().unreach(family, nlri))).as("%s bits withdrawn", bits).isEqualTo(remedy);
        }
    }

    /** RFC 4760 §3 and §5, RFC 4364 §4.3.2, RFC 8277 §2.2. */
    @Test
    void shouldTakeNoNoticeOfWhatSaysNothing() {
        final UpdateReader reader = reader(false);
        final String nextHop = "0001000200030004" + "0a000001";
        assertThat(UpdateText.of(reader, UpdateBytes.mandatory()
            .attribute(0x80, 14, "0001800c" + nextHop + "ff" + "61 00010e 0000006400000001 0aff").build()))
            .as("the distinguisher of a next hop, a reserved octet, unused bits of a label, what is behind a prefix")
            .containsExactly("announce vpnv4 100:1:10.128.0.0/9 label 16 next-hop 10.0.0.1, origin IGP, as-path 65001");
    }

    /** RFC 8277 §2.3: each prefix has labels of its own. */
    @Test
    void shouldReadRoutesOfOneMessageWithStacksOfTheirOwn() {
        final UpdateReader reader = Forms.reader(Forms.external(ALL).labels(255, Family.IPV4_LABELED).build());
        assertThat(UpdateText.of(reader, UpdateBytes.mandatory().reach(Family.IPV4_LABELED, "0a000001",
            "20 000101 0a" + "38 000100 000111 0b" + "50 000120 000130 000141 0c" + "20 000101 0d").build()))
            .extracting(line -> line.substring(0, line.indexOf(" next-hop")))
            .containsExactly("announce ipv4-labeled-unicast 10.0.0.0/8 label 16", "announce ipv4-labeled-unicast 11.0.0.0/8 labels 16,17",
                "announce ipv4-labeled-unicast 12.0.0.0/8 labels 18,19,20", "announce ipv4-labeled-unicast 13.0.0.0/8 label 16");
    }

    /** RFC 8277 §2.1: the capability counts for the families that both name. */
    @Test
    void shouldReadOneLabelInAFamilyForWhichSeveralWereNotNegotiated() {
        final UpdateReader reader = Forms.reader(Forms.external(ALL).labels(2, Family.VPNV4).build());
        assertThat(UpdateText.of(reader, UpdateBytes.mandatory().reach(Family.IPV4_LABELED, "0a000001", "20 000100 0a").build()))
            .containsExactly("announce ipv4-labeled-unicast 10.0.0.0/8 label 16 next-hop 10.0.0.1, origin IGP, as-path 65001");
    }
}
