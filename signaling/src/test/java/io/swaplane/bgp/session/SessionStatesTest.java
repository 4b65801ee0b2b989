package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.AfiSafi;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.Remedy;
import io.swaplane.bgp.message.RouteRefresh;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event in every state (RFC 4271 §8.2.2): what is sent, and where the session stands after it. */
class SessionStatesTest {
    private static final byte[] UPDATE = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 23, 2, 0, 0, 0, 0};
    private static final byte[] REFRESH = new RouteRefresh(Family.IPV4_UNICAST.numbers(), RouteRefresh.REQUEST).encode();
    private static final byte[] CEASE = Notification.of(Notification.CEASE, Notification.OUT_OF_RESOURCES).encode();

    /** How a connection is brought to a state. */
    private enum From {
        OPEN_SENT {
            @Override
            FakeConnection reach(final Bench bench) {
                return bench.connected();
            }
        },
        OPEN_CONFIRM {
            @Override
            FakeConnection reach(final Bench bench) {
                final FakeConnection connection = bench.connected();
                connection.receive(Bench.open(Bench.LOWER_ID));
                return connection;
            }
        },
        ESTABLISHED {
            @Override
            FakeConnection reach(final Bench bench) {
                return bench.established();
            }
        };

        abstract FakeConnection reach(Bench bench);
    }

    private static BiConsumer<Bench, FakeConnection> message(final byte[] octets) {
        return (bench, connection) -> connection.receive(octets);
    }

    private static BiConsumer<Bench, FakeConnection> command(final Consumer<Session> command) {
        return (bench, connection) -> command.accept(bench.session);
    }

    static Stream<Arguments> events() {
        final BiConsumer<Bench, FakeConnection> lost = (bench, connection) -> connection.lose();
        final BiConsumer<Bench, FakeConnection> silence = (bench, connection) -> bench.time.pass(240);
        final BiConsumer<Bench, FakeConnection> open = message(Bench.open(Bench.LOWER_ID));
        final BiConsumer<Bench, FakeConnection> keepalive = message(MessageHeader.keepalive());
        final String sent = "finite state machine error: unexpected message in ";
        return Stream.of(
            Arguments.of(From.OPEN_SENT, "OPEN", open, "KEEPALIVE", SessionState.OPEN_CONFIRM),
            Arguments.of(From.OPEN_SENT, "KEEPALIVE", keepalive, sent + "OpenSent (5/1), data 04", SessionState.IDLE),
            Arguments.of(From.OPEN_SENT, "UPDATE", message(UPDATE), sent + "OpenSent (5/1), data 02", SessionState.IDLE),
            Arguments.of(From.OPEN_SENT, "REFRESH", message(REFRESH), sent + "OpenSent (5/1), data 05", SessionState.IDLE),
            Arguments.of(From.OPEN_SENT, "NOTIFICATION", message(CEASE), null, SessionState.IDLE),
            Arguments.of(From.OPEN_SENT, "lost", lost, null, SessionState.ACTIVE),
            Arguments.of(From.OPEN_SENT, "silence", silence, "hold timer expired (4/0)", SessionState.IDLE),
            Arguments.of(From.OPEN_SENT, "shut down", command(session -> session.shutDown("bye")),
                "cease: administrative shutdown (6/2): \"bye\"", SessionState.IDLE),
            Arguments.of(From.OPEN_CONFIRM, "OPEN", open, sent + "OpenConfirm (5/2), data 01", SessionState.IDLE),
            Arguments.of(From.OPEN_CONFIRM, "KEEPALIVE", keepalive, null, SessionState.ESTABLISHED),
            Arguments.of(From.OPEN_CONFIRM, "UPDATE", message(UPDATE), sent + "OpenConfirm (5/2), data 02", SessionState.IDLE),
            Arguments.of(From.OPEN_CONFIRM, "REFRESH", message(REFRESH), sent + "OpenConfirm (5/2), data 05", SessionState.IDLE),
            Arguments.of(From.OPEN_CONFIRM, "NOTIFICATION", message(CEASE), null, SessionState.IDLE),
            Arguments.of(From.OPEN_CONFIRM, "lost", lost, null, SessionState.IDLE),
            Arguments.of(From.OPEN_CONFIRM, "shut down", command(session -> session.shutDown("")),
                "cease: administrative shutdown (6/2), data 00", SessionState.IDLE),
            Arguments.of(From.ESTABLISHED, "OPEN", open, sent + "Established (5/3), data 01", SessionState.IDLE),
            Arguments.of(From.ESTABLISHED, "KEEPALIVE", keepalive, null, SessionState.ESTABLISHED),
            Arguments.of(From.ESTABLISHED, "UPDATE", message(UPDATE), null, SessionState.ESTABLISHED),
            Arguments.of(From.ESTABLISHED, "REFRESH", message(REFRESH), null, SessionState.ESTABLISHED),
            Arguments.of(From.ESTABLISHED, "NOTIFICATION", message(CEASE), null, SessionState.IDLE),
            Arguments.of(From.ESTABLISHED, "lost", lost, null, SessionState.IDLE),
            Arguments.of(From.ESTABLISHED, "shut down", command(session -> session.shutDown("at noon")),
                "cease: administrative shutdown (6/2): \"at noon\"", SessionState.IDLE),
            Arguments.of(From.ESTABLISHED, "reset", command(session -> session.reset("again")),
                "cease: administrative reset (6/4): \"again\"", SessionState.IDLE),
            Arguments.of(From.ESTABLISHED, "deconfigured", command(Session::deconfigure),
                "cease: peer de-configured (6/3)", SessionState.IDLE));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("events")
    void shouldAnswerEveryEventInEveryState(final From from, final String name, final BiConsumer<Bench, FakeConnection> event,
                                            final String answer, final SessionState after) {
        final Bench bench = new Bench();
        final FakeConnection connection = from.reach(bench);
        connection.sent();
        assertThat(bench.session.state()).hasToString(from == From.OPEN_SENT ? "OpenSent"
            : from == From.OPEN_CONFIRM ? "OpenConfirm" : "Established");

        event.accept(bench, connection);

        assertThat(connection.sent()).as(name).isEqualTo(answer == null ? List.of() : List.of(answer));
        assertThat(bench.session.state()).isEqualTo(after);
        assertThat(connection.isClosed()).isEqualTo(after == SessionState.IDLE || after == SessionState.ACTIVE);
    }

    @Test
    void shouldConnectWhenStarted() {
        final Bench bench = new Bench();
        assertThat(bench.session.state()).isEqualTo(SessionState.IDLE);

        bench.session.start();

        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECT);
        assertThat(bench.attempt().succeed().sent()).containsExactly("OPEN 65000");
        assertThat(bench.session.state()).isEqualTo(SessionState.OPEN_SENT);
    }

    @Test
    void shouldOnlyListenWhenPassive() {
        final Bench bench = new Bench(settings -> settings.passive(true));
        bench.session.start();
        bench.time.pass(1000);

        assertThat(bench.attempts).isEmpty();
        assertThat(bench.session.state()).isEqualTo(SessionState.ACTIVE);
        final FakeConnection connection = bench.accepted();
        bench.establish(connection);
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
        connection.lose();
        bench.time.pass(2);
        assertThat(bench.session.state()).isEqualTo(SessionState.ACTIVE);
    }

    @Test
    void shouldTryAgainLaterAndLaterWhenRefused() {
        final Bench bench = new Bench();
        bench.session.start();
        for (int seconds = 1; seconds <= 16; seconds *= 2) {
            final int before = bench.attempts.size();
            bench.attempt().fail();
            assertThat(bench.session.state()).isEqualTo(SessionState.ACTIVE);
            bench.time.pass(seconds / 2);
            assertThat(bench.attempts).as("within %d s", seconds / 2).hasSize(before);
            bench.time.pass(seconds - seconds / 2);
            assertThat(bench.attempts).as("after %d s", seconds).hasSize(before + 1);
        }
        for (int i = 0; i < 20; i++) {
            bench.attempt().fail();
            bench.time.pass(30);
            assertThat(bench.session.state()).isEqualTo(SessionState.CONNECT);
        }
    }

    @Test
    void shouldGiveUpAnAttemptThatIsNotAnswered() {
        final Bench bench = new Bench();
        bench.session.start();
        final Bench.FakeAttempt first = bench.attempt();

        bench.time.pass(30);

        assertThat(first.isCancelled()).isTrue();
        assertThat(bench.attempts).hasSize(2);
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECT);
    }

    @Test
    void shouldRefuseConnectionsWhenShutDown() {
        final Bench bench = new Bench();

        final FakeConnection connection = bench.accepted();

        assertThat(connection.sent()).containsExactly("cease: connection rejected (6/5)");
        assertThat(connection.isClosed()).isTrue();
        assertThat(bench.time.waiting()).isZero();
    }

    @Test
    void shouldLeaveNoTimerWhenShutDown() {
        final Bench bench = new Bench();
        bench.established();

        bench.session.shutDown("");

        assertThat(bench.time.waiting()).isZero();
        assertThat(bench.session.isShutDown()).isTrue();
    }

    @Test
    void shouldComeBackAfterAReset() {
        final Bench bench = new Bench();
        bench.established();

        bench.session.reset("new policy");
        bench.time.pass(1);

        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECT);
        bench.establish(bench.attempt().succeed());
        assertThat(bench.heard).containsExactly("established", "down: sent cease: administrative reset (6/4): \"new policy\"",
            "established");
        assertThat(bench.session.counters().established()).isEqualTo(2);
        assertThat(bench.session.counters().dropped()).isEqualTo(1);
    }

    @Test
    void shouldTellRoutesOfAnEstablishedSessionOnly() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.established();

        connection.receive(UPDATE);
        connection.receive(REFRESH);
        connection.receive(new RouteRefresh(Family.IPV4_UNICAST.numbers(), RouteRefresh.BEGIN).encode());
        connection.receive(new RouteRefresh(Family.IPV4_UNICAST.numbers(), RouteRefresh.END).encode());
        connection.receive(new RouteRefresh(Family.VPNV6.numbers(), RouteRefresh.REQUEST).encode());
        connection.lose();
        connection.receive(UPDATE);

        assertThat(bench.heard).containsExactly("established", "end-of-rib ipv4-unicast", "refresh ipv4-unicast",
            "refresh begins ipv4-unicast", "refresh ends ipv4-unicast", "down: reset by peer");
    }

    @Test
    void shouldAskForRoutesAgain() {
        final Bench bench = new Bench();
        assertThat(bench.session.requestRefresh(Family.IPV4_UNICAST)).isFalse();
        final FakeConnection connection = bench.established();

        assertThat(bench.session.requestRefresh(Family.IPV4_UNICAST)).isTrue();
        assertThat(bench.session.requestRefresh(Family.VPNV4)).isFalse();
        assertThat(bench.session.beginRefresh(Family.IPV4_UNICAST)).isTrue();
        assertThat(bench.session.endRefresh(Family.IPV4_UNICAST)).isTrue();

        assertThat(connection.sent()).containsExactly("REFRESH RouteRefresh[family=ipv4-unicast, subtype=0]",
            "REFRESH RouteRefresh[family=ipv4-unicast, subtype=1]", "REFRESH RouteRefresh[family=ipv4-unicast, subtype=2]");
        assertThat(bench.session.counters().sent(MessageHeader.ROUTE_REFRESH)).isEqualTo(3);
    }

    /** RFC 7313 §5; RFC 2918 §3: without the enhanced capability the octet says nothing. */
    @Test
    void shouldTakeNoNoticeOfARefreshThatItDoesNotKnow() {
        final Bench enhanced = new Bench();
        final FakeConnection connection = enhanced.established();
        for (final int subtype : new int[] {3, 254, 255}) {
            connection.receive(new RouteRefresh(Family.IPV4_UNICAST.numbers(), subtype).encode());
        }
        connection.receive(new RouteRefresh(Family.VPNV4.numbers(), RouteRefresh.REQUEST).encode());
        connection.receive(new RouteRefresh(new AfiSafi(0x4006, 71), RouteRefresh.REQUEST).encode());
        assertThat(enhanced.heard).containsExactly("established");
        assertThat(connection.sent()).isEmpty();

        final Bench plain = new Bench();
        final FakeConnection other = plain.connected();
        other.receive(Bench.open(65001, 90, 1, new Capability.Multiprotocol(Family.IPV4_UNICAST.numbers()),
            new Capability.RefreshesRoutes(), new Capability.FourOctetAs(65001)));
        other.receive(MessageHeader.keepalive());
        other.receive(new RouteRefresh(Family.IPV4_UNICAST.numbers(), RouteRefresh.END).encode());
        assertThat(plain.heard).containsExactly("established", "refresh ipv4-unicast");
    }

    /** RFC 5492 §3: a capability that this side does not have is no reason to end. */
    @Test
    void shouldTakeNoNoticeOfACapabilityThatItDoesNotKnow() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.connected();
        connection.receive(Bench.open(65001, 90, 1, new Capability.Unknown(0, new byte[0]),
            new Capability.Multiprotocol(Family.IPV4_UNICAST.numbers()), new Capability.Multiprotocol(new AfiSafi(0x4006, 71)),
            new Capability.FourOctetAs(65001), new Capability.Unknown(64, new byte[] {0, 120, 0}), new Capability.Unknown(255,
            new byte[255])));
        connection.receive(MessageHeader.keepalive());
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
        assertThat(bench.session.remoteOpen().orElseThrow().gracefulRestart()).as("malformed").isEmpty();
    }

    @Test
    void shouldCloseOnAHeaderThatIsWrong() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.established();

        final byte[] broken = MessageHeader.keepalive();
        broken[3] = 0;
        connection.malformed(MessageHeader.check(broken, 0, true));

        assertThat(connection.sent()).containsExactly("message header error: connection not synchronized (1/1)");
        assertThat(bench.session.state()).isEqualTo(SessionState.IDLE);
    }

    @Test
    void shouldTellEverMoreRarelyOfFaultyUpdatesThatGoOn() {
        final Bench bench = new Bench();
        final FakeConnection connection = bench.established();
        // An origin that there is not: 10.0.0.0/8 counts as withdrawn.
        final byte[] update = HexFormat.of().parseHex("ff".repeat(16) + "002d02" + "0000" + "0014" + "40010107" + "400206" + "02010000fde9"
            + "4003040a000001" + "080a");
        final List<Long> told = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            connection.receive(update);
            if (bench.session.counters().isTold(Remedy.TREAT_AS_WITHDRAW)) {
                told.add(bench.session.counters().remedied(Remedy.TREAT_AS_WITHDRAW));
            }
        }
        assertThat(told).containsExactly(1L, 10L, 100L, 1000L);
        assertThat(bench.session.counters().isTold(Remedy.IGNORE_PREFIX)).as("another kind").isFalse();
        bench.session.counters().remedy(Remedy.IGNORE_PREFIX);
        assertThat(bench.session.counters().isTold(Remedy.IGNORE_PREFIX)).isTrue();
    }
}
