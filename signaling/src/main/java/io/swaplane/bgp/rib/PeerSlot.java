package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.Family;

/**
 * What the paths of one family of a peer's session name as their source. A peer's next session has a slot of its own, so that the old
 * one's paths can be told apart and go step by step. On the speaker's loop.
 */
public final class PeerSlot {
    /** What its paths are worth. */
    enum State {
        /** The session is up. */
        LIVE,
        /** The session is gone, or its routes are being sent again; the paths still count. */
        STALE,
        /** The paths count no more, and are being removed. */
        DEAD
    }

    private final int number;
    private final int peer;
    private PeerInfo info;
    private final Family family;
    private final boolean local;
    private final boolean internal;
    private final boolean imported;
    private State state = State.LIVE;
    private int paths;

    PeerSlot(final int number, final int peer, final PeerInfo info, final Family family, final boolean local, final boolean internal,
             final boolean imported) {
        this.number = number;
        this.peer = peer;
        this.info = info;
        this.family = family;
        this.local = local;
        this.internal = internal;
        this.imported = imported;
    }

    int number() {
        return number;
    }

    /** The peer's number, the same over its sessions. */
    public int peer() {
        return peer;
    }

    /** The peer; null of what this router originates, and of what comes from another of its tables. */
    public PeerInfo info() {
        return info;
    }

    /** The session has other policies from now on. */
    void info(final PeerInfo now) {
        info = now;
    }

    /** The family in which its paths were told; null of what comes from no peer. */
    public Family family() {
        return family;
    }

    /** Whether a path of one takes the place of a path of the other: the same peer's, told in the same family. */
    boolean isSameSource(final PeerSlot other) {
        return peer == other.peer && family == other.family;
    }

    /** Whether its paths are this router's own. */
    public boolean local() {
        return local;
    }

    /** Whether its paths are from within the AS, or were told by somebody there. */
    public boolean internal() {
        return internal;
    }

    /** Whether its paths come from a VPN table. */
    public boolean imported() {
        return imported;
    }

    /** Whether its paths count. */
    public boolean counts() {
        return state != State.DEAD;
    }

    /** Whether its paths are left from an earlier session, or from before a refresh. */
    public boolean stale() {
        return state == State.STALE;
    }

    void state(final State to) {
        state = to;
    }

    /** How many paths it has, in all tables. */
    public int paths() {
        return paths;
    }

    void count(final int change) {
        paths += change;
    }
}
