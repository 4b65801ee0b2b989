package io.swaplane.control.intent;

import io.swaplane.table.PayloadType;
import java.util.List;

/** What is done to a packet whose label has an entry. */
public sealed interface Action {
    /** An action that ends at a next hop, and so can be a leg of a group. */
    sealed interface Forward extends Action {
        /** Index of the next hop. */
        int nextHop();
    }

    /** Replace the label. */
    record Swap(int outLabel, int nextHop) implements Forward { }

    /** Pop as the last hop but one. */
    record Php(PayloadType payload, int nextHop) implements Forward { }

    /** Pop as the LSP's end and forward without a lookup. */
    record Pop(PayloadType payload, int nextHop) implements Forward { }

    /**
     * Pop and look up the next label.
     *
     * @param labelSpace {@code platform}, or the name of an interface with a label space of its own.
     * @param payload type of bare IP behind it.
     */
    record Lookup(String labelSpace, PayloadType payload) implements Action { }

    /**
     * Pop and route the bare IP packet by a VRF: a label per VRF (RFC 4364 §5).
     *
     * @param vrf the VRF's name.
     * @param payload type of IP behind the label.
     */
    record LookupVrf(String vrf, PayloadType payload) implements Action { }

    /** Pop and give the rest to the host. */
    record Receive() implements Action { }

    /** Discard. */
    record Drop() implements Action { }

    /** Discard, since the path that the label led to was withdrawn downstream. */
    record Withdrawn() implements Action { }

    /** Share by hash and weight. */
    record Ecmp(List<Leg> legs) implements Action {
        /** Copies the list. */
        public Ecmp {
            legs = List.copyOf(legs);
        }
    }

    /**
     * A leg of an ECMP group.
     *
     * @param weight 1 to 255.
     * @param action a {@link Forward} or a {@link Protect}.
     */
    record Leg(int weight, Action action) { }

    /** One path while its port is up, else the other. */
    record Protect(Forward primary, Forward backup) implements Action { }
}
