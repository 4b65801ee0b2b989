package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.session.RestartSettings;
import io.swaplane.bgp.session.SessionEnd;
import io.swaplane.bgp.session.Timers;
import io.swaplane.bgp.speaker.LeftRoutes;
import io.swaplane.bgp.speaker.SpeakerPeer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Graceful restart between this router and one peer (RFC 4724, RFC 4781, RFC 8538): what each has said of it, and what is kept for how long
 * when their session ends. On the speaker's loop.
 *
 * <p>Of the peer, which restarts, routes are kept; of this router, whose routes the peer may keep, the labels that the peer was told.
 */
final class PeerRestart {
    private static final Logger LOG = LoggerFactory.getLogger(PeerRestart.class);

    private final String name;
    private final RestartSettings settings;
    private final Set<Family> families;
    private final Timers timers;
    private final Runnable wake;
    /** Until then a first session is one after a restart of this router. */
    private final long restartedUntil;
    private Capability.GracefulRestart remote;
    private boolean wasUp;
    /** Of the session that is up. */
    private SpeakerPeer current;
    private LeftRoutes left;
    private Set<Family> preserved = EnumSet.noneOf(Family.class);
    private Timers.Scheduled timer;
    /** For routes of before that the peer has not sent again since it came back first. */
    private Timers.Scheduled staleTimer;
    /** When it is due, on the timers' clock. */
    private long due;

    /**
     * With a peer whose session has not been up yet.
     *
     * @param settings what the configuration says; null for no graceful restart.
     * @param families of its session.
     * @param started when this router's BGP started, on the timers' clock.
     * @param wake called when routes that were kept have been given up.
     */
    PeerRestart(final String name, final RestartSettings settings, final Set<Family> families, final Timers timers, final long started,
                final Runnable wake) {
        this.name = name;
        this.settings = settings;
        this.families = families;
        this.timers = timers;
        this.wake = wake;
        this.restartedUntil = settings == null ? started : started + TimeUnit.SECONDS.toNanos(settings.restartSeconds());
    }

    /** What the next OPEN says. */
    Optional<Capability.GracefulRestart> capability() {
        return Optional.ofNullable(settings)
            .map(each -> each.capability(families, !wasUp && timers.nanoTime() - restartedUntil < 0, preserved));
    }

    /** Whether the peer has just started, too, and so waits for nobody and nobody for it; also when it knows no graceful restart. */
    boolean isNotAwaited() {
        return remote == null || remote.restarting();
    }

    /** What the peer has said of it, for people to read; null when one of the two does not know it. */
    String words() {
        if (remote == null) {
            return null;
        }
        final List<Family> listed = listed(false);
        final StringBuilder words = new StringBuilder("graceful restart");
        if (listed.isEmpty()) {
            words.append(" as helper");
        } else {
            words.append(" in ").append(remote.seconds()).append(" s of");
            listed.forEach(each -> words.append(' ').append(each).append(listed(true).contains(each) ? " (preserved)" : ""));
        }
        return words.append(remote.notification() ? ", also after notifications" : "").toString();
    }

    /**
     * What of the last session's routes goes on counting, for people to read; null when none does.
     *
     * @param routes of the session that is up; null for none.
     */
    String kept(final SpeakerPeer routes) {
        final Set<Family> families = left != null ? left.families() : routes == null ? EnumSet.noneOf(Family.class) : routes.inherited();
        families.remove(Family.ROUTE_TARGET);
        if (families.isEmpty()) {
            return null;
        }
        final long now = timers.nanoTime();
        final long nanos = left != null ? due - now : routes.firstDue(now).orElse(0);
        final long seconds = Math.ceilDiv(Math.max(0, nanos), TimeUnit.SECONDS.toNanos(1));
        return "routes of " + families.stream().map(Family::toString).collect(Collectors.joining(", "))
            + (left != null ? ", for another " : ", until it has sent all, at most another ") + seconds + " s";
    }

    private List<Family> listed(final boolean forwarding) {
        final List<Family> listed = new ArrayList<>();
        if (remote != null) {
            for (final Capability.GracefulRestart.Entry each : remote.entries()) {
                final Family family = each.family().family();
                if (family != null && families.contains(family) && (!forwarding || each.forwarding())) {
                    listed.add(family);
                }
            }
        }
        return listed;
    }

    /** The session is up: what is left of the last one stays where the peer has kept its forwarding, until it has sent all. */
    void up(final Optional<Capability.GracefulRestart> said, final SpeakerPeer routes) {
        remote = settings == null ? null : said.orElse(null);
        wasUp = true;
        current = routes;
        stopTimer();
        preserved = EnumSet.noneOf(Family.class);
        if (left == null) {
            return;
        }
        final Set<Family> going = left.families();
        final long until = timers.nanoTime() + TimeUnit.SECONDS.toNanos(settings.staleSeconds());
        for (final Family family : listed(true)) {
            if (routes.info().form().has(family) && going.remove(family)) {
                routes.inherit(left, family, until);
            }
        }
        if (routes.inherited().stream().anyMatch(Family::vpn) && going.remove(Family.ROUTE_TARGET)) {
            routes.inherit(left, Family.ROUTE_TARGET, until);
        }
        if (!going.isEmpty()) {
            LOG.info("neighbor {}: has not kept its forwarding of {}: its routes go", name, going);
        }
        routes.takeOver(left);
        left = null;
        waitForStale();
    }

    /** Until the routes of before go, whether the session is up then or not (RFC 8538 §4.1). */
    private void waitForStale() {
        stopStaleTimer();
        final long now = timers.nanoTime();
        final OptionalLong first = current != null ? current.firstDue(now) : left != null ? left.firstDue(now) : OptionalLong.empty();
        if (first.isPresent()) {
            staleTimer = timers.schedule(this::stale, first.getAsLong());
        }
    }

    private void stale() {
        staleTimer = null;
        if (current != null) {
            final Set<Family> late = current.inherited();
            current.endDue(timers.nanoTime());
            late.removeAll(current.inherited());
            if (!late.isEmpty()) {
                LOG.warn("neighbor {}: has not sent all routes of {} in {} s: those of before go", name, late, settings.staleSeconds());
            }
        } else {
            left.endDue(timers.nanoTime());
        }
        waitForStale();
        wake.run();
    }

    /** The session is over. */
    void down(final SpeakerPeer routes, final SessionEnd end) {
        stopTimer();
        current = null;
        final boolean graceful = remote != null && end.graceful(remote.notification());
        final Set<Family> kept = EnumSet.noneOf(Family.class);
        if (graceful && remote.seconds() > 0) {
            kept.addAll(listed(false));
            kept.retainAll(routes.info().form().families());
        }
        preserved = EnumSet.copyOf(kept);
        if (graceful && settings.full()) {
            preserved.addAll(routes.info().form().families());
        }
        left = routes.keepDown(kept, preserved, remote != null && remote.notification());
        if (preserved.isEmpty()) {
            left = null;
            stopStaleTimer();
            return;
        }
        waitForStale();
        final int own = settings.full() ? settings.restartSeconds() : 0;
        if (kept.isEmpty()) {
            schedule(this::givenUp, own);
        } else {
            LOG.info("neighbor {}: may restart in {} s: its routes of {} stay", name, remote.seconds(), kept);
            schedule(() -> notBack(own - remote.seconds()), remote.seconds());
        }
    }

    /** The peer's time is over; this router's may be longer. */
    private void notBack(final int more) {
        LOG.warn("neighbor {}: has not come back in {} s: its routes go", name, remote.seconds());
        left.families().forEach(left::end);
        if (more > 0) {
            schedule(this::givenUp, more);
        } else {
            givenUp();
        }
        wake.run();
    }

    private void givenUp() {
        close();
        wake.run();
    }

    private void schedule(final Runnable task, final int seconds) {
        final long nanos = TimeUnit.SECONDS.toNanos(seconds);
        due = timers.nanoTime() + nanos;
        timer = timers.schedule(task, nanos);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void stopStaleTimer() {
        if (staleTimer != null) {
            staleTimer.cancel();
            staleTimer = null;
        }
    }

    /** Nothing is kept any more. */
    void close() {
        stopTimer();
        stopStaleTimer();
        preserved = EnumSet.noneOf(Family.class);
        if (left != null) {
            left.endAll();
            left = null;
        }
    }
}
