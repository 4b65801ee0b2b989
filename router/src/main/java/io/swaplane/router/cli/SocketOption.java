package io.swaplane.router.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where the running router is asked. */
final class SocketOption {
    private static final String DEFAULT_SOCKET = "/run/swaplane/control.sock";
    private static final String SOCKET_VARIABLE = "SWAPLANE_SOCKET";

    @Option(names = "--socket", scope = ScopeType.INHERIT, paramLabel = "PATH",
        description = "The running router's control socket (default: " + SOCKET_VARIABLE + " in the environment, else "
            + DEFAULT_SOCKET + ").")
    private Path socket;

    boolean isGiven() {
        return socket != null;
    }

    Path path() {
        if (socket != null) {
            return socket;
        }
        final String variable = System.getenv(SOCKET_VARIABLE);
        return Path.of(variable == null || variable.isEmpty() ? DEFAULT_SOCKET : variable);
    }
}
