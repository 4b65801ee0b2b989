package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.nio.file.Path;

/** A device under test: something that forwards from {@code d0} to {@code d1}. */
interface Forwarder {
    /** Its name in the results. */
    String title();

    /** What is sent to it. */
    byte[] frame();

    /**
     * Starts it on a bed that is as at the start.
     *
     * @param directory where it may keep files.
     * @return the running forwarder.
     */
    Started start(Bed bed, Path directory) throws IOException;
}
