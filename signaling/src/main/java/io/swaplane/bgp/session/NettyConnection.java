package io.swaplane.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.swaplane.bgp.message.Notification;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on a Netty channel: messages out, octets in, cut into messages. Its handler is chosen when the channel is connected.
 *
 * <p>A close lets the peer read what was sent last: this side's direction is closed, and what still comes is thrown away until the peer
 * closes too or a while has gone.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
    /** How long a peer may take to read the last message. */
    static final int LINGER_SECONDS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);
    private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final Channel channel;
    private final Ends ends;
    private final Function<Connection, ConnectionHandler> connected;
    private final FrameBuffer frames;
    private ConnectionHandler handler;
    private boolean reading = true;
    private boolean closing;
    private String why = "connection closed by the peer";

    /** The two ends, for people. */
    interface Ends {
        /** As in {@code 10.0.0.1:179}. */
        String local();

        /** The peer's. */
        String remote();
    }

    /** Both, known from the beginning. */
    record Known(String local, String remote) implements Ends { }

    /**
     * Takes a channel that is to be connected.
     *
     * @param extended whether messages of up to 65535 octets are taken.
     * @param connected gives the handler; null when the connection is not taken, and has been closed.
     */
    NettyConnection(final Channel channel, final Ends ends, final boolean extended,
                    final Function<Connection, ConnectionHandler> connected) {
        this.channel = channel;
        this.ends = ends;
        this.connected = connected;
        this.frames = new FrameBuffer(extended);
        channel.config().setWriteBufferWaterMark(MARKS);
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        handler = connected.apply(this);
        if (closing) {
            handler = null;
        }
        context.fireChannelActive();
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        try {
            if (handler != null) {
                frames.append((ByteBuf) message);
                deliver();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void deliver() {
        while (reading && handler != null) {
            final int length = frames.ready();
            if (length == 0) {
                break;
            }
            deliver(length);
            frames.skip(length);
        }
        if (reading && handler != null && frames.error() != null) {
            handler.malformed(frames.error());
        }
    }

    private void deliver(final int length) {
        try {
            handler.message(frames.octets(), frames.start(), length);
        } catch (final RuntimeException e) {
            LOG.error("{}: a message could not be handled, the session is closed", remoteEnd(), e);
            if (handler != null) {
                handler.malformed(Notification.of(Notification.CEASE, Notification.OUT_OF_RESOURCES));
            }
        }
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext context) {
        if (handler != null) {
            handler.writable(channel.isWritable());
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("{}: connection closed", remoteEnd(), cause);
        }
        why = "connection lost" + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
        context.close();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        final ConnectionHandler last = handler;
        handler = null;
        if (last != null) {
            last.closed(why);
        }
    }

    @Override
    public String localEnd() {
        return ends.local();
    }

    @Override
    public String remoteEnd() {
        return ends.remote();
    }

    @Override
    public void send(final byte[] message, final int offset, final int length) {
        if (!closing) {
            channel.write(channel.alloc().buffer(length).writeBytes(message, offset, length), channel.voidPromise());
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public void reading(final boolean on) {
        if (reading != on && !closing) {
            reading = on;
            channel.config().setAutoRead(on);
            if (on) {
                channel.eventLoop().execute(this::deliver);
            }
        }
    }

    @Override
    public void close() {
        handler = null;
        if (closing) {
            return;
        }
        closing = true;
        if (!channel.isActive()) {
            channel.close();
            return;
        }
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (sent.isSuccess() && channel instanceof final DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }
}
