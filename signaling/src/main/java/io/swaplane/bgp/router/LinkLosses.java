package io.swaplane.bgp.router;

import io.swaplane.bgp.session.Session;
import io.swaplane.bgp.session.Sessions;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions with peers behind a port that goes down: what they told leads nowhere now, and would be believed until their hold time is
 * over. When the port comes up they are tried at once. On the speaker's loop.
 */
final class LinkLosses {
    private static final Logger LOG = LoggerFactory.getLogger(LinkLosses.class);

    private final Watcher ports;
    private final Sessions sessions;
    private final List<PeerLink> peers;

    /** Of a watcher of ports, which nobody else reads; {@code peers} may change. */
    LinkLosses(final Watcher ports, final Sessions sessions, final List<PeerLink> peers) {
        this.ports = ports;
        this.sessions = sessions;
        this.peers = peers;
    }

    /** Does what the router's ports ask for from now on. */
    void follow() {
        do {
            for (Event event = ports.poll(); event != null; event = ports.poll()) {
                switch (event) {
                    case Event.PortChanged(final String port, final boolean up) -> behind(port,
                        up ? Session::linkUp : session -> session.linkDown("port " + port + " is down"));
                    case Event.Gap gap -> LOG.warn("{} changes of ports went by unseen: sessions over links that are down end by their "
                        + "hold times", gap.lost());
                    default -> throw new IllegalStateException("the watcher was opened for ports alone, and got " + event);
                }
            }
        } while (!ports.beforeSleep(this::ring));
    }

    private void behind(final String port, final Consumer<Session> task) {
        peers.stream().filter(each -> port.equals(each.peer().port())).map(PeerLink::session).forEach(task);
    }

    /** A port has changed. The router's thread. */
    private void ring() {
        try {
            sessions.execute(this::follow);
        } catch (final RejectedExecutionException e) {
            LOG.debug("a port changed after the end of the loop", e);
        }
    }

    /** No more. Any thread. */
    void close() {
        ports.close();
    }
}
