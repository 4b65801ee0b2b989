package io.swaplane.control;

import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.TunnelIntent;
import java.net.InetAddress;

/** How packets get to a peer. */
sealed interface Way {
    /** By an LSP. */
    record Tunnel(TunnelIntent tunnel) implements Way {
        @Override
        public boolean isSameAs(final Way other) {
            return other instanceof Tunnel(TunnelIntent otherTunnel) && tunnel.nextHop() == otherTunnel.nextHop();
        }
    }

    /** Straight over an MPLS interface. */
    record Neighbour(String interfaceName, InetAddress address, MacAddress mac) implements Way {
        @Override
        public boolean isSameAs(final Way other) {
            return equals(other);
        }
    }

    /** Not at all. */
    record None() implements Way {
        @Override
        public boolean isSameAs(final Way other) {
            return equals(other);
        }
    }

    /** Whether packets go the same way by the other one. */
    boolean isSameAs(Way other);
}
