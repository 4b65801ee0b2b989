package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What graceful restart changes in a session (RFC 4724 §4.2, RFC 8538). */
class RestartingPeerTest {
    private static final List<Capability.GracefulRestart.Entry> FAMILY =
        List.of(new Capability.GracefulRestart.Entry(Family.IPV4_UNICAST.numbers(), true));

    private final Bench bench = new Bench(settings -> settings.gracefulRestart(new RestartSettings(true, 120, 300)));

    private FakeConnection established(final Capability.GracefulRestart... said) {
        final FakeConnection connection = bench.connected();
        final List<Capability> all = new ArrayList<>(List.of(new Capability.Multiprotocol(Family.IPV4_UNICAST.numbers()),
            new Capability.FourOctetAs(65001)));
        all.addAll(List.of(said));
        connection.receive(Bench.open(65001, 90, Bench.LOWER_ID, all.toArray(Capability[]::new)));
        connection.receive(MessageHeader.keepalive());
        connection.sent();
        return connection;
    }

    @Test
    void shouldTakeAnotherConnectionOfAPeerThatHasForgottenTheSession() {
        final FakeConnection former = established(new Capability.GracefulRestart(false, true, 120, FAMILY));
        bench.time.pass(5);
        former.sent();
        final FakeConnection latest = bench.accepted();
        assertThat(bench.heard).containsExactly("established", "down: the peer has opened another connection");
        assertThat(former.isClosed()).isTrue();
        assertThat(former.sent()).isEmpty();
        bench.establish(latest);
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldTakeAnotherConnectionSoonAfterTheFirstForACollision() {
        final FakeConnection former = established(new Capability.GracefulRestart(false, true, 120, FAMILY));
        bench.time.pass(4);
        bench.accepted();
        assertThat(former.isClosed()).isFalse();
        assertThat(bench.heard).containsExactly("established");
    }

    @Test
    void shouldKeepTheSessionOfAPeerThatOnlyHelps() {
        final FakeConnection former = established(new Capability.GracefulRestart(false, true, 0, List.of()));
        bench.time.pass(5);
        bench.accepted();
        assertThat(former.isClosed()).isFalse();
    }

    /** RFC 4724 §3: the last of several capabilities. */
    @Test
    void shouldGoByWhatThePeerSaidLast() {
        final Capability.GracefulRestart helps = new Capability.GracefulRestart(false, false, 0, List.of());
        final Capability.GracefulRestart keeps = new Capability.GracefulRestart(false, true, 120, FAMILY);
        final FakeConnection helper = established(keeps, helps);
        bench.time.pass(5);
        helper.sent();
        bench.accepted();
        assertThat(helper.isClosed()).isFalse();
        bench.session.shutDown("moving");
        assertThat(helper.sent()).containsExactly("cease: administrative shutdown (6/2): \"moving\"");
        final FakeConnection keeper = established(helps, keeps);
        bench.time.pass(5);
        bench.accepted();
        assertThat(keeper.isClosed()).isTrue();
    }

    @Test
    void shouldSayThatNothingIsToBeKeptWhenItIsShutDown() {
        final FakeConnection both = established(new Capability.GracefulRestart(false, true, 0, List.of()));
        bench.session.shutDown("moving");
        assertThat(both.sent()).containsExactly("cease: hard reset (6/9), cease: administrative shutdown (6/2): \"moving\"");
    }

    @Test
    void shouldShutDownInPlainWordsWhenThePeerDoesNotOutliveNotifications() {
        final FakeConnection plain = established(new Capability.GracefulRestart(false, false, 120, FAMILY));
        bench.session.shutDown("moving");
        assertThat(plain.sent()).containsExactly("cease: administrative shutdown (6/2): \"moving\"");
    }

    @Test
    void shouldTellLossesFromEnds() {
        final Notification reset = Notification.of(Notification.CEASE, Notification.ADMINISTRATIVE_RESET);
        assertThat(SessionEnd.lost("reset by peer").graceful(false)).isTrue();
        assertThat(SessionEnd.received(reset).graceful(false)).isFalse();
        assertThat(SessionEnd.received(reset).graceful(true)).isTrue();
        assertThat(SessionEnd.sent(Notification.hardReset(reset)).graceful(true)).isFalse();
    }

    @Test
    void shouldSayInEachOpenWhatIsTrueThen() {
        final RestartSettings settings = new RestartSettings(true, 60, 300);
        assertThat(settings.capability(Set.of(Family.VPNV4, Family.IPV4_UNICAST), true, Set.of(Family.VPNV4)))
            .isEqualTo(new Capability.GracefulRestart(true, true, 60, List.of(
                new Capability.GracefulRestart.Entry(Family.IPV4_UNICAST.numbers(), false),
                new Capability.GracefulRestart.Entry(Family.VPNV4.numbers(), true))));
    }
}
