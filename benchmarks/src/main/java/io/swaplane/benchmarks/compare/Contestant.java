package io.swaplane.benchmarks.compare;

/** Something that takes a scenario's frames round from ingress to egress and back. */
interface Contestant {
    /** How reports call it. */
    String title();

    /** Puts the frames on the wire as the scenario has just stamped them. */
    void load();

    /** Forwards every frame on the wire {@code passes} times; returns how many frames left by the egress in all passes. */
    long run(int passes);

    /** The frame that stands at this place on the wire. */
    long frame(int index);
}
