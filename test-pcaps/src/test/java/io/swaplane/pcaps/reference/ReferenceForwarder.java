package io.swaplane.pcaps.reference;

import io.swaplane.control.intent.RouterIntent;

/**
 * A second forwarder, slow and obvious, written from docs/FORWARDING.md and the intent records alone. It shares no code with the one
 * under test and reads none of its tables, except for the order of ECMP buckets ({@link BucketTable}).
 */
public final class ReferenceForwarder {
    private final ReferenceRouter router;
    private final BucketTable buckets;
    private final Tally tally = new Tally();

    /** A router that has seen no packet yet. */
    public ReferenceForwarder(final RouterIntent intent, final BucketTable buckets) {
        this.router = new ReferenceRouter(intent);
        this.buckets = buckets;
    }

    /** Decides what becomes of a frame, and counts it. The frame is not changed. */
    public Verdict forward(final int port, final byte[] frame, final Egress egress) {
        return new PacketWalk(router, buckets, tally, egress, port, frame).run();
    }

    /** What was counted so far. */
    public Tally tally() {
        return tally;
    }
}
