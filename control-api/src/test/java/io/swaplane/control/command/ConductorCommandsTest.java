package io.swaplane.control.command;

import static org.assertj.core.api.Assertions.assertThat;


import io.swaplane.control.Applied;
import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.TestIntent;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.view.BindingView;
import io.swaplane.table.ForwardingWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Producers and the conductor itself: what a producer puts is in the tables when it is acknowledged. */
class ConductorCommandsTest {
    private static final int NEXT_HOP = 11;
    private static final Action SWAP = new Action.Swap(16, NEXT_HOP);
    private static final Duration STALE_AFTER = Duration.ofMinutes(1);

    private final Conductor conductor = TestIntent.router().with(TestIntent.direct(NEXT_HOP, "core0", "10.0.0.2")).conductor();
    private final Producers producers = new Producers(new CommandRing(1 << 20), 1 << 14, SystemNanoClock.INSTANCE, () -> { });
    private final List<Throwable> errors = new ArrayList<>();
    private final CommandReader reader = new CommandReader(producers, conductor, errors::add);
    private long now;

    @AfterEach
    void shouldLeaveNoError() {
        conductor.close();
        assertThat(errors).isEmpty();
    }

    private Producer open(final String name, final String owner, final int preference) {
        return producers.open(new ProducerSettings(name, owner, preference, SessionMode.RESYNC, Duration.ZERO));
    }

    private void drain() {
        while (reader.doWork(now) > 0 || producers.ring().occupied() > 0) {
            conductor.doWork();
        }
    }

    private static void putAll(final Producer producer, final int from, final int to) {
        for (int label = from; label < to; label++) {
            assertThat(producer.putForward(0, label, Forwarding.swap(label + 1, NEXT_HOP), 0)).isPositive();
        }
    }

    private int outLabel(final int label) {
        return ForwardingWord.outLabel(conductor.tables().word(0, label));
    }

    @Test
    void shouldHaveInTheTablesWhatIsAcknowledged() {
        final Producer bgp = open("bgp", "bgp", 100);
        bgp.putNextHop(new NextHopIntent.Recursive(20, NEXT_HOP, null, List.of(34)));
        bgp.putForward(0, 300, Forwarding.swap(301, 20), bgp.acceptHandle(new Accept.Interface("ext0")));
        bgp.putLabel(new LspIntent(400, LspIntent.PLATFORM, "anyone", new Accept.Core(), new Action.Protect(new Action.Swap(401, 20),
            new Action.Swap(402, NEXT_HOP)), null, null, null));
        drain();
        assertThat(bgp.acknowledged()).isEqualTo(3);
        assertThat(bgp.poll()).isNull();
        assertThat(conductor.tables().word(0, 300)).isEqualTo(
            ForwardingWord.withAcceptClass(ForwardingWord.swap(301, 20), ForwardingWord.acceptClass(conductor.tables().word(0, 300))));
        assertThat(conductor.label(LspIntent.PLATFORM, 300).orElseThrow().owner()).isEqualTo("bgp");
        assertThat(conductor.label(LspIntent.PLATFORM, 400).orElseThrow().owner()).isEqualTo("bgp");
        bgp.removeLabel(0, 300);
        bgp.removeLabel(LspIntent.PLATFORM, 400);
        bgp.removeNextHop(20);
        drain();
        assertThat(bgp.poll()).isNull();
        assertThat(conductor.tables().word(0, 300)).isEqualTo(ForwardingWord.EMPTY);
        assertThat(conductor.nextHop(20)).isEmpty();
    }

    @Test
    void shouldSayWhatIsAcceptedOnlyAndWhatIsRefused() {
        final Producer bgp = open("bgp", "bgp", 100);
        final Producer api = open("api", "api", 50);
        api.putForward(0, 500, Forwarding.swap(501, NEXT_HOP), 0);
        drain();
        bgp.putNextHop(new NextHopIntent.Recursive(20, null, TestIntent.ip("10.255.0.2"), List.of()));
        bgp.putForward(0, 300, Forwarding.swap(301, 20), 0);
        bgp.putForward(0, 301, Forwarding.swap(301, 99), 0);
        bgp.putForward(7, 302, Forwarding.swap(301, NEXT_HOP), 0);
        bgp.putForward(0, 15, Forwarding.swap(301, NEXT_HOP), 0);
        bgp.putForward(0, 500, Forwarding.swap(301, NEXT_HOP), 0);
        bgp.removeLabel(0, 303);
        bgp.removeLabel("nowhere", 304);
        drain();
        final List<Notice> notices = Spine.notices(bgp);
        assertThat(notices).extracting(Notice::generation).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(notices).extracting(Notice::reason).containsExactly(null, null, RefusalReason.UNKNOWN_REFERENCE,
            RefusalReason.UNKNOWN_REFERENCE, RefusalReason.INVALID, RefusalReason.CONFLICTING_OWNER, RefusalReason.NOT_FOUND,
            RefusalReason.UNKNOWN_REFERENCE);
        assertThat(notices.get(0).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(outLabel(500)).isEqualTo(501);
        assertThat(reader.statistics().applied(Applied.ACCEPTED)).isEqualTo(2);
    }

    @Test
    void shouldResolveOverAProducersTunnel() {
        final Producer ldp = open("ldp", "ldp", 70);
        final Producer bgp = open("bgp", "bgp", 100);
        bgp.putNextHop(new NextHopIntent.Recursive(20, null, TestIntent.ip("10.255.0.2"), List.of()));
        ldp.putTunnel(new TunnelIntent(TestIntent.ip("10.255.0.2"), null, NEXT_HOP, 9, 10));
        drain();
        assertThat(conductor.tunnels()).singleElement().hasFieldOrPropertyWithValue("owner", "ldp");
        assertThat(conductor.nextHop(20).orElseThrow().resolved()).isTrue();
        ldp.close();
        drain();
        assertThat(conductor.tunnels()).as("swept at its session's end").isEmpty();
        assertThat(conductor.nextHop(20).orElseThrow().resolved()).isFalse();
    }

    @Test
    void shouldForwardWhatIsStaleUntilTheEndOfSync() {
        final Producer first = producers.open(new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, null));
        putAll(first, 1000, 6000);
        drain();
        first.close();
        final Producer second = producers.open(new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, null));
        putAll(second, 1000, 1500);
        drain();
        assertThat(outLabel(5999)).isEqualTo(6000);
        final long end = second.endOfSync();
        drain();
        assertThat(second.acknowledged()).isEqualTo(end);
        assertThat(conductor.tables().word(0, 5999)).isEqualTo(ForwardingWord.EMPTY);
        assertThat(conductor.tables().word(0, 1500)).isEqualTo(ForwardingWord.EMPTY);
        assertThat(outLabel(1499)).isEqualTo(1500);
    }

    /** The first session's timer fires while the second session puts the same label binding again, user by user. */
    @Test
    void shouldKeepWhatASessionPutsAgainWhileAnEarlierOnesTimerFires() {
        final ProducerSettings settings = new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, STALE_AFTER);
        final BindingKey key = new BindingKey(new Fec.WholeVrf(), new Accept.Core(), "red");
        final Producer first = producers.open(settings);
        for (int user = 1; user <= 3; user++) {
            first.putBinding(new BindingIntent(key, user, SWAP, null, null));
        }
        drain();
        first.close();
        drain();
        open("other", "api", 50);
        final Producer second = producers.open(settings);
        second.putBinding(new BindingIntent(key, 1, SWAP, null, null));
        drain();

        now += STALE_AFTER.toNanos();
        drain();
        assertThat(conductor.bindings(0, 10).bindings()).singleElement().extracting(BindingView::users).isEqualTo(1);
        second.putBinding(new BindingIntent(key, 2, SWAP, null, null));
        second.endOfSync();
        drain();
        assertThat(conductor.bindings(0, 10).bindings()).singleElement().extracting(BindingView::users).isEqualTo(2);
    }

    @Test
    void shouldProgramABulkAtItsCommitOnly() {
        final Producer api = open("api", "api", 50);
        api.begin();
        api.putNextHop(new NextHopIntent.Recursive(20, NEXT_HOP, null, List.of(34)));
        for (int label = 1000; label < 9000; label++) {
            assertThat(api.putForward(0, label, Forwarding.swap(label + 1, 20), 0)).isPositive();
        }
        drain();
        assertThat(conductor.nextHop(20)).isEmpty();
        assertThat(conductor.tables().word(0, 1000)).isEqualTo(ForwardingWord.EMPTY);
        api.commit();
        drain();
        assertThat(api.poll().bulk()).isEqualTo(new BulkResult(8001, 0, 0, List.of(), List.of()));
        assertThat(outLabel(8999)).isEqualTo(9000);
    }

    @Test
    void shouldLetAStrongerProducerTakeALabelOver() {
        final Producer bgp = open("bgp", "bgp", 100);
        final Producer api = open("api", "api", 50);
        putAll(bgp, 300, 301);
        api.putForward(0, 300, Forwarding.swap(777, NEXT_HOP), 0);
        drain();
        assertThat(api.poll()).isNull();
        assertThat(outLabel(300)).isEqualTo(777);
        bgp.close();
        drain();
        assertThat(outLabel(300)).as("no longer the swept producer's").isEqualTo(777);
    }
}
