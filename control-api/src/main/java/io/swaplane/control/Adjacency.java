package io.swaplane.control;

import java.net.InetAddress;

/**
 * A neighbour, or a gateway that may be one, as a next hop that the conductor itself keeps. Conductor only.
 *
 * <p>It lives as long as a route leads to it, its MAC address is known, or a packet to it waits for that to be found out.
 */
final class Adjacency {
    /** The interface of a gateway that is on no connected link. */
    static final int NOWHERE = 0;

    final int interfaceNumber;
    final InetAddress address;
    /** Its index as a next hop. */
    final int index;
    /** Routes that lead to it, legs of groups included. */
    int users;
    /** Whether its MAC address is known, and its host route asked for. */
    boolean known;
    /** Whether a packet made it. */
    boolean gleaned;
    /** When a gleaned one without a MAC address goes. */
    long deadline;

    Adjacency(final int interfaceNumber, final InetAddress address, final int index) {
        this.interfaceNumber = interfaceNumber;
        this.address = address;
        this.index = index;
    }
}
