package io.swaplane.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Forwarding;
import io.swaplane.table.fib.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a producer is told of labels that it asked for by numbers. */
class AssignedLabelsTest {
    private static final int WINDOW = 8;

    private final Spine spine = new Spine(WINDOW, 1 << 20);
    private final Producer producer = spine.open("bgp");
    private final List<String> answers = new ArrayList<>();
    private final AnswerHandler handler = new AnswerHandler() {
        @Override
        public void onLabel(final long generation, final int label, final boolean resolved) {
            answers.add(generation + " label " + label + (resolved ? "" : " unresolved"));
        }

        @Override
        public void onNotice(final Notice notice) {
            answers.add(notice.generation() + " " + notice.outcome());
        }
    };

    private long put(final int received) {
        return producer.putReceived(1, AddressFamily.IPV4, 0x01010101L << 32, 0, received, 0, Forwarding.swap(received, 7));
    }

    @Test
    void shouldTellLabelsAndNoticesInTheOrderOfTheirCommands() {
        put(RecordingTarget.PROGRAMMED);
        put(1);
        put(RecordingTarget.UNRESOLVED);
        Spine.put(producer, RecordingTarget.PROGRAMMED);
        Spine.put(producer, RecordingTarget.UNRESOLVED);
        put(RecordingTarget.PROGRAMMED + 1);
        spine.drain();
        assertThat(producer.drain(handler, 3)).isEqualTo(3);
        assertThat(producer.drain(handler, 99)).isEqualTo(2);
        assertThat(producer.drain(handler, 99)).isZero();
        assertThat(answers).containsExactly("1 label " + (RecordingTarget.FIRST_BOUND + 1), "2 REFUSED",
            "3 label " + (RecordingTarget.FIRST_BOUND + 2) + " unresolved", "5 ACCEPTED", "6 label " + (RecordingTarget.FIRST_BOUND + 5));
        assertThat(producer.acknowledged()).isEqualTo(6);
    }

    @Test
    void shouldCountUntoldLabelsInTheWindow() {
        for (int i = 1; i <= WINDOW; i++) {
            assertThat(put(RecordingTarget.PROGRAMMED)).isEqualTo(i);
        }
        assertThat(put(RecordingTarget.PROGRAMMED)).isEqualTo(Producer.WINDOW_FULL);
        spine.drain();
        assertThat(put(RecordingTarget.PROGRAMMED)).isEqualTo(Producer.WINDOW_FULL);
        producer.drain(handler, 3);
        for (int i = 1; i <= 3; i++) {
            assertThat(put(RecordingTarget.PROGRAMMED)).isEqualTo(WINDOW + i);
        }
        assertThat(put(RecordingTarget.PROGRAMMED)).isEqualTo(Producer.WINDOW_FULL);
    }

    @Test
    void shouldLoseNothingInAnyOrderOfCommandsAndLooks() {
        final SplittableRandom random = new SplittableRandom(1);
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            final int label = random.nextInt(3) * 100 + 5;
            final int bound = RecordingTarget.FIRST_BOUND + spine.target.done.size() + 1;
            final boolean received = random.nextBoolean();
            final long generation = received ? put(label) : Spine.put(producer, label);
            if (generation > 0) {
                spine.drain();
                if (label < RecordingTarget.UNRESOLVED) {
                    expected.add(generation + " REFUSED");
                } else if (received) {
                    expected.add(generation + " label " + bound + (label < RecordingTarget.PROGRAMMED ? " unresolved" : ""));
                } else if (label < RecordingTarget.PROGRAMMED) {
                    expected.add(generation + " ACCEPTED");
                }
            }
            if (random.nextInt(4) == 0) {
                producer.drain(handler, random.nextInt(2 * WINDOW));
            }
        }
        producer.drain(handler, 2 * WINDOW);
        assertThat(answers).hasSizeGreaterThan(5_000).isEqualTo(expected);
    }

    @Test
    void shouldTellALabelOfABulkWithTheBulk() {
        producer.begin();
        final long put = put(RecordingTarget.UNRESOLVED);
        producer.commit();
        spine.drain();
        assertThat(producer.poll().bulk().assignments()).containsExactly(
            new Assignment(put, RecordingTarget.FIRST_BOUND + 1, Outcome.ACCEPTED));
        assertThat(producer.drain(handler, 9)).isZero();
    }
}
