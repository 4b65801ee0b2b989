package io.swaplane.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;


import com.sun.management.ThreadMXBean;
import io.swaplane.control.Applied;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.Accept;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProducerTest {
    private static final int WINDOW = 64;

    private final Spine spine = new Spine();

    @Test
    void shouldNumberCommandsAndAcknowledgeThemTogether() {
        final Producer producer = spine.open("a");
        assertThat(Spine.put(producer, 300)).isEqualTo(1);
        assertThat(Spine.put(producer, 301)).isEqualTo(2);
        assertThat(producer.acknowledged()).isZero();
        assertThat(producer.sent()).isEqualTo(2);
        spine.drain();
        assertThat(producer.acknowledged()).isEqualTo(2);
        assertThat(producer.poll()).isNull();
        assertThat(producer.counters().sent()).isEqualTo(2);
        assertThat(spine.reader.statistics().applied(Applied.PROGRAMMED)).isEqualTo(2);
    }

    @Test
    void shouldSayWhichCommandWasRefusedAndWhy() {
        final Producer producer = spine.open("a");
        for (final RefusalReason reason : RefusalReason.values()) {
            Spine.put(producer, 300);
            final long refused = Spine.put(producer, reason.ordinal());
            spine.drain();
            assertThat(producer.acknowledged()).isEqualTo(refused);
            assertThat(Spine.notices(producer)).containsExactly(
                new Notice(refused, Outcome.REFUSED, reason, "label " + reason.ordinal() + " is refused", null, null));
            assertThat(spine.reader.statistics().refused(reason)).isEqualTo(1);
        }
    }

    @Test
    void shouldSayWhichCommandIsNotInTheTablesYet() {
        final Producer producer = spine.open("a");
        Spine.put(producer, 300);
        final long accepted = Spine.put(producer, RecordingTarget.UNRESOLVED);
        Spine.put(producer, 301);
        spine.drain();
        assertThat(Spine.notices(producer)).containsExactly(new Notice(accepted, Outcome.ACCEPTED, null, null, null, null));
        assertThat(producer.acknowledged()).isEqualTo(3);
    }

    @Test
    void shouldRefuseACommandOnWhichTheRouterFailsAndGoOn() {
        final Producer producer = spine.open("a");
        Spine.put(producer, RecordingTarget.FAILING);
        Spine.put(producer, 300);
        spine.drain();
        assertThat(Spine.notices(producer)).containsExactly(new Notice(1, Outcome.REFUSED, RefusalReason.INVALID,
            "the router failed on it: java.lang.IllegalStateException: a fault of the target", null, null));
        assertThat(spine.errors).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(spine.target.done).hasSize(1);
        assertThat(producer.acknowledged()).isEqualTo(2);
    }

    @Test
    void shouldTakeNoMoreThanTheWindowUnanswered() {
        final Producer producer = spine.open("a");
        for (int i = 0; i < WINDOW; i++) {
            assertThat(Spine.put(producer, 300)).isPositive();
        }
        assertThat(Spine.put(producer, 300)).isEqualTo(Producer.WINDOW_FULL);
        assertThat(producer.removeNextHop(1)).isEqualTo(Producer.WINDOW_FULL);
        assertThat(producer.begin()).isEqualTo(Producer.WINDOW_FULL);
        assertThat(producer.counters().windowFull()).isEqualTo(3);
        spine.drain();
        assertThat(Spine.put(producer, 300)).isEqualTo(WINDOW + 1);
    }

    @Test
    void shouldCountUnreadNoticesInTheWindow() {
        final Producer producer = spine.open("a");
        for (int i = 0; i < WINDOW; i++) {
            Spine.put(producer, 1);
        }
        spine.drain();
        assertThat(producer.acknowledged()).isEqualTo(WINDOW);
        assertThat(Spine.put(producer, 300)).isEqualTo(Producer.WINDOW_FULL);
        assertThat(producer.poll().generation()).isEqualTo(1);
        assertThat(Spine.put(producer, 1)).isEqualTo(WINDOW + 1);
        assertThat(Spine.put(producer, 300)).isEqualTo(Producer.WINDOW_FULL);
        spine.drain();
        assertThat(Spine.notices(producer)).hasSize(WINDOW).last().extracting(Notice::generation).isEqualTo(WINDOW + 1L);
    }

    @Test
    void shouldSayThatTheRingIsFullAndTakeCommandsAgainLater() {
        final Spine wide = new Spine(1 << 16, 1 << 20);
        final Producer producer = wide.open("a");
        long last = 0;
        for (long taken = Spine.put(producer, 300); taken > 0; taken = Spine.put(producer, 300)) {
            last = taken;
        }
        assertThat(last).isGreaterThan(Spine.RING / 64);
        assertThat(Spine.put(producer, 300)).isEqualTo(Producer.RING_FULL);
        assertThat(producer.createLabelSpace("blue")).isEqualTo(Producer.RING_FULL);
        assertThat(producer.acceptHandle(new Accept.Interface("ext0"))).isEqualTo(Producer.RING_FULL);
        assertThat(producer.counters().ringFull()).isEqualTo(4);
        assertThat(wide.producers.ring().occupied()).isGreaterThan(Spine.RING - 64);
        wide.drain();
        assertThat(wide.producers.ring().occupied()).isZero();
        assertThat(Spine.put(producer, 300)).isEqualTo(last + 1);
        wide.drain();
        assertThat(wide.target.done).hasSize((int) last + 1);
        assertThat(producer.acknowledged()).isEqualTo(last + 1);
    }

    @Test
    void shouldLeaveOtherProducersAloneWhenOneDoesNotReadItsNotices() {
        final Producer dead = spine.open("dead");
        final Producer alive = spine.open("alive");
        while (Spine.put(dead, 1) > 0) {
            spine.drain();
        }
        for (int i = 1; i <= 10 * WINDOW; i++) {
            assertThat(Spine.put(alive, 1)).isEqualTo(i);
            spine.drain();
            assertThat(alive.poll().generation()).isEqualTo(i);
        }
    }

    @Test
    void shouldRefuseANameThatIsOpen() {
        final Producer first = spine.open("a");
        assertThatThrownBy(() -> spine.open("a")).isInstanceOf(RefusedException.class).hasMessage("producer a has a session open")
            .extracting("reason").isEqualTo(RefusalReason.CONFLICTING_OWNER);
        assertThat(spine.producers.sessions()).containsExactly(first);
        first.close();
        assertThat(spine.producers.sessions()).isEmpty();
        final Producer second = spine.open("a");
        Spine.put(second, 300);
        spine.drain();
        assertThat(second.acknowledged()).isEqualTo(1);
        assertThat(spine.target.origins).containsExactly(new Origin(1, 2, "api", 50));
    }

    @Test
    void shouldGiveEachProducerItsNumberOverItsSessions() {
        Spine.put(spine.open(Producers.CONFIGURATION), 300);
        Spine.put(spine.open("a"), 300);
        final Producer b = spine.open("b");
        Spine.put(b, 300);
        b.close();
        Spine.put(spine.open("b"), 300);
        spine.drain();
        assertThat(spine.target.origins).extracting("producer").containsExactly(0, 1, 2, 2);
        assertThat(spine.target.origins).extracting("session").containsExactly(1, 2, 3, 4);
        assertThat(spine.producers.counters()).extracting(ProducerCounters::producer).containsExactly(Producers.CONFIGURATION, "a", "b");
    }

    private void openAndEnd(final String name) {
        spine.open(name).close();
        spine.drain();
    }

    @Test
    void shouldForgetProducersWithoutSessionThatHaveNothingWhenThereAreManyOthers() {
        spine.target.belongings = Set.of(1, 2);
        openAndEnd("has a label");
        final Producer open = spine.open("has a session and a label");
        final Producer idle = spine.open("has a session");
        for (int i = 0; i < 3 * Producers.MOST_PRODUCERS; i++) {
            openAndEnd("passes by " + i);
        }
        assertThat(spine.producers.counters()).hasSizeLessThanOrEqualTo(Producers.MOST_PRODUCERS + 1)
            .extracting(ProducerCounters::producer)
            .contains(Producers.CONFIGURATION, "has a label", "has a session and a label", "has a session");
        open.close();
        idle.close();
        spine.drain();
        Spine.put(spine.open("has a label"), 300);
        Spine.put(spine.open("new"), 300);
        spine.drain();
        assertThat(spine.target.origins).extracting(Origin::producer).as("no number is given again")
            .containsExactly(1, 3 * Producers.MOST_PRODUCERS + 4);
    }

    @Test
    void shouldRefuseAnotherProducerWhenAllHaveASessionOrSomethingInTheRouter() {
        spine.target.belongings = null;
        for (int i = 0; i < Producers.MOST_PRODUCERS; i++) {
            openAndEnd("producer " + i);
        }
        assertThatThrownBy(() -> spine.open("one more")).isInstanceOfSatisfying(RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.EXHAUSTED))
            .hasMessage("producer one more: the router knows 4096 others, as many as it can, each with a session or with something in the"
                + " router that is not removed yet");
        spine.open("producer 7").close();
        spine.target.belongings = Set.of();
        assertThatThrownBy(() -> spine.open("one more")).as("the conductor has not looked yet").isInstanceOf(RefusedException.class);
        spine.drain();
        assertThat(spine.open("one more").isEnded()).isFalse();
    }

    @Test
    void shouldNotSleepWhileProducersAreToBeForgotten() {
        for (int i = 0; i < Producers.MOST_PRODUCERS; i++) {
            spine.open("producer " + i).close();
        }
        assertThat(spine.reader.doWork(spine.now)).isPositive();
        assertThat(spine.reader.beforeSleep()).isFalse();
        spine.reader.afterSleep();
        spine.drain();
        assertThat(spine.producers.counters()).extracting(ProducerCounters::producer).containsExactly(Producers.CONFIGURATION);
        assertThat(spine.reader.beforeSleep()).isTrue();
        spine.reader.afterSleep();
    }

    @Test
    void shouldRefuseSettingsThatCannotBe() {
        final String longest = "x".repeat(ProducerSettings.MOST_NAME);
        assertThat(new ProducerSettings(longest, longest, 1, SessionMode.KEEP, null).name()).isEqualTo(longest);
        assertThatThrownBy(() -> new ProducerSettings(longest + "x", "api", 1, SessionMode.KEEP, null))
            .hasMessage("a producer's name of 129 characters: it can have 128");
        assertThatThrownBy(() -> new ProducerSettings("a", longest + "x", 1, SessionMode.KEEP, null))
            .hasMessage("producer a: an owner of 129 characters: it can have 128");
        assertThatThrownBy(() -> new ProducerSettings(" ", "api", 1, SessionMode.KEEP, null)).hasMessage("a producer needs a name");
        assertThatThrownBy(() -> new ProducerSettings("a", null, 1, SessionMode.KEEP, null)).hasMessage("producer a needs an owner");
        assertThatThrownBy(() -> new ProducerSettings("a", "api", -1, SessionMode.KEEP, null))
            .hasMessage("producer a: preference -1 must be 0 or more");
        assertThatThrownBy(() -> new ProducerSettings("a", "api", 1, null, null))
            .hasMessage("producer a does not say what becomes of its earlier sessions");
        assertThatThrownBy(() -> new ProducerSettings("a", "api", 1, SessionMode.KEEP, Duration.ofSeconds(-1)))
            .hasMessage("producer a: stale after PT-1S must be 0 to PT87600H");
        assertThatThrownBy(() -> new CommandRing(1000)).hasMessage("a command ring of 1000 octets: must be a power of two from 1024");
        assertThatThrownBy(() -> new Producers(new CommandRing(1024), 3, () -> 0, () -> { }))
            .hasMessage("a window of 3 commands: must be 4 or more");
    }

    @Test
    void shouldAllocateNothingForTheCommonCommand() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final Producer producer = spine.open("a", SessionMode.RESYNC, Duration.ofMinutes(1));
        spine.target.recording = false;
        putAndDrain(producer, 1000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        putAndDrain(producer, 100_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        assertThat(producer.acknowledged()).isEqualTo(101_000);
    }

    private void putAndDrain(final Producer producer, final int commands) {
        for (int i = 0; i < commands; i += 50) {
            for (int j = 0; j < 50; j++) {
                Spine.put(producer, 300 + j);
            }
            spine.drain();
        }
    }

    @Test
    void shouldTimeACommandNowAndThen() {
        final Producer producer = spine.open("a");
        for (int i = 0; i < 3 * Stopwatch.EVERY; i++) {
            assertThat(Spine.put(producer, 300)).isPositive();
            spine.now += 5_000;
            spine.drain();
        }
        final LatencyHistogram latency = spine.reader.statistics().latency();
        assertThat(latency.count()).isEqualTo(3);
        assertThat(latency.sumNanos()).isEqualTo(15_000);
        assertThat(latency.quantileNanos(0.5)).isEqualTo(6_000);
        assertThat(latency.count(5)).isEqualTo(3);
    }

    @Test
    void shouldCountEveryTimeInOneBucket() {
        final LatencyHistogram latency = new LatencyHistogram();
        assertThat(latency.quantileNanos(0.99)).isZero();
        latency.record(0);
        latency.record(1_000);
        latency.record(1_001);
        latency.record(Long.MAX_VALUE);
        assertThat(latency.count(0)).isEqualTo(2);
        assertThat(latency.count(1)).isEqualTo(1);
        assertThat(latency.count(LatencyHistogram.BUCKETS - 1)).isEqualTo(1);
        assertThat(latency.count()).isEqualTo(4);
        for (int i = 1; i < LatencyHistogram.BUCKETS; i++) {
            assertThat(LatencyHistogram.upperBoundNanos(i)).isGreaterThan(LatencyHistogram.upperBoundNanos(i - 1));
        }
    }
}
