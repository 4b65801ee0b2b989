package io.swaplane.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;


import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.TestIntent;
import io.swaplane.control.intent.NextHopIntent;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkTest {
    /** Commands that the reader carries out in one call. */
    private static final int SLICE = 1000;

    private final Spine spine = new Spine();
    private final Producer producer = spine.open("a");

    /** Puts labels within a bulk, with the reader at work so that the ring has room. */
    private void putAll(final Producer to, final int count) {
        for (int i = 0; i < count; i++) {
            while (Spine.put(to, 300 + i) == Producer.RING_FULL) {
                spine.drain();
            }
        }
        spine.drain();
    }

    @Test
    void shouldKeepABulkAsideUntilItsCommitAndAnswerItOnce() {
        producer.begin();
        putAll(producer, 200);
        assertThat(spine.target.done).isEmpty();
        assertThat(producer.acknowledged()).as("the begin").isEqualTo(1);
        assertThat(spine.reader.statistics().stagedOctets()).as("kept aside").isPositive();
        final long commit = producer.commit();
        assertThat(commit).isEqualTo(202);
        spine.drain();
        assertThat(spine.reader.statistics().stagedOctets()).as("carried out").isZero();
        assertThat(spine.target.done).hasSize(200);
        assertThat(producer.acknowledged()).isEqualTo(commit);
        assertThat(Spine.notices(producer)).containsExactly(
            new Notice(commit, Outcome.PROGRAMMED, null, null, null, new BulkResult(200, 0, 0, List.of(), List.of())));
        assertThat(spine.reader.statistics().bulks()).isEqualTo(1);
    }

    @Test
    void shouldTellABulksNumbersAndItsFirstHundredRefusals() {
        producer.begin();
        for (int i = 0; i < 150; i++) {
            Spine.put(producer, RefusalReason.NOT_FOUND.ordinal());
        }
        Spine.put(producer, RecordingTarget.UNRESOLVED);
        Spine.put(producer, 300);
        final long commit = producer.commit();
        spine.drain();
        final Notice notice = Spine.notices(producer).getFirst();
        assertThat(notice.generation()).isEqualTo(commit);
        assertThat(notice.outcome()).isEqualTo(Outcome.WITH_REFUSALS);
        assertThat(notice.bulk().refused()).isEqualTo(150);
        assertThat(notice.bulk().accepted()).isEqualTo(1);
        assertThat(notice.bulk().programmed()).isEqualTo(1);
        assertThat(notice.bulk().refusals()).hasSize(100)
            .startsWith(new Refusal(2, RefusalReason.NOT_FOUND, "label 2 is refused")).extracting(Refusal::generation).endsWith(101L);
        assertThat(spine.target.done).hasSize(2);
    }

    @Test
    void shouldSayWhenABulkIsAcceptedButNotInTheTables() {
        producer.begin();
        Spine.put(producer, RecordingTarget.UNRESOLVED);
        Spine.put(producer, 300);
        producer.commit();
        spine.drain();
        assertThat(Spine.notices(producer)).extracting(Notice::outcome).containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void shouldTakeNoBulkFromAProducerThatDoesNotReadWhatItsBulksWereAssigned() {
        final Spine wide = new Spine(1 << 14, 1 << 20);
        final Producer unread = wide.open("a");
        final NextHopIntent nextHop = TestIntent.direct(0, "core0", "10.0.0.2");
        final int assignments = 300;
        int bulks = 0;
        while (unread.begin() > 0) {
            for (int i = 0; i < assignments; i++) {
                assertThat(unread.putNextHop(nextHop)).isPositive();
            }
            assertThat(unread.commit()).isPositive();
            wide.drain();
            bulks++;
            assertThat(bulks * assignments).isLessThanOrEqualTo(Session.MOST_UNREAD + assignments);
        }
        assertThat(unread.begin()).isEqualTo(Producer.WINDOW_FULL);
        assertThat(Spine.put(unread, 300)).as("outside a bulk").isPositive();
        assertThat(unread.poll().bulk().assignments()).hasSize(assignments);
        assertThat(unread.begin()).isPositive();
    }

    @Test
    void shouldForgetAnAbortedBulk() {
        producer.begin();
        putAll(producer, 100);
        final long abort = producer.abort();
        spine.drain();
        assertThat(spine.target.done).isEmpty();
        assertThat(producer.acknowledged()).isEqualTo(abort);
        assertThat(producer.poll()).isNull();
        assertThat(Spine.put(producer, 300)).isEqualTo(abort + 1);
        spine.drain();
        assertThat(spine.target.done).hasSize(1);
    }

    @Test
    void shouldLeaveNothingOfABulkWhoseSessionEndsBeforeTheCommit() {
        producer.begin();
        putAll(producer, 100);
        producer.close();
        spine.drain();
        final Producer next = spine.open("a");
        Spine.put(next, 300);
        spine.drain();
        assertThat(spine.target.done).hasSize(1);
        assertThat(spine.reader.statistics().stagedOctets()).isZero();
    }

    @Test
    void shouldCarryABulkOutWhoseSessionEndsAfterTheCommit() {
        producer.begin();
        putAll(producer, 100);
        producer.commit();
        producer.close();
        spine.drain();
        assertThat(spine.target.done).hasSize(100);
    }

    @Test
    void shouldCarryABulkOutInSlicesAndTakeNothingElseMeanwhile() {
        final Producer other = spine.open("b");
        producer.begin();
        putAll(producer, 5 * SLICE / 2);
        producer.commit();
        Spine.put(other, 299);
        for (int i = 0; i < 3 && spine.producers.ring().occupied() > 48; i++) {
            spine.reader.doWork(spine.now);
        }
        assertThat(spine.target.done).as("the commit is taken").isEmpty();
        for (int slice = 1; slice <= 2; slice++) {
            assertThat(spine.reader.doWork(spine.now)).isPositive();
            assertThat(spine.target.done).hasSize(slice * SLICE);
            assertThat(other.acknowledged()).isZero();
            assertThat(producer.acknowledged()).isEqualTo(1);
            assertThat(spine.reader.statistics().stagedOctets()).isPositive();
        }
        spine.drain();
        assertThat(spine.target.done).hasSize(5 * SLICE / 2 + 1).last().extracting("label").isEqualTo(299);
        assertThat(other.acknowledged()).isEqualTo(1);
    }

    @Test
    void shouldCarryABulkOutThatFillsItsSlicesExactly() {
        producer.begin();
        putAll(producer, 2 * SLICE);
        producer.commit();
        spine.drain();
        assertThat(spine.target.done).hasSize(2 * SLICE);
        assertThat(Spine.notices(producer)).singleElement().extracting(notice -> notice.bulk().programmed()).isEqualTo(2L * SLICE);
    }

    @Test
    void shouldAnswerAnEmptyBulk() {
        producer.begin();
        final long commit = producer.commit();
        spine.drain();
        assertThat(Spine.notices(producer)).containsExactly(
            new Notice(commit, Outcome.PROGRAMMED, null, null, null, new BulkResult(0, 0, 0, List.of(), List.of())));
    }

    @Test
    void shouldCarryOtherProducersCommandsOutWhileABulkIsOpen() {
        final Producer other = spine.open("b");
        producer.begin();
        putAll(producer, 10);
        Spine.put(other, 299);
        spine.drain();
        assertThat(other.acknowledged()).isEqualTo(1);
        assertThat(spine.target.done).hasSize(1);
    }

    @Test
    void shouldRefuseABulkThatIsTooLargeAsAWhole() {
        final Spine tight = new Spine(64, 10_000);
        final Producer hog = tight.open("a");
        hog.begin();
        for (int i = 0; i < 300; i++) {
            Spine.put(hog, 300);
        }
        final long commit = hog.commit();
        tight.drain();
        assertThat(tight.target.done).isEmpty();
        assertThat(hog.acknowledged()).isEqualTo(commit);
        assertThat(Spine.notices(hog)).containsExactly(
            new Notice(commit, Outcome.REFUSED, RefusalReason.TOO_LARGE, "the bulk is larger than 10000 octets", null, null));
        hog.begin();
        Spine.put(hog, 300);
        hog.commit();
        tight.drain();
        assertThat(tight.target.done).hasSize(1);
    }

    @Test
    void shouldRefuseABulkForWhichTheOthersLeaveNoRoomAndTakeItLater() {
        final Spine tight = new Spine(64, 10_000);
        final List<Producer> hogs = List.of(tight.open("a"), tight.open("b"), tight.open("c"));
        for (final Producer hog : hogs) {
            hog.begin();
            for (int i = 0; i < 200; i++) {
                Spine.put(hog, 300);
            }
            tight.drain();
        }
        final long commit = hogs.get(2).commit();
        hogs.get(0).abort();
        hogs.get(1).close();
        tight.drain();
        assertThat(Spine.notices(hogs.get(2))).containsExactly(new Notice(commit, Outcome.REFUSED, RefusalReason.EXHAUSTED,
            "all open bulks together are larger than 20000 octets", null, null));
        hogs.get(2).begin();
        for (int i = 0; i < 200; i++) {
            Spine.put(hogs.get(2), 300);
        }
        hogs.get(2).commit();
        tight.drain();
        assertThat(tight.target.done).hasSize(200);
        assertThat(tight.reader.statistics().stagedOctets()).isZero();
    }

    @Test
    void shouldTakeNoRoomInTheWindowButForItsBeginAndEnd() {
        producer.begin();
        for (int i = 0; i < 10 * 64; i++) {
            assertThat(Spine.put(producer, 300)).isPositive();
        }
        assertThat(producer.commit()).isPositive();
        for (int i = 0; i < 62; i++) {
            assertThat(Spine.put(producer, 300)).isPositive();
        }
        assertThat(Spine.put(producer, 300)).isEqualTo(Producer.WINDOW_FULL);
    }

    @Test
    void shouldAlwaysHaveRoomInTheWindowToEndABulk() {
        for (int i = 0; i < 62; i++) {
            Spine.put(producer, 1);
        }
        assertThat(producer.begin()).isPositive();
        assertThat(producer.commit()).isPositive();
        spine.drain();
        assertThat(producer.begin()).as("63 notices unread").isEqualTo(Producer.WINDOW_FULL);
        assertThat(Spine.put(producer, 1)).isPositive();
        spine.drain();
        assertThat(Spine.notices(producer)).hasSize(64);
        assertThat(producer.begin()).isPositive();
    }

    @Test
    void shouldRefuseToNestBulksAndToEndNone() {
        assertThatThrownBy(producer::commit).isInstanceOf(IllegalStateException.class).hasMessage("no bulk is open");
        assertThatThrownBy(producer::abort).isInstanceOf(IllegalStateException.class).hasMessage("no bulk is open");
        producer.begin();
        assertThatThrownBy(producer::begin).isInstanceOf(IllegalStateException.class).hasMessage("a bulk is open");
        assertThatThrownBy(producer::endOfSync).isInstanceOf(IllegalStateException.class).hasMessage("a bulk is open");
        assertThat(producer.abort()).isEqualTo(2);
    }

    @Test
    void shouldCarryHandlesAndLargeCommandsThroughABulk() {
        final Accept accept = new Accept.Interface("ext0");
        producer.begin();
        producer.putForward(0, 300, Forwarding.swap(1, 1), producer.acceptHandle(accept));
        producer.createLabelSpace("x".repeat(8000));
        producer.commit();
        spine.drain();
        assertThat(spine.target.done).containsExactly(new RecordingTarget.Forward(0, 300, Forwarding.swap(1, 1), accept),
            "x".repeat(8000));
    }
}
