package io.swaplane.benchmarks.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.swaplane.table.GroupTable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The conductor replaces a group by one with more buckets while a worker reads header and buckets. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the old group, whole")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "the new group, whole")
@Outcome(expect = FORBIDDEN, desc = "half a group")
@State
public class GroupRepointStress {
    private final GroupTable groups = Stress.tables().groups();
    private final int id = Stress.index();

    /** The id leads to group 1. */
    public GroupRepointStress() {
        Stress.prepare(() -> groups.publishEcmp(id, Stress.buckets(1), true));
    }

    /** Points it at group 2. */
    @Actor
    public void conductor() {
        groups.publishEcmp(id, Stress.buckets(2), true);
    }

    /** Reads what it leads to. */
    @Actor
    public void worker(final I_Result r) {
        r.r1 = Stress.numberOfGroup(groups.record(id));
    }
}
