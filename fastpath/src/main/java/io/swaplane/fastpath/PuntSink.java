package io.swaplane.fastpath;

import io.swaplane.table.PuntReason;

/** Where punted frames go: the way from the packet path to the host or the slow path. Called by the owning worker only. */
public interface PuntSink {
    /**
     * Takes a punted frame.
     *
     * @param frame the frame, a {@link FrameRef}; the sink owns it from now on if it accepts it.
     * @param ingressPort port that it came in by.
     * @param reason why.
     * @param about for RECEIVE and IP_LOOKUP the number of the VRF whose host gets it, 0 the global table; for GLEAN the number of the
     *     interface on whose link the destination is; else 0.
     * @return false when there is no room; the frame then stays the caller's.
     */
    boolean punt(long frame, int ingressPort, PuntReason reason, int about);
}
