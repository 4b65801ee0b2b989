package io.swaplane.control.command;

import io.swaplane.control.Applied;
import io.swaplane.control.CommandTarget;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/**
 * Executes a command and counts what became of it. A target that fails in a way it should not is reported, and the command refused:
 * one command must not stop the router. Conductor only.
 */
final class Execution {
    private final Dispatcher dispatcher;
    private final CommandStatistics statistics;
    private final ErrorHandler errors;

    Execution(final CommandTarget target, final CommandStatistics statistics, final ErrorHandler errors) {
        dispatcher = new Dispatcher(target);
        this.statistics = statistics;
        this.errors = errors;
    }

    /** What the last command was assigned, told once; {@link Dispatcher#NOTHING} when it was not. */
    int takeAssigned() {
        return dispatcher.takeAssigned();
    }

    /**
     * What became of a command.
     *
     * @throws RefusedException when it was refused.
     */
    Applied execute(final SessionState session, final DirectBuffer buffer, final int offset) {
        try {
            final Applied applied = dispatcher.execute(session, buffer, offset);
            statistics.countApplied(applied);
            return applied;
        } catch (final RefusedException e) {
            statistics.countRefused(e.reason());
            throw e;
        } catch (final RuntimeException e) {
            errors.onError(e);
            statistics.countRefused(RefusalReason.INVALID);
            throw new RefusedException("the router failed on it: " + e);
        }
    }
}
