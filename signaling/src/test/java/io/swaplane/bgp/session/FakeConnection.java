package io.swaplane.bgp.session;

import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.RouteRefresh;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** A connection whose other end is the test. */
final class FakeConnection extends MemoryConnection {
    private final List<byte[]> sent = new ArrayList<>();
    private final Queue<byte[]> unread = new ArrayDeque<>();
    private ConnectionHandler handler;
    private boolean writable = true;

    void handler(final ConnectionHandler who) {
        handler = who;
    }

    @Override
    public void send(final byte[] message, final int offset, final int length) {
        sent.add(Arrays.copyOfRange(message, offset, offset + length));
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isReading() {
        return reading;
    }

    /** The peer stops reading, or goes on. */
    void writable(final boolean now) {
        writable = now;
        handler.writable(now);
    }

    /** The peer sends; what is left unread waits for {@link #readOn}. */
    void receive(final byte[] message) {
        unread.add(message);
        readOn();
    }

    /** What the peer has sent is read, as far as it is welcome. */
    void readOn() {
        while (reading && !closed && !unread.isEmpty()) {
            final byte[] message = unread.remove();
            handler.message(message, 0, message.length);
        }
    }

    /** The peer sends a header that is wrong. */
    void malformed(final Notification error) {
        handler.malformed(error);
    }

    /** The connection breaks. */
    void lose() {
        if (!closed) {
            closed = true;
            handler.closed("reset by peer");
        }
    }

    /** The types and contents of what was sent, and forgets them. */
    List<String> sent() {
        final List<String> texts = sent.stream().map(FakeConnection::text).toList();
        sent.clear();
        return texts;
    }

    private static String text(final byte[] message) {
        return switch (MessageHeader.type(message, 0)) {
            case MessageHeader.OPEN -> "OPEN " + OpenMessage.decode(message, 0, message.length).message().as();
            case MessageHeader.UPDATE -> "UPDATE";
            case MessageHeader.KEEPALIVE -> "KEEPALIVE";
            case MessageHeader.ROUTE_REFRESH -> "REFRESH " + RouteRefresh.decode(message, 0, message.length, true).message();
            default -> Notification.decode(message, 0, message.length).toString();
        };
    }
}
