package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.OpenMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the peer's OPEN is answered (RFC 4271 §6.2), and what both sides agree on. */
class OpeningTest {
    private static final Capability.Multiprotocol IPV4 = new Capability.Multiprotocol(Family.IPV4_UNICAST.numbers());

    private static byte[] changed(final byte[] message, final int at, final int... octets) {
        for (int i = 0; i < octets.length; i++) {
            message[at + i] = (byte) octets[i];
        }
        return message;
    }

    private static void shouldAnswer(final Bench bench, final byte[] open, final String answer) {
        final FakeConnection connection = bench.connected();
        connection.sent();

        connection.receive(open);

        assertThat(connection.sent()).containsExactly(answer);
        assertThat(connection.isClosed()).isTrue();
        assertThat(bench.session.state()).isEqualTo(SessionState.IDLE);
        assertThat(bench.heard).isEmpty();
    }

    @Test
    void shouldRefuseAnotherVersion() {
        shouldAnswer(new Bench(), changed(Bench.open(1), 19, 3), "OPEN message error: unsupported version number (2/1), data 0004");
    }

    @Test
    void shouldRefuseAnotherAs() {
        shouldAnswer(new Bench(), Bench.open(65002, 90, 1), "OPEN message error: bad peer AS (2/2)");
    }

    @Test
    void shouldRefuseIdentifierZero() {
        shouldAnswer(new Bench(), changed(Bench.open(1), 24, 0, 0, 0, 0), "OPEN message error: bad BGP identifier (2/3)");
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void shouldRefuseAShortHoldTime(final int seconds) {
        shouldAnswer(new Bench(), changed(Bench.open(1), 22, 0, seconds), "OPEN message error: unacceptable hold time (2/6)");
    }

    @Test
    void shouldRefuseAnOptionalParameterThatIsUnknown() {
        shouldAnswer(new Bench(), changed(Bench.open(1), 29, 9), "OPEN message error: unsupported optional parameter (2/4)");
    }

    @Test
    void shouldRefuseAPeerWithoutACommonFamily() {
        shouldAnswer(new Bench(), Bench.open(65001, 90, 1, new Capability.Multiprotocol(Family.VPNV4.numbers())),
            "OPEN message error: unsupported capability (2/7), data 010400010001");
    }

    @Test
    void shouldRefuseAnInternalPeerWithItsOwnIdentifier() {
        final Bench bench = new Bench();
        final PeerSettings internal = Bench.settings(PeerAs.INTERNAL).build();

        assertThat(internal.internal()).isTrue();
        assertThat(new Opening(internal).objection(new OpenMessage(65000, 90, Bench.OWN_ID, List.of())))
            .hasToString("OPEN message error: bad BGP identifier (2/3)");
        assertThat(new Opening(bench.session.settings())
            .objection(new OpenMessage(65001, 90, Bench.OWN_ID, List.of()))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"external, 65001, true", "external, 65000, false", "external, 23456, false", "internal, 65000, true",
        "internal, 65001, false", "70000, 70000, true", "70000, 23456, false"})
    void shouldTakeTheAsThatWasAskedFor(final String configured, final long said, final boolean taken) {
        final PeerAs as = switch (configured) {
            case "external" -> PeerAs.EXTERNAL;
            case "internal" -> PeerAs.INTERNAL;
            default -> PeerAs.of(Long.parseLong(configured));
        };

        final var objection = new Opening(Bench.settings(as).build())
            .objection(new OpenMessage(said, 90, 1, List.of(IPV4)));

        assertThat(objection == null).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"90, 30, 30", "90, 180, 90", "0, 90, 0", "90, 0, 0", "3, 90, 3"})
    void shouldTakeTheShorterHoldTime(final int own, final int theirs, final int agreed) {
        final Bench bench = new Bench(settings -> settings.holdSeconds(own));
        final FakeConnection connection = bench.connected();

        connection.receive(Bench.open(65001, theirs, 1));
        connection.receive(MessageHeader.keepalive());

        assertThat(bench.session.holdSeconds()).isEqualTo(agreed);
    }

    @Test
    void shouldAgreeOnWhatBothSidesCanDo() {
        final Bench bench = new Bench(settings -> settings.families(Family.VPNV4, Family.IPV4_LABELED).labels(Family.IPV4_LABELED, 4)
            .ipv6NextHops(Family.VPNV4));
        final FakeConnection connection = bench.connected();

        connection.receive(Bench.open(65001, 90, 1, new Capability.Multiprotocol(Family.VPNV4.numbers()),
            new Capability.Multiprotocol(Family.IPV4_LABELED.numbers()), new Capability.Multiprotocol(Family.VPNV6.numbers()),
            new Capability.FourOctetAs(65001), new Capability.ExtendedMessage(), new Capability.RefreshesRoutes(),
            new Capability.MultipleLabels(List.of(new Capability.MultipleLabels.Entry(Family.IPV4_LABELED.numbers(), 3)))));
        connection.receive(MessageHeader.keepalive());

        final Negotiated negotiated = bench.session.negotiated();
        assertThat(negotiated.families()).containsExactlyInAnyOrder(Family.VPNV4, Family.IPV4_LABELED);
        assertThat(negotiated.fourOctetAs()).isTrue();
        assertThat(negotiated.maxMessage()).isEqualTo(65535);
        assertThat(negotiated.labelsSent(Family.IPV4_LABELED)).isEqualTo(3);
        assertThat(negotiated.labelsReceived(Family.IPV4_LABELED)).isEqualTo(4);
        assertThat(negotiated.receivesIpv6NextHops(Family.VPNV4)).isTrue();
        assertThat(negotiated.refresh()).isTrue();
        assertThat(negotiated.enhancedRefresh()).isFalse();
        assertThat(negotiated.internal()).isFalse();
    }

    @Test
    void shouldSpeakWithAPeerOfTwoOctetAsNumbers() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.connected();

        connection.receive(Bench.open(65001, 90, 1, IPV4));
        connection.receive(MessageHeader.keepalive());

        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
        assertThat(bench.session.negotiated().fourOctetAs()).isFalse();
        assertThat(bench.session.requestRefresh(Family.IPV4_UNICAST)).isFalse();
    }
}
