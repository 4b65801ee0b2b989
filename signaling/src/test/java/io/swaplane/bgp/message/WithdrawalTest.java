package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Withdrawn routes, whatever stands in the place of their labels (RFC 8277 §2.4); and the marker at a table's end. */
class WithdrawalTest {
    private static final Family[] ALL = Family.values();

    @ParameterizedTest
    @ValueSource(strings = {"000000", "800000", "000001", "000101", "000100", "ffffff"})
    void shouldUnderstandAWithdrawalWithAnyLabel(final String label) {
        for (final Negotiated form : new Negotiated[] {Forms.external(ALL).build(), Forms.external(ALL).labels(255, ALL).build()}) {
            final UpdateReader reader = Forms.reader(form);
            assertThat(UpdateText.of(reader, new UpdateBytes().unreach(Family.VPNV4, "60" + label + "0000006400000001 0a").build()))
                .containsExactly("withdraw vpnv4 100:1:10.0.0.0/8");
            assertThat(UpdateText.of(reader, new UpdateBytes().unreach(Family.IPV4_LABELED, "20" + label + "0a 18" + label).build()))
                .containsExactly("withdraw ipv4-labeled-unicast 10.0.0.0/8", "withdraw ipv4-labeled-unicast 0.0.0.0/0");
            assertThat(UpdateText.of(reader, new UpdateBytes().unreach(Family.IPV6_LABELED, "38" + label + "20010db8").build()))
                .containsExactly("withdraw ipv6-labeled-unicast 2001:db8::/32");
        }
    }

    @Test
    void shouldSendTheRecommendedLabel() {
        final byte[][] sent = new byte[1][];
        final UpdateWriter writer = new UpdateWriter(Forms.external(ALL).build(), (buffer, offset, length) ->
            sent[0] = Arrays.copyOfRange(buffer, offset, offset + length));
        writer.withdraw(Family.VPNV4);
        writer.add(0, 16, 0x0000_0064_0000_0001L, 0x0a00_0000_0000_0000L, 0, 8);
        writer.flush();
        assertThat(sent[0]).isEqualTo(new UpdateBytes().raw("900f0010000180" + "60800000" + "00000064000000010a").build());
    }

    @Test
    void shouldKnowTheEndOfEachFamily() {
        final byte[][] sent = new byte[1][];
        final Negotiated form = Forms.external(ALL).build();
        final UpdateWriter writer = new UpdateWriter(form, (buffer, offset, length) ->
            sent[0] = Arrays.copyOfRange(buffer, offset, offset + length));
        for (final Family family : ALL) {
            writer.endOfRib(family);
            assertThat(UpdateText.of(Forms.reader(form), sent[0])).containsExactly("end-of-rib " + family);
        }
    }

    @Test
    void shouldNotTakeOtherMessagesForTheEnd() {
        final UpdateReader reader = Forms.reader(Forms.external(Family.IPV4_UNICAST, Family.VPNV4).build());
        assertThat(UpdateText.of(reader, new UpdateBytes().withdrawn("080a").unreach(Family.VPNV4, "").build()))
            .containsExactly("withdraw ipv4-unicast 10.0.0.0/8");
        assertThat(UpdateText.of(reader, UpdateBytes.sound().unreach(Family.VPNV4,
            "").build())).hasSize(1).noneMatch(line -> line.contains("end"));
        assertThat(UpdateText.of(reader, UpdateBytes.mandatory().unreach(Family.VPNV4, "").build())).isEmpty();
        assertThat(UpdateText.of(reader, new UpdateBytes().unreach(Family.VPNV6, "").build())).as("not negotiated").isEmpty();
    }
}
