package io.swaplane.fastpath;

import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;

/**
 * Watches each packet through the forwarder: what came in, each entry and route found, what was decided, what went out. Called on the
 * worker's thread, in this order for each packet; may be slow and may allocate, as tracing is off by default.
 */
public interface PacketTracer {
    /** A frame came in, as it is on the wire. */
    void received(int ingressPort, long frame);

    /**
     * A label was looked up.
     *
     * @param lse the label stack entry.
     * @param word the forwarding word found, 0 when none.
     */
    void entry(int lse, long word);

    /**
     * An IP destination was looked up.
     *
     * @param table the number of the table, 0 the global one.
     * @param version 4 or 6.
     * @param high the destination's first eight octets; IPv4 in the upper half.
     * @param low its last eight octets, of IPv6.
     * @param word the route's forwarding word, 0 when there is none.
     */
    void route(int table, int version, long high, long low, long word);

    /** A group chose this leg's word. */
    void leg(long word);

    /** The packet was handed to the egress port's burst, rewritten. */
    void sent(int egressPort, long frame);

    /** The packet left for the host or slow path, as it is now. */
    void punted(PuntReason reason, long frame);

    /** The packet was dropped. */
    void dropped(DropReason reason);
}
