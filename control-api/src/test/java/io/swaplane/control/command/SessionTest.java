package io.swaplane.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;


import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.Accept;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int SLICE = 1000;

    private final Spine spine = new Spine();

    private void pass(final Duration time) {
        spine.now += time.toNanos();
        spine.drain();
    }

    private static Origin origin(final int producer, final int session) {
        return new Origin(producer, session, "api", 50);
    }

    @Test
    void shouldSweepAtTheEndOfSyncInSlicesBeforeItIsAnswered() {
        final Producer producer = spine.open("a");
        final Producer other = spine.open("b");
        spine.target.stale = 2 * SLICE + 1;
        Spine.put(producer, 300);
        final long end = producer.endOfSync();
        Spine.put(other, 301);
        spine.reader.doWork(spine.now);
        for (int slice = 1; slice <= 2; slice++) {
            spine.reader.doWork(spine.now);
            assertThat(spine.target.sweeps).hasSize(slice);
            assertThat(producer.acknowledged()).isEqualTo(1);
            assertThat(other.acknowledged()).isZero();
        }
        spine.drain();
        assertThat(spine.target.stale).isZero();
        assertThat(spine.target.sweeps).hasSize(3).containsOnly(origin(1, 1));
        assertThat(producer.acknowledged()).isEqualTo(end);
        assertThat(other.acknowledged()).isEqualTo(1);
    }

    @Test
    void shouldSweepWhatIsStaleSomeTimeAfterTheSessionsEnd() {
        final Producer producer = spine.open("a", SessionMode.RESYNC, MINUTE);
        Spine.put(producer, 300);
        spine.drain();
        pass(MINUTE);
        assertThat(spine.target.sweeps).as("the session is open").isEmpty();
        producer.close();
        pass(Duration.ZERO);
        pass(MINUTE.minusNanos(1));
        assertThat(spine.target.sweeps).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(spine.target.sweeps).as("all up to session 1").containsExactly(origin(1, 2));
        pass(MINUTE);
        assertThat(spine.target.sweeps).hasSize(1);
    }

    @Test
    void shouldSweepInTimeAlsoWhenTheProducerIsBackButSendsNoEndOfSync() {
        spine.open("a", SessionMode.RESYNC, MINUTE).close();
        spine.drain();
        final Producer back = spine.open("a", SessionMode.RESYNC, MINUTE);
        Spine.put(back, 300);
        pass(MINUTE);
        assertThat(spine.target.sweeps).as("what session 2 put stays").containsExactly(origin(1, 2));
    }

    @Test
    void shouldLeaveForEverWhatHasNoTimer() {
        spine.open("a", SessionMode.RESYNC, null).close();
        pass(MINUTE.multipliedBy(1_000_000));
        assertThat(spine.target.sweeps).isEmpty();
    }

    @Test
    void shouldKeepWhatEarlierSessionsLeftWhenOpenedToKeep() {
        spine.open("a", SessionMode.RESYNC, MINUTE).close();
        spine.drain();
        final Producer keeping = spine.open("a", SessionMode.KEEP, null);
        pass(MINUTE.multipliedBy(2));
        assertThat(spine.target.sweeps).isEmpty();
        assertThatThrownBy(keeping::endOfSync).isInstanceOf(IllegalStateException.class)
            .hasMessage("the session was opened to keep what earlier ones left");
    }

    @Test
    void shouldKeepAlsoWhenTheEarlierSessionsLastCommandsAreStillInTheRing() {
        final Producer first = spine.open("a", SessionMode.RESYNC, MINUTE);
        Spine.put(first, 300);
        first.close();
        Spine.put(spine.open("a", SessionMode.KEEP, null), 301);
        spine.drain();
        pass(MINUTE.multipliedBy(2));
        assertThat(spine.target.done).hasSize(2);
        assertThat(spine.target.sweeps).isEmpty();
    }

    @Test
    void shouldKeepAlsoWhenTheKeepingSessionEndsBeforeTheConductorLooks() {
        final Producer first = spine.open("a", SessionMode.RESYNC, Duration.ZERO);
        Spine.put(first, 300);
        first.close();
        final Producer keeping = spine.open("a", SessionMode.KEEP, null);
        Spine.put(keeping, 301);
        keeping.close();
        spine.drain();
        pass(MINUTE);
        assertThat(spine.target.done).hasSize(2);
        assertThat(spine.target.sweeps).isEmpty();
    }

    @Test
    void shouldKeepAlsoWhenASessionThatDoesNotFollowsTheKeepingOneAtOnce() {
        final Producer first = spine.open("a", SessionMode.RESYNC, Duration.ZERO);
        Spine.put(first, 300);
        first.close();
        spine.open("a", SessionMode.KEEP, null).close();
        spine.open("a", SessionMode.RESYNC, Duration.ZERO);
        spine.drain();
        pass(MINUTE);
        assertThat(spine.target.sweeps).isEmpty();
    }

    @Test
    void shouldEndSessionsInTheOrderInWhichTheyEnded() {
        for (int i = 0; i < 3; i++) {
            final Producer each = spine.open("a", SessionMode.RESYNC, Duration.ZERO);
            Spine.put(each, 300);
            each.close();
        }
        spine.drain();
        assertThat(spine.target.sweeps).containsExactly(origin(1, 2), origin(1, 3), origin(1, 4));
    }

    @Test
    void shouldStopATimersSweepForASessionThatKeeps() {
        spine.open("a", SessionMode.RESYNC, Duration.ZERO).close();
        spine.target.stale = 3 * SLICE;
        spine.reader.doWork(spine.now);
        assertThat(spine.target.sweeps).hasSize(1);
        spine.open("b", SessionMode.KEEP, null);
        spine.reader.doWork(spine.now);
        assertThat(spine.target.sweeps).as("another producer's session").hasSize(2);
        spine.open("a", SessionMode.KEEP, null);
        spine.drain();
        assertThat(spine.target.sweeps).hasSize(2);
    }

    @Test
    void shouldTellTheTargetWhatASessionKeepsOnceAllBeforeItIsCarriedOut() {
        final Producer first = spine.open("a", SessionMode.RESYNC, null);
        Spine.put(first, 300);
        first.endOfSync();
        first.close();
        spine.open("a", SessionMode.KEEP, null);
        spine.drain();
        assertThat(spine.target.sweeps).containsExactly(origin(1, 1));
        assertThat(spine.target.kept).last().isEqualTo(new RecordingTarget.Kept(origin(1, 2), 1));
    }

    @Test
    void shouldRunTheTimerOfEachProducerOnItsOwn() {
        spine.open("a", SessionMode.RESYNC, MINUTE).close();
        spine.open("b", SessionMode.RESYNC, MINUTE.multipliedBy(2)).close();
        spine.open("c", SessionMode.RESYNC, Duration.ZERO).close();
        spine.drain();
        assertThat(spine.target.sweeps).containsExactly(origin(3, 4));
        pass(MINUTE);
        assertThat(spine.target.sweeps).containsExactly(origin(3, 4), origin(1, 2));
        pass(MINUTE);
        assertThat(spine.target.sweeps).containsExactly(origin(3, 4), origin(1, 2), origin(2, 3));
    }

    @Test
    void shouldCarryOutAllThatWasSentBeforeTheEnd() {
        final Producer producer = spine.open("a");
        for (int i = 0; i < 60; i++) {
            Spine.put(producer, 300 + i);
        }
        producer.close();
        producer.close();
        assertThat(producer.isEnded()).isTrue();
        spine.drain();
        assertThat(spine.target.done).hasSize(60);
        assertThat(producer.acknowledged()).isEqualTo(60);
    }

    @Test
    void shouldEndASessionAlsoWhenTheRingIsFull() {
        final Spine wide = new Spine(1 << 16, 1 << 20);
        final Producer producer = wide.open("a", SessionMode.RESYNC, Duration.ZERO);
        final Producer other = wide.open("b");
        while (Spine.put(other, 300) > 0) {
            assertThat(other.isEnded()).isFalse();
        }
        producer.close();
        wide.drain();
        wide.drain();
        assertThat(wide.target.sweeps).containsExactly(origin(1, 2));
    }

    @Test
    void shouldTakeNothingFromASessionThatHasEnded() {
        final Producer producer = spine.open("a");
        producer.close();
        assertThat(Spine.put(producer, 300)).isEqualTo(Producer.ENDED);
        assertThat(producer.createLabelSpace("x")).isEqualTo(Producer.ENDED);
        assertThat(producer.begin()).isEqualTo(Producer.ENDED);
        assertThat(producer.endOfSync()).isEqualTo(Producer.ENDED);
        assertThat(producer.acceptHandle(new Accept.Interface("ext0"))).isEqualTo(Producer.ENDED);
        spine.drain();
        assertThat(spine.target.done).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsInTheRingBehindASessionsEnd() {
        final Producer producer = spine.open("a");
        Spine.put(producer, 300);
        // What a producer that is ended by another thread may have been about to send.
        producer.close();
        final IntentEncoder late = new IntentEncoder();
        final int length = late.removeLabel(2, "space0", 300);
        spine.producers.ring().buffer().write(2, late.buffer(), 0, length);
        spine.drain();
        assertThat(spine.target.done).hasSize(1);
        assertThat(spine.reader.statistics().refused(RefusalReason.SESSION_ENDED)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnEndOfSyncOnWhichTheRouterFails() {
        final Producer producer = spine.open("a");
        spine.target.stale = -1;
        final long end = producer.endOfSync();
        spine.drain();
        assertThat(spine.errors).hasSize(1);
        assertThat(producer.poll()).isEqualTo(new Notice(end, Outcome.REFUSED, RefusalReason.INVALID,
            "the router failed on it: java.lang.IllegalStateException: a fault of the target", null, null));
        Spine.put(producer, 300);
        spine.drain();
        assertThat(producer.acknowledged()).isEqualTo(end + 1);
    }
}
