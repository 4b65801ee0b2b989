package io.swaplane.control;

import io.swaplane.table.ForwardingTables;
import io.swaplane.table.LabelRange;

/**
 * Clears all counters: ports at once, then next hops and labels a slice at a time, so that a million labels do not hold the conductor
 * up. Each counter starts at zero at the moment of its slice. The other way, to remember the moment and work the baseline out when the
 * counter is next read, would need the counters' values of that moment. Conductor only.
 */
final class CounterClearing {
    private static final int SLICE = 4096;

    private final ForwardingTables tables;
    private final NextHopGraph nextHops;
    private final LabelEntries labels;
    private final LabelSpaces spaces;
    private boolean running;
    private int nextHop;
    private int space;
    private int label;

    CounterClearing(final ForwardingTables tables, final NextHopGraph nextHops, final LabelEntries labels, final LabelSpaces spaces) {
        this.tables = tables;
        this.nextHops = nextHops;
        this.labels = labels;
        this.spaces = spaces;
    }

    /** Begins, anew when it was under way. */
    void start() {
        for (int port = 0; port < tables.geometry().ports(); port++) {
            tables.clearPortCounters(port);
        }
        running = true;
        nextHop = 0;
        space = 0;
        label = 0;
    }

    boolean isRunning() {
        return running;
    }

    /** Clears the next slice; returns how many counters that were. */
    int doWork() {
        int done = 0;
        while (running && done < SLICE) {
            final Integer index = nextHops.indices().ceiling(nextHop);
            if (index != null) {
                tables.clearNextHopCounters(index);
                nextHop = index + 1;
            } else {
                clearNextLabel();
            }
            done++;
        }
        return done;
    }

    private void clearNextLabel() {
        if (spaces.exists(space) && label < LabelRange.FIRST_ORDINARY) {
            tables.clearLabelCounters(space, label);
            label++;
            return;
        }
        label = spaces.exists(space) ? labels.next(space, label) : -1;
        if (label >= 0) {
            tables.clearLabelCounters(space, label);
            label++;
        } else {
            space++;
            label = 0;
            running = space < spaces.limit();
        }
    }
}
