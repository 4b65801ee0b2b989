package io.swaplane.control.api;

import io.swaplane.control.api.v1.BulkResult;
import io.swaplane.control.api.v1.OperationResult;
import io.swaplane.control.api.v1.ProgramResponse;
import io.swaplane.control.command.Assignment;
import io.swaplane.control.command.Notice;
import io.swaplane.control.command.Outcome;
import io.swaplane.control.command.Refusal;
import io.swaplane.control.intent.RefusalReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

/** Puts together what a program stream is answered. One thread. */
final class ProgramResults {
    /** Results of one message. */
    static final int MOST = 1000;

    private final Deque<SentMessage> unanswered = new ArrayDeque<>();
    private final Queue<OperationResult> results = new ArrayDeque<>();
    private final List<BulkResult> bulks = new ArrayList<>();
    private long acknowledged;
    private long told;
    /** Operations of the open bulk that were refused before they reached it. */
    private int malformed;
    private SentMessage lastHolder;
    /** What the last bulk was assigned and no result was made of yet: a result takes many times the memory. */
    private Iterator<Assignment> assignments = Collections.emptyIterator();
    private int unmade;

    /** Results that wait to be sent. */
    int waiting() {
        return results.size() + unmade;
    }

    /** Whether all messages are answered. */
    boolean isDone() {
        return unanswered.isEmpty();
    }

    /** A message is on its way to the conductor. */
    void add(final SentMessage message) {
        unanswered.add(message);
    }

    /** An operation cannot be. */
    void malformed(final SentMessage message, final int operation, final RefusalReason reason, final String text, final boolean inBulk) {
        message.skip(operation);
        malformed += inBulk ? 1 : 0;
        results.add(OperationResult.newBuilder().setSequence(message.sequence()).setOperation(operation)
            .setOutcome(Reasons.message(Outcome.REFUSED)).setReason(Reasons.message(reason)).setText(text).build());
    }

    /** The bulk of all messages that have no end yet ends with this generation. */
    void bulkEnds(final long commit) {
        for (final SentMessage message : unanswered) {
            if (message.answeredBy() == Long.MAX_VALUE) {
                message.answeredBy(commit);
            }
        }
    }

    /** What the conductor says of one command or bulk; to be told while fewer than {@link #MOST} wait. */
    void notice(final Notice notice) {
        acknowledge(notice.generation() - 1);
        if (notice.bulk() != null) {
            bulk(notice);
            return;
        }
        final SentMessage first = unanswered.getFirst();
        if (first.holds(notice.generation())) {
            final OperationResult.Builder result = result(first, notice.generation(), notice.outcome());
            if (notice.assigned() != null) {
                assign(result, first, notice.assigned());
            }
            results.add((notice.reason() == null ? result : refused(result, notice.reason(), notice.text())).build());
        } else if (first.isEndOfSync()) {
            results.add(refused(OperationResult.newBuilder().setSequence(first.sequence()).setGeneration(notice.generation())
                .setOutcome(Reasons.message(notice.outcome())), notice.reason(), notice.text()).build());
        } else {
            bulks.add(BulkResult.newBuilder().setSequence(lastAnsweredBy(notice.generation())).setOutcome(Reasons.message(notice.outcome()))
                .setReason(Reasons.message(notice.reason())).setText(notice.text()).build());
            malformed = 0;
        }
    }

    private void bulk(final Notice notice) {
        final io.swaplane.control.command.BulkResult bulk = notice.bulk();
        for (final Refusal refusal : bulk.refusals()) {
            results.add(refused(result(holder(refusal.generation()), refusal.generation(), Outcome.REFUSED), refusal.reason(),
                refusal.text()).build());
        }
        assignments = bulk.assignments().iterator();
        unmade = bulk.assignments().size();
        bulks.add(BulkResult.newBuilder().setSequence(lastAnsweredBy(notice.generation()))
            .setOutcome(Reasons.message(malformed > 0 ? Outcome.WITH_REFUSALS : notice.outcome())).setProgrammed(bulk.programmed())
            .setAccepted(bulk.accepted()).setRefused(bulk.refused() + malformed).build());
        malformed = 0;
    }

    /** Makes results of assignments until there are so many. */
    private void make(final int most) {
        while (results.size() < most && unmade > 0) {
            final Assignment assignment = assignments.next();
            final SentMessage message = holder(assignment.generation());
            final OperationResult.Builder result = result(message, assignment.generation(), assignment.outcome());
            assign(result, message, assignment.value());
            results.add(result.build());
            unmade--;
        }
    }

    /** The message of an operation in a bulk; they are asked for in their order, so that mostly it is the last one. */
    private SentMessage holder(final long generation) {
        if (lastHolder == null || !lastHolder.holds(generation)) {
            lastHolder = unanswered.stream().filter(message -> message.holds(generation)).findFirst().orElseThrow();
        }
        return lastHolder;
    }

    private long lastAnsweredBy(final long generation) {
        return unanswered.stream().filter(message -> message.answeredBy() == generation).mapToLong(SentMessage::sequence).max()
            .orElseThrow();
    }

    private static OperationResult.Builder result(final SentMessage message, final long generation, final Outcome outcome) {
        return OperationResult.newBuilder().setSequence(message.sequence()).setOperation(message.operation(generation))
            .setGeneration(generation).setOutcome(Reasons.message(outcome));
    }

    private static OperationResult.Builder refused(final OperationResult.Builder result, final RefusalReason reason, final String text) {
        return result.setReason(Reasons.message(reason)).setText(text);
    }

    private static void assign(final OperationResult.Builder result, final SentMessage message, final int value) {
        if (message.isBinding(result.getOperation())) {
            result.setLabel(value);
        } else {
            result.setNextHop(value);
        }
    }

    /** The conductor has answered all up to this generation, and its notices of them were read; few results wait to be made. */
    void acknowledge(final long generation) {
        make(Integer.MAX_VALUE);
        while (!unanswered.isEmpty() && unanswered.getFirst().answeredBy() <= generation) {
            acknowledged = unanswered.removeFirst().sequence();
        }
    }

    /** What there is to say, in parts; null when there is nothing. An acknowledgement comes with the last results before it. */
    ProgramResponse take() {
        make(MOST);
        if (results.isEmpty() && bulks.isEmpty() && acknowledged == told) {
            return null;
        }
        final ProgramResponse.Builder response = ProgramResponse.newBuilder();
        for (int i = 0; i < MOST && !results.isEmpty(); i++) {
            response.addResults(results.remove());
        }
        if (waiting() == 0) {
            response.addAllBulks(bulks);
            bulks.clear();
            told = acknowledged;
        }
        return response.setAcknowledged(told).build();
    }
}
