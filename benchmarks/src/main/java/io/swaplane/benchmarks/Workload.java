package io.swaplane.benchmarks;

/** What the labels of a {@link Scenario} do. */
public enum Workload {
    /** Every label: plain swap. */
    SWAP,
    /** Every label: swap, and push one label more. */
    SWAP_PUSH,
    /** Every label: penultimate hop pop down to the IPv4 packet. */
    PHP,
    /** Half of the labels swap, a quarter swap and push, a quarter pop; at random. */
    MIXED
}
