package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.util.List;

/** A forwarder that runs; closing ends it. */
interface Started extends AutoCloseable {
    /** Ids of the processes whose CPU time is the forwarder's. */
    List<Long> processes();

    @Override
    void close() throws IOException;
}
