package io.swaplane.control.api;

import io.swaplane.control.api.v1.Outcome;
import io.swaplane.control.api.v1.RefusalReason;

/** What became of commands, in the words of messages. */
final class Reasons {
    private Reasons() {
    }

    static RefusalReason message(final io.swaplane.control.intent.RefusalReason reason) {
        return switch (reason) {
            case INVALID -> RefusalReason.REFUSAL_REASON_INVALID;
            case UNKNOWN_REFERENCE -> RefusalReason.REFUSAL_REASON_UNKNOWN_REFERENCE;
            case NOT_FOUND -> RefusalReason.REFUSAL_REASON_NOT_FOUND;
            case EXHAUSTED -> RefusalReason.REFUSAL_REASON_EXHAUSTED;
            case CONFLICTING_OWNER -> RefusalReason.REFUSAL_REASON_CONFLICTING_OWNER;
            case IN_USE -> RefusalReason.REFUSAL_REASON_IN_USE;
            case TOO_LARGE -> RefusalReason.REFUSAL_REASON_TOO_LARGE;
            case SESSION_ENDED -> RefusalReason.REFUSAL_REASON_SESSION_ENDED;
        };
    }

    static Outcome message(final io.swaplane.control.command.Outcome outcome) {
        return switch (outcome) {
            case PROGRAMMED -> Outcome.OUTCOME_PROGRAMMED;
            case ACCEPTED -> Outcome.OUTCOME_ACCEPTED;
            case STANDBY -> Outcome.OUTCOME_STANDBY;
            case WITH_REFUSALS -> Outcome.OUTCOME_WITH_REFUSALS;
            case REFUSED -> Outcome.OUTCOME_REFUSED;
        };
    }
}
