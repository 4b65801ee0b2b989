package io.swaplane.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenMessageTest {
    private static final AfiSafi VPNV4 = Family.VPNV4.numbers();
    private static final AfiSafi STRANGE = new AfiSafi(0x4006, 71);

    static Stream<Capability> capabilities() {
        return Stream.of(
            new Capability.Multiprotocol(VPNV4),
            new Capability.Multiprotocol(STRANGE),
            new Capability.RefreshesRoutes(),
            new Capability.ExtendedNextHop(List.of(new Capability.ExtendedNextHop.Entry(VPNV4, 2),
                new Capability.ExtendedNextHop.Entry(STRANGE, 1))),
            new Capability.ExtendedMessage(),
            new Capability.MultipleLabels(List.of(new Capability.MultipleLabels.Entry(VPNV4, 255),
                new Capability.MultipleLabels.Entry(STRANGE, 3))),
            new Capability.GracefulRestart(true, true, 4095, List.of(new Capability.GracefulRestart.Entry(VPNV4, true),
                new Capability.GracefulRestart.Entry(STRANGE, false))),
            new Capability.GracefulRestart(false, false, 120, List.of()),
            new Capability.FourOctetAs(4_200_000_000L),
            new Capability.AddPath(List.of(new Capability.AddPath.Entry(VPNV4, true, false), new Capability.AddPath.Entry(STRANGE, false,
                true),
                new Capability.AddPath.Entry(Family.IPV6_UNICAST.numbers(), true, true))),
            new Capability.EnhancedRefresh(),
            new Capability.HostName("asbr2", "example.net"),
            new Capability.HostName("", ""),
            new Capability.Unknown(75, new byte[] {1, 2, 3}),
            new Capability.Unknown(255, new byte[255]));
    }

    private static Decoded<OpenMessage> decode(final byte[] message) {
        assertThat(MessageHeader.check(message, 0, false)).isNull();
        assertThat(MessageHeader.length(message, 0)).isEqualTo(message.length);
        return OpenMessage.decode(message, 0, message.length);
    }

    private static Decoded<OpenMessage> decode(final String body) {
        return decode(MessageHeader.message(MessageHeader.OPEN, UpdateBytes.octets(body)));
    }

    @ParameterizedTest
    @MethodSource("capabilities")
    void shouldReadACapabilityAsItWasWritten(final Capability capability) {
        final OpenMessage open = new OpenMessage(capability instanceof Capability.FourOctetAs(final long as) ? as : 65001, 90, 0x0a000001,
            List.of(capability));
        assertThat(decode(open.encode())).isEqualTo(Decoded.of(open));
    }

    @Test
    void shouldReadAllCapabilitiesTogetherInTheExtendedLength() {
        final List<Capability> all = capabilities().toList();
        final OpenMessage open = new OpenMessage(4_200_000_000L, 0, -1, all);
        assertThat(open.encode()[28]).isEqualTo((byte) 255);
        assertThat(decode(open.encode())).isEqualTo(Decoded.of(open));
        assertThat(open.encode()).as("AS number in two octets").containsSequence(0x5B, 0xA0);
    }

    @Test
    void shouldReadWhatFillsTheShortLength() {
        for (int length = 230; length < 256; length++) {
            final OpenMessage open = new OpenMessage(1, 3, 1, List.of(new Capability.Unknown(200, new byte[length])));
            assertThat(decode(open.encode())).as("of %s octets", length).isEqualTo(Decoded.of(open));
        }
    }

    @Test
    void shouldWriteNoParametersWithoutCapabilities() {
        assertThat(new OpenMessage(65001, 90, 0x0a000001, List.of()).encode())
            .isEqualTo(UpdateBytes.octets("ff".repeat(16) + "001d01" + "04fde9005a0a00000100"));
    }

    @Test
    void shouldReadCapabilitiesInParametersOfTheirOwn() {
        assertThat(decode("04fde9005a0a000001 0a 02 06 010400010080 02 00").message().capabilities())
            .containsExactly(new Capability.Multiprotocol(VPNV4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "01", "00", "0c"})
    void shouldReadTheExtendedLengthWhateverTheShortOneSays(final String shortLength) {
        assertThat(decode("04fde9005a0a000001" + shortLength + "ff0009 02 0006 010400010080").message().capabilities())
            .containsExactly(new Capability.Multiprotocol(VPNV4));
    }

    @Test
    void shouldReadSeveralParametersOfTheExtendedLength() {
        assertThat(decode("04fde9005a0a000001 ff ff000e 02 0006 010400010080 02 0002 0200").message().capabilities())
            .containsExactly(new Capability.Multiprotocol(VPNV4), new Capability.RefreshesRoutes());
        assertThat(decode("04fde9005a0a000001 ff ff0000").message().capabilities()).as("no parameter").isEmpty();
    }

    /** RFC 9072 §2: the extended form only where the short length does not do. */
    @Test
    void shouldWriteTheShortLengthAsLongAsItDoes() {
        final Capability most = new Capability.Unknown(200, new byte[251]);
        assertThat(new OpenMessage(1, 3, 1, List.of(most)).encode()).hasSize(29 + 255).containsSequence(255, 2, 253, 200, 251);
        assertThat(new OpenMessage(1, 3, 1, List.of(new Capability.Unknown(200, new byte[252]))).encode())
            .containsSequence(255, 255, 1, 1, 2, 0, 254, 200, 252);
    }

    /** RFC 5492 §4: the same one again says nothing more, in the same parameter or in another. */
    @Test
    void shouldTakeACapabilityThatIsThereTwice() {
        final OpenMessage open = decode("04fde9005a0a000001 12 020c 010400010080 010400010080 0202 0200").message();
        assertThat(open.capabilities()).hasSize(3);
        assertThat(Negotiated.of(open, open).families()).containsExactly(Family.VPNV4);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "version 3, 03fde9005a0a00000100, 1, 0004",
        "AS 0, 040000005a0a00000100, 2, ''",
        "AS 0 in four octets, 04fde9005a0a000001 08 0206 4104 00000000, 2, ''",
        "identifier 0, 04fde9005a0000000000, 3, ''",
        "parameter 1, 04fde9005a0a000001 03 0101aa, 4, ''",
        "hold time 1, 04fde900010a00000100, 6, ''",
        "hold time 2, 04fde900020a00000100, 6, ''",
        "parameters longer than said, 04fde9005a0a000001 03 02020200 00, 0, ''",
        "parameters shorter than said, 04fde9005a0a000001 05 02020200, 0, ''",
        "parameter past the end, 04fde9005a0a000001 04 02030200, 0, ''",
        "half a parameter, 04fde9005a0a000001 01 02, 0, ''",
        "capability past the end, 04fde9005a0a000001 04 02020201, 0, ''",
        "half a capability, 04fde9005a0a000001 03 020102, 0, ''",
        "extended length too long, 04fde9005a0a000001 ff ff0006 02 0002 0200 00, 0, ''",
        "extended length missing, 04fde9005a0a000001 ff ff, 0, ''",
        "extended length for another than the first, 04fde9005a0a000001 07 02020200 ff0100, 4, ''",
        "extended length within the extended length, 04fde9005a0a000001 ff ff0004 ff 0001 00, 4, ''",
    })
    void shouldAnswerWhatIsWrong(final String what, final String body, final int subcode, final String data) {
        assertThat(decode(body)).as(what)
            .isEqualTo(Decoded.wrong(Notification.of(Notification.OPEN_ERROR, subcode, UpdateBytes.octets(data))));
    }

    @ParameterizedTest(name = "capability {0}")
    @CsvSource({"1,000100", "2,00", "5,000100010002 00", "6,01", "8,000100", "64,00", "65,0001", "69,00", "70,00", "73,0561", "73,''"})
    void shouldTakeACapabilityOfAWrongFormForUnknown(final int code, final String value) {
        final byte[] octets = UpdateBytes.octets(value);
        final String parameter = String.format("%02x%02x", code, octets.length) + value;
        final int length = octets.length + 2;
        assertThat(decode("04fde9005a0a000001" + String.format("%02x02%02x", length + 2, length) + parameter).message().capabilities())
            .containsExactly(new Capability.Unknown(code, octets));
    }

    @Test
    void shouldNameTheCapabilitiesThatItMisses() {
        assertThat(OpenMessage.unsupportedCapability(List.of(new Capability.Multiprotocol(VPNV4))))
            .isEqualTo(Notification.of(2, 7, UpdateBytes.octets("010400010080")));
    }

    @Test
    void shouldRefuseToWriteMoreThanAMessageHolds() {
        final List<Capability> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(new Capability.Unknown(200, new byte[255]));
        }
        final OpenMessage open = new OpenMessage(1, 3, 1, many);
        assertThatThrownBy(open::encode).hasMessageContaining("5140 octets");
    }
}
