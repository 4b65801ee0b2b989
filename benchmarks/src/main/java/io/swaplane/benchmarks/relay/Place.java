package io.swaplane.benchmarks.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where the relay and its peers are: addresses of the loopback interface.
 *
 * @param network their first three octets, as in {@code 10.255.0}. GoBGP tells its own address as next hop, which cannot be 127.0.0.1.
 * @param port the relay's.
 */
record Place(String network, int port) {
    InetAddress relay() {
        return InetAddress.ofLiteral(network + ".1");
    }

    InetAddress sender() {
        return InetAddress.ofLiteral(network + ".2");
    }

    InetAddress receiver() {
        return InetAddress.ofLiteral(network + ".3");
    }

    InetSocketAddress listen() {
        return new InetSocketAddress(relay(), port);
    }
}
