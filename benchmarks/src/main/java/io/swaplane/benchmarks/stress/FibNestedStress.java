package io.swaplane.benchmarks.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.swaplane.table.fib.Fib;
import io.swaplane.table.fib.FibLookup;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The conductor puts a default route and then takes out the longer one that stood alone; a worker looks up twice. There is a route at every
 * moment, so none is never the answer, and what was seen is not unseen.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the long one, and still")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the long one, then the default")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "the default, and still")
@Outcome(expect = FORBIDDEN, desc = "no route, half of one, or back to the old one")
@State
public class FibNestedStress {
    private static final int DEFAULT = 0;
    private static final int LONG = 24;

    private final int index = StressFibs.index();
    private final Fib fib = StressFibs.prepare(index, LONG);

    /** Puts the cover before it takes what it covers. */
    @Actor
    public void conductor() {
        StressFibs.put(fib, DEFAULT, 2);
        StressFibs.remove(fib, LONG);
    }

    /** Looks up twice. */
    @Actor
    public void worker(final II_Result r) {
        StressFibs.quiescent();
        final long table = StressFibs.table().address();
        r.r1 = Stress.numberOfWord(FibLookup.lookup4(table, index, StressFibs.ADDRESS));
        r.r2 = Stress.numberOfWord(FibLookup.lookup4(table, index, StressFibs.ADDRESS));
        StressFibs.quiescent();
    }
}
