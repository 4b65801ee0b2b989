package io.swaplane.router.replay;

/** Told how far a replay is; called between bursts, so it must be quick. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = packets -> { };

    /** So many packets are done. */
    void at(long packets);
}
