package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.RouteRefresh;
import org.junit.jupiter.api.Test;

/** Two connections with the same peer at once (RFC 4271 §6.8). */
class CollisionTest {
    private static final String DUMPED = "cease: connection collision resolution (6/7)";
    private static final int[] IDS = {Bench.LOWER_ID, Bench.HIGHER_ID};

    @Test
    void shouldKeepItsOwnConnectionWhenItsIdIsHigher() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();
        assertThat(theirs.sent()).containsExactly("OPEN 65000");

        own.receive(Bench.open(Bench.LOWER_ID));
        theirs.receive(Bench.open(Bench.LOWER_ID));

        assertThat(theirs.sent()).containsExactly(DUMPED);
        assertThat(own.sent()).containsExactly("OPEN 65000", "KEEPALIVE");
        own.receive(MessageHeader.keepalive());
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
        assertThat(bench.heard).containsExactly("established");
    }

    @Test
    void shouldDumpThePeersOpenConfirmWhenItsIdIsHigher() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();

        theirs.receive(Bench.open(Bench.LOWER_ID));
        own.receive(Bench.open(Bench.LOWER_ID));

        assertThat(theirs.sent()).containsExactly("OPEN 65000", "KEEPALIVE", DUMPED);
        assertThat(own.isClosed()).isFalse();
        assertThat(bench.session.state()).isEqualTo(SessionState.OPEN_CONFIRM);
    }

    @Test
    void shouldKeepThePeersConnectionWhenItsIdIsLower() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();

        own.receive(Bench.open(Bench.HIGHER_ID));
        theirs.receive(Bench.open(Bench.HIGHER_ID));

        assertThat(own.sent()).containsExactly("OPEN 65000", "KEEPALIVE", DUMPED);
        theirs.receive(MessageHeader.keepalive());
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldDumpItsOwnLateConnectionWhenItsIdIsLower() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();

        theirs.receive(Bench.open(Bench.HIGHER_ID));
        own.receive(Bench.open(Bench.HIGHER_ID));

        assertThat(own.sent()).containsExactly("OPEN 65000", DUMPED);
        assertThat(theirs.isClosed()).isFalse();
    }

    @Test
    void shouldCompareTheAsWhenTheIdsAreTheSame() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();

        own.receive(Bench.open(Bench.OWN_ID));
        theirs.receive(Bench.open(Bench.OWN_ID));

        assertThat(own.isClosed()).isTrue();
        assertThat(theirs.isClosed()).isFalse();
    }

    @Test
    void shouldRefuseASecondConnectionOnceEstablished() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.established();

        final FakeConnection theirs = bench.accepted();

        assertThat(theirs.sent()).containsExactly(DUMPED);
        assertThat(own.isClosed()).isFalse();
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldDumpTheOtherConnectionWhenOneIsEstablished() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();

        bench.establish(own);

        assertThat(theirs.sent()).containsExactly("OPEN 65000", DUMPED);
        assertThat(bench.heard).containsExactly("established");
    }

    @Test
    void shouldDumpTheEstablishedSessionOfALowerIdWhenConfiguredTo() {
        final Bench bench = new Bench(settings -> settings.collisionInEstablished(true));
        final FakeConnection own = bench.connected();
        own.receive(Bench.open(Bench.HIGHER_ID));
        own.receive(MessageHeader.keepalive());

        final FakeConnection theirs = bench.accepted();
        theirs.receive(Bench.open(Bench.HIGHER_ID));
        theirs.receive(MessageHeader.keepalive());

        assertThat(own.sent()).containsExactly("OPEN 65000", "KEEPALIVE", DUMPED);
        assertThat(bench.heard).containsExactly("established", "down: sent " + DUMPED, "established");
    }

    @Test
    void shouldKeepTheEstablishedSessionOfAHigherId() {
        final Bench bench = new Bench(settings -> settings.collisionInEstablished(true));
        final FakeConnection own = bench.established();

        final FakeConnection theirs = bench.accepted();
        theirs.receive(Bench.open(Bench.LOWER_ID));

        assertThat(theirs.sent()).containsExactly("OPEN 65000", DUMPED);
        assertThat(own.isClosed()).isFalse();
        assertThat(bench.heard).containsExactly("established");
    }

    @Test
    void shouldTakeTheLaterOfTwoConnectionsThatThePeerOpened() {
        final Bench bench = new Bench(settings -> settings.passive(true));
        bench.session.start();
        final FakeConnection first = bench.accepted();

        final FakeConnection second = bench.accepted();

        assertThat(first.sent()).containsExactly("OPEN 65000", DUMPED);
        bench.establish(second);
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldGiveUpItsAttemptWhenThePeersConnectionIsEstablished() {
        final Bench bench = new Bench();
        bench.session.start();
        final FakeConnection theirs = bench.accepted();

        bench.establish(theirs);

        assertThat(bench.attempt().isCancelled()).isTrue();
        bench.time.pass(80);
        assertThat(bench.attempts).hasSize(1);
    }

    @Test
    void shouldGoOnWithTheOtherConnectionWhenOneIsLost() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();

        own.lose();

        assertThat(bench.session.state()).isEqualTo(SessionState.OPEN_SENT);
        bench.establish(theirs);
        assertThat(bench.session.state()).isEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldSayNothingOnASecondConnectionWhileTheFirstNeedsOnlyAKeepalive() {
        for (final int identifier : IDS) {
            final Bench bench = new Bench();
            final FakeConnection own = bench.connected();
            own.receive(Bench.open(identifier));

            final FakeConnection theirs = bench.accepted();
            theirs.receive(Bench.open(identifier));

            assertThat(theirs.sent()).isEmpty();
            own.receive(MessageHeader.keepalive());
            assertThat(theirs.sent()).containsExactly(DUMPED);
            assertThat(own.sent()).containsExactly("OPEN 65000", "KEEPALIVE");
            bench.time.pass(10);
            assertThat(bench.heard).containsExactly("established");
        }
    }

    @Test
    void shouldSayNothingOnItsOwnConnectionWhileThePeersNeedsOnlyAKeepalive() {
        for (final int identifier : IDS) {
            final Bench bench = new Bench();
            bench.session.start();
            final FakeConnection theirs = bench.accepted();
            theirs.receive(Bench.open(identifier));

            final FakeConnection own = bench.attempt().succeed();

            assertThat(own.sent()).isEmpty();
            theirs.receive(MessageHeader.keepalive());
            assertThat(own.sent()).containsExactly(DUMPED);
            assertThat(bench.heard).containsExactly("established");
        }
    }

    @Test
    void shouldGoOnWithTheSecondConnectionWhenTheFirstIsGone() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        own.receive(Bench.open(Bench.LOWER_ID));
        final FakeConnection theirs = bench.accepted();
        theirs.receive(Bench.open(Bench.LOWER_ID));
        theirs.receive(MessageHeader.keepalive());

        own.lose();
        assertThat(theirs.sent()).containsExactly("OPEN 65000");
        theirs.readOn();

        assertThat(theirs.sent()).containsExactly("KEEPALIVE");
        assertThat(bench.heard).containsExactly("established");
        bench.time.pass(90);
        assertThat(bench.heard).containsExactly("established", "down: sent hold timer expired (4/0)");
    }

    @Test
    void shouldDecideByTheIdWhenTheFirstConnectionTakesTooLong() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        own.receive(Bench.open(Bench.HIGHER_ID));
        final FakeConnection theirs = bench.accepted();
        theirs.receive(Bench.open(Bench.HIGHER_ID));

        bench.time.pass(4);
        assertThat(theirs.sent()).isEmpty();
        bench.time.pass(1);
        theirs.readOn();

        assertThat(theirs.sent()).containsExactly("OPEN 65000", "KEEPALIVE");
        assertThat(own.sent()).containsExactly("OPEN 65000", "KEEPALIVE", DUMPED);
    }

    @Test
    void shouldTakeTheLaterOfTwoConnectionsOfThePeerAlsoWhileItsOwnNeedsOnlyAKeepalive() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        own.receive(Bench.open(Bench.HIGHER_ID));
        final FakeConnection first = bench.accepted();

        final FakeConnection second = bench.accepted();

        assertThat(first.sent()).containsExactly(DUMPED);
        assertThat(second.sent()).isEmpty();
        own.lose();
        bench.establish(second);
        assertThat(bench.heard).containsExactly("established");
    }

    /** The connection has all that it needs. */
    private static void confirm(final FakeConnection connection, final int identifier) {
        connection.receive(Bench.open(identifier));
        connection.receive(MessageHeader.keepalive());
        assertThat(connection.sent()).containsExactly("OPEN 65000", "KEEPALIVE");
    }

    @Test
    void shouldNotEstablishWhatThePeersConnectionMayReplace() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();

        confirm(own, Bench.HIGHER_ID);

        assertThat(bench.session.state()).isEqualTo(SessionState.OPEN_CONFIRM);
        theirs.receive(Bench.open(Bench.HIGHER_ID));
        assertThat(own.sent()).containsExactly(DUMPED);
        theirs.receive(MessageHeader.keepalive());
        bench.time.pass(10);
        assertThat(bench.heard).containsExactly("established");
        assertThat(theirs.isClosed()).isFalse();
    }

    @Test
    void shouldNotEstablishWhatItsOwnConnectionMayReplace() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();

        confirm(theirs, Bench.LOWER_ID);

        assertThat(bench.session.state()).isEqualTo(SessionState.OPEN_CONFIRM);
        own.receive(Bench.open(Bench.LOWER_ID));
        assertThat(theirs.sent()).containsExactly(DUMPED);
        own.receive(MessageHeader.keepalive());
        assertThat(bench.heard).containsExactly("established");
        assertThat(own.isClosed()).isFalse();
    }

    @Test
    void shouldEstablishAtOnceWhatNothingMayReplace() {
        final Bench higher = new Bench();
        final FakeConnection own = higher.connected();
        higher.accepted();
        confirm(own, Bench.LOWER_ID);
        assertThat(higher.heard).containsExactly("established");

        final Bench lower = new Bench();
        lower.connected();
        final FakeConnection theirs = lower.accepted();
        confirm(theirs, Bench.HIGHER_ID);
        assertThat(lower.heard).containsExactly("established");
    }

    @Test
    void shouldReadAllInOrderWhenTheOtherConnectionIsGone() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();
        confirm(own, Bench.HIGHER_ID);
        own.receive(new RouteRefresh(Family.IPV4_UNICAST.numbers(), RouteRefresh.BEGIN).encode());
        own.receive(new RouteRefresh(Family.IPV4_UNICAST.numbers(), RouteRefresh.REQUEST).encode());
        own.receive(new RouteRefresh(Family.IPV4_UNICAST.numbers(), RouteRefresh.END).encode());
        assertThat(bench.heard).isEmpty();

        theirs.receive(Notification.of(Notification.CEASE, Notification.COLLISION).encode());
        own.readOn();

        assertThat(bench.heard).containsExactly("established", "refresh begins ipv4-unicast", "refresh ipv4-unicast",
            "refresh ends ipv4-unicast");
    }

    @Test
    void shouldEstablishWhenTheOtherConnectionsOpenIsNotTaken() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();
        confirm(own, Bench.HIGHER_ID);

        theirs.receive(Bench.open(64999, 90, Bench.HIGHER_ID));

        assertThat(theirs.isClosed()).isTrue();
        assertThat(bench.heard).containsExactly("established");
    }

    @Test
    void shouldEstablishWhenTheOtherConnectionIsNotAnswered() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();
        theirs.sent();
        confirm(own, Bench.HIGHER_ID);

        bench.time.pass(4);
        assertThat(bench.heard).isEmpty();
        bench.time.pass(1);

        assertThat(theirs.sent()).containsExactly(DUMPED);
        assertThat(bench.heard).containsExactly("established");
        bench.time.pass(89);
        assertThat(bench.heard).containsExactly("established");
        bench.time.pass(1);
        assertThat(bench.heard).as("90 seconds after it was read again")
            .containsExactly("established", "down: sent hold timer expired (4/0)");
    }

    @Test
    void shouldWaitALittleMoreWhenItsThreadWasBusy() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();
        confirm(own, Bench.HIGHER_ID);

        bench.time.stall(60);
        bench.time.pass(0);
        assertThat(bench.heard).isEmpty();
        theirs.receive(Bench.open(Bench.HIGHER_ID));

        assertThat(own.isClosed()).isTrue();
        assertThat(theirs.isClosed()).isFalse();
    }

    @Test
    void shouldKeepAnImpatientPeerWhileItWaits() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        bench.accepted();
        own.receive(Bench.open(65001, 3, Bench.HIGHER_ID));
        own.receive(MessageHeader.keepalive());
        own.sent();

        bench.time.pass(4);

        assertThat(own.sent()).hasSizeBetween(3, 6).containsOnly("KEEPALIVE");
        bench.time.pass(1);
        assertThat(bench.heard).as("its own hold timer stands still").containsExactly("established");
    }

    @Test
    void shouldGoOnWithTheOtherConnectionWhenTheOneThatWaitsIsLost() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();
        theirs.sent();
        confirm(own, Bench.HIGHER_ID);

        own.lose();
        bench.time.pass(10);
        assertThat(bench.heard).isEmpty();
        theirs.receive(Bench.open(Bench.HIGHER_ID));
        theirs.receive(MessageHeader.keepalive());

        assertThat(theirs.sent()).containsExactly("KEEPALIVE");
        assertThat(bench.heard).containsExactly("established");
    }

    @Test
    void shouldEstablishNothingMoreWhenAllIsEnded() {
        final Bench bench = new Bench();
        bench.session.start();
        final FakeConnection theirs = bench.accepted();
        final FakeConnection own = bench.attempt().succeed();
        confirm(own, Bench.HIGHER_ID);

        bench.session.reset("again");

        assertThat(own.isClosed()).isTrue();
        assertThat(theirs.isClosed()).isTrue();
        assertThat(bench.heard).isEmpty();
        bench.time.pass(1);
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECT);
        bench.session.shutDown("");
        assertThat(bench.time.waiting()).isZero();
    }

    @Test
    void shouldStayUnreadWhenAllSessionsAre() {
        final Bench bench = new Bench();
        final FakeConnection own = bench.connected();
        final FakeConnection theirs = bench.accepted();
        confirm(own, Bench.HIGHER_ID);
        bench.session.reading(false);

        theirs.lose();
        bench.time.pass(1000);
        assertThat(own.isReading()).isFalse();
        assertThat(bench.heard).containsExactly("established");

        bench.session.reading(true);
        assertThat(own.isReading()).isTrue();
        bench.time.pass(90);
        assertThat(bench.heard).hasSize(2);
    }

    @Test
    void shouldDumpWhatHasSaidNothingAlsoWhenAnEstablishedSessionMayBeReplaced() {
        final Bench bench = new Bench(settings -> settings.collisionInEstablished(true));
        final FakeConnection own = bench.connected();
        own.receive(Bench.open(Bench.HIGHER_ID));
        final FakeConnection theirs = bench.accepted();

        own.receive(MessageHeader.keepalive());

        assertThat(theirs.sent()).containsExactly(DUMPED);
        assertThat(bench.heard).containsExactly("established");
    }
}
