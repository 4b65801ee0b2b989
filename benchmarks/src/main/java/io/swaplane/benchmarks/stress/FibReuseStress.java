package io.swaplane.benchmarks.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.swaplane.table.fib.Fib;
import io.swaplane.table.fib.FibLookup;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The conductor takes a route out, takes back what is safe to take, and uses it for a route in another FIB; a worker that is quiescent
 * before and after looks up meanwhile. It must not end in the other FIB's nodes or word.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the cover")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "the route before it goes")
@Outcome(expect = FORBIDDEN, desc = "something that was used again while the worker held it")
@State
public class FibReuseStress {
    private static final int COVER = 8;
    private static final int ROUTE = 32;

    private final int index = StressFibs.index();
    private final Fib fib = StressFibs.prepare(index, COVER, ROUTE);
    private final Fib other = StressFibs.prepare(StressFibs.index());

    /** Retires, reclaims, and uses again. */
    @Actor
    public void conductor() {
        StressFibs.remove(fib, ROUTE);
        StressFibs.cycle();
        StressFibs.put(other, ROUTE, 5);
        StressFibs.cycle();
        StressFibs.put(other, ROUTE - 1, 6);
    }

    /** Looks up between two quiescent points. */
    @Actor
    public void worker(final I_Result r) {
        StressFibs.quiescent();
        r.r1 = Stress.numberOfWord(FibLookup.lookup4(StressFibs.table().address(), index, StressFibs.ADDRESS));
        StressFibs.quiescent();
    }
}
