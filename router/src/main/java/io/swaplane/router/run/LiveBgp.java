package io.swaplane.router.run;

import io.swaplane.bgp.router.Bgp;
import io.swaplane.bgp.router.BgpLink;
import io.swaplane.bgp.router.BgpPeer;
import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.bgp.session.TcpNetwork;
import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.RouterControl;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.router.config.LiveConfiguration;
import io.swaplane.router.config.LiveSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * BGP of a router on real interfaces: its sessions are TCP connections of this host's kernel. It runs between the start of the router's
 * threads and their end.
 */
final class LiveBgp implements AutoCloseable {
    /** What show and the metrics call it, as a producer and as an owner. */
    private static final String NAME = "bgp";
    /** Behind the configuration, before whoever says nothing of it. */
    private static final int PREFERENCE = 100;
    private static final Duration STALE_AFTER = Duration.ofMinutes(2);
    private static final int EVENTS = 1 << 14;
    private static final int PORT_EVENTS = 1 << 10;
    private static final Path IPV6 = Path.of("/proc/net/if_inet6");

    private final Bgp bgp;

    private LiveBgp(final Bgp bgp) {
        this.bgp = bgp;
    }

    /**
     * Begins to speak, when the configuration says so.
     *
     * @param router whose interfaces have the addresses that they have on this host.
     * @throws StartException when an address cannot be listened on, or a session has nothing to go by.
     */
    static LiveBgp start(final LiveConfiguration configuration, final LiveRouter router, final RouterControl control)
        throws IOException {
        final BgpSettings settings = configuration.bgp();
        if (settings == null) {
            return new LiveBgp(null);
        }
        final String problem = problem(configuration);
        if (problem != null) {
            throw new StartException(problem);
        }
        final Watcher watcher = watcher(control, Event.Kind.NEXT_HOP, EVENTS);
        final Producer producer =
            control.producers().open(new ProducerSettings(NAME, NAME, PREFERENCE, SessionMode.RESYNC, STALE_AFTER));
        try {
            final Bgp bgp = Bgp.start(on(settings, links(router)), TcpNetwork.listening(addresses(settings)), producer, watcher,
                LiveBgp::thread);
            follow(bgp, control);
            return new LiveBgp(bgp);
        } catch (final IOException e) {
            throw new StartException("BGP " + e.getMessage(), e);
        } catch (final IllegalArgumentException e) {
            throw new StartException("BGP: " + e.getMessage());
        }
    }

    private static void follow(final Bgp bgp, final RouterControl control) throws StartException {
        try {
            bgp.follow(watcher(control, Event.Kind.PORT, PORT_EVENTS));
        } catch (final StartException e) {
            bgp.close();
            throw e;
        }
    }

    private static List<BgpLink> links(final LiveRouter router) throws StartException {
        final List<BgpLink> links = new ArrayList<>(BgpLink.of(router.intent().interfaces()));
        try {
            links.addAll(router.control().tasks().ask(() -> router.neighbourhood().links()));
        } catch (final TimeoutException e) {
            throw new StartException("BGP: the control thread did not answer in time: " + e.getMessage());
        }
        return links;
    }

    private static BgpSettings on(final BgpSettings configured, final List<BgpLink> links) {
        return new BgpSettings(configured.as(), configured.options(), configured.listen(), configured.peers(), configured.vrfs(),
            configured.networks(), configured.endpoints(), configured.metrics(), configured.indices(), links);
    }

    /** Why this host cannot have a session: one in a VRF without a device to bind it to; null when it can have all. */
    static String problem(final LiveConfiguration configuration) {
        if (configuration.bgp() == null) {
            return null;
        }
        final LiveSettings live = configuration.live();
        final Set<String> devices = new HashSet<>(live.vrfTaps().values());
        live.ports().forEach(port -> devices.add(port.device()));
        for (final BgpPeer each : configuration.bgp().peers()) {
            if (each.vrf() != null && !devices.contains(each.session().interfaceName())) {
                return "BGP neighbor " + each.name() + " is behind no Linux interface of VRF " + each.vrf()
                    + " itself, and the VRF has no TAP device for its session: give it a 'tap'";
            }
        }
        return null;
    }

    private static Watcher watcher(final RouterControl control, final Event.Kind kind, final int most) throws StartException {
        try {
            return control.watch(Set.of(kind), most);
        } catch (final StateUnavailableException e) {
            throw new StartException(e.getMessage());
        }
    }

    /** Where to listen: not for IPv6 where the kernel has none, unless one of its addresses is asked for. */
    private static List<InetSocketAddress> addresses(final BgpSettings settings) {
        if (Files.exists(IPV6)) {
            return settings.listen();
        }
        return settings.listen().stream()
            .filter(each -> !each.getAddress().isAnyLocalAddress() || each.getAddress().getAddress().length == Integer.BYTES).toList();
    }

    private static Thread thread(final Runnable loop) {
        final Thread thread = new Thread(loop, NAME);
        thread.setDaemon(true);
        return thread;
    }

    /** These are the neighbors from now on. Any thread; nothing waits for it. */
    void neighbors(final List<BgpPeer> now) {
        if (bgp != null) {
            bgp.peers(now);
        }
    }

    /** Its state; null when the router speaks no BGP. */
    BgpState state() {
        return bgp;
    }

    /** Tells the peers that it ends, and takes back what came of their routes, as long as the router's control thread runs. */
    @Override
    public void close() {
        if (bgp != null) {
            bgp.close();
        }
    }
}
