package io.swaplane.control;

import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.Egress;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.NextHopLayout;
import io.swaplane.table.RecordDemand;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Publishes what next hops come to. A command asks beforehand whether there is memory. What changes by itself cannot be refused: a next
 * hop that finds no memory then becomes unresolved, for which none is needed, and waits until some is free again. Conductor only.
 */
final class NextHopRecords {
    private static final RecordDemand SMALLEST = new RecordDemand().add(NextHopLayout.BYTES);

    private final ForwardingTables tables;
    private final NavigableSet<Integer> waiting = new TreeSet<>();
    /** Releases there had been when the waiting ones last tried. */
    private long released;
    private long shortages;

    NextHopRecords(final ForwardingTables tables) {
        this.tables = tables;
    }

    /**
     * Makes sure that next hops of these reaches can all be published, while their old records are still held.
     *
     * @throws RefusedException when they cannot.
     */
    void requireRoom(final Stream<Reach> reaches) {
        if (!hasRoom(reaches)) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "there is not enough memory for records of the next hops that it changes");
        }
    }

    boolean hasRoom(final Stream<Reach> reaches) {
        final RecordDemand demand = new RecordDemand();
        reaches.forEach(reach -> demand.add(reach.bytes()));
        return tables.hasRoom(demand);
    }

    /** Publishes where a next hop leads; returns where it leads now, which is nowhere when there is no memory. */
    Egress publish(final int index, final Egress egress) {
        waiting.remove(index);
        if (egress.isResolved()) {
            if (tables.hasRoom(new RecordDemand().add(egress.recordBytes()))) {
                tables.nextHops().publish(index, egress);
                return egress;
            }
            waiting.add(index);
            shortages++;
        }
        takeOut(index);
        return Egress.NONE;
    }

    /** Forgets a next hop that goes. */
    void remove(final int index) {
        waiting.remove(index);
        takeOut(index);
    }

    private void takeOut(final int index) {
        if (tables.nextHops().isResolved(index)) {
            tables.nextHops().unresolve(index);
        }
    }

    /** Whether next hops wait for memory and some has become free since this was last asked. */
    boolean mayRetry() {
        if (waiting.isEmpty() || released == tables.releasedRecords()) {
            return false;
        }
        released = tables.releasedRecords();
        return true;
    }

    /** Whether there is room for even one record. */
    boolean hasAnyRoom() {
        return tables.hasRoom(SMALLEST);
    }

    boolean isWaiting(final int index) {
        return waiting.contains(index);
    }

    /** Next hops that have no memory for their record. */
    Collection<Integer> waiting() {
        return waiting;
    }

    /** How often a next hop became unresolved for lack of memory. */
    long shortages() {
        return shortages;
    }
}
