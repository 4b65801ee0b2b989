package io.swaplane.control;

import io.swaplane.table.AddressText;
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
            return "tunnel to " + AddressText.of(endpoint) + " of " + owner;
        }
    }

    /** A neighbour whose MAC address was given. */
    record Neighbour(String interfaceName, InetAddress address) implements Owned {
        @Override
        public String text() {
            return Neighbours.text(interfaceName, address);
        }
    }

    /** A context label space. */
    record LabelSpace(String name) implements Owned {
        @Override
        public String text() {
            return "label space " + name;
        }
    }

    /** A port that a producer holds down. */
    record PortDown(String port) implements Owned {
        @Override
        public String text() {
            return "port " + port + ", held down,";
        }
    }
}
