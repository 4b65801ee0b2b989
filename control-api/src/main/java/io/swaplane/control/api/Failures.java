package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;

/** Turns what a {@link StateSource} throws into the status that the client gets, and tells faults. */
final class Failures {
    private final FaultListener listener;

    Failures(final FaultListener listener) {
        this.listener = listener;
    }

    StatusRuntimeException of(final Throwable thrown) {
        final Status status = switch (thrown) {
            case StateUnavailableException e -> Status.UNAVAILABLE.withDescription(e.getMessage());
            case RefusedException e when e.reason() == RefusalReason.NOT_FOUND -> Status.NOT_FOUND.withDescription(e.getMessage());
            case RefusedException e -> Status.INVALID_ARGUMENT.withDescription(e.getMessage());
            case StatusRuntimeException e -> e.getStatus();
            default -> fault(thrown);
        };
        return status.asRuntimeException();
    }

    private Status fault(final Throwable cause) {
        listener.onFault(cause);
        return Status.INTERNAL.withDescription(text(cause)).withCause(cause);
    }

    private static String text(final Throwable fault) {
        final StackTraceElement[] trace = fault.getStackTrace();
        return "fault in the router: " + fault + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
