package io.swaplane.control.command;

import io.swaplane.control.CommandTarget;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import org.agrona.ErrorHandler;

/** Removes what is stale. Conductor only. */
final class SweepJob implements Job {
    private final CommandTarget target;
    private final Origin origin;
    private final int limit;
    private final ErrorHandler errors;
    private final SessionState session;
    private final long generation;

    private SweepJob(final CommandTarget target, final Origin origin, final int limit, final ErrorHandler errors,
                     final SessionState session, final long generation) {
        this.target = target;
        this.origin = origin;
        this.limit = limit;
        this.errors = errors;
        this.session = session;
        this.generation = generation;
    }

    /** For a timer: what the origin's producer put before the origin's session; so many at a time. */
    static SweepJob expired(final CommandTarget target, final Origin origin, final int limit, final ErrorHandler errors) {
        return new SweepJob(target, origin, limit, errors, null, 0);
    }

    /** For a session's end of sync, which is answered at the end. */
    static SweepJob endOfSync(final CommandTarget target, final SessionState session, final long generation, final int limit,
                              final ErrorHandler errors) {
        return new SweepJob(target, session.origin(), limit, errors, session, generation);
    }

    /** Whether it is for a timer of this producer. */
    boolean isTimersOf(final int producer) {
        return session == null && origin.producer() == producer;
    }

    @Override
    public boolean slice() {
        try {
            if (target.sweep(origin, limit) == limit) {
                return false;
            }
        } catch (final RuntimeException e) {
            errors.onError(e);
            if (session != null) {
                session.refused(generation, RefusalReason.INVALID, "the router failed on it: " + e);
            }
            return true;
        }
        if (session != null) {
            session.programmed(generation);
        }
        return true;
    }
}
