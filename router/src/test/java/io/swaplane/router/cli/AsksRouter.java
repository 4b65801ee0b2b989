package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of commands against a router whose control socket is {@code socket}. Commands are words with single spaces between. */
abstract class AsksRouter extends RunsCommands {
    @TempDir
    Path directory;
    Path socket;

    @BeforeEach
    final void placeSocket() {
        socket = directory.resolve("control.sock");
    }

    /** Runs a command against the router; returns its exit status. */
    final int ask(final String... args) {
        return run(Stream.concat(Stream.of(args), Stream.of("--socket", socket.toString())).toArray(String[]::new));
    }

    /** Runs a command that must succeed. */
    final void does(final String command) {
        assertThat(ask(command.split(" "))).as(() -> command + ": " + err).isZero();
    }

    /** What {@code show} prints. */
    final String shown(final String command) {
        does("show " + command);
        return out.toString();
    }

    /** Runs a command that must fail with this status and a message that begins so. */
    final void refused(final int status, final String message, final String command) {
        assertThat(ask(command.split(" "))).as(command).isEqualTo(status);
        assertThat(err.toString()).startsWith(message);
    }
}
