package io.swaplane.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import io.swaplane.table.AddressText;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A router's place in an in-process fabric. */
final class InProcessAttachment implements Network.Attachment {
    /** An attempt costs a process little, and what it waits for takes no longer than threads do. */
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(400);

    private final InProcessFabric fabric;
    private final String router;
    private final EventLoop loop;
    private final Map<PeerKey, PeerSettings> admitted = new HashMap<>();
    private final ChannelGroup connections;
    private final Channel listener = new LocalServerChannel();

    InProcessAttachment(final InProcessFabric fabric, final String router, final EventLoop loop, final Network.Acceptor acceptor)
        throws IOException {
        this.fabric = fabric;
        this.router = router;
        this.loop = loop;
        this.connections = new DefaultChannelGroup(loop);
        listener.pipeline().addLast(new LocalAccepting(acceptor));
        loop.register(listener);
        final Throwable cause = listener.bind(fabric.address(router)).cause();
        if (cause != null) {
            throw new IOException("router " + router + ": " + cause.getMessage(), cause);
        }
    }

    @Override
    public void admit(final PeerSettings settings) {
        admitted.put(settings.key(), settings);
    }

    @Override
    public void dismiss(final PeerSettings settings) {
        admitted.remove(settings.key());
    }

    @Override
    public Attempt connect(final PeerSettings settings, final Outcome outcome) {
        final Dialling dialling = new LocalDialling(settings, outcome);
        loop.execute(dialling::begin);
        return dialling;
    }

    @Override
    public long firstPause() {
        return FIRST_PAUSE;
    }

    @Override
    public long longestPause(final long configured) {
        return Math.min(configured, LONGEST_PAUSE);
    }

    @Override
    public void close() {
        listener.close();
    }

    @Override
    public void awaitClosed() {
        connections.newCloseFuture().awaitUninterruptibly(NettyConnection.LINGER_SECONDS, TimeUnit.SECONDS);
    }

    /** The peer that such a connection comes from; null when there is none. */
    private PeerSettings from(final InProcessFabric.Link link) {
        if (link == null) {
            return null;
        }
        final PeerSettings bound = admitted.get(new PeerKey(link.arrival().interfaceName(), link.arrival().source()));
        return bound != null ? bound : admitted.get(new PeerKey("", link.arrival().source()));
    }

    /** Takes what arrives. */
    private final class LocalAccepting extends Accepting {
        LocalAccepting(final Network.Acceptor acceptor) {
            super(loop, connections, acceptor);
        }

        private InProcessFabric.Link link(final Channel channel) {
            return fabric.link((LocalAddress) channel.remoteAddress());
        }

        @Override
        PeerSettings from(final Channel channel) {
            return InProcessAttachment.this.from(link(channel));
        }

        @Override
        NettyConnection.Ends ends(final Channel channel) {
            final InProcessFabric.Link link = link(channel);
            return new NettyConnection.Known(router,
                link == null ? "?" : link.router() + " " + AddressText.of(link.arrival().source()));
        }
    }

    /** Opens a connection. */
    private final class LocalDialling extends Dialling {
        LocalDialling(final PeerSettings settings, final Outcome outcome) {
            super(settings, outcome);
        }

        @Override
        void open() {
            final Optional<InProcessFabric.Arrival> arrival = fabric.find(router, settings());
            if (arrival.isEmpty()) {
                failed("no way to " + settings().key());
                return;
            }
            final String peer = arrival.get().router();
            final Channel channel = new LocalChannel();
            opened(channel);
            final NettyConnection.Ends ends = new NettyConnection.Known(router, peer + " " + AddressText.of(settings().address()));
            channel.pipeline().addLast(new NettyConnection(channel, ends, settings().extendedMessages(), this::connected));
            connections.add(channel);
            final LocalAddress end = fabric.newEnd();
            fabric.add(end, new InProcessFabric.Link(router, settings(), arrival.get(), channel));
            loop.register(channel);
            channel.connect(fabric.address(peer), end).addListener(done -> {
                if (!done.isSuccess()) {
                    failed(done.cause().getMessage());
                }
            });
        }
    }
}
