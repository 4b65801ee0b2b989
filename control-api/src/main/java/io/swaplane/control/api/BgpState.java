package io.swaplane.control.api;

import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import java.util.List;

/**
 * A router's BGP, as it is shown and cleared. Called by the server's threads, several at a time; calls wait for the speaker's loop, for a
 * bounded time. What is returned does not change any more.
 */
public interface BgpState {
    /** The speaker, its tables and its peers. */
    BgpSummaryView summary() throws StateUnavailableException;

    /**
     * Begins to read routes, by VRF, family, prefix, then route distinguisher.
     *
     * @throws RefusedException when there is no such VRF, family or peer.
     */
    Routes routes(BgpRouteFilter filter) throws StateUnavailableException;

    /** The next hops of its routes, by address. */
    List<BgpNextHopView> nextHops() throws StateUnavailableException;

    /**
     * Begins sessions anew, or only has routes sent again.
     *
     * @param peer name or address; null for all peers.
     * @throws RefusedException when there is no such peer.
     */
    void clear(String peer, Clearing how) throws StateUnavailableException;

    /** What clearing does. */
    enum Clearing {
        /** The session ends, and comes up again. */
        HARD,
        /** The peer is asked to send its routes again (RFC 2918). */
        SOFT_IN,
        /** The peer is told all routes again. */
        SOFT_OUT
    }

    /** Routes that are read page by page, one call at a time. Routes that go meanwhile are left out, those that come may be. */
    @FunctionalInterface
    interface Routes {
        /** The next ones, {@code limit} at most; null after the last. A page may be empty and not be the last. */
        List<BgpRouteView> next(int limit) throws StateUnavailableException;
    }
}
