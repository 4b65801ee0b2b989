package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** The neighbours whose MAC addresses are to be found out. Conductor only. */
final class Wants {
    private final Neighbours neighbours;
    /** Those at which next hops end. */
    private final Set<Accept.Neighbour> ends = new HashSet<>();
    /** Those that spoof checks name. */
    private final Set<Accept.Neighbour> checked = new HashSet<>();
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
        set(ends, neighbour, used);
        refresh(neighbour);
    }

    /** The first label entry with a spoof check that names the neighbour came, or the last one went. */
    void refreshChecked(final Accept.Neighbour neighbour, final boolean named) {
        set(checked, neighbour, named);
        refresh(neighbour);
    }

    private static void set(final Set<Accept.Neighbour> all, final Accept.Neighbour neighbour, final boolean in) {
        if (in) {
            all.add(neighbour);
        } else {
            all.remove(neighbour);
        }
    }

    private void refresh(final Accept.Neighbour neighbour) {
        if ((ends.contains(neighbour) || checked.contains(neighbour)) && !neighbours.isGiven(neighbour)) {
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
