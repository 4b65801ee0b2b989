package io.swaplane.control.label;

import org.agrona.collections.LongHashSet;

/**
 * The users of a binding, each with the session that put it last: a set for each session, the newest first. There are seldom more than
 * two. Beyond {@value #MOST_SESSIONS} the oldest two become one, with the younger one's session: their users may go on for longer, none
 * goes early.
 */
final class BindingUsers {
    /** Most sessions that are told apart. */
    static final int MOST_SESSIONS = 8;

    private static final int FIRST_ROOM = 2;

    /** Null when there are no users. */
    private Layer newest;

    /** What one session put last; never empty. */
    private static final class Layer {
        private final int session;
        private LongHashSet users;
        private Layer older;

        Layer(final int session, final Layer older) {
            this.session = session;
            this.users = new LongHashSet(FIRST_ROOM);
            this.older = older;
        }

        /** Takes in all users of the next older layer, which is the last one. */
        void mergeOlder() {
            final LongHashSet others = older.users;
            if (users.size() < others.size()) {
                others.addAll(users);
                users = others;
            } else {
                users.addAll(others);
            }
            older = null;
        }
    }

    /** A session puts a user. One older than the newest that has put any counts as that one. */
    void put(final int session, final long user) {
        if (newest != null && session <= newest.session && newest.users.contains(user)) {
            return;
        }
        remove(user);
        if (newest == null || session > newest.session) {
            newest = new Layer(session, newest);
            mergeOldest();
        }
        newest.users.add(user);
    }

    private void mergeOldest() {
        Layer layer = newest;
        for (int younger = 2; layer.older != null && younger < MOST_SESSIONS; younger++) {
            layer = layer.older;
        }
        if (layer.older != null && layer.older.older != null) {
            layer.older.mergeOlder();
        }
    }

    /** Takes a user out, whichever session has put it; false when there is no such user. */
    boolean remove(final long user) {
        Layer younger = null;
        for (Layer layer = newest; layer != null; layer = layer.older) {
            if (layer.users.remove(user)) {
                if (layer.users.isEmpty()) {
                    link(younger, layer.older);
                }
                return true;
            }
            younger = layer;
        }
        return false;
    }

    /** Takes out all that sessions before this one put. */
    void removeBefore(final int session) {
        Layer younger = null;
        Layer layer = newest;
        while (layer != null && layer.session >= session) {
            younger = layer;
            layer = layer.older;
        }
        link(younger, null);
    }

    /** Makes a layer the next one after a younger one, or the newest when that is null. */
    private void link(final Layer younger, final Layer older) {
        if (younger == null) {
            newest = older;
        } else {
            younger.older = older;
        }
    }

    void clear() {
        newest = null;
    }

    boolean isEmpty() {
        return newest == null;
    }

    int count() {
        int count = 0;
        for (Layer layer = newest; layer != null; layer = layer.older) {
            count += layer.users.size();
        }
        return count;
    }

    /** The oldest session that some user was put by last; there must be a user. */
    int oldestSession() {
        Layer layer = newest;
        while (layer.older != null) {
            layer = layer.older;
        }
        return layer.session;
    }
}
