package io.swaplane.io.netlink;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Changes links and neighbours in one network namespace, one acknowledged request at a time. The kernel answers inside the send, so no
 * call waits longer than the kernel works. Needs CAP_NET_ADMIN to change things. One thread at a time, never a worker's.
 */
public final class RouteClient implements NeighbourRequests, AutoCloseable {
    private static final int RECEIVE_BYTES = 1 << 18;
    private static final int DATAGRAM_BYTES = 1 << 16;

    private final NetlinkChannel channel;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
    private int sequence;

    RouteClient(final NetlinkChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens it on the calling thread's network namespace.
     *
     * @throws KernelException when the kernel refuses a route socket.
     */
    public static RouteClient open() throws KernelException {
        return new RouteClient(NetlinkSocket.open(RECEIVE_BYTES));
    }

    @Override
    public void manage(final NeighbourKey key) throws KernelException {
        request(RouteMessages.useNeighbour(key, true), "neighbour " + key);
    }

    @Override
    public void unmanage(final NeighbourKey key) throws KernelException {
        request(RouteMessages.useNeighbour(key, false), "neighbour " + key);
    }

    /** Takes a neighbour out of the kernel's table. */
    public void delete(final NeighbourKey key) throws KernelException {
        request(RouteMessages.deleteNeighbour(key), "neighbour " + key);
    }

    /** Sets a link up or down. */
    public void setUp(final int interfaceIndex, final boolean up) throws KernelException {
        request(RouteMessages.setFlag(interfaceIndex, RouteLayout.LINK_FLAG_UP, up), "interface " + interfaceIndex);
    }

    /** Has the kernel ask nobody on a link for MAC addresses: its frames are all to the link's own (IFF_NOARP). */
    public void setWithoutArp(final int interfaceIndex) throws KernelException {
        request(RouteMessages.setFlag(interfaceIndex, RouteLayout.LINK_FLAG_NO_ARP, true), "interface " + interfaceIndex);
    }

    /** Sets a link's MTU. */
    public void setMtu(final int interfaceIndex, final int mtu) throws KernelException {
        request(RouteMessages.changeLink(interfaceIndex).attribute(RouteLayout.LINK_MTU, mtu), "interface " + interfaceIndex);
    }

    /** The link with this name as it is now; empty when there is none. */
    public Optional<Link> link(final String name) throws KernelException {
        try {
            return RouteMessages.link(exchange(RouteMessages.getLink(name), "interface " + name));
        } catch (final KernelException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void request(final RequestBuilder request, final String subject) throws KernelException {
        exchange(request, subject);
    }

    /** Sends and returns the one message that answers; earlier answers that nobody waited for are passed over. */
    private NetlinkMessage exchange(final RequestBuilder request, final String subject) throws KernelException {
        channel.send(request.build(++sequence));
        while (channel.receive(datagram) == NetlinkChannel.Received.DATAGRAM) {
            for (final NetlinkMessage message : NetlinkMessage.split(datagram)) {
                if (message.sequence() == sequence) {
                    if (message.type() == NetlinkLayout.ERROR) {
                        refuse(Acknowledgement.of(message), subject);
                    }
                    return message;
                }
            }
        }
        throw new KernelException("netlink", subject, Errno.ETIMEDOUT.asResult(), "The kernel took the request and did not answer.");
    }

    private static void refuse(final Acknowledgement answer, final String subject) throws KernelException {
        if (answer.errno() != 0) {
            throw new KernelException("netlink", subject, -answer.errno(), answer.text());
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
