package io.swaplane.pcaps.model;

import static org.assertj.core.api.Assertions.assertThat;


import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.command.Assignment;
import io.swaplane.control.command.BulkResult;
import io.swaplane.control.command.Notice;
import io.swaplane.control.command.Outcome;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A producer's session: what it sends is applied to the model too, and the answers must be the model's. */
final class Client {
    /** What refusals say that keep VRFs apart: of routes and labels, of next hops and tunnels, and of customers' labels. */
    static final List<String> SEPARATIONS = List.of("leads into VRF", "and into VRF", "but routes or labels of",
        "it cannot lead into", "it cannot look up the next label");

    private final Producer producer;
    private final Who who;
    private final RouterModel model;
    private final Map<Long, Answer> expected = new HashMap<>();
    private final Map<Long, Map<Long, Answer>> expectedBulks = new HashMap<>();
    private Map<Long, Change> bulk;
    private long answerable;

    Client(final Producer producer, final Who who, final RouterModel model) {
        this.producer = producer;
        this.who = who;
        this.model = model;
    }

    Who who() {
        return who;
    }

    boolean isInBulk() {
        return bulk != null;
    }

    void send(final Change change) {
        final long generation = taken(change.send(producer));
        if (bulk != null) {
            bulk.put(generation, change);
        } else {
            answered(generation, model.apply(change, who));
        }
    }

    private void answered(final long generation, final Answer answer) {
        answerable = generation;
        if (answer.outcome() != Outcome.PROGRAMMED || answer.assigned() != null) {
            expected.put(generation, answer);
        }
    }

    private long taken(final long generation) {
        assertThat(generation).as("generation after %d", producer.sent()).isPositive().isEqualTo(producer.sent());
        return generation;
    }

    void begin() {
        answered(taken(producer.begin()), Answer.PROGRAMMED);
        bulk = new LinkedHashMap<>();
    }

    void abort() {
        bulk = null;
        answered(taken(producer.abort()), Answer.PROGRAMMED);
    }

    void commit() {
        final Map<Long, Answer> answers = new HashMap<>();
        bulk.forEach((generation, change) -> answers.put(generation, model.apply(change, who)));
        bulk = null;
        answerable = taken(producer.commit());
        expectedBulks.put(answerable, answers);
    }

    /** The model's sweep is the caller's. */
    void endOfSync() {
        answered(taken(producer.endOfSync()), Answer.PROGRAMMED);
    }

    void close() {
        producer.close();
    }

    /** Everything sent so far outside of an open bulk is answered, each as the model has it. */
    void check(final Map<String, Integer> seen) {
        Notice notice = producer.poll();
        while (notice != null) {
            if (notice.bulk() != null) {
                checkBulk(notice, expectedBulks.remove(notice.generation()), seen);
            } else {
                final Answer answer = expected.remove(notice.generation());
                assertThat(answer).as("what was expected instead of %s", notice).isNotNull();
                assertThat(notice.outcome()).as("%s instead of %s", notice, answer)
                    .isEqualTo(answer == Answer.EITHER ? Outcome.ACCEPTED : answer.outcome());
                assertThat(notice.assigned()).as("%s instead of %s", notice, answer).isEqualTo(answer.assigned());
                checkReason(notice.reason(), notice.text(), answer, seen);
            }
            notice = producer.poll();
        }
        expected.values().removeIf(answer -> answer == Answer.EITHER);
        assertThat(expected).as("answers that %s did not get", who).isEmpty();
        assertThat(expectedBulks).as("bulks' answers that %s did not get", who).isEmpty();
        assertThat(producer.acknowledged()).isEqualTo(answerable);
    }

    private static void checkReason(final RefusalReason reason, final String text, final Answer answer, final Map<String, Integer> seen) {
        if (answer.outcome() == Outcome.REFUSED) {
            assertThat(answer.reasons()).as(text).contains(reason);
            seen.merge(reason.name(), 1, Integer::sum);
            SEPARATIONS.stream().filter(text::contains).forEach(each -> seen.merge(each, 1, Integer::sum));
        } else {
            seen.merge(Objects.requireNonNullElse(answer.outcome(), Outcome.ACCEPTED).name(), 1, Integer::sum);
        }
    }

    private static void checkBulk(final Notice notice, final Map<Long, Answer> answers, final Map<String, Integer> seen) {
        final List<Long> refused = new ArrayList<>();
        int programmed = 0;
        int either = 0;
        for (final Map.Entry<Long, Answer> each : answers.entrySet()) {
            if (each.getValue().outcome() == Outcome.REFUSED) {
                refused.add(each.getKey());
            } else if (each.getValue().outcome() == Outcome.PROGRAMMED) {
                programmed++;
            } else if (each.getValue() == Answer.EITHER) {
                either++;
            }
        }
        final BulkResult result = notice.bulk();
        assertThat(result.programmed()).isBetween((long) programmed, (long) programmed + either);
        programmed = (int) result.programmed();
        for (final Refusal refusal : result.refusals()) {
            assertThat(refused).as("generations that are to be refused, but not %s", refusal).contains(refusal.generation());
            checkReason(refusal.reason(), refusal.text(), answers.get(refusal.generation()), seen);
        }
        assertThat(result.refusals()).hasSize(Math.min(refused.size(), BulkResult.MOST_REFUSALS));
        final List<Assignment> assignments = new ArrayList<>();
        answers.forEach((generation, answer) -> {
            if (answer.assigned() != null) {
                assignments.add(new Assignment(generation, answer.assigned(), answer.outcome()));
            }
        });
        assertThat(result.assignments()).containsExactlyInAnyOrderElementsOf(assignments);
        assertThat(result).extracting(BulkResult::programmed, BulkResult::accepted, BulkResult::refused)
            .containsExactly((long) programmed, (long) answers.size() - programmed - refused.size(), (long) refused.size());
        seen.merge("bulk", 1, Integer::sum);
        final Outcome outcome = !refused.isEmpty() ? Outcome.WITH_REFUSALS
            : programmed < answers.size() ? Outcome.ACCEPTED : Outcome.PROGRAMMED;
        assertThat(notice.outcome()).isEqualTo(outcome);
    }
}
