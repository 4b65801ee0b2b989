package io.swaplane.benchmarks.compare;

/** Something that forwards a {@link io.swaplane.benchmarks.RouteScenario}'s frames once, as they were stamped. */
interface RouteContestant {
    /** How reports call it. */
    String title();

    /** Puts the frames on the wire. */
    void load();

    /** Forwards every frame once; returns how many left by the egress. */
    long run();

    /** The {@code index}-th frame that left. */
    long frame(int index);
}
