package io.swaplane.benchmarks.relay;

import io.swaplane.bgp.message.AttributeCache;
import io.swaplane.bgp.message.Decoded;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.UpdateReader;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/** A BGP peer of the relay that does what it is told: it opens a session, sends octets, and counts routes. Waits while it reads. */
final class Peer implements AutoCloseable {
    private static final int CONNECT_SECONDS = 30;
    private static final int SILENCE_MILLIS = 60_000;
    private static final int BUFFER = 1 << 20;

    private final Socket socket;
    private final DataInputStream input;
    private final byte[] message = new byte[MessageHeader.MAX_EXTENDED_MESSAGE];
    private UpdateReader reader;
    private final BitSet routes = new BitSet();
    private final BitSet labels = new BitSet();

    private Peer(final Socket socket) throws IOException {
        this.socket = socket;
        this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        socket.setSoTimeout(SILENCE_MILLIS);
    }

    /** Opens a session with the relay, from an address of this peer's own, and waits until it is established. */
    static Peer establish(final InetAddress from, final InetSocketAddress relay, final long as, final int routerId) throws IOException {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
        while (true) {
            final Socket socket = new Socket();
            try {
                socket.bind(new InetSocketAddress(from, 0));
                socket.connect(relay);
                final Peer peer = new Peer(socket);
                peer.open(Routes.open(as, routerId));
                return peer;
            } catch (final IOException e) {
                socket.close();
                if (System.nanoTime() > end) {
                    throw new IOException(from + " has no session: " + e.getMessage(), e);
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void open(final OpenMessage own) throws IOException {
        socket.getOutputStream().write(own.encode());
        int length = receive();
        final Decoded<OpenMessage> theirs = OpenMessage.decode(message, 0, length);
        if (!theirs.ok()) {
            throw new IOException("the relay's OPEN cannot be read: " + theirs.error());
        }
        reader = new UpdateReader(Negotiated.of(own, theirs.message()), new AttributeCache());
        socket.getOutputStream().write(MessageHeader.keepalive());
        do {
            length = receive();
        } while (MessageHeader.type(message, 0) != MessageHeader.KEEPALIVE);
    }

    /** One message; its length. */
    private int receive() throws IOException {
        input.readFully(message, 0, MessageHeader.LENGTH);
        final int length = MessageHeader.length(message, 0);
        input.readFully(message, MessageHeader.LENGTH, length - MessageHeader.LENGTH);
        if (MessageHeader.type(message, 0) == MessageHeader.NOTIFICATION) {
            throw new EOFException("the relay says " + Notification.decode(message, 0, length));
        }
        return length;
    }

    /** Sends octets to their end. */
    void send(final byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** Reads until so many routes are there. */
    void awaitRoutes(final int count) throws IOException {
        int there = routes.cardinality();
        while (there != count) {
            final int length = receive();
            if (MessageHeader.type(message, 0) == MessageHeader.UPDATE) {
                reader.read(message, 0, length);
                there += follow();
            }
        }
    }

    private int follow() {
        int change = 0;
        while (reader.next()) {
            final int route = Routes.number(reader.addressHigh());
            final boolean there = !reader.withdrawn();
            if (there) {
                labels.set(reader.label(0));
            }
            if (routes.get(route) != there) {
                routes.set(route, there);
                change += there ? 1 : -1;
            }
        }
        return change;
    }

    /** How many labels the routes came with. */
    int labels() {
        return labels.cardinality();
    }

    /** Ends the session without a word. */
    void end() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
