package io.swaplane.bgp.rib;

/**
 * The in-labels that this router gives for vias, to peers of one accept class. A label is there as long as somebody holds it. On the
 * speaker's loop.
 */
public interface InLabels {
    /** The label is asked for and not there yet. */
    int PENDING = -1;
    /** The label was refused; it is asked for again after some time. */
    int REFUSED = -2;

    /** Somebody who waits for labels. */
    interface Follower {
        /** The label of a via is there now, or was refused. */
        void settled(int via);
    }

    /** Tells somebody of labels. */
    void follow(Follower follower);

    /** Tells somebody no more. */
    void unfollow(Follower follower);

    /** One holder more. False when the router takes no command now: nothing has changed, try again later. */
    boolean hold(int via);

    /** The label of a via that is held, {@link #PENDING} or {@link #REFUSED}. */
    int label(int via);

    /**
     * One holder less. With the last one packets go on for some time as long as some path leads by the via: the holders have others now;
     * else they drop.
     */
    void drop(int via);
}
