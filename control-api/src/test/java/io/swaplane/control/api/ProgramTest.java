package io.swaplane.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.TestIntent;
import io.swaplane.control.api.v1.AcceptFrom;
import io.swaplane.control.api.v1.BindingKey;
import io.swaplane.control.api.v1.BulkResult;
import io.swaplane.control.api.v1.Direct;
import io.swaplane.control.api.v1.Event;
import io.swaplane.control.api.v1.LabelAction;
import io.swaplane.control.api.v1.Lookup;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.OperationResult;
import io.swaplane.control.api.v1.Outcome;
import io.swaplane.control.api.v1.Producer;
import io.swaplane.control.api.v1.PutBinding;
import io.swaplane.control.api.v1.PutLabel;
import io.swaplane.control.api.v1.PutNextHop;
import io.swaplane.control.api.v1.RefusalReason;
import io.swaplane.control.api.v1.ReleaseBinding;
import io.swaplane.control.api.v1.Swap;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.event.Event.Kind;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.table.LabelRange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Producers and watchers over the socket, with a conductor on a control thread of its own. */
@Timeout(120)
class ProgramTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path directory;

    private Path socket() {
        return directory.resolve("s");
    }

    private static ProducerSettings settings(final String name) {
        return new ProducerSettings(name, "api", 50, SessionMode.RESYNC, null);
    }

    private static List<OperationResult> results(final ProgramClient session) {
        final List<OperationResult> results = new ArrayList<>();
        for (OperationResult each = session.pollResult(); each != null; each = session.pollResult()) {
            results.add(each);
        }
        return results;
    }

    @Test
    void shouldProgramReadBackAndDeleteAMillionLabels() throws IOException {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket());
             ProgramClient session = client.program(settings("million"))) {
            for (int label = LabelRange.FIRST_ORDINARY; label <= LabelRange.LAST; label++) {
                session.putSwap(label, LabelRange.LAST - label + LabelRange.FIRST_ORDINARY, LoopRouter.NEXT_HOP);
            }
            session.awaitAcknowledged(session.flush());
            int expected = LabelRange.FIRST_ORDINARY;
            try (PageReader<LabelPage> pages = client.labels(LabelFilter.all(false))) {
                for (LabelPage page = pages.next(); page != null; page = pages.next()) {
                    for (final var entry : page.labels()) {
                        assertThat(entry.label()).isEqualTo(expected);
                        assertThat(entry.actions().getFirst().summary())
                            .startsWith("swap to " + (LabelRange.LAST - expected + LabelRange.FIRST_ORDINARY) + ",");
                        expected++;
                    }
                }
            }
            assertThat(expected).isEqualTo(LabelRange.LAST + 1);
            assertThat(client.labelUsage().getLabelSpaces(0).getByOwner(0).getEntries()).isEqualTo(1_048_560);
            for (int label = LabelRange.FIRST_ORDINARY; label <= LabelRange.LAST; label++) {
                session.deleteLabel(label);
            }
            session.complete();
            assertThat(results(session)).isEmpty();
            assertThat(router.entries()).isZero();
            assertThat(client.control().getProgrammed()).isEqualTo(2 * 1_048_560);
            assertThat(client.control().getLatency().getCount()).isPositive();
        }
    }

    @Test
    void shouldAcknowledgeAndNameWhatWasRefusedByBatchAndPlace() throws IOException {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket());
             ProgramClient session = client.program(settings("script"))) {
            session.putSwap(100, 200, LoopRouter.NEXT_HOP);
            session.add(Operation.getDefaultInstance());
            session.putSwap(101, 200, 99);
            session.putSwap(5, 200, LoopRouter.NEXT_HOP);
            assertThat(session.flush()).isEqualTo(1);
            session.add(Operation.newBuilder().setPutLabel(PutLabel.newBuilder().setLabel(102)
                .setAccept(AcceptFrom.newBuilder().setInterface("ext0"))
                .setAction(LabelAction.newBuilder().setLookup(Lookup.getDefaultInstance()))).build());
            session.add(Operation.newBuilder().setPutNextHop(PutNextHop.newBuilder()
                .setDirect(Direct.newBuilder().setInterface("core0").setNeighbour("nowhere"))).build());
            session.deleteLabel(103);
            session.awaitAcknowledged(session.flush());
            assertThat(results(session)).extracting(OperationResult::getSequence, OperationResult::getOperation,
                OperationResult::getReason, OperationResult::getText).containsExactlyInAnyOrder(
                    tuple(1, 1, RefusalReason.REFUSAL_REASON_INVALID,
                        "the operation is empty, or of a kind that this router does not know"),
                    tuple(1, 2, RefusalReason.REFUSAL_REASON_UNKNOWN_REFERENCE, "label 101: there is no next hop 99"),
                    tuple(1, 3, RefusalReason.REFUSAL_REASON_INVALID, "label 5: an entry's label must be 16 to 1048575"),
                    tuple(2, 1, RefusalReason.REFUSAL_REASON_INVALID, "neighbour: 'nowhere' is no IP address"),
                    tuple(2, 2, RefusalReason.REFUSAL_REASON_NOT_FOUND, "label 103 has no entry"));
            assertThat(session.acknowledged()).isEqualTo(2);
            assertThat(router.summary(100)).startsWith("swap to 200");
            assertThat(router.summary(102)).startsWith("lookup").endsWith("by api");
            final Producer producer = client.producers().get(1);
            assertThat(producer.getName()).isEqualTo("script");
            assertThat(producer.getOffered()).isEqualTo(5);
            assertThat(producer.getSession().getOutstanding()).isZero();
            assertThat(producer.getRefusedList()).filteredOn(each -> each.getReason() == RefusalReason.REFUSAL_REASON_NOT_FOUND)
                .singleElement().satisfies(each -> assertThat(each.getCommands()).isEqualTo(1));
        }
    }

    private static org.assertj.core.groups.Tuple tuple(final long sequence, final int operation, final RefusalReason reason,
                                                      final String text) {
        return org.assertj.core.groups.Tuple.tuple(sequence, operation, reason, text);
    }

    @Test
    void shouldTellWhatAnsweredBehindALargeBulksManyResults() throws IOException {
        final int hops = 5_000;
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket());
             ProgramClient session = client.program(settings("script"))) {
            session.begin();
            for (int i = 0; i < hops; i++) {
                session.add(Operation.newBuilder().setPutNextHop(PutNextHop.newBuilder()
                    .setDirect(Direct.newBuilder().setInterface("core0").setNeighbour("10.0.0.2"))).build());
            }
            final long bulk = session.commit();
            session.putSwap(100, 200, 1_000_000);
            final long refused = session.flush();
            session.awaitAcknowledged(refused);
            final List<OperationResult> results = results(session);
            assertThat(results).hasSize(hops + 1);
            assertThat(results.subList(0, hops)).extracting(OperationResult::getNextHop).doesNotHaveDuplicates().doesNotContain(0);
            assertThat(results.getLast().getSequence()).isEqualTo(refused);
            assertThat(results.getLast().getReason()).isEqualTo(RefusalReason.REFUSAL_REASON_UNKNOWN_REFERENCE);
            assertThat(session.pollBulk()).isEqualTo(
                BulkResult.newBuilder().setSequence(bulk).setOutcome(Outcome.OUTCOME_PROGRAMMED).setProgrammed(hops).build());
            assertThat(router.faults).isEmpty();
        }
    }

    @Test
    void shouldChooseLabelsAndIndicesAndTellThem() throws IOException {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket());
             ProgramClient session = client.program(settings("bgp"))) {
            session.begin();
            session.add(Operation.newBuilder().setPutNextHop(PutNextHop.newBuilder()
                .setDirect(Direct.newBuilder().setInterface("core0").setNeighbour("10.0.0.3"))).build());
            session.awaitAcknowledged(session.commit());
            final OperationResult nextHop = session.pollResult();
            assertThat(nextHop.getOutcome()).isEqualTo(Outcome.OUTCOME_PROGRAMMED);
            assertThat(nextHop.getNextHop()).isEqualTo(1);
            final BindingKey key = BindingKey.newBuilder().setRoute("10.1.0.0/16").build();
            session.add(Operation.newBuilder().setPutBinding(PutBinding.newBuilder().setKey(key).setUser(1).setAction(
                LabelAction.newBuilder().setSwap(Swap.newBuilder().setOutLabel(300).setNextHop(1)))).build());
            session.awaitAcknowledged(session.flush());
            final OperationResult binding = session.pollResult();
            assertThat(binding.getLabel()).isEqualTo(1000);
            assertThat(router.summary(1000)).startsWith("swap to 300").endsWith("by api");
            session.putSwap(1000, 300, 1);
            session.putSwap(1001, 300, 1);
            session.add(Operation.newBuilder().setReleaseBinding(ReleaseBinding.newBuilder().setKey(key).setUser(1)).build());
            session.awaitAcknowledged(session.flush());
            assertThat(results(session)).singleElement().satisfies(each -> {
                assertThat(each.getReason()).isEqualTo(RefusalReason.REFUSAL_REASON_CONFLICTING_OWNER);
                assertThat(each.getText()).isEqualTo("label 1000: label 1000 is allocated to a binding, or rests after one");
            });
            assertThat(client.labelUsage().getRanges(0)).satisfies(range -> {
                assertThat(range.getInUse()).isEqualTo(1);
                assertThat(range.getResting()).isEqualTo(1);
            });
        }
    }

    @Test
    void shouldLeaveNothingOfABulkWhoseClientDies() throws Exception {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket())) {
            try (ControlClient dying = new ControlClient(socket()); ProgramClient session = dying.program(settings("dying"))) {
                session.putSwap(50, 60, LoopRouter.NEXT_HOP);
                session.awaitAcknowledged(session.flush());
                session.begin();
                for (int label = 100; label < 5100; label++) {
                    session.putSwap(label, 60, LoopRouter.NEXT_HOP);
                }
                session.flush();
                Await.until(() -> router.producers().counters().get(1).sent() == 5002);
            }
            Await.until(() -> router.producers().sessions().isEmpty());
            try (ProgramClient next = client.program(settings("next"))) {
                next.putSwap(51, 60, LoopRouter.NEXT_HOP);
                next.complete();
            }
            assertThat(router.entries()).isEqualTo(2);
            Await.until(() -> router.commands().stagedOctets() == 0);
        }
    }

    @Test
    void shouldCarryABulkOutAsAWholeWhenItIsComplete() throws Exception {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket());
             ProgramClient session = client.program(settings("bulk"))) {
            session.begin();
            for (int label = 100; label < 5100; label++) {
                session.putSwap(label, 60, label == 1234 ? 98 : LoopRouter.NEXT_HOP);
            }
            session.flush();
            Await.until(() -> router.producers().counters().get(1).sent() == 5001);
            assertThat(router.entries()).isZero();
            session.add(Operation.getDefaultInstance());
            session.awaitAcknowledged(session.commit());
            assertThat(session.pollBulk()).isEqualTo(BulkResult.newBuilder().setSequence(6)
                .setOutcome(Outcome.OUTCOME_WITH_REFUSALS).setProgrammed(4999).setRefused(2).build());
            assertThat(results(session)).extracting(each -> each.getSequence() + "/" + each.getOperation()).containsExactly("6/0", "2/134");
            assertThat(router.entries()).isEqualTo(4999);
        }
    }

    @Test
    void shouldHoldAFloodingClientUpWhileTheRingIsFull() throws Exception {
        try (LoopRouter router = new LoopRouter(socket(), TestIntent.router(), 1 << 14, Producers.DEFAULT_WINDOW);
             ControlClient client = new ControlClient(socket()); ProgramClient session = client.program(settings("flood"))) {
            router.taking(false);
            final Thread flood = new Thread(() -> {
                try {
                    for (int label = 16; label < 200_016; label++) {
                        session.putSwap(label, 20, LoopRouter.NEXT_HOP);
                    }
                    session.complete();
                } catch (final ControlException e) {
                    throw new IllegalStateException(e);
                }
            }, "flood");
            flood.start();
            Await.until(() -> router.producers().counters().get(1).ringFull() > 10);
            assertThat(flood.isAlive()).isTrue();
            assertThat(client.producers().get(1).getSession().getSent()).as("no more than the ring holds").isLessThan(1000);
            router.taking(true);
            flood.join();
            assertThat(router.entries()).isEqualTo(200_000);
        }
    }

    @Test
    void shouldGiveALabelToTheStrongerOfTwoClients() throws IOException {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket());
             ProgramClient weak = client.program(new ProducerSettings("weak", "bgp", 100, SessionMode.RESYNC, null));
             ProgramClient strong = client.program(settings("strong")); ProgramClient equal = client.program(settings("equal"))) {
            weak.putSwap(100, 200, LoopRouter.NEXT_HOP);
            weak.awaitAcknowledged(weak.flush());
            strong.putSwap(100, 300, LoopRouter.NEXT_HOP);
            strong.awaitAcknowledged(strong.flush());
            for (final ProgramClient loser : List.of(weak, equal)) {
                loser.putSwap(100, 400, LoopRouter.NEXT_HOP);
                loser.deleteLabel(100);
                loser.awaitAcknowledged(loser.flush());
                assertThat(results(loser)).extracting(OperationResult::getReason)
                    .containsOnly(RefusalReason.REFUSAL_REASON_CONFLICTING_OWNER).hasSize(2);
            }
            assertThat(router.summary(100)).startsWith("swap to 300").endsWith("by api");
        }
    }

    @Test
    void shouldRefuseASecondSessionOfAProducer() throws Exception {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket());
             ProgramClient first = client.program(settings("twin"))) {
            assertThatThrownBy(() -> client.program(settings("twin"))).isInstanceOf(ControlException.class)
                .hasMessage(socket() + ": producer twin has a session open");
            assertThatThrownBy(() -> client.program(settings(Producers.CONFIGURATION)))
                .hasMessage(socket() + ": producer configuration is the router's own");
            first.complete();
            Await.until(() -> router.producers().sessions().isEmpty());
            client.program(settings("twin")).close();
        }
    }

    @Test
    void shouldSweepWhatAReconnectedClientDoesNotPutAgain() throws IOException {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket())) {
            try (ProgramClient before = client.program(settings("script"))) {
                for (int label = 100; label < 3100; label++) {
                    before.putSwap(label, 200, LoopRouter.NEXT_HOP);
                }
                before.complete();
            }
            assertThat(router.entries()).as("forwards on without its producer").isEqualTo(3000);
            ProgramExample.program(socket());
            assertThat(router.entries()).isEqualTo(100);
            assertThat(router.summary(150)).startsWith("swap to 1150");
        }
    }

    @Test
    void shouldRemoveWhatAClientLeavesWhenTheStaleTimerEnds() throws Exception {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket())) {
            try (ProgramClient session =
                     client.program(new ProducerSettings("brief", "api", 50, SessionMode.RESYNC, Duration.ofMillis(50)))) {
                session.putSwap(100, 200, LoopRouter.NEXT_HOP);
                session.complete();
            }
            Await.until(() -> {
                router.taking(true);
                return router.entries() == 0;
            });
        }
    }

    @Test
    void shouldTellWhatThereIsAndThenWhatChanges() throws IOException {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket());
             ProgramClient session = client.program(settings("script"))) {
            session.putSwap(100, 200, LoopRouter.NEXT_HOP);
            session.awaitAcknowledged(session.flush());
            try (EventReader events = client.watch(EnumSet.allOf(Kind.class), true)) {
                final List<Event> seen = new ArrayList<>();
                while (seen.stream().noneMatch(Event::hasSnapshotEnd)) {
                    seen.addAll(events.next(LONG));
                }
                assertThat(seen).extracting(Event::getEventCase).containsExactly(Event.EventCase.LABEL_PUT,
                    Event.EventCase.NEXT_HOP_CHANGED, Event.EventCase.PORT_CHANGED, Event.EventCase.PORT_CHANGED,
                    Event.EventCase.SNAPSHOT_END);
                assertThat(seen.getFirst().getLabelPut().getLabel()).isEqualTo(100);
                session.deleteLabel(100);
                session.flush();
                assertThat(events.next(LONG)).singleElement().satisfies(each -> {
                    assertThat(each.getLabelRemoved().getLabel()).isEqualTo(100);
                    assertThat(each.getLabelRemoved().getOwner()).isEqualTo("api");
                });
                assertThat(events.next(SHORT)).isEmpty();
                router.ask(() -> {
                    router.conductor().setPortState("p0", false);
                    return null;
                });
                assertThat(events.next(LONG).getFirst().getPortChanged().getUp()).isFalse();
            }
        }
    }

    @Test
    void shouldTellASlowWatcherHowMuchItLost() throws IOException {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket());
             ControlClient slow = new ControlClient(socket()); ProgramClient session = client.program(settings("script"));
             EventReader events = slow.watch(EnumSet.of(Kind.LABEL), true)) {
            while (!events.next(LONG).getLast().hasSnapshotEnd()) {
                assertThat(router.faults).isEmpty();
            }
            final int labels = 400_000;
            for (int label = 16; label < 16 + labels; label++) {
                session.putSwap(label, 20, LoopRouter.NEXT_HOP);
            }
            session.complete();
            assertThat(router.entries()).as("nobody waited for the watcher").isEqualTo(labels);
            long told = 0;
            long lost = 0;
            while (told + lost < labels) {
                for (final Event event : events.next(LONG)) {
                    told += event.hasLabelPut() ? 1 : 0;
                    lost += event.getGap().getLost();
                }
            }
            assertThat(told + lost).isEqualTo(labels);
            assertThat(lost).isPositive();
        }
    }

    /** Puts labels as fast as the router takes them. */
    private static void flood(final Path socket, final int first, final int labels) {
        try (ControlClient client = new ControlClient(socket); ProgramClient session = client.program(settings("flooder " + first))) {
            for (int label = first; label < first + labels; label++) {
                session.putSwap(label, 20, LoopRouter.NEXT_HOP);
            }
            session.complete();
            assertThat(results(session)).isEmpty();
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTakeAllFromFloodersOnAFullRingWhileAWatcherIsStuck() throws IOException {
        final int flooders = 4;
        final int labels = 40_000;
        try (LoopRouter router = new LoopRouter(socket(), TestIntent.router(), 1 << 13, 256);
             ControlClient client = new ControlClient(socket()); ControlClient slow = new ControlClient(socket());
             EventReader stuck = slow.watch(EnumSet.of(Kind.LABEL), true)) {
            while (!stuck.next(LONG).getLast().hasSnapshotEnd()) {
                assertThat(router.faults).isEmpty();
            }
            CompletableFuture.allOf(IntStream.range(0, flooders).mapToObj(each -> CompletableFuture.runAsync(
                () -> flood(socket(), 1000 + each * labels, labels), Thread.ofVirtual()::start)).toArray(CompletableFuture[]::new)).join();
            assertThat(router.entries()).as("nobody waited for the watcher").isEqualTo(flooders * labels);
            assertThat(client.producers().stream().mapToLong(Producer::getRingFull).sum()).as("how often the ring was full").isPositive();
            long told = 0;
            long lost = 0;
            while (told + lost < flooders * labels) {
                for (final Event event : stuck.next(LONG)) {
                    told += event.hasLabelPut() ? 1 : 0;
                    lost += event.getGap().getLost();
                }
            }
            assertThat(told + lost).isEqualTo(flooders * labels);
            assertThat(lost).isPositive();
        }
    }

    @Test
    void shouldClearCountersAndSayWhatThereAreNoneOf() throws IOException {
        try (LoopRouter router = new LoopRouter(socket()); ControlClient client = new ControlClient(socket())) {
            client.clearCounters(new CounterScope.All());
            client.clearCounters(new CounterScope.NextHop(LoopRouter.NEXT_HOP));
            client.clearCounters(new CounterScope.Port("p0"));
            assertThatThrownBy(() -> client.clearCounters(new CounterScope.Label("platform", 77)))
                .hasMessage(socket() + ": label 77 has no entry");
            assertThat(router.entries()).isZero();
        }
    }
}
