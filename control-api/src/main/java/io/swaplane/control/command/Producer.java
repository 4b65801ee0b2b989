package io.swaplane.control.command;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.fib.AddressFamily;
import java.net.InetAddress;

/**
 * One session of a producer: hands commands to the conductor and never waits. One thread.
 *
 * <p>Each command gives its <em>generation</em>, which rises by one with each command that is taken, from 1; or, below zero, why it
 * was not taken: {@link #RING_FULL}, {@link #WINDOW_FULL}, {@link #TOO_LARGE} or {@link #ENDED}. What was not taken changes nothing,
 * and can be tried again once {@link #poll} was called and the conductor has caught up. An intent that no command can hold (a null
 * where there must be a value, an ECMP leg that does not forward) throws a {@link RefusedException} at once and takes no generation.
 *
 * <p>Between {@link #begin} and {@link #commit} commands are kept aside and then carried out in their order. They are acknowledged
 * together by the commit's generation and take no room in the window.
 */
public interface Producer extends AutoCloseable {
    /** Not taken: the command ring is full. */
    int RING_FULL = -1;
    /** Not taken: as many commands are unanswered, or notices unread, as the queue of notices has room for. */
    int WINDOW_FULL = -2;
    /** Not taken: it is larger than a command can be. */
    int TOO_LARGE = -3;
    /** Not taken: the session has ended. */
    int ENDED = -4;

    /** The settings that it was opened with. */
    ProducerSettings settings();

    /**
     * A handle for an ingress, for {@link #putForward} and {@link #putReceived}. The same ingress has the same handle all through the
     * session; naming it for the first time sends it to the conductor.
     *
     * @return the handle, 0 or more; or {@link #RING_FULL}, {@link #TOO_LARGE} or {@link #ENDED}.
     */
    int acceptHandle(Accept accept);

    /**
     * Creates or replaces a label entry with one next hop, without making an object.
     *
     * @param labelSpace number of the label space; 0 is the platform's.
     * @param label in-label.
     * @param forwarding what is done, see {@link Forwarding}.
     * @param accept a handle of this session's {@link #acceptHandle}.
     */
    long putForward(int labelSpace, int label, long forwarding, int accept);

    /** Creates or replaces a label entry. The intent's owner is not looked at: the producer's is taken. */
    long putLabel(LspIntent intent);

    /** Takes a label entry out of a label space by the space's number, without making an object. */
    long removeLabel(int labelSpace, int label);

    /** Takes a label entry out. */
    long removeLabel(String labelSpace, int label);

    /** Adds a user to a label binding; a notice tells its label. */
    long putBinding(BindingIntent intent);

    /**
     * {@link #putBinding} for a label received from a next hop, outside of VRFs and with the router's models, without making an object. Its
     * label is told by {@link #drain} alone; within a bulk, as any other.
     *
     * @param family the next hop's.
     * @param high its first eight octets, an IPv4 address in the upper four.
     * @param low the others of an IPv6 address; else 0.
     * @param received the label received, 0 to 1048575.
     * @param accept a handle of this session's {@link #acceptHandle}: from where the in-label is valid.
     * @param forwarding what is done, see {@link Forwarding}.
     */
    long putReceived(long user, AddressFamily family, long high, long low, int received, int accept, long forwarding);

    /** {@link #withdrawBinding(BindingKey, long)} for a label received, without making an object. */
    long withdrawReceived(long user, AddressFamily family, long high, long low, int received, int accept);

    /** {@link #releaseBinding} for a label received, without making an object. */
    long releaseReceived(long user, AddressFamily family, long high, long low, int received, int accept);

    /** A user of a label binding goes; with the last one the entry. */
    long removeBinding(BindingKey key, long user);

    /** A user of a label binding goes, as what the label led to was withdrawn downstream; with the last one its packets drop. */
    long withdrawBinding(BindingKey key, long user);

    /** What a binding's label led to was withdrawn downstream: all users go. */
    long withdrawBinding(BindingKey key);

    /** A user of a label binding goes, as it has another one now, which was advertised; the entry goes on for the hold time. */
    long releaseBinding(BindingKey key, long user);

    /** Creates or replaces a next hop; with index 0 under a free one, which a notice tells. */
    long putNextHop(NextHopIntent intent);

    /** Takes a next hop out. */
    long removeNextHop(int index);

    /** Creates or replaces the owner's tunnel to a router. The intent's owner is not looked at: the producer's is taken. */
    long putTunnel(TunnelIntent intent);

    /** Takes the owner's tunnel to a router out. */
    long removeTunnel(InetAddress endpoint);

    /** Gives a neighbour's MAC address, which is this producer's then. */
    long putNeighbour(NeighbourIntent intent);

    /** Takes back a neighbour's MAC address that was given. */
    long removeNeighbour(String interfaceName, InetAddress address);

    /** Holds a port down, whatever its carrier does, or does so no longer. */
    long setPortState(String port, boolean up);

    /** Creates a label space, which is this producer's then. */
    long createLabelSpace(String name);

    /** Takes a label space out. */
    long removeLabelSpace(String name);

    /** Creates or replaces a VRF. */
    long putVrf(VrfIntent intent);

    /** Takes a VRF out. */
    long removeVrf(String name);

    /**
     * A handle for a VRF's name, for {@link #putRoute(int, AddressFamily, long, long, int, long)}; the VRF itself may come and go. As
     * {@link #acceptHandle} otherwise.
     *
     * @return the handle, 0 or more, {@link VrfIntent#GLOBAL}'s being 0; or {@link #RING_FULL}, {@link #TOO_LARGE} or {@link #ENDED}.
     */
    int vrfHandle(String name);

    /**
     * Creates or replaces a route by one next hop, without making an object.
     *
     * @param vrf a handle of this session's {@link #vrfHandle}.
     * @param high the address's first eight octets, an IPv4 address in the upper four; bits behind the length are 0.
     * @param low the others of an IPv6 address; else 0.
     * @param length bits of the prefix.
     * @param forwarding a {@link Forwarding#swap} with models if need be: the label that is pushed, 3 for none, and the next hop.
     */
    long putRoute(int vrf, AddressFamily family, long high, long low, int length, long forwarding);

    /** Creates or replaces a route. */
    long putRoute(RouteIntent intent);

    /** Takes a route out without making an object. */
    long removeRoute(int vrf, AddressFamily family, long high, long low, int length);

    /** Takes a route out. */
    long removeRoute(String vrf, Prefix prefix);

    /**
     * Opens a bulk. Takes room in the window for its end too, so that only a full ring can keep a bulk from ending. The window is full also
     * while too much of what earlier bulks were answered is unread.
     *
     * @throws IllegalStateException when one is open.
     */
    long begin();

    /**
     * Has the bulk carried out; one notice says what became of it.
     *
     * @throws IllegalStateException when none is open.
     */
    long commit();

    /**
     * Forgets the bulk.
     *
     * @throws IllegalStateException when none is open.
     */
    long abort();

    /**
     * Says that all is put again: what earlier sessions left and this one did not put again is removed.
     *
     * @throws IllegalStateException within a bulk, and in a session that was opened to {@link SessionMode#KEEP}.
     */
    long endOfSync();

    /** The generation up to which every command was carried out, but for those that a notice names. Any thread. */
    long acknowledged();

    /** The generation of the last command that was taken, 0 before the first. Any thread. */
    long sent();

    /** The next notice, or null. A notice is there no later than the acknowledgement that covers its command. */
    Notice poll();

    /**
     * Hands out notices, and the labels of {@link #putReceived}, in the order of their commands. Whoever uses this does not use
     * {@link #poll}, which knows nothing of these labels.
     *
     * @param limit how many at most.
     * @return how many there were.
     */
    int drain(AnswerHandler handler, int limit);

    /** What the producer's sessions counted, this one and earlier ones. Any thread. */
    ProducerCounters counters();

    /** Whether the session has ended. Any thread. */
    boolean isEnded();

    /**
     * Ends the session once its commands are carried out; an open bulk is forgotten. It needs no room in the ring and cannot fail. Any
     * thread: whoever learns that a producer is gone ends its session for it, and what the producer still sends is not taken.
     */
    @Override
    void close();
}
