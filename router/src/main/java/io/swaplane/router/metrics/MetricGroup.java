package io.swaplane.router.metrics;

import io.swaplane.control.api.StateUnavailableException;

/** Metrics that are read together. Called by the threads that serve scrapes, several at a time. */
@FunctionalInterface
public interface MetricGroup {
    /** Adds the group's samples of this moment. */
    void collect(Samples into) throws StateUnavailableException;
}
