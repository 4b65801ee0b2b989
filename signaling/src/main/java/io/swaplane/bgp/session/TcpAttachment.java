package io.swaplane.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.swaplane.table.AddressText;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A speaker's TCP sockets: listeners on all interfaces and on those that peers are bound to, and its connections. */
final class TcpAttachment implements Network.Attachment {
    private static final Logger LOG = LoggerFactory.getLogger(TcpAttachment.class);
    private static final int LISTEN_AGAIN_SECONDS = 5;

    private final List<InetSocketAddress> addresses;
    private final Sockets sockets;
    private final EventLoop loop;
    private final Network.Acceptor acceptor;
    private final Map<PeerKey, PeerSettings> admitted = new HashMap<>();
    private final Map<Place, Channel> listeners = new HashMap<>();
    private final ChannelGroup connections;
    private boolean closed;

    /** An address on an interface, or on all. */
    private record Place(InetSocketAddress address, String interfaceName) {
        boolean ipv4() {
            return address.getAddress() instanceof Inet4Address;
        }
    }

    TcpAttachment(final List<InetSocketAddress> addresses, final Sockets sockets, final EventLoop loop, final Network.Acceptor acceptor)
        throws IOException {
        this.addresses = addresses;
        this.sockets = sockets;
        this.loop = loop;
        this.acceptor = acceptor;
        this.connections = new DefaultChannelGroup(loop);
        for (final InetSocketAddress address : addresses) {
            listen(new Place(address, ""));
        }
    }

    private void listen(final Place place) throws IOException {
        final Channel channel = sockets.listener(place.ipv4(), place.interfaceName);
        try {
            channel.pipeline().addLast(new TcpAccepting(place));
            done(loop.register(channel));
            // Before it listens: else it would take connections without their keys.
            sockets.keys(channel, keys(place));
            done(channel.bind(place.address));
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw new IOException("cannot listen on " + place.address + (place.interfaceName.isEmpty() ? "" : " on " + place.interfaceName)
                + ": " + e.getMessage(), e);
        }
        listeners.put(place, channel);
    }

    /** On its own loop, what a listener does is done when the call returns. */
    private static void done(final ChannelFuture future) throws IOException {
        if (future.cause() != null) {
            throw new IOException(future.cause().getMessage(), future.cause());
        }
    }

    private Map<InetAddress, byte[]> keys(final Place place) {
        final Map<InetAddress, byte[]> keys = new HashMap<>();
        for (final PeerSettings peer : admitted.values()) {
            if (peer.interfaceName().equals(place.interfaceName) && peer.address() instanceof Inet4Address == place.ipv4()) {
                peer.md5Key().ifPresent(key -> keys.put(peer.address(), key.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return keys;
    }

    @Override
    public void admit(final PeerSettings settings) {
        sockets.check(settings);
        admitted.put(settings.key(), settings);
        refreshKeys(settings);
        listenOn(settings.interfaceName());
    }

    @Override
    public void dismiss(final PeerSettings settings) {
        admitted.remove(settings.key());
        refreshKeys(settings);
        final String name = settings.interfaceName();
        if (!name.isEmpty() && !needed(name)) {
            listeners.entrySet().removeIf(entry -> {
                final boolean idle = entry.getKey().interfaceName.equals(name);
                if (idle) {
                    entry.getValue().close();
                }
                return idle;
            });
        }
    }

    private boolean needed(final String interfaceName) {
        return admitted.keySet().stream().anyMatch(key -> key.interfaceName().equals(interfaceName));
    }

    private void refreshKeys(final PeerSettings settings) {
        if (settings.md5Key().isPresent()) {
            listeners.forEach((place, channel) -> sockets.keys(channel, keys(place)));
        }
    }

    /** Listens on an interface, as soon as it is there. */
    private void listenOn(final String interfaceName) {
        if (closed || interfaceName.isEmpty() || !needed(interfaceName)) {
            return;
        }
        for (final InetSocketAddress address : addresses) {
            final Place place = new Place(address, interfaceName);
            if (!listeners.containsKey(place)) {
                try {
                    listen(place);
                } catch (final IOException e) {
                    LOG.warn("{}; tried again in {} s", e.getMessage(), LISTEN_AGAIN_SECONDS);
                    loop.schedule(() -> listenOn(interfaceName), LISTEN_AGAIN_SECONDS, TimeUnit.SECONDS);
                    return;
                }
            }
        }
    }

    @Override
    public Attempt connect(final PeerSettings settings, final Outcome outcome) {
        final Dialling dialling = new TcpDialling(settings, outcome);
        loop.execute(dialling::begin);
        return dialling;
    }

    @Override
    public void close() {
        closed = true;
        listeners.values().forEach(Channel::close);
        listeners.clear();
    }

    @Override
    public void awaitClosed() {
        connections.newCloseFuture().awaitUninterruptibly(NettyConnection.LINGER_SECONDS, TimeUnit.SECONDS);
    }

    /** The addresses that it listens on, with the ports that the system chose. */
    List<InetSocketAddress> listening() {
        return listeners.values().stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
    }

    private static String text(final SocketAddress address) {
        if (!(address instanceof final InetSocketAddress inet)) {
            return "?";
        }
        final String host = AddressText.of(inet.getAddress());
        return (inet.getAddress() instanceof Inet4Address ? host : "[" + host + "]") + ":" + inet.getPort();
    }

    /** Takes what a listener accepts. */
    private final class TcpAccepting extends Accepting {
        private final Place place;

        TcpAccepting(final Place place) {
            super(loop, connections, acceptor);
            this.place = place;
        }

        @Override
        PeerSettings from(final Channel channel) {
            final InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
            return remote == null ? null : admitted.get(new PeerKey(place.interfaceName, remote.getAddress()));
        }

        @Override
        NettyConnection.Ends ends(final Channel channel) {
            return new NettyConnection.Known(text(channel.localAddress()), text(channel.remoteAddress()));
        }

        @Override
        void connected(final Channel channel, final PeerSettings settings) {
            sockets.connected(channel, settings);
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            LOG.warn("listener on {}: {}", place.address, cause.getMessage());
        }
    }

    /** Opens a connection. */
    private final class TcpDialling extends Dialling {
        private Channel channel;

        TcpDialling(final PeerSettings settings, final Outcome outcome) {
            super(settings, outcome);
        }

        @Override
        void open() {
            try {
                channel = sockets.client(settings());
                opened(channel);
                channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
                channel.pipeline().addLast(new NettyConnection(channel, new LaterEnds(), settings().extendedMessages(), this::connected));
                connections.add(channel);
                loop.register(channel);
                channel.connect(new InetSocketAddress(settings().address(), settings().port()),
                    settings().localAddress().map(source -> new InetSocketAddress(source, 0)).orElse(null)).addListener(done -> {
                        if (!done.isSuccess()) {
                            failed(done.cause().getMessage());
                        }
                    });
            } catch (final RuntimeException e) {
                failed(e.getMessage());
            }
        }

        @Override
        ConnectionHandler connected(final Connection connection) {
            if (!isCancelled()) {
                sockets.connected(channel, settings());
            }
            return super.connected(connection);
        }

        /** Known when it is connected. */
        private final class LaterEnds implements NettyConnection.Ends {
            @Override
            public String local() {
                return text(channel.localAddress());
            }

            @Override
            public String remote() {
                return text(new InetSocketAddress(settings().address(), settings().port()));
            }
        }
    }
}
