package io.swaplane.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.1.2.3", "255.255.255.255", "::", "::1", "1::", "2001:db8::1", "2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "1:2:3:4:5:6:7:8", "fe80::1:2", "0:1::", "1::2:0:3", "::fffe:1:2", "a:b:c:d:e:f::"})
    void shouldWriteAddressesInTheirShortestForm(final String text) {
        assertThat(AddressText.of(InetAddress.ofLiteral(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"2001:DB8:0:0:0:0:0:1, 2001:db8::1", "2001:0db8:0000:0001:0000:0000:0000:0001, 2001:db8:0:1::1",
        "1:0:0:2:0:0:3:4, 1::2:0:0:3:4", "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0"})
    void shouldWriteEveryFormAlike(final String text, final String shortest) {
        assertThat(AddressText.of(InetAddress.ofLiteral(text))).isEqualTo(shortest);
    }

    @Test
    void shouldWriteTheIpv4PartOfAMappedAddressAsSuch() {
        assertThat(AddressText.ipv6(0, 0xFFFF_0A01_0203L)).isEqualTo("::ffff:10.1.2.3");
    }

    @Test
    void shouldKeepTheZone() throws UnknownHostException {
        final byte[] octets = InetAddress.ofLiteral("fe80::1").getAddress();
        assertThat(AddressText.of(Inet6Address.getByAddress(null, octets, 7))).isEqualTo("fe80::1%7");
    }

    @Test
    void shouldWriteWhatIsReadAsTheSameAddress() {
        final SplittableRandom random = new SplittableRandom(5952);
        for (int i = 0; i < 100_000; i++) {
            final long high = sparse(random);
            final long low = sparse(random);
            final byte[] octets = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
            assertThat(InetAddress.ofLiteral(AddressText.ipv6(high, low)).getAddress()).isEqualTo(octets);
        }
    }

    /** Of four groups each is nothing half of the time; the first is not, as it would be a mapped address otherwise. */
    private static long sparse(final SplittableRandom random) {
        long bits = random.nextInt(1, 1 << 16);
        for (int i = 1; i < 4; i++) {
            bits = bits << 16 | (random.nextBoolean() ? 0 : random.nextInt(1 << 16));
        }
        return Long.rotateLeft(bits, 16 * random.nextInt(3));
    }
}
