package io.swaplane.benchmarks.compare;

/** Something that forwards a scenario's frames from ingress to egress. */
interface Contestant {
    /** How reports call it. */
    String title();

    /** Puts the frames on the wire as the scenario has just stamped them. */
    void load();

    /** Forwards every frame on the wire once; returns how many left by the egress. */
    long run();

    /** The {@code index}-th frame that left. */
    long frame(int index);
}
