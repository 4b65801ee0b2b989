package io.swaplane.control.api;

import io.swaplane.control.view.ReloadView;
import java.net.InetAddress;
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

    /** Which packets a trace is about. */
    sealed interface Traced {
        /** Those with this top label, 0 to 1048575. */
        record Label(int label) implements Traced { }

        /** Those to this destination that come in as IP by interfaces of this VRF, or of the global table under its name. */
        record Destination(String vrf, InetAddress to) implements Traced { }
    }

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
     * Begins to trace packets; null while another trace runs.
     *
     * @param count how many packets at most.
     * @throws io.swaplane.control.intent.RefusedException when there is no such VRF.
     */
    Trace trace(Traced packets, int count) throws StateUnavailableException;
}
