package io.swaplane.io.netlink;

import io.swaplane.io.kernel.KernelException;
import java.nio.ByteBuffer;

/** Where netlink datagrams go to and come from: a socket, or a script in tests. One thread at a time. */
interface NetlinkChannel extends AutoCloseable {
    /**
     * Sends one request to the kernel.
     *
     * @throws KernelException when it isn't taken.
     */
    void send(ByteBuffer request) throws KernelException;

    /**
     * Receives one datagram without waiting.
     *
     * @param into an off-heap buffer; on success position 0 and limit the datagram's length.
     * @return what came of it.
     * @throws KernelException when the socket is unusable.
     */
    Received receive(ByteBuffer into) throws KernelException;

    /** The descriptor to wait on for input. */
    int fd();

    @Override
    void close();

    /** What came of a receive. */
    enum Received { DATAGRAM, NOTHING, OVERRUN }
}
