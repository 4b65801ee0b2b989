package io.swaplane.pcaps.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.command.BulkResult;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.Notice;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelView;
import io.swaplane.pcaps.random.RouterUnderTest;
import io.swaplane.table.DropReason;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** A million labels are put, replaced, read back and removed by a producer while a worker forwards packets with them. */
class MillionLabelsTest {
    /** One label in so many is a group of two legs instead of a plain swap. */
    private static final int GROUPS = 64;
    private static final int PAGE = 10_000;
    /** The first round puts all labels, the next ones replace them, the last of these as one bulk. */
    private static final int LAST_ROUND = 2;
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final long deadline = System.nanoTime() + MOST_NANOS;

    @Test
    void shouldForwardEachPacketByItsLabelsOldOrNewEntryWhileAMillionLabelsChange() throws Exception {
        final Producers producers = new Producers(new CommandRing());
        try (RouterUnderTest router = new RouterUnderTest(ChangingLabels.router());
             ControlThread control = new ControlThread(router.conductor(), producers);
             Producer producer = producers.open(new ProducerSettings("bgpd", "bgp", 100, SessionMode.RESYNC, null))) {
            try (ChurnTraffic traffic = new ChurnTraffic(router, new ChangingLabels(), LAST_ROUND)) {
                for (int round = 0; round <= LAST_ROUND; round++) {
                    traffic.round(round);
                    put(producer, round, round == LAST_ROUND);
                    // All are acknowledged, so no packet may meet what was there before.
                    traffic.round(round + 1);
                    traffic.await(2);
                    assertThat(traffic.wrong()).isNull();
                }
                readBack(control, LAST_ROUND);
                remove(producer);
                traffic.await(2);
                assertThat(traffic.wrong()).isNull();
                assertThat(traffic.sent()).as("packets sent").isPositive();
            }
            assertThat(router.tables().drops(0, DropReason.UNKNOWN_LABEL)).isPositive();
            assertThat(router.tables().drops(0, DropReason.UNRESOLVED)).isZero();
            final int left = control.ask(conductor -> conductor.labelUsage().getFirst().entries());
            assertThat(left).isZero();
            assertThat(control.errors()).isEmpty();
        }
    }

    private void put(final Producer producer, final int round, final boolean bulk) {
        if (bulk) {
            send(producer::begin);
        }
        for (int i = 0; i < ChangingLabels.COUNT; i++) {
            final int label = ChangingLabels.FIRST + i;
            final Action.Forward swap = new Action.Swap(ChangingLabels.outLabel(label, round), ChangingLabels.nextHop(round));
            if ((label + round) % GROUPS == 0) {
                final LspIntent group = new LspIntent(label, LspIntent.PLATFORM, "bgp", new Accept.Core(),
                    new Action.Ecmp(List.of(new Action.Leg(1, swap), new Action.Leg(3, swap))), null, null, null);
                send(() -> producer.putLabel(group));
            } else {
                send(() -> producer.putForward(0, label, Forwarding.of(swap, null, null), 0));
            }
        }
        if (bulk) {
            send(producer::commit);
        }
        awaitAnswers(producer);
        if (bulk) {
            assertThat(producer.poll().bulk()).isEqualTo(new BulkResult(ChangingLabels.COUNT, 0, 0, List.of(), List.of()));
        }
        assertThat(producer.poll()).isNull();
    }

    private void remove(final Producer producer) {
        for (int i = 0; i < ChangingLabels.COUNT; i++) {
            final int label = ChangingLabels.FIRST + i;
            send(() -> producer.removeLabel(0, label));
        }
        awaitAnswers(producer);
        final Notice notice = producer.poll();
        assertThat(notice).isNull();
    }

    private void send(final LongSupplier command) {
        while (command.getAsLong() < 0) {
            pause();
        }
    }

    private void awaitAnswers(final Producer producer) {
        while (producer.acknowledged() < producer.sent()) {
            pause();
        }
    }

    private void pause() {
        assertThat(System.nanoTime()).as("a bound on the time").isLessThan(deadline);
        Thread.yield();
    }

    private static void readBack(final ControlThread control, final int round) throws Exception {
        int label = ChangingLabels.FIRST;
        LabelPosition position = LabelPosition.START;
        while (position != null) {
            final LabelPosition from = position;
            final LabelPage page = control.ask(conductor -> conductor.labels(LabelFilter.all(false), from, PAGE));
            for (final LabelView view : page.labels()) {
                if (view.label() != label || !view.owner().equals("bgp") || !view.actions().getFirst().summary()
                    .contains(Integer.toString(ChangingLabels.outLabel(label, round)))) {
                    throw new AssertionError("instead of label " + label + " in round " + round + ": " + view);
                }
                label++;
            }
            position = page.next();
        }
        assertThat(label).isEqualTo(ChangingLabels.FIRST + ChangingLabels.COUNT);
    }
}
