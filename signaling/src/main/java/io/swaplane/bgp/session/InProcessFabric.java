package io.swaplane.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Joins the speakers of several routers in one process, by channels that carry the real octets. Which router reaches which is asked of
 * {@link Paths} for each connection, and again by {@link #recheck}. What a peer does not read waits in the process, without a bound.
 *
 * <p>For any thread.
 */
public final class InProcessFabric {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "bgp-" + COUNT.incrementAndGet() + "/";
    private final AtomicLong ends = new AtomicLong();
    private final Paths paths;
    private final Map<LocalAddress, Link> links = new ConcurrentHashMap<>();

    /** The way through the network, as it is now. */
    @FunctionalInterface
    public interface Paths {
        /**
         * Where a connection arrives.
         *
         * @param router the router that opens it.
         * @param settings whom it is for, by which interface and from which address.
         * @return empty when the peer is not reached.
         */
        Optional<Arrival> find(String router, PeerSettings settings);
    }

    /**
     * The other end of a connection.
     *
     * @param router the router that it arrives at.
     * @param interfaceName the interface that it arrives by; for a peer there that is bound to one.
     * @param source the address that it comes from.
     */
    public record Arrival(String router, String interfaceName, InetAddress source) {
    }

    /** A connection, kept until its end. */
    record Link(String router, PeerSettings settings, Arrival arrival, Channel channel) {
    }

    /** Asks for ways there. */
    public InProcessFabric(final Paths paths) {
        this.paths = paths;
    }

    /** The fabric as one router sees it; each router has a name of its own. */
    public Network router(final String router) {
        return new Network() {
            @Override
            public IoHandlerFactory io() {
                return LocalIoHandler.newFactory();
            }

            @Override
            public Attachment attach(final EventLoop loop, final Acceptor acceptor) throws IOException {
                return new InProcessAttachment(InProcessFabric.this, router, loop, acceptor);
            }
        };
    }

    /** Closes the connections whose ends do not reach each other any more, or by another way: call it when a link was cut. */
    public void recheck() {
        for (final Link link : links.values()) {
            if (!find(link.router, link.settings).equals(Optional.of(link.arrival))) {
                link.channel.close();
            }
        }
    }

    Optional<Arrival> find(final String router, final PeerSettings settings) {
        return paths.find(router, settings);
    }

    LocalAddress address(final String router) {
        return new LocalAddress(name + router);
    }

    /** An address for the end of a connection that is opened. */
    LocalAddress newEnd() {
        return new LocalAddress(name + "#" + ends.incrementAndGet());
    }

    void add(final LocalAddress end, final Link link) {
        links.put(end, link);
        link.channel.closeFuture().addListener(closed -> links.remove(end));
    }

    /** The connection that was opened at this end; null when it is gone. */
    Link link(final LocalAddress end) {
        return links.get(end);
    }
}
