package io.swaplane.control.command;

import io.swaplane.control.Applied;
import io.swaplane.control.intent.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Carries a committed bulk out, and answers it with one notice. Conductor only. */
final class BulkJob implements Job {
    private final SessionState session;
    private final Bulk bulk;
    private final long commit;
    private final Execution execution;
    private final int limit;
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Assignment> assignments = new ArrayList<>();
    private long programmed;
    private long accepted;
    private long refused;

    /** The bulk of a session, committed by the command of this generation; so many commands at a time. */
    BulkJob(final SessionState session, final Bulk bulk, final long commit, final Execution execution, final int limit) {
        this.session = session;
        this.bulk = bulk;
        this.commit = commit;
        this.execution = execution;
        this.limit = limit;
    }

    @Override
    public boolean slice() {
        if (bulk.stage().drain(limit, this::onCommand) == limit) {
            return false;
        }
        bulk.release();
        final Outcome outcome = refused > 0 ? Outcome.WITH_REFUSALS : accepted > 0 ? Outcome.ACCEPTED : Outcome.PROGRAMMED;
        session.notify(new Notice(commit, outcome, null, null, null,
            new BulkResult(programmed, accepted, refused, refusals, assignments)));
        return true;
    }

    private void onCommand(final DirectBuffer buffer, final int offset) {
        try {
            final Applied applied = execution.execute(session, buffer, offset);
            final int assigned = execution.takeAssigned();
            if (assigned != Dispatcher.NOTHING) {
                assignments.add(new Assignment(Dispatcher.generation(buffer, offset), assigned, Outcome.of(applied)));
            }
            if (applied == Applied.PROGRAMMED) {
                programmed++;
            } else {
                accepted++;
            }
        } catch (final RefusedException e) {
            refused++;
            session.session().counters().countRefused(e.reason());
            if (refusals.size() < BulkResult.MOST_REFUSALS) {
                refusals.add(new Refusal(Dispatcher.generation(buffer, offset), e.reason(), e.getMessage()));
            }
        }
    }
}
