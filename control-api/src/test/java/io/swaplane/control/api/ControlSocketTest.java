package io.swaplane.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.api.ControlException.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
    private static final StateSource STATE = new FakeState(1);

    @TempDir
    private Path directory;
    private Path socket;

    @BeforeEach
    void nameSocket() {
        socket = directory.resolve("control.sock");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void leaveStale(final Path path) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
    }

    private static void assertServes(final Path path) throws IOException {
        try (ControlClient client = new ControlClient(path)) {
            assertThat(client.router()).isEqualTo("asbr2");
        }
    }

    private void assertRefused(final Path path, final Reason reason, final String message) {
        assertThatThrownBy(() -> new ControlServer(path, STATE, new FakeControl(), FakeState.UNHEARD).close())
            .isInstanceOfSatisfying(ControlException.class,
            e -> assertThat(e.reason()).isEqualTo(reason)).hasMessage(message);
    }

    @Test
    void shouldOpenTheSocketToOwnerAndGroupAndRemoveItAtTheEnd() throws IOException {
        try (ControlServer _ = new ControlServer(socket, STATE, new FakeControl(), FakeState.UNHEARD)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket))).isEqualTo("rw-rw----");
            assertThat(files()).containsExactly(socket);
            assertServes(socket);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldReplaceASocketThatNobodyListensOn() throws IOException {
        leaveStale(socket);
        Files.createDirectory(directory.resolve(".s" + ProcessHandle.current().pid()));
        leaveStale(directory.resolve(".s" + ProcessHandle.current().pid()).resolve("s"));

        try (ControlServer _ = new ControlServer(socket, STATE, new FakeControl(), FakeState.UNHEARD)) {
            assertServes(socket);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldServeAgainAfterItWasClosed() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (ControlServer _ = new ControlServer(socket, STATE, new FakeControl(), FakeState.UNHEARD)) {
                assertServes(socket);
            }
        }
    }

    @Test
    void shouldLeaveASocketAloneThatAnotherListensOn() throws IOException {
        try (ControlServer _ = new ControlServer(socket, STATE, new FakeControl(), FakeState.UNHEARD)) {
            assertRefused(socket, Reason.IN_USE, socket + ": another process listens on this socket: stop it, or name another socket");
            assertServes(socket);
        }
    }

    @Test
    void shouldLeaveTheSocketOfASuccessorAlone() throws IOException {
        final ControlServer server = new ControlServer(socket, STATE, new FakeControl(), FakeState.UNHEARD);
        Files.delete(socket);
        try (ControlServer _ = new ControlServer(socket, STATE, new FakeControl(), FakeState.UNHEARD)) {
            server.close();
            assertServes(socket);
        }
    }

    @Test
    void shouldLeaveAFileAloneThatIsNoSocket() throws IOException {
        Files.writeString(socket, "precious");

        assertRefused(socket, Reason.NOT_LISTENING, socket + ": is there and is no socket: name another");
        assertThat(socket).hasContent("precious");
        assertThat(files()).containsExactly(socket);
        assertThatThrownBy(() -> new ControlClient(socket).close()).hasMessage(socket + ": is no socket");
    }

    @Test
    void shouldAskForADirectory() {
        final Path lost = directory.resolve("none/control.sock");

        assertRefused(lost, Reason.NOT_LISTENING, lost + ": the socket's directory does not exist: create it, or name another");
    }

    @Test
    void shouldSayThatAPathIsTooLong() {
        final Path longPath = directory.resolve("x".repeat(120 - directory.toString().length()));

        assertRefused(longPath, Reason.NOT_LISTENING, longPath + ": the path is too long for a socket, by 14 bytes: name a shorter one");
    }

    @Test
    void shouldSayThatNoRouterListens() throws IOException {
        assertThatThrownBy(() -> new ControlClient(socket).close()).isInstanceOfSatisfying(ControlException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_LISTENING)).hasMessage(socket + ": no router listens there");
        leaveStale(socket);
        assertThatThrownBy(() -> new ControlClient(socket).close()).hasMessage(socket + ": no router listens there");
    }

    @Test
    void shouldSayWhoMayUseTheSocket() throws Exception {
        try (ControlServer _ = new ControlServer(socket, STATE, new FakeControl(), FakeState.UNHEARD)) {
            assertThat(ChildJvm.run(List.of(), OpenSocket.class, "client", socket.toString()).output()).isEqualTo("opened\n");

            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));
            assertThat(ChildJvm.run(List.of(), OpenSocket.class, "client", socket.toString()).output()).isEqualTo("PERMISSION " + socket
                + ": permission denied: only the owner of the router's socket and its group may use it\n");
            assertThat(ChildJvm.run(List.of(), OpenSocket.class, "server", socket.toString()).output()).startsWith("PERMISSION " + socket);
        }
    }

    @Test
    void shouldSayThatASocketCannotBeMadeThere() throws Exception {
        final Path closed = Files.createDirectory(directory.resolve("closed"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        final String path = closed.resolve("control.sock").toString();

        assertThat(ChildJvm.run(List.of(), OpenSocket.class, "server", path).output()).isEqualTo("PERMISSION " + path
            + ": permission denied: a socket cannot be made there by this user: name another, or have its directory made writable\n");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assertThat(ChildJvm.run(List.of(), OpenSocket.class, "client", path).output()).startsWith("PERMISSION " + path);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
}
