package io.swaplane.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.swaplane.bgp.message.Notification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what a listener accepts: connections of peers, which others are told that they are not. For the speaker's thread. */
abstract class Accepting extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);

    private final EventLoop loop;
    private final ChannelGroup connections;
    private final Network.Acceptor acceptor;

    /** What it takes is on the loop and in the group. */
    Accepting(final EventLoop loop, final ChannelGroup connections, final Network.Acceptor acceptor) {
        this.loop = loop;
        this.connections = connections;
        this.acceptor = acceptor;
    }

    /** The peer whose connection it is; null when it is no peer's. */
    abstract PeerSettings from(Channel channel);

    abstract NettyConnection.Ends ends(Channel channel);

    /** A peer's connection, before it is taken. */
    void connected(final Channel channel, final PeerSettings settings) {
    }

    @Override
    public final void channelRead(final ChannelHandlerContext context, final Object message) {
        final Channel channel = (Channel) message;
        final PeerSettings settings = from(channel);
        channel.pipeline().addLast(new NettyConnection(channel, ends(channel), settings != null && settings.extendedMessages(),
            connection -> accept(channel, settings, connection)));
        connections.add(channel);
        loop.register(channel);
    }

    private ConnectionHandler accept(final Channel channel, final PeerSettings settings, final Connection connection) {
        if (settings == null) {
            LOG.debug("{} is no neighbor", connection.remoteEnd());
            Session.refuse(connection, Notification.CONNECTION_REJECTED);
            return null;
        }
        connected(channel, settings);
        return acceptor.accept(settings, connection);
    }
}
