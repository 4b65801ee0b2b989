package io.swaplane.control;

import java.net.InetAddress;

/**
 * Hears which neighbours' MAC addresses are to be found out, as next hops, tunnels, spoof checks and given neighbours come and go. See
 * {@link Conductor#follow}.
 *
 * <p>Called on the control thread in the midst of commands: it takes note and returns, without a call to the conductor. Each is wanted
 * once, however many next hops there are; what a command replaces may be told as unwanted and wanted again.
 */
public interface WantedNeighbours {
    /** A next hop ends at this neighbour, or a label entry's spoof check names it, and nobody gave its MAC address. */
    void neighbourWanted(String interfaceName, InetAddress address);

    /** No next hop ends there any more and no spoof check names it, or its MAC address was given. */
    void neighbourUnwanted(String interfaceName, InetAddress address);

    /** A next hop stands for this peer, to which there is no tunnel; nobody gave it a MAC address on an MPLS interface. */
    void peerWanted(InetAddress address);

    /** The peer is reached otherwise, or not to be reached any more. */
    void peerUnwanted(InetAddress address);
}
