package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoTest {
    private static Echo request(final String from, final String to) {
        return new Echo(InetAddress.ofLiteral(from), InetAddress.ofLiteral(to), false, 0x1234, 7, new byte[] {1, 2, 3});
    }

    /** The checksums are worked out by hand. */
    @Test
    void shouldBeAPacketThatOthersUnderstand() {
        assertThat(HexFormat.of().formatHex(request("10.0.0.1", "10.0.0.2").packet())).isEqualTo(
            "4500001f00000000400166dc0a0000010a000002" + "0800e1c212340007" + "010203");
        assertThat(HexFormat.of().formatHex(request("2001:db8::1", "2001:db8::2").packet())).startsWith("60000000000b3a40")
            .endsWith("010203");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.2", "2001:db8::1, 2001:db8::2"})
    void shouldBeReadAsItWasWritten(final String from, final String to) {
        final Echo request = request(from, to);
        final Echo answer = request.answer();
        assertThat(Echo.parse(request.packet(), 0)).isEqualTo(request);
        assertThat(Echo.parse(answer.packet(), 0)).isEqualTo(answer);
        assertThat(answer.destination()).isEqualTo(request.source());
        assertThat(answer.reply()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.2", "2001:db8::1, 2001:db8::2"})
    void shouldNotBeReadWhenDamagedOrCutOff(final String from, final String to) {
        final byte[] packet = request(from, to).packet();
        for (int length = 0; length < packet.length; length++) {
            assertThat(Echo.parse(Arrays.copyOf(packet, length), 0)).as("%d octets", length).isNull();
        }
        packet[packet.length - 1] ^= 1;
        assertThat(Echo.parse(packet, 0)).isNull();
    }
}
