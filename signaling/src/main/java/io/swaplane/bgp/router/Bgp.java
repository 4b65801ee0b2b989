package io.swaplane.bgp.router;

import io.swaplane.bgp.session.Network;
import io.swaplane.bgp.session.Sessions;
import io.swaplane.bgp.speaker.Speaker;
import io.swaplane.control.command.Producer;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A router's BGP: its sessions, and the speaker that has their routes, on one thread. Methods are for any other thread. */
public final class Bgp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bgp.class);
    /** How long the end waits for the router to take back what it was told. */
    private static final long DRAIN_SECONDS = 2;

    private final BgpSettings settings;
    private final Sessions sessions;
    private final Producer producer;
    private final Watcher watcher;
    private final Speaker speaker;
    private final List<PeerLink> peers = new ArrayList<>();
    private final SpeakerLoop loop;

    private Bgp(final BgpSettings settings, final Sessions sessions, final Producer producer, final Watcher watcher) {
        this.settings = settings;
        this.sessions = sessions;
        this.producer = producer;
        this.watcher = watcher;
        this.speaker = new Speaker(settings.options(), producer, watcher, sessions.timers()::nanoTime);
        this.loop = new SpeakerLoop(speaker, producer, watcher, sessions, peers);
    }

    /**
     * Begins to speak. Sessions are opened at once.
     *
     * @param network where it listens, and by which it reaches its peers.
     * @param producer a session with the router that nobody has used yet; this closes it, also when it does not start.
     * @param watcher of the router's next hops, opened before; this closes it likewise.
     * @param threads makes its one thread.
     * @throws IOException when it cannot listen.
     * @throws IllegalArgumentException when the settings ask for what cannot be; the message says of which peer or VRF.
     */
    public static Bgp start(final BgpSettings settings, final Network network, final Producer producer, final Watcher watcher,
                            final ThreadFactory threads) throws IOException {
        Sessions sessions = null;
        try {
            sessions = Sessions.start(network, threads);
            final Bgp made = new Bgp(settings, sessions, producer, watcher);
            sessions.call(() -> {
                made.begin();
                return null;
            });
            return made;
        } catch (final CompletionException e) {
            end(sessions, producer, watcher);
            throw e.getCause() instanceof final IllegalArgumentException refused ? refused : e;
        } catch (final IOException e) {
            end(null, producer, watcher);
            throw e;
        }
    }

    private static void end(final Sessions sessions, final Producer producer, final Watcher watcher) {
        if (sessions != null) {
            sessions.close();
        }
        producer.close();
        watcher.close();
    }

    private void begin() {
        settings.metrics().forEach(speaker.labels().nextHops()::metric);
        settings.indices().forEach(speaker.labels().nextHops()::index);
        speaker.vrfs().addGlobal();
        for (final BgpVrf each : settings.vrfs()) {
            speaker.addVrf(each.vrf());
            originate(each.vrf().name(), each.networks());
        }
        originate(null, settings.networks());
        for (final BgpPeer each : settings.peers()) {
            final PeerLink link = new PeerLink(each, speaker, loop::wake);
            link.session(sessions.add(each.session(), link));
            peers.add(link);
        }
        for (final PeerLink each : peers) {
            if (!each.peer().shutdown()) {
                each.session().start();
            }
        }
        loop.wake();
    }

    private void originate(final String vrf, final List<Prefix> networks) {
        for (final Prefix each : networks) {
            speaker.vrfs().originate(vrf, each);
        }
    }

    /**
     * Ends all sessions and the thread. What came of the sessions is taken back from the router before, which takes a moment; close this
     * before the router's control thread ends.
     */
    @Override
    public void close() {
        final CompletableFuture<Void> drained = sessions.call(() -> {
            peers.forEach(each -> each.session().shutDown(""));
            return loop.drain();
        });
        try {
            drained.get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (final TimeoutException e) {
            LOG.warn("the router did not take back all routes in {} s: what is left goes with the producer's session", DRAIN_SECONDS);
        } catch (final InterruptedException e) {
            // The end goes on without the wait.
            Thread.currentThread().interrupt();
        } catch (final ExecutionException e) {
            throw new IllegalStateException("nothing fails to drain", e);
        }
        sessions.call(() -> {
            loop.stop();
            return null;
        });
        end(sessions, producer, watcher);
    }
}
