package io.swaplane.router.config;

import io.swaplane.control.intent.MacAddress;

/** What a configuration may leave for the host to say: the MAC addresses of its interfaces and of its neighbours, and ports. */
public interface Host {
    /** A replay's: the file says everything. */
    Host NONE = new Host() {
        @Override
        public MacAddress mac(final String device) {
            return null;
        }

        @Override
        public boolean resolvesNeighbours() {
            return false;
        }
    };

    /** One that knows whatever is asked: to check a file that is meant for another machine. */
    Host ANY = new Host() {
        @Override
        public MacAddress mac(final String device) {
            return new MacAddress(0x020000000000L | device.hashCode() & 0xFFFFFFFFL);
        }

        @Override
        public boolean resolvesNeighbours() {
            return true;
        }
    };

    /** The MAC address of a Linux network interface; null when it is not known. */
    MacAddress mac(String device);

    /** Whether neighbours may be named without their MAC address, which the host then finds out. */
    boolean resolvesNeighbours();

    /** The port of an interface for which the file names none; null when it must. */
    default String portOf(final String interfaceName) {
        return null;
    }
}
