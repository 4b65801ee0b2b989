package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/** The neighbours whose MAC addresses are to be found out. Conductor only. */
final class Wants {
    private final Neighbours neighbours;
    private final Set<Accept.Neighbour> wanted = new LinkedHashSet<>();
    private final Set<InetAddress> wantedPeers = new LinkedHashSet<>();
    private WantedNeighbours listener;

    Wants(final Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /** Tells what is wanted now, and from now on what changes. */
    void follow(final WantedNeighbours follower) {
        listener = follower;
        wanted.forEach(each -> follower.neighbourWanted(each.interfaceName(), each.address()));
        wantedPeers.forEach(follower::peerWanted);
    }

    /** A neighbour was given or is no longer, or the first next hop that ends there came, or the last one went. */
    void refresh(final Accept.Neighbour neighbour, final boolean used) {
        if (used && !neighbours.isGiven(neighbour)) {
            if (wanted.add(neighbour) && listener != null) {
                listener.neighbourWanted(neighbour.interfaceName(), neighbour.address());
            }
        } else if (wanted.remove(neighbour) && listener != null) {
            listener.neighbourUnwanted(neighbour.interfaceName(), neighbour.address());
        }
    }

    /** The same of a peer; it is used when a next hop stands for it and no tunnel leads to it. */
    void refreshPeer(final InetAddress peer, final boolean used) {
        if (used && !neighbours.isGivenOnMpls(peer)) {
            if (wantedPeers.add(peer) && listener != null) {
                listener.peerWanted(peer);
            }
        } else if (wantedPeers.remove(peer) && listener != null) {
            listener.peerUnwanted(peer);
        }
    }
}
