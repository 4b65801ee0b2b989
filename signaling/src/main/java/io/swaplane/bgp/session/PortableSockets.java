package io.swaplane.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.Map;

/** Java's own sockets, for machines without Netty's native library: no keys, no TTLs, no interfaces. */
final class PortableSockets implements Sockets {
    @Override
    public IoHandlerFactory io() {
        return NioIoHandler.newFactory();
    }

    private static SocketProtocolFamily family(final boolean ipv4) {
        return ipv4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    @Override
    public Channel listener(final boolean ipv4, final String interfaceName) {
        final NioServerSocketChannel channel = new NioServerSocketChannel(SelectorProvider.provider(), family(ipv4));
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        return channel;
    }

    @Override
    public Channel client(final PeerSettings settings) {
        return new NioSocketChannel(SelectorProvider.provider(), family(settings.address() instanceof Inet4Address));
    }

    @Override
    public void keys(final Channel listener, final Map<InetAddress, byte[]> keys) {
        if (!keys.isEmpty()) {
            throw new IllegalStateException("keys were refused by check");
        }
    }

    @Override
    public void connected(final Channel channel, final PeerSettings settings) {
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    }

    @Override
    public void check(final PeerSettings settings) {
        if (settings.md5Key().isPresent() || settings.leastTtl() > 0 || !settings.interfaceName().isEmpty()) {
            throw new IllegalArgumentException("neighbor " + settings.key()
                + ": password, ttl-security and interface need Linux sockets, which could not be loaded on this machine");
        }
    }
}
