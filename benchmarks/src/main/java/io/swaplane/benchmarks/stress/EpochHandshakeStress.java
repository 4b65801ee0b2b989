package io.swaplane.benchmarks.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.swaplane.table.Epochs;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A worker comes online while the conductor takes a label out and asks what may be reused: either the conductor waits for the worker or
 * the worker finds the label gone. Results: the worker found the label; the conductor may reuse.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "gone, and the conductor waits")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "gone, and free to reuse")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "found, and the conductor waits")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "found, and reused meanwhile")
@State
public class EpochHandshakeStress {
    private static final int WORKER = 0;
    private static final Queue<Epochs> UNUSED = new ConcurrentLinkedQueue<>();

    private final ForwardingTables tables = Stress.tables();
    private final int label = Stress.index();
    private final Epochs epochs;
    private boolean reusable;

    /** The label exists and the worker is offline. */
    public EpochHandshakeStress() {
        final Epochs used = UNUSED.poll();
        epochs = used == null ? new Epochs(1) : used;
        Stress.prepare(() -> tables.publishLabel(ForwardingTables.PLATFORM, label, Stress.word(1)));
    }

    /** Takes the label out and asks. */
    @Actor
    public void conductor(final II_Result r) {
        tables.removeLabel(ForwardingTables.PLATFORM, label);
        epochs.retire(() -> reusable = true);
        epochs.reclaim();
        r.r2 = reusable ? 1 : 0;
    }

    /** Comes online and looks; stays online. */
    @Actor
    public void worker(final II_Result r) {
        epochs.online(WORKER);
        r.r1 = tables.worker(0).word(ForwardingTables.PLATFORM, label) == ForwardingWord.EMPTY ? 0 : 1;
    }

    /** Goes offline again, so that the epochs can serve another state. */
    @Arbiter
    public void end(final II_Result r) {
        epochs.offline(WORKER);
        epochs.reclaim();
        UNUSED.add(epochs);
    }
}
