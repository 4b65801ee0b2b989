package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.MessageHeader;
import org.junit.jupiter.api.Test;

/** Two connections with the same peer at once (RFC 4271 §6.8). */
class CollisionTest {
    private static final String DUMPED = "cease: connection collision resolution (6/7)";

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
}
