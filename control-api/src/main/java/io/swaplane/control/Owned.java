package io.swaplane.control;

import java.net.InetAddress;

/** What {@link Owners} know an object by. */
sealed interface Owned {
    /** The object, as a refusal names it. */
    String text();

    /** A next hop, by its index. */
    record NextHop(int index) implements Owned {
        @Override
        public String text() {
            return "next hop " + index;
        }
    }

    /** A VRF. */
    record Vrf(String name) implements Owned {
        @Override
        public String text() {
            return Vrfs.text(name);
        }
    }

    /** An owner's tunnel to a router. */
    record Tunnel(InetAddress endpoint, String owner) implements Owned {
        @Override
        public String text() {
            return "tunnel to " + endpoint.getHostAddress() + " of " + owner;
        }
    }
}
