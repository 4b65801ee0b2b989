package io.swaplane.benchmarks.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.swaplane.table.Epochs;
import io.swaplane.table.NextHopTable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The conductor re-points a next hop, takes back what is safe to take and uses it for another next hop, over and over; a worker that is
 * quiescent before and after holds a record meanwhile. Whatever it holds must stay as it was: results are two reads of one record.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the old record, and still")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "the new record, and still")
@Outcome(expect = FORBIDDEN, desc = "a record that was used again while the worker held it")
@State
public class RecordReuseStress {
    private static final int WORKER = 0;

    static {
        // Once, before any reading; from then on the worker only says that it is quiescent.
        Stress.tables().epochs().online(WORKER);
    }

    private final NextHopTable nextHops = Stress.tables().nextHops();
    private final Epochs epochs = Stress.tables().epochs();
    private final int id = Stress.index();

    /** The id leads to next hop 1; its sibling to next hop 3. */
    public RecordReuseStress() {
        Stress.prepare(() -> {
            nextHops.publish(id, Stress.nextHop(1));
            nextHops.publish(Stress.sibling(id), Stress.nextHop(3));
        });
    }

    /** Retires, reclaims, and uses again. */
    @Actor
    public void conductor() {
        nextHops.publish(id, Stress.nextHop(2));
        epochs.reclaim();
        nextHops.publish(Stress.sibling(id), Stress.nextHop(4));
        epochs.reclaim();
        nextHops.publish(Stress.sibling(id), Stress.nextHop(5));
    }

    /** Holds a record between two quiescent points. */
    @Actor
    public void worker(final II_Result r) {
        epochs.quiescent(WORKER);
        final long record = nextHops.record(id);
        r.r1 = Stress.numberOf(record);
        r.r2 = Stress.numberOf(record);
        epochs.quiescent(WORKER);
    }
}
