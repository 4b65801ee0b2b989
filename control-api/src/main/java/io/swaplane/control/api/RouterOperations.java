package io.swaplane.control.api;

import io.swaplane.control.view.ReloadView;
import java.util.List;

/** What people do to a running router beside programming it. Called by any thread; calls may wait for the control thread. */
public interface RouterOperations {
    /** Largest configuration, octets. */
    int LARGEST_CONFIGURATION = 32 << 20;

    /**
     * A configuration file.
     *
     * @param name what to call it in problems.
     * @param text its octets.
     */
    record Configuration(String name, byte[] text) { }

    /** A trace that runs. One thread. */
    interface Trace extends AutoCloseable {
        /** The lines about the next packet; empty when there is none yet. */
        List<String> poll();

        /** Packets that could not be traced so far. */
        long lost();

        /** Ends the trace. */
        @Override
        void close();
    }

    /**
     * What a reload would do.
     *
     * @param configuration the file, or null for the one that the router was started with.
     */
    ReloadView diff(Configuration configuration) throws StateUnavailableException;

    /**
     * Makes a configuration the running one, or changes nothing.
     *
     * @param configuration the file, or null for the one that the router was started with.
     */
    ReloadView reload(Configuration configuration) throws StateUnavailableException;

    /**
     * Begins to trace packets by their top label; null while another trace runs.
     *
     * @param count how many packets at most.
     */
    Trace trace(int label, int count) throws StateUnavailableException;
}
