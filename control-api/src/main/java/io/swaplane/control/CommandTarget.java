package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.label.Bound;
import io.swaplane.table.fib.AddressFamily;
import java.net.InetAddress;

/**
 * Carries commands out; {@link CommandReader} calls it on the control thread.
 *
 * <p>Each method carries its command out as a whole, or throws a {@link RefusedException} and has changed nothing. {@link Origin}
 * says whose command it is; the same object comes with every command of a session.
 */
public interface CommandTarget {
    /**
     * The number of a label space, as in the tables.
     *
     * @throws RefusedException when there is no label space of that name.
     */
    int labelSpaceNumber(String name);

    /**
     * Creates or replaces a label entry with one next hop: the common case, without objects of its own.
     *
     * @param labelSpace number of the label space; 0 is the platform's. One that does not exist is refused.
     * @param label in-label, unchecked.
     * @param forwarding what is done, see {@link Forwarding}.
     * @param accept from where it is valid; the same object each time a session names it.
     */
    Applied onForward(Origin origin, int labelSpace, int label, long forwarding, Accept accept);

    /** Creates or replaces a label entry. */
    Applied onLabel(Origin origin, LspIntent intent);

    /** Takes a label entry out. */
    Applied removeLabel(Origin origin, int labelSpace, int label);

    /** Adds a user to a label binding; the entry is programmed before this returns its label. */
    Bound putBinding(Origin origin, BindingIntent intent);

    /**
     * {@link #putBinding} for a label received from a next hop, outside of VRFs: the common case, without objects of its own.
     *
     * @param high the next hop's first eight octets, an IPv4 address in the upper four.
     * @param low the others of an IPv6 address; else 0.
     * @param received the label received, unchecked.
     * @param accept from where the in-label is valid; the same object each time a session names it.
     * @param forwarding what is done, see {@link Forwarding}.
     * @return the in-label; its bitwise complement while its packets drop as unresolved.
     */
    int putReceived(Origin origin, long user, AddressFamily family, long high, long low, int received, Accept accept, long forwarding);

    /** {@link #withdrawBinding(Origin, BindingKey, long)} of what {@link #putReceived} put. */
    Applied withdrawReceived(Origin origin, long user, AddressFamily family, long high, long low, int received, Accept accept);

    /** {@link #releaseBinding} of what {@link #putReceived} put. */
    Applied releaseReceived(Origin origin, long user, AddressFamily family, long high, long low, int received, Accept accept);

    /** A user of a label binding goes; with the last one the entry. */
    Applied removeBinding(Origin origin, BindingKey key, long user);

    /** A user of a label binding goes, as what the label led to was withdrawn downstream. */
    Applied withdrawBinding(Origin origin, BindingKey key, long user);

    /** What a binding's label led to was withdrawn downstream: all users go. */
    Applied withdrawBinding(Origin origin, BindingKey key);

    /** A user of a label binding goes, as it has another one now. */
    Applied releaseBinding(Origin origin, BindingKey key, long user);

    /**
     * An index for a next hop that is put next.
     *
     * @throws RefusedException when none is free.
     */
    int freeNextHopIndex();

    /** Creates or replaces a next hop. */
    Applied onNextHop(Origin origin, NextHopIntent intent);

    /** Takes a next hop out. */
    Applied removeNextHop(Origin origin, int index);

    /** Creates or replaces a tunnel. */
    Applied onTunnel(Origin origin, TunnelIntent intent);

    /** Takes a tunnel out; the endpoint and the owner are its key. */
    Applied removeTunnel(Origin origin, InetAddress endpoint, String owner);

    /** Gives a neighbour's MAC address, which is then not found out. */
    Applied onNeighbour(Origin origin, NeighbourIntent intent);

    /** Takes a neighbour's MAC address back that was given. */
    Applied removeNeighbour(Origin origin, String interfaceName, InetAddress address);

    /** Holds a port down, or does so no longer. */
    Applied onPortState(Origin origin, String port, boolean up);

    /** Creates a label space. */
    Applied createLabelSpace(Origin origin, String name);

    /** Takes a label space out. */
    Applied removeLabelSpace(Origin origin, String name);

    /** Creates or replaces a VRF. */
    Applied onVrf(Origin origin, VrfIntent intent);

    /** Takes a VRF out. */
    Applied removeVrf(Origin origin, String name);

    /**
     * Creates or replaces a route by one next hop: the common case, without objects of its own.
     *
     * @param vrf the VRF's name; the same object each time a session names it.
     * @param high the address's first eight octets, an IPv4 address in the upper four; bits behind the length are 0, unchecked.
     * @param low the others of an IPv6 address; else 0.
     * @param length bits of the prefix, unchecked.
     * @param forwarding a {@link Forwarding#swap}: the label that is pushed, 3 for none, and the next hop.
     */
    Applied onRoute(Origin origin, String vrf, AddressFamily family, long high, long low, int length, long forwarding);

    /** Creates or replaces a route. */
    Applied onRoute(Origin origin, RouteIntent intent);

    /** Takes a route out; the arguments are those of {@link #onRoute(Origin, String, AddressFamily, long, long, int, long)}. */
    Applied removeRoute(Origin origin, String vrf, AddressFamily family, long high, long low, int length);

    /**
     * Removes what the origin's producer put in sessions before the origin's and has not put again since: its label entries and routes
     * first, then what they lead to.
     *
     * @param limit how many to remove at most.
     * @return how many were dealt with, removed or found in use by what stays; fewer than the limit when it has come to its end.
     */
    int sweep(Origin origin, int limit);

    /**
     * A session was opened to keep what the producer's earlier ones left: what is still to be swept of them stays.
     *
     * @param keeping the origin of that session.
     */
    void keep(Origin keeping);

    /**
     * A producer without a session may be forgotten; its number does not come again.
     *
     * @return false when something of what it put is still there; then nothing is forgotten.
     */
    boolean forget(int producer);
}
