package io.swaplane.bgp.session;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import io.swaplane.bgp.message.AttributeCache;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * All sessions of a router, on one thread: its event loop. Methods are for that thread, except {@link #start}, {@link #execute},
 * {@link #call} and {@link #close}, which are for any other.
 */
public final class Sessions implements AutoCloseable {
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Timers timers;
    private final AttributeCache cache = new AttributeCache();
    private final RandomGenerator random = new SplittableRandom();
    private final Map<PeerKey, Session> sessions = new LinkedHashMap<>();
    private final Network.Attachment attachment;
    private boolean reading = true;

    private Sessions(final Network network, final ThreadFactory threads) throws IOException {
        this.group = new MultiThreadIoEventLoopGroup(1, threads, network.io());
        this.loop = group.next();
        this.timers = new NettyTimers(loop);
        final Future<Network.Attachment> attached = loop.submit(() -> network.attach(loop, this::accept)).awaitUninterruptibly();
        if (attached.cause() != null) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException(attached.cause().getMessage(), attached.cause());
        }
        this.attachment = attached.getNow();
    }

    /**
     * Starts a speaker without peers.
     *
     * @param network where it listens.
     * @param threads makes its one thread.
     * @throws IOException when it cannot listen.
     */
    public static Sessions start(final Network network, final ThreadFactory threads) throws IOException {
        return new Sessions(network, threads);
    }

    private ConnectionHandler accept(final PeerSettings from, final Connection connection) {
        return sessions.get(from.key()).accept(connection);
    }

    /**
     * Configures a peer; its session is opened by {@link Session#start}.
     *
     * @throws IllegalArgumentException when there is such a peer already, or the network cannot do what the settings ask for.
     */
    public Session add(final PeerSettings settings, final SessionListener listener) {
        if (sessions.containsKey(settings.key())) {
            throw new IllegalArgumentException("neighbor " + settings.key() + " is configured twice");
        }
        attachment.admit(settings);
        final Session session = new Session(settings, timers, attachment, cache, random, listener);
        session.reading(reading);
        sessions.put(settings.key(), session);
        return session;
    }

    /** Ends a peer's session and forgets the peer. */
    public void remove(final Session session) {
        if (sessions.remove(session.settings().key(), session)) {
            session.deconfigure();
            attachment.dismiss(session.settings());
        }
    }

    /** The session with a peer. */
    public Optional<Session> session(final PeerKey key) {
        return Optional.ofNullable(sessions.get(key));
    }

    /** All sessions, in the order in which they were configured; not to be changed. */
    public Collection<Session> sessions() {
        return Collections.unmodifiableCollection(sessions.values());
    }

    /** Takes messages from all peers, or leaves them to wait on the peers' side. */
    public void reading(final boolean on) {
        if (reading != on) {
            reading = on;
            sessions.values().forEach(session -> session.reading(on));
        }
    }

    /** The loop's clock and timers. */
    public Timers timers() {
        return timers;
    }

    /** The attributes of its sessions' messages. */
    public AttributeCache attributes() {
        return cache;
    }

    /** Whether the caller is the speaker's thread. */
    public boolean inThread() {
        return loop.inEventLoop();
    }

    /** Does something on the speaker's thread, later. */
    public void execute(final Runnable task) {
        loop.execute(task);
    }

    /**
     * Does something on the speaker's thread and waits for it.
     *
     * @throws CompletionException when it throws.
     */
    public <T> T call(final Callable<T> task) {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("on the speaker's thread nothing waits for it");
        }
        final Future<T> future = loop.submit(task).awaitUninterruptibly();
        if (future.cause() != null) {
            throw new CompletionException(future.cause());
        }
        return future.getNow();
    }

    /** Where it listens: for tests that let the system choose the port. */
    Network.Attachment attachment() {
        return attachment;
    }

    /** Ends all sessions, and the thread. */
    @Override
    public void close() {
        call(() -> {
            attachment.close();
            List.copyOf(sessions.values()).forEach(this::remove);
            return null;
        });
        attachment.awaitClosed();
        group.shutdownGracefully(0, NettyConnection.LINGER_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
