package io.swaplane.bgp.router;

import io.swaplane.bgp.session.Timers;
import io.swaplane.bgp.speaker.Speaker;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a start peers may still forward by what this router told them before: they are told no route until all of them have sent theirs,
 * or the restart time has passed (RFC 4724 §4.1). On the speaker's loop.
 */
final class SelectionDeferral {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionDeferral.class);

    private final Speaker speaker;
    private final BooleanSupplier waiting;
    private final Timers timers;
    private final long started;
    private boolean on;
    private long until;

    /**
     * None yet.
     *
     * @param waiting whether the routes of a peer are waited for.
     */
    SelectionDeferral(final Speaker speaker, final BooleanSupplier waiting, final Timers timers) {
        this.speaker = speaker;
        this.waiting = waiting;
        this.timers = timers;
        this.started = timers.nanoTime();
    }

    /** Begins, with this restart time; 0 when no peer keeps this router's routes over a restart. */
    void begin(final int seconds) {
        on = seconds > 0;
        until = started + TimeUnit.SECONDS.toNanos(seconds);
        speaker.defer(on);
    }

    /** When this router started. */
    long started() {
        return started;
    }

    /** Ends it when it is time; how much that was. */
    int doWork() {
        if (!on || timers.nanoTime() - until < 0 && waiting.getAsBoolean()) {
            return 0;
        }
        on = false;
        speaker.defer(false);
        LOG.debug("peers are told routes from now on");
        return 1;
    }
}
