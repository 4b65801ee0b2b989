package io.swaplane.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import java.net.InetAddress;
import java.util.Map;

/** TCP sockets as Netty channels, and what can be set on them. */
interface Sockets {
    /** The channels' events. */
    IoHandlerFactory io();

    /** A socket to listen with; empty name: on all interfaces. */
    Channel listener(boolean ipv4, String interfaceName);

    /** A socket to connect with. */
    Channel client(PeerSettings settings);

    /** The TCP-MD5 keys of the peers that a listener serves, instead of those that were set before. */
    void keys(Channel listener, Map<InetAddress, byte[]> keys);

    /** What applies to a connection once it stands: TTL sent and accepted. */
    void connected(Channel channel, PeerSettings settings);

    /** Throws an IllegalArgumentException when the settings ask for more than these sockets can do. */
    void check(PeerSettings settings);
}
