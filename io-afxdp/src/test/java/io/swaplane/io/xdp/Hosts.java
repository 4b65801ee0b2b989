package io.swaplane.io.xdp;

import io.swaplane.io.kernel.Namespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ordinary traffic of the hosts' own kernels. */
public final class Hosts {
    private static final int CHUNK = 8192;
    private static final int TIMEOUT_MILLIS = 10_000;

    private Hosts() {
    }

    /** Sends that many bytes over TCP from one host to the address of another; returns how many arrived as they were sent. */
    public static int transfer(final Namespace from, final Namespace to, final String address, final int bytes) throws Exception {
        try (ServerSocket server = to.in(() -> new ServerSocket(0, 1, InetAddress.getByName(address)))) {
            server.setSoTimeout(TIMEOUT_MILLIS);
            try (Socket client = from.in(() -> new Socket(address, server.getLocalPort())); Socket accepted = server.accept()) {
                accepted.setSoTimeout(TIMEOUT_MILLIS);
                final Thread writer = Thread.ofPlatform().daemon().start(() -> write(client, bytes));
                final int intact = read(accepted.getInputStream(), bytes);
                writer.join(TIMEOUT_MILLIS);
                return intact;
            }
        }
    }

    private static void write(final Socket socket, final int bytes) {
        try (OutputStream out = socket.getOutputStream()) {
            final byte[] chunk = new byte[CHUNK];
            for (int at = 0; at < bytes; at += CHUNK) {
                for (int i = 0; i < CHUNK; i++) {
                    chunk[i] = content(at + i);
                }
                out.write(chunk);
            }
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int read(final InputStream in, final int bytes) throws IOException {
        final byte[] received = in.readNBytes(bytes);
        int intact = 0;
        while (intact < received.length && received[intact] == content(intact)) {
            intact++;
        }
        return intact;
    }

    private static byte content(final int at) {
        return (byte) (at * 31 + (at >> 9));
    }
}
