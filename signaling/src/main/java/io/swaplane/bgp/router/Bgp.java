package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.session.Network;
import io.swaplane.bgp.session.RestartSettings;
import io.swaplane.bgp.session.Sessions;
import io.swaplane.bgp.speaker.Speaker;
import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.command.Producer;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpSummaryView;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A router's BGP: its sessions, and the speaker that has their routes, on one thread. Methods are for any other thread. */
public final class Bgp implements BgpState, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bgp.class);
    /** How long the end waits for the router to take back what it was told. */
    private static final long DRAIN_SECONDS = 2;
    /** How long a question waits for its turn. */
    private static final long ANSWER_SECONDS = 5;

    private final BgpSettings settings;
    private final Sessions sessions;
    private final Producer producer;
    private final Watcher watcher;
    private final Speaker speaker;
    /** Changed on the loop alone; any thread reads it. */
    private final List<PeerLink> peers = new CopyOnWriteArrayList<>();
    private final SpeakerLoop loop;
    private final SummaryReader summaries;
    private final PathReader paths;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile LinkLosses losses;

    private Bgp(final BgpSettings settings, final Sessions sessions, final Producer producer, final Watcher watcher) {
        this.settings = settings;
        this.sessions = sessions;
        this.producer = producer;
        this.watcher = watcher;
        this.speaker = new Speaker(settings.options(), producer, watcher, sessions.timers()::nanoTime);
        this.loop = new SpeakerLoop(speaker, producer, watcher, sessions, peers);
        this.summaries = new SummaryReader(settings.as(), speaker, sessions, peers);
        final Map<String, RouteDistinguisher> distinguishers = new HashMap<>();
        settings.vrfs().forEach(each -> distinguishers.put(each.vrf().name(), each.vrf().routeDistinguisher()));
        this.paths = new PathReader(speaker, distinguishers);
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
        for (final BgpLink each : settings.links()) {
            if (each.ip()) {
                speaker.link(each.vrf(), each.prefix(), each.interfaceName());
            } else {
                speaker.mplsLink(each.prefix(), each.interfaceName());
            }
        }
        speaker.vrfs().addGlobal();
        for (final BgpVrf each : settings.vrfs()) {
            speaker.addVrf(each.vrf());
            originate(each.vrf().name(), each.networks());
        }
        originate(null, settings.networks());
        speaker.sessionAddresses(addresses(settings.peers()));
        settings.peers().forEach(this::add);
        loop.deferral().begin(settings.peers().stream().map(each -> each.session().gracefulRestart()).flatMap(Optional::stream)
            .filter(RestartSettings::full).mapToInt(RestartSettings::restartSeconds).max().orElse(0));
        peers.forEach(Bgp::open);
        loop.wake();
    }

    /** This router's addresses in the sessions with peers, by VRF and (null) outside. */
    private static Map<String, Set<NextHop>> addresses(final List<BgpPeer> peers) {
        final Map<String, Set<NextHop>> addresses = new HashMap<>();
        for (final BgpPeer each : peers) {
            final Set<NextHop> own = addresses.computeIfAbsent(each.vrf(), vrf -> new HashSet<>());
            each.session().localAddress().ifPresent(address -> own.add(NextHop.of(address)));
            Stream.of(each.rules().selfIpv4(), each.rules().selfIpv6()).filter(Objects::nonNull).forEach(own::add);
        }
        return addresses;
    }

    /**
     * Sessions with neighbors behind a port end when it goes down, from now on.
     *
     * @param ports a watcher of ports alone, read by nobody else; this closes it.
     */
    public void follow(final Watcher ports) {
        losses = new LinkLosses(ports, sessions, peers);
        sessions.execute(losses::follow);
    }

    private PeerLink add(final BgpPeer peer) {
        final PeerLink link = new PeerLink(peer, speaker, sessions.timers(), loop.deferral().started(), loop::wake);
        link.session(sessions.add(peer.session(), link));
        peers.add(link);
        return link;
    }

    private static void open(final PeerLink link) {
        if (!link.peer().shutdown()) {
            link.session().start();
        }
    }

    /**
     * These are the peers from now on: sessions with others end, sessions with new ones are opened, and one whose peer has changed begins
     * anew, unless by its policies alone and the peer can be asked for its routes. Returns at once; the log says what cannot be done.
     *
     * @param now the peers, in VRFs that the settings have.
     */
    public void peers(final List<BgpPeer> now) {
        final List<BgpPeer> wanted = List.copyOf(now);
        try {
            sessions.execute(() -> replace(wanted));
        } catch (final RejectedExecutionException e) {
            LOG.warn("the neighbors of the new configuration are not taken up: BGP has ended");
        }
    }

    private void replace(final List<BgpPeer> wanted) {
        if (loop.isStopped()) {
            LOG.error("the neighbors of the new configuration are not taken up: BGP has stopped");
            return;
        }
        final Map<String, BgpPeer> left = new LinkedHashMap<>();
        wanted.forEach(each -> left.put(each.name(), each));
        for (final PeerLink link : peers) {
            final BgpPeer same = left.get(link.peer().name());
            if (same != null && link.peer().isSameAs(same) && link.change(same)) {
                left.remove(same.name());
            } else {
                sessions.remove(link.session());
                link.close();
                peers.remove(link);
            }
        }
        if (speaker.sessionAddresses(addresses(wanted))) {
            peers.forEach(PeerLink::askAgain);
        }
        for (final BgpPeer each : left.values()) {
            try {
                open(add(each));
            } catch (final RuntimeException e) {
                LOG.error("neighbor {} is not taken up: {}", each.name(), e.getMessage());
            }
        }
        loop.wake();
    }

    private void originate(final String vrf, final List<Prefix> networks) {
        for (final Prefix each : networks) {
            if (vrf == null && settings.endpoints().contains(each)) {
                speaker.vrfs().originateEndpoint(each);
            } else {
                speaker.vrfs().originate(vrf, each);
            }
        }
    }

    private <T> T ask(final Callable<T> question) throws StateUnavailableException {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            sessions.execute(() -> {
                try {
                    answer.complete(question.call());
                } catch (final Exception e) {
                    answer.completeExceptionally(e);
                }
            });
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (final RejectedExecutionException e) {
            throw new StateUnavailableException("BGP has ended");
        } catch (final TimeoutException e) {
            throw new StateUnavailableException("BGP is busy: it has not answered in " + ANSWER_SECONDS + " s");
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateUnavailableException("interrupted");
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof final RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public BgpSummaryView summary() throws StateUnavailableException {
        return ask(summaries::summary);
    }

    @Override
    public Routes routes(final BgpRouteFilter filter) throws StateUnavailableException {
        final PeerLink peer = filter.peer() == null ? null : peer(filter.peer(), filter.vrf());
        final String vrf = filter.vrf() == null && peer != null ? peer.peer().vrf() : filter.vrf();
        if (vrf != null && settings.vrfs().stream().noneMatch(each -> each.vrf().name().equals(vrf))) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no VRF " + vrf + " in BGP");
        }
        final boolean told = filter.told() && peer != null;
        final List<Family> families = Stream.of(Family.values())
            .filter(each -> each != Family.ROUTE_TARGET || filter.prefix() == null && vrf == null)
            .filter(each -> filter.family() == null ? told || each.table() == each : filter.family().equals(each.toString())).toList();
        if (families.isEmpty()) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no address family " + filter.family());
        }
        return new RouteReading(this::ask, speaker, paths, families, vrf, new RouteFilter(filter.prefix(), filter.match()), peer,
            told);
    }

    /** The peer of this name, else the one of this address, in a VRF unless that is null. */
    private PeerLink peer(final String called, final String vrf) {
        final List<PeerLink> named = peers.stream().filter(each -> each.peer().name().equals(called)).toList();
        final List<PeerLink> meant = named.isEmpty() ? peers.stream().filter(each -> each.isAt(called)).toList() : named;
        final List<PeerLink> found = meant.stream().filter(each -> vrf == null || vrf.equals(each.peer().vrf())).toList();
        if (found.isEmpty()) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no BGP neighbor " + called
                + (vrf == null ? "" : " in VRF " + vrf));
        }
        if (found.size() > 1) {
            throw new RefusedException("several BGP neighbors have the address " + called + ", name one: "
                + String.join(", ", found.stream().map(each -> each.peer().name()).toList()));
        }
        return found.getFirst();
    }

    @Override
    public List<BgpNextHopView> nextHops() throws StateUnavailableException {
        return ask(() -> StreamSupport.stream(speaker.labels().vias().nextHops().spliterator(), false)
            .filter(each -> each.users() > 0)
            .sorted(Comparator.comparing(NextHopState::vrf, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(each -> !each.address().ipv4())
                .thenComparing(each -> each.address().high(), Long::compareUnsigned)
                .thenComparing(each -> each.address().low(), Long::compareUnsigned)
                .thenComparing(each -> !each.labelled()))
            .map(each -> new BgpNextHopView(each.address().toString(), each.vrf(), each.index() == 0 ? null : Integer.valueOf(each.index()),
                each.resolved(), each.metric(), each.users())).toList());
    }

    @Override
    public void clear(final String peer, final Clearing how) throws StateUnavailableException {
        final List<PeerLink> meant = peer == null ? peers : List.of(peer(peer, null));
        ask(() -> {
            for (final PeerLink each : meant) {
                clear(each, how, peer != null);
            }
            loop.wake();
            return null;
        });
    }

    private static void clear(final PeerLink link, final Clearing how, final boolean alone) {
        if (how == Clearing.HARD) {
            link.restart();
        } else if (how == Clearing.SOFT_OUT) {
            link.routes().ifPresent(link::tellAgain);
        } else if (!link.askAgain() && alone) {
            throw new RefusedException("neighbor " + link.peer().name()
                + " cannot be asked for its routes: its session is down, or it knows no route refresh");
        }
    }

    /**
     * Ends all sessions and the thread. What came of the sessions is taken back from the router before, which takes a moment; close this
     * before the router's control thread ends. Closing it again changes nothing.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        final CompletableFuture<Void> drained = sessions.call(() -> {
            peers.forEach(each -> {
                each.session().shutDown("");
                each.close();
            });
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
        if (losses != null) {
            losses.close();
        }
    }
}
