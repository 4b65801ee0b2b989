package io.swaplane.benchmarks.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The conductor makes a next hop and then a label that leads to it; who finds the label must find all that is behind it. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "no entry yet")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the entry and its next hop, whole")
@Outcome(expect = FORBIDDEN, desc = "an entry whose next hop is not there or not whole")
@State
public class NewLabelStress {
    private static final int UNRESOLVED = -2;

    private final ForwardingTables tables = Stress.tables();
    private final int label = Stress.index();

    /** Neither label nor next hop exist. */
    public NewLabelStress() {
        Stress.prepare(() -> {
            tables.removeLabel(ForwardingTables.PLATFORM, label);
            tables.nextHops().unresolve(label);
        });
    }

    /** Makes both. */
    @Actor
    public void conductor() {
        tables.nextHops().publish(label, Stress.nextHop(1));
        tables.publishLabel(ForwardingTables.PLATFORM, label, ForwardingWord.swap(label, label));
    }

    /** Goes from the label to the next hop. */
    @Actor
    public void worker(final I_Result r) {
        final long word = tables.worker(0).word(ForwardingTables.PLATFORM, label);
        if (word != ForwardingWord.EMPTY) {
            final int number = Stress.numberOf(tables.nextHops().record(ForwardingWord.nextHop(word)));
            r.r1 = number == 0 ? UNRESOLVED : number;
        }
    }
}
