package io.swaplane.bgp.session;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** TCP, on Linux sockets where Netty's native library is there, else on Java's. */
public final class TcpNetwork implements Network {
    private final List<InetSocketAddress> addresses;
    private final Sockets sockets;

    private TcpNetwork(final List<InetSocketAddress> addresses, final Sockets sockets) {
        this.addresses = List.copyOf(addresses);
        this.sockets = sockets;
    }

    /** Listens on these addresses; none: connections are only opened. */
    public static TcpNetwork listening(final List<InetSocketAddress> addresses) {
        return new TcpNetwork(addresses, Epoll.isAvailable() ? new EpollSockets() : new PortableSockets());
    }

    /** The same on Java's own sockets. */
    static TcpNetwork portable(final List<InetSocketAddress> addresses) {
        return new TcpNetwork(addresses, new PortableSockets());
    }

    @Override
    public IoHandlerFactory io() {
        return sockets.io();
    }

    @Override
    public Attachment attach(final EventLoop loop, final Acceptor acceptor) throws IOException {
        return new TcpAttachment(addresses, sockets, loop, acceptor);
    }
}
