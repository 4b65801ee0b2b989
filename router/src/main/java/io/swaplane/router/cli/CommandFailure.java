package io.swaplane.router.cli;

/** A command cannot do what it was asked for: the user sees the message and the exit code, and nothing else. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    CommandFailure(final ExitCode code, final String message) {
        super(message);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }
}
