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

/** The conductor puts a route with a word and nodes that are new; a worker's batch must find all of it or nothing. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "no route yet")
@Outcome(id = "3", expect = ACCEPTABLE, desc = "the route")
@Outcome(expect = FORBIDDEN, desc = "nodes or a word that are not there or not whole")
@State
public class FibNewRouteStress {
    private static final int LENGTH = 32;

    private final int index = StressFibs.index();
    private final Fib fib = StressFibs.prepare(index);
    private final FibLookup lookup = new FibLookup(1);
    private final int[] fibs = {index};
    private final int[] addresses = {StressFibs.ADDRESS};
    private final long[] words = new long[1];

    /** Puts it. */
    @Actor
    public void conductor() {
        StressFibs.put(fib, LENGTH, 3);
    }

    /** Looks up in a batch. */
    @Actor
    public void worker(final I_Result r) {
        StressFibs.quiescent();
        lookup.lookup4(StressFibs.table().address(), fibs, addresses, words, 1);
        r.r1 = Stress.numberOfWord(words[0]);
        StressFibs.quiescent();
    }
}
