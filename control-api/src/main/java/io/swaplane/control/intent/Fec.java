package io.swaplane.control.intent;

import io.swaplane.table.AddressText;
import java.net.InetAddress;

/**
 * Which packets share an in-label (their forwarding equivalence class, RFC 3031 §2.1): one kind for each mode in which labels are
 * allocated.
 */
public sealed interface Fec {
    /**
     * What a next hop gave one label to; an ASBR's mode (RFC 4364 §10 (b)).
     *
     * @param nextHop the next hop's address.
     * @param label the label received from it, 0 to 1048575.
     */
    record ReceivedLabel(InetAddress nextHop, int label) implements Fec {
        @Override
        public String toString() {
            return "next hop " + AddressText.of(nextHop) + ", label " + label;
        }
    }

    /** A whole VRF, which the key names; a PE's mode. */
    record WholeVrf() implements Fec {
        @Override
        public String toString() {
            return "whole VRF";
        }
    }

    /** Everything that goes to one next hop. */
    record NextHop(InetAddress address) implements Fec {
        @Override
        public String toString() {
            return "next hop " + AddressText.of(address);
        }
    }

    /** One route, in its producer's spelling: two spellings are two routes. */
    record Route(String route) implements Fec {
        @Override
        public String toString() {
            return "route " + route;
        }
    }
}
