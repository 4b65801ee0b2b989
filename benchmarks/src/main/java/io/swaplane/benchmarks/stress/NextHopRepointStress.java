package io.swaplane.benchmarks.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.swaplane.table.NextHopTable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The conductor points a next-hop id at a new record while a worker goes through it. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the old next hop, whole")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "the new next hop, whole")
@Outcome(expect = FORBIDDEN, desc = "half a next hop")
@State
public class NextHopRepointStress {
    private final NextHopTable nextHops = Stress.tables().nextHops();
    private final int id = Stress.index();

    /** The id leads to next hop 1. */
    public NextHopRepointStress() {
        Stress.prepare(() -> nextHops.publish(id, Stress.nextHop(1)));
    }

    /** Points it at next hop 2. */
    @Actor
    public void conductor() {
        nextHops.publish(id, Stress.nextHop(2));
    }

    /** Reads what it leads to. */
    @Actor
    public void worker(final I_Result r) {
        r.r1 = Stress.numberOf(nextHops.record(id));
    }
}
