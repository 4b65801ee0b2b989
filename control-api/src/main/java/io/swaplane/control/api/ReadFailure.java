package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.StatusException;
import io.swaplane.control.api.ControlException.Reason;
import java.nio.file.Path;

/** Says in words why a read over a socket failed. */
final class ReadFailure {
    /** How long a client waits for one message. */
    static final long PATIENCE_SECONDS = 10;

    private final Path socket;

    ReadFailure(final Path socket) {
        this.socket = socket;
    }

    ControlException of(final StatusException failed) {
        final Status status = failed.getStatus();
        return switch (status.getCode()) {
            case UNAVAILABLE, CANCELLED -> new ControlException(Reason.NO_ANSWER, socket + ": the router gave no answer: "
                + description(status), failed);
            case DEADLINE_EXCEEDED -> timeout();
            case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION, RESOURCE_EXHAUSTED, ABORTED ->
                new ControlException(Reason.REFUSED, socket + ": " + description(status), failed);
            case UNIMPLEMENTED -> new ControlException(Reason.REFUSED, socket
                + ": the router does not know this request: it is another version of swaplane", failed);
            default -> new ControlException(Reason.FAULT, socket + ": " + description(status), failed);
        };
    }

    private static String description(final Status status) {
        return status.getDescription() == null ? status.getCode().toString() : status.getDescription();
    }

    ControlException timeout() {
        return new ControlException(Reason.NO_ANSWER, socket + ": the router gave no answer within " + PATIENCE_SECONDS + " s");
    }

    ControlException interrupted() {
        Thread.currentThread().interrupt();
        return new ControlException(Reason.NO_ANSWER, socket + ": interrupted while waiting for the router's answer");
    }
}
