package io.swaplane.benchmarks.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.IlmLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Conductor and worker on the same entry: one stores a new word, the other reads it twice and counts in the words beside it. Results:
 * first read, second read, packets counted, word at the end.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 2", expect = ACCEPTABLE, desc = "the old word")
@Outcome(id = "1, 2, 1, 2", expect = ACCEPTABLE, desc = "the old word, then the new one")
@Outcome(id = "2, 2, 1, 2", expect = ACCEPTABLE, desc = "the new word")
@Outcome(expect = FORBIDDEN, desc = "a mix of words, the old word after the new one, or a store that was lost")
@State
public class LabelRewriteStress {
    private final ForwardingTables tables = Stress.tables();
    private final int label = Stress.index();
    private final long packets = IlmLayout.entry(tables.worker(0).ilm(ForwardingTables.PLATFORM), label) + IlmLayout.PACKETS;

    /** The label has word 1 and no packets. */
    public LabelRewriteStress() {
        Stress.prepare(() -> {
            tables.publishLabel(ForwardingTables.PLATFORM, label, Stress.word(1));
            Memory.putLongOpaque(packets, 0);
        });
    }

    /** Stores word 2. */
    @Actor
    public void conductor() {
        tables.publishLabel(ForwardingTables.PLATFORM, label, Stress.word(2));
    }

    /** Reads, counts a packet, reads again. */
    @Actor
    public void worker(final IIII_Result r) {
        r.r1 = word();
        Memory.putLongOpaque(packets, Memory.getLong(packets) + 1);
        r.r2 = word();
    }

    /** What is left. */
    @Arbiter
    public void end(final IIII_Result r) {
        r.r3 = (int) Memory.getLongOpaque(packets);
        r.r4 = word();
    }

    private int word() {
        return Stress.numberOfWord(tables.worker(0).word(ForwardingTables.PLATFORM, label));
    }
}
