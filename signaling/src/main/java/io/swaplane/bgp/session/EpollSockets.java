package io.swaplane.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Linux sockets, with the options that BGP wants of them. */
final class EpollSockets implements Sockets {
    private static final int SOL_SOCKET = 1;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int MOST_TTL = 255;
    private static final int INTERFACE_NAME = 16;

    private static final ChannelOption<ByteBuffer> SO_BINDTODEVICE =
        new RawUnixChannelOption("SO_BINDTODEVICE", SOL_SOCKET, 25, INTERFACE_NAME);
    private static final ChannelOption<Integer> IP_TTL = new IntegerUnixChannelOption("IP_TTL", IPPROTO_IP, 2);
    private static final ChannelOption<Integer> IP_MINTTL = new IntegerUnixChannelOption("IP_MINTTL", IPPROTO_IP, 21);
    private static final ChannelOption<Integer> IPV6_UNICAST_HOPS = new IntegerUnixChannelOption("IPV6_UNICAST_HOPS", IPPROTO_IPV6, 16);
    private static final ChannelOption<Integer> IPV6_V6ONLY = new IntegerUnixChannelOption("IPV6_V6ONLY", IPPROTO_IPV6, 26);
    private static final ChannelOption<Integer> IPV6_MINHOPCOUNT = new IntegerUnixChannelOption("IPV6_MINHOPCOUNT", IPPROTO_IPV6, 73);

    @Override
    public IoHandlerFactory io() {
        return EpollIoHandler.newFactory();
    }

    private static SocketProtocolFamily family(final boolean ipv4) {
        return ipv4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    @Override
    public Channel listener(final boolean ipv4, final String interfaceName) {
        final EpollServerSocketChannel channel = new EpollServerSocketChannel(family(ipv4));
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        // A listener on all interfaces and one on this interface share the port; the kernel prefers the latter.
        channel.config().setOption(EpollChannelOption.SO_REUSEPORT, true);
        if (!ipv4) {
            channel.config().setOption(IPV6_V6ONLY, 1);
        }
        // The answer to a SYN must pass a peer's GTSM.
        channel.config().setOption(ipv4 ? IP_TTL : IPV6_UNICAST_HOPS, MOST_TTL);
        bindToInterface(channel, interfaceName);
        return channel;
    }

    @Override
    public Channel client(final PeerSettings settings) {
        final boolean ipv4 = settings.address() instanceof Inet4Address;
        final EpollSocketChannel channel = new EpollSocketChannel(family(ipv4));
        bindToInterface(channel, settings.interfaceName());
        channel.config().setOption(ipv4 ? IP_TTL : IPV6_UNICAST_HOPS, settings.ttl());
        settings.md5Key().ifPresent(key ->
            channel.config().setOption(EpollChannelOption.TCP_MD5SIG, Map.of(settings.address(), key.getBytes(StandardCharsets.UTF_8))));
        return channel;
    }

    private static void bindToInterface(final Channel channel, final String name) {
        if (!name.isEmpty()) {
            final ByteBuffer padded = ByteBuffer.allocate(INTERFACE_NAME).put(name.getBytes(StandardCharsets.UTF_8)).clear();
            channel.config().setOption(SO_BINDTODEVICE, padded);
        }
    }

    @Override
    public void keys(final Channel listener, final Map<InetAddress, byte[]> keys) {
        listener.config().setOption(EpollChannelOption.TCP_MD5SIG, keys);
    }

    @Override
    public void connected(final Channel channel, final PeerSettings settings) {
        final boolean ipv4 = settings.address() instanceof Inet4Address;
        channel.config().setOption(ipv4 ? IP_TTL : IPV6_UNICAST_HOPS, settings.ttl());
        if (settings.leastTtl() > 0) {
            channel.config().setOption(ipv4 ? IP_MINTTL : IPV6_MINHOPCOUNT, settings.leastTtl());
        }
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    }

    @Override
    public void check(final PeerSettings settings) {
        // They can do all of it.
    }
}
