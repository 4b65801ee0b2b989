package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.swaplane.control.RefusedException;

/** Turns what a {@link StateSource} throws into the status that the client gets. */
final class Failure {
    private Failure() {
    }

    static StatusRuntimeException of(final Exception thrown) {
        final Status status = switch (thrown) {
            case StateUnavailableException e -> Status.UNAVAILABLE.withDescription(e.getMessage());
            case RefusedException e -> Status.INVALID_ARGUMENT.withDescription(e.getMessage());
            case StatusRuntimeException e -> e.getStatus();
            default -> Status.INTERNAL.withDescription(text(thrown)).withCause(thrown);
        };
        return status.asRuntimeException();
    }

    private static String text(final Exception fault) {
        final StackTraceElement[] trace = fault.getStackTrace();
        return "fault in the router: " + fault + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
