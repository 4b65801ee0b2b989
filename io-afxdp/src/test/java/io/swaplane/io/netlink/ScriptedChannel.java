package io.swaplane.io.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A kernel that sends what a test has written down, and remembers what it was asked. */
final class ScriptedChannel implements NetlinkChannel {
    /** Stands for an overrun. */
    static final ByteBuffer OVERRUN = ByteBuffer.allocate(0);

    final Queue<ByteBuffer> incoming = new ArrayDeque<>();
    final List<Integer> requests = new ArrayList<>();

    void tell(final KernelMessages messages) {
        incoming.add(messages.datagram());
    }

    @Override
    public void send(final ByteBuffer request) {
        requests.add(request.order(ByteOrder.nativeOrder()).getShort(NetlinkLayout.TYPE) & 0xFFFF);
    }

    @Override
    public Received receive(final ByteBuffer into) {
        into.clear();
        final ByteBuffer next = incoming.poll();
        if (next == null) {
            return Received.NOTHING;
        }
        if (next == OVERRUN) {
            return Received.OVERRUN;
        }
        into.put(next).flip();
        return Received.DATAGRAM;
    }

    @Override
    public int fd() {
        return -1;
    }

    @Override
    public void close() {
        incoming.clear();
    }
}
