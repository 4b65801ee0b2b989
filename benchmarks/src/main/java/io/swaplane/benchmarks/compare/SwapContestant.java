package io.swaplane.benchmarks.compare;

/** One that can take the frames round, from egress to ingress and on: a swapped label is the next one to be looked up. */
interface SwapContestant extends Contestant {
    /** Forwards every frame on the wire {@code passes} times; returns how many frames left by the egress in all passes. */
    long run(int passes);

    @Override
    default long run() {
        return run(1);
    }
}
