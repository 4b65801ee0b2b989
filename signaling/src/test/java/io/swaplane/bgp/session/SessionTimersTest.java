package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What time does to a session: hold, keepalive, idle after errors; the limits that end it. */
class SessionTimersTest {
    @Test
    void shouldSendKeepalivesThreeTimesWithinTheHoldTime() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.established();

        bench.time.pass(89);

        assertThat(connection.sent()).hasSizeBetween(2, 4).containsOnly("KEEPALIVE");
    }

    @Test
    void shouldEndWhenThePeerIsSilentForTheHoldTime() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.established();
        bench.time.pass(60);
        connection.receive(MessageHeader.keepalive());
        bench.time.pass(89);
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
        connection.sent();

        bench.time.pass(1);

        assertThat(connection.sent()).containsExactly("hold timer expired (4/0)");
        assertThat(bench.heard).containsExactly("established", "down: sent hold timer expired (4/0)");
    }

    @Test
    void shouldEndInOpenConfirmWhenThePeerIsSilent() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.connected();
        connection.receive(Bench.open(Bench.LOWER_ID));

        bench.time.pass(90);

        assertThat(connection.sent()).endsWith("hold timer expired (4/0)");
        assertThat(bench.session.state()).isNotEqualTo(SessionState.OPEN_CONFIRM);
    }

    @Test
    void shouldDoWithoutKeepalivesWhenThereIsNoHoldTime() {
        final Bench bench = new Bench(settings -> settings.holdSeconds(0));
        final FakeConnection connection = bench.established();

        bench.time.pass(100_000);

        assertThat(connection.sent()).isEmpty();
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldNotBlameThePeerForItsOwnStall() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.established();

        bench.time.stall(200);
        bench.time.pass(0);
        connection.receive(MessageHeader.keepalive());
        bench.time.pass(80);
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);

        bench.time.stall(200);
        bench.time.pass(2);
        assertThat(bench.session.state()).as("silent even after the stall").isNotEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldNotBlameThePeerWhileItsMessagesAreLeft() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.established();

        bench.session.reading(false);
        bench.time.pass(1000);

        assertThat(connection.isReading()).isFalse();
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
        bench.session.reading(true);
        bench.time.pass(90);
        assertThat(connection.isReading()).isTrue();
        assertThat(bench.session.state()).isNotEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldGiveUpAPeerThatReadsNothing() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.established();
        connection.writable(false);
        for (int i = 0; i < 47; i++) {
            bench.time.pass(10);
            connection.receive(MessageHeader.keepalive());
        }
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
        assertThat(connection.sent()).as("nothing is piled up").isEmpty();

        bench.time.pass(10);

        assertThat(bench.session.counters().lastSent().code()).isEqualTo(Exchange.SEND_HOLD_TIMER_EXPIRED);
    }

    @Test
    void shouldSayWhenMoreMayBeSent() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.established();

        connection.writable(false);
        assertThat(bench.session.writable()).isFalse();
        connection.writable(true);

        assertThat(bench.session.writable()).isTrue();
        assertThat(bench.heard).containsExactly("established", "writable");
    }

    @Test
    void shouldStayIdleLongerAfterEachError() {
        final Bench bench = new Bench();
        bench.session.start();
        for (int seconds = 1; seconds <= 64; seconds *= 2) {
            bench.establish(bench.attempt().succeed());
            bench.session.connection().ifPresent(connection -> ((FakeConnection) connection).lose());
            assertThat(bench.session.state()).isEqualTo(SessionState.IDLE);
            final FakeConnection refused = bench.accepted();
            assertThat(refused.isClosed()).isTrue();
            assertThat(refused.sent()).isEmpty();
            bench.time.pass(seconds / 2);
            assertThat(bench.session.state()).as("within %d s", seconds / 2).isEqualTo(SessionState.IDLE);
            bench.time.pass(seconds - seconds / 2);
            assertThat(bench.session.state()).as("after %d s", seconds).isEqualTo(SessionState.CONNECT);
        }
    }

    @Test
    void shouldForgetErrorsOnceASessionHasLasted() {
        final Bench bench = new Bench();
        bench.session.start();
        for (int i = 0; i < 8; i++) {
            bench.establish(bench.attempt().succeed());
            bench.time.pass(80);
            bench.session.connection().ifPresent(connection -> ((FakeConnection) connection).lose());
            bench.time.pass(1);
            assertThat(bench.session.state()).isEqualTo(SessionState.CONNECT);
        }
    }

    @Test
    void shouldBeStartedAtOnceByAReset() {
        final Bench bench = new Bench();
        for (int i = 0; i < 5; i++) {
            bench.session.start();
            bench.attempt().succeed().receive(Bench.open(65009, 90, 1));
            bench.time.pass(i < 4 ? 200 : 0);
        }
        assertThat(bench.session.state()).isEqualTo(SessionState.IDLE);

        bench.session.reset("");

        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECT);
    }

    @Test
    void shouldEndAboveThePrefixLimitUntilStarted() {
        final Bench bench = new Bench(settings -> settings.prefixLimit(Family.IPV4_UNICAST, PrefixLimit.of(10)));
        final FakeConnection connection = bench.established();
        assertThat(bench.session.countPrefixes(Family.IPV4_UNICAST, 10)).isTrue();

        assertThat(bench.session.countPrefixes(Family.IPV4_UNICAST, 1)).isFalse();

        assertThat(connection.sent()).containsExactly("cease: maximum number of prefixes reached (6/1), data 0001010000000a");
        bench.time.pass(100_000);
        assertThat(bench.session.state()).isEqualTo(SessionState.IDLE);
        assertThat(bench.session.isHeldDown()).isTrue();
        assertThat(bench.accepted().sent()).containsExactly("cease: connection rejected (6/5)");
        assertThat(bench.session.prefixes(Family.IPV4_UNICAST)).isZero();
        bench.session.start();
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECT);
    }

    @Test
    void shouldComeBackAfterThePrefixLimit() {
        final Bench bench = new Bench(settings -> settings.prefixLimit(Family.IPV4_UNICAST, new PrefixLimit(10, 75, false, 300)));
        bench.established();
        bench.session.countPrefixes(Family.IPV4_UNICAST, 11);

        bench.time.pass(299);
        assertThat(bench.session.state()).isEqualTo(SessionState.IDLE);
        bench.time.pass(1);
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECT);
        bench.establish(bench.attempt().succeed());
        assertThat(Collections.frequency(bench.heard, "established")).isEqualTo(2);
    }

    @Test
    void shouldOnlyWarnAboveAPrefixLimitThatOnlyWarns() {
        final Bench bench = new Bench(settings -> settings.prefixLimit(Family.IPV4_UNICAST, new PrefixLimit(10, 50, true, 0)));
        bench.established();

        assertThat(bench.session.countPrefixes(Family.IPV4_UNICAST, 1000)).isTrue();

        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
        assertThat(bench.session.prefixes(Family.IPV4_UNICAST)).isEqualTo(1000);
    }
}
