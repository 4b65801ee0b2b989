package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.bgp.message.Family;
import java.net.InetAddress;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PeerSettingsTest {
    static Stream<Arguments> wrong() {
        return Stream.of(
            refused("hold-time 2", settings -> settings.holdSeconds(2)),
            refused("port 0", settings -> settings.port(0)),
            refused("multihop and ttl-security exclude each other", settings -> settings.multihop(2).ttlSecurityHops(1)),
            refused("ttl-security 255", settings -> settings.ttlSecurityHops(255)),
            refused("password: 1 to 80 octets", settings -> settings.md5Key("")),
            refused("interface", settings -> settings.interfaceName("sixteen-octets-x")),
            refused("update-source is of the other", settings -> settings.localAddress(InetAddress.ofLiteral("2001:db8::1"))),
            refused("is the update-source itself", settings -> settings.localAddress(InetAddress.ofLiteral("10.0.0.1"))),
            refused("vpnv4 maximum-prefix", settings -> settings.prefixLimit(Family.VPNV4, PrefixLimit.of(1))),
            refused("ipv4-unicast labels", settings -> settings.labels(Family.IPV4_UNICAST, 2)));
    }

    private static Arguments refused(final String why, final UnaryOperator<PeerSettings.Builder> change) {
        return Arguments.of(why, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void shouldNameThePeerAndWhatIsWrong(final String why, final UnaryOperator<PeerSettings.Builder> change) {
        final PeerSettings.Builder settings = change.apply(Bench.settings(PeerAs.of(65001)));

        assertThatThrownBy(settings::build).isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("neighbor 10.0.0.1: ").hasMessageContaining(why);
    }

    @Test
    void shouldRefuseReservedAsNumbers() {
        assertThatThrownBy(Bench.settings(PeerAs.of(23456))::build).hasMessageContaining("remote-as 23456 is reserved");
        assertThatThrownBy(Bench.settings(PeerAs.of(0))::build).hasMessageContaining("remote-as 0 is reserved");
    }

    @Test
    void shouldChooseTtlsByWhereThePeerIs() {
        assertThat(Bench.settings(PeerAs.EXTERNAL).build().ttl()).isEqualTo(1);
        assertThat(Bench.settings(PeerAs.INTERNAL).build().ttl()).isEqualTo(255);
        assertThat(Bench.settings(PeerAs.EXTERNAL).multihop(4).build().ttl()).isEqualTo(4);
        final PeerSettings secured = Bench.settings(PeerAs.EXTERNAL).ttlSecurityHops(2).build();
        assertThat(secured.ttl()).isEqualTo(255);
        assertThat(secured.leastTtl()).isEqualTo(254);
    }
}
