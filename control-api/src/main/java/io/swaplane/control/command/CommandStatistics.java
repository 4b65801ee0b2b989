package io.swaplane.control.command;

import io.swaplane.control.Applied;
import io.swaplane.control.intent.RefusalReason;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What became of all commands. Written by the conductor, read by any thread. */
public final class CommandStatistics {
    private final AtomicLongArray applied = new AtomicLongArray(Applied.values().length);
    private final AtomicLongArray refused = new AtomicLongArray(RefusalReason.values().length);
    private final AtomicLong bulks = new AtomicLong();
    private final AtomicLong stagedOctets = new AtomicLong();
    private final LatencyHistogram latency = new LatencyHistogram();

    CommandStatistics() {
    }

    /** Commands that were carried out, those of bulks included, by what became of them. */
    public long applied(final Applied how) {
        return applied.get(how.ordinal());
    }

    /** Commands and whole bulks that were refused. */
    public long refused(final RefusalReason reason) {
        return refused.get(reason.ordinal());
    }

    /** Bulks that were carried out. */
    public long bulks() {
        return bulks.get();
    }

    /** Octets that open bulks hold now. */
    public long stagedOctets() {
        return stagedOctets.get();
    }

    /** Time from a command's offer to its answer, of about one in a thousand commands outside bulks. */
    public LatencyHistogram latency() {
        return latency;
    }

    void countApplied(final Applied how) {
        applied.setRelease(how.ordinal(), applied.getPlain(how.ordinal()) + 1);
    }

    void countRefused(final RefusalReason reason) {
        refused.setRelease(reason.ordinal(), refused.getPlain(reason.ordinal()) + 1);
    }

    void countBulk() {
        bulks.setRelease(bulks.getPlain() + 1);
    }

    void stagedOctets(final long octets) {
        stagedOctets.setRelease(octets);
    }
}
