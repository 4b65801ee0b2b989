package io.swaplane.control.api;

import java.io.IOException;
import java.nio.file.Path;

/** Tries to serve on a socket, or with {@code client} to connect to it, and prints what stood in the way. */
final class OpenSocket {
    private OpenSocket() {
    }

    public static void main(final String[] args) throws IOException {
        final Path socket = Path.of(args[1]);
        try (AutoCloseable _ = args[0].equals("client") ? new ControlClient(socket)
             : new ControlServer(socket, new FakeState(1), new FakeControl(), FakeState.UNHEARD)) {
            System.out.println("opened");
        } catch (final ControlException e) {
            System.out.println(e.reason() + " " + e.getMessage());
        } catch (final Exception e) {
            throw new IOException(e);
        }
    }
}
