package io.swaplane.bgp.router;

import io.swaplane.bgp.session.Sessions;
import io.swaplane.bgp.session.Timers;
import io.swaplane.bgp.speaker.Speaker;
import io.swaplane.control.command.Producer;
import io.swaplane.control.event.Watcher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The speaker's turns on its sessions' loop: one after whatever happened to a session, then as long as there is work, between reading the
 * sockets. While the router owes answers it looks again after a short while, as the router wakes nobody for them; its events wake it.
 * Else it sleeps, but for a turn a second. Methods are for the loop, unless they say otherwise.
 */
final class SpeakerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SpeakerLoop.class);
    private static final long SOON = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LATER = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long IDLE = TimeUnit.SECONDS.toNanos(1);
    /** Idle turns in which answers are looked for soon. */
    private static final int SOON_TURNS = 100;

    private final Speaker speaker;
    private final Producer producer;
    private final Watcher watcher;
    private final Sessions sessions;
    private final List<PeerLink> peers;
    private final InitialSync sync;
    private final SelectionDeferral deferral;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private Timers.Scheduled next;
    private boolean woken;
    private boolean draining;
    private boolean stopped;
    /** All that was heard has been worked through, and the router owes no answer to it. */
    private boolean settled;
    private int idle;

    SpeakerLoop(final Speaker speaker, final Producer producer, final Watcher watcher, final Sessions sessions,
                final List<PeerLink> peers) {
        this.speaker = speaker;
        this.producer = producer;
        this.watcher = watcher;
        this.sessions = sessions;
        this.peers = peers;
        this.sync = new InitialSync(speaker, this::isSynced, sessions.timers());
        this.deferral = new SelectionDeferral(speaker, this::isWaiting, sessions.timers());
    }

    private boolean isSynced() {
        if (!settled) {
            return false;
        }
        for (int i = 0; i < peers.size(); i++) {
            if (!peers.get(i).synced() && !peers.get(i).peer().shutdown()) {
                return false;
            }
        }
        return true;
    }

    /** Whether routes are waited for, or what the router makes of those that have come. */
    private boolean isWaiting() {
        if (!settled) {
            return true;
        }
        for (int i = 0; i < peers.size(); i++) {
            if (peers.get(i).isAwaited()) {
                return true;
            }
        }
        return false;
    }

    /** Whether peers are told routes already. */
    SelectionDeferral deferral() {
        return deferral;
    }

    /** The speaker has something to do: it gets a turn once the loop has read what there is. */
    void wake() {
        if (!woken && !stopped) {
            woken = true;
            schedule(0);
        }
    }

    /** The router has an event. Its thread. */
    private void ring() {
        try {
            sessions.execute(this::wake);
        } catch (final RejectedExecutionException e) {
            LOG.debug("an event came after the end of the loop", e);
        }
    }

    private void schedule(final long nanos) {
        if (next != null) {
            next.cancel();
        }
        next = sessions.timers().schedule(this::turn, nanos);
    }

    private void turn() {
        next = null;
        woken = false;
        if (stopped) {
            return;
        }
        try {
            // Before the work: notices of what is answered by now are read in it, those of what is answered meanwhile may not be.
            final long answered = producer.acknowledged();
            final int work = work(answered);
            if (!woken) {
                rest(work, answered);
            }
        } catch (final RuntimeException | Error e) {
            fail(e);
        }
    }

    private int work(final long answered) {
        final int done = speaker.doWork();
        settled = done == 0 && answered >= producer.sent();
        final int work = done + deferral.doWork() + sync.doWork();
        for (int i = 0; i < peers.size(); i++) {
            peers.get(i).flush();
        }
        sessions.reading(speaker.wantsReads());
        return work;
    }

    private void rest(final int work, final long answered) {
        if (work > 0) {
            idle = 0;
            schedule(0);
            return;
        }
        idle++;
        final boolean expecting = !producer.isEnded() && (answered < producer.sent() || !speaker.wantsReads());
        if (draining && !expecting) {
            drained.complete(null);
        }
        if (expecting) {
            schedule(idle < SOON_TURNS ? SOON : LATER);
        } else {
            schedule(watcher.beforeSleep(this::ring) ? IDLE : 0);
        }
    }

    /** Whether it has ended, by a fault or as it was told to. */
    boolean isStopped() {
        return stopped;
    }

    /** Nothing more is known to be true of what the speaker has in the router: it lets go of it, and of its peers. */
    private void fail(final Throwable cause) {
        LOG.error("BGP stops: it found a fault in itself", cause);
        stop();
        producer.close();
        drained.complete(null);
        for (final PeerLink each : peers) {
            try {
                each.session().shutDown("internal error");
            } catch (final RuntimeException e) {
                LOG.error("{}: its routes could not be given up", each.session(), e);
            }
        }
    }

    /** All sessions have ended: the future is done when the router has taken back what came of them. */
    CompletableFuture<Void> drain() {
        draining = true;
        wake();
        return drained;
    }

    /** No more turns. */
    void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
