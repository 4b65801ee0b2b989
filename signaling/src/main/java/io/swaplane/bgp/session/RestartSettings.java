package io.swaplane.bgp.session;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Graceful restart with a peer (RFC 4724, RFC 4781, RFC 8538): this router keeps the routes of the peer while that restarts, and may ask it
 * to do the same.
 *
 * @param full whether the peer is asked to keep this router's routes; else this router only helps.
 * @param restartSeconds how long the peer is asked to wait for the session to come back, 1 to 4095; also how long this router waits for
 *     its peers' routes after a start before it tells them any.
 * @param staleSeconds how long routes of before are kept once the session is back, when the peer does not say that it has sent all.
 */
public record RestartSettings(boolean full, int restartSeconds, int staleSeconds) {
    /** The most that the capability can say. */
    public static final int MOST_RESTART_SECONDS = 4095;

    /** Checks the times. */
    public RestartSettings {
        if (restartSeconds < 1 || restartSeconds > MOST_RESTART_SECONDS) {
            throw new IllegalArgumentException("restart time of " + restartSeconds + " s: 1 to " + MOST_RESTART_SECONDS);
        }
        if (staleSeconds < 1) {
            throw new IllegalArgumentException("stale time of " + staleSeconds + " s: 1 at least");
        }
    }

    /**
     * What the next OPEN says. One that only helps names no family.
     *
     * @param families of the session.
     * @param restarting whether this router has just started.
     * @param preserved families whose labels and routes have outlived the last session.
     */
    public Capability.GracefulRestart capability(final Set<Family> families, final boolean restarting, final Set<Family> preserved) {
        final List<Capability.GracefulRestart.Entry> entries = full ? Arrays.stream(Family.values()).filter(families::contains)
            .map(family -> new Capability.GracefulRestart.Entry(family.numbers(), preserved.contains(family))).toList() : List.of();
        return new Capability.GracefulRestart(full && restarting, true, full ? restartSeconds : 0, entries);
    }
}
