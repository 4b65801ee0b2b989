package io.swaplane.bgp.router;

import io.swaplane.bgp.session.Timers;
import io.swaplane.bgp.speaker.Speaker;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier session of the producer left in the router goes on until all peers have sent their routes, or some time has passed
 * (RFC 4724's selection deferral timer). On the speaker's loop.
 */
final class InitialSync {
    /** How long peers have. */
    static final long DEFERRAL = TimeUnit.SECONDS.toNanos(120);

    private static final Logger LOG = LoggerFactory.getLogger(InitialSync.class);

    private final Speaker speaker;
    private final BooleanSupplier synced;
    private final Timers timers;
    private final long until;
    private boolean over;

    /**
     * Begins now.
     *
     * @param synced whether the routes of all peers have come once.
     */
    InitialSync(final Speaker speaker, final BooleanSupplier synced, final Timers timers) {
        this.speaker = speaker;
        this.synced = synced;
        this.timers = timers;
        this.until = timers.nanoTime() + DEFERRAL;
    }

    /** Ends it when it is time; how much that was. */
    int doWork() {
        if (over || timers.nanoTime() - until < 0 && !synced.getAsBoolean() || !speaker.endOfSync()) {
            return 0;
        }
        over = true;
        LOG.debug("the peers' routes are there: what an earlier session left is removed");
        return 1;
    }
}
