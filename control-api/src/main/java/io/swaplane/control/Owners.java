package io.swaplane.control;

import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * Who owns what is not a label entry: next hops, tunnels, neighbours, context label spaces, ports that are held down. Conductor only.
 *
 * <p>A producer replaces and removes what is its own. Another one takes it over when its preference is stronger (a smaller number), and
 * is refused otherwise.
 */
final class Owners {
    private final Map<Owned, Origin> owners = new HashMap<>();
    private final Map<Integer, Possessions> producers = new HashMap<>();

    /** Removes something, unless something else leads to it. */
    interface Remover {
        /** False when it is in use. */
        boolean remove(Owned key);
    }

    /** What one producer has, by session; what a sweep found in use stands apart until the sweep is over. */
    private static final class Possessions {
        private NavigableMap<Integer, SequencedSet<Owned>> bySession = new TreeMap<>();
        private NavigableMap<Integer, SequencedSet<Owned>> inUse = new TreeMap<>();
        private boolean removedSome;

        private static void add(final Map<Integer, SequencedSet<Owned>> sets, final int session, final Owned key) {
            sets.computeIfAbsent(session, each -> new LinkedHashSet<>()).add(key);
        }

        private static void remove(final Map<Integer, SequencedSet<Owned>> sets, final int session, final Owned key) {
            sets.computeIfPresent(session, (each, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }

        /** The oldest key of a session before this one, or null. */
        private Owned stale(final int session) {
            return bySession.isEmpty() || bySession.firstKey() >= session ? null : bySession.firstEntry().getValue().getFirst();
        }

        /** What was in use is looked at again: at once when something was removed since, else by the next sweep. */
        private boolean again() {
            inUse.forEach((session, keys) -> bySession.merge(session, keys, (own, more) -> {
                own.addAll(more);
                return own;
            }));
            final boolean worthIt = removedSome && !inUse.isEmpty();
            inUse = new TreeMap<>();
            removedSome = false;
            return worthIt;
        }
    }

    /** Refuses an origin that may not replace or remove what belongs to another. */
    static void check(final String what, final Origin owner, final Origin origin) {
        if (owner.producer() != origin.producer() && origin.preference() >= owner.preference()) {
            throw new RefusedException(RefusalReason.CONFLICTING_OWNER, what + " belongs to " + owner.owner() + ", producer "
                + owner.producer() + ", whose preference " + owner.preference() + " is not weaker than " + origin.preference());
        }
    }

    /** Whose it is; null when it is nobody's. */
    Origin owner(final Owned key) {
        return owners.get(key);
    }

    /** Refuses an origin that may not put or remove the key's object. */
    void check(final Owned key, final Origin origin) {
        final Origin owner = owners.get(key);
        if (owner != null) {
            check(key.text(), owner, origin);
        }
    }

    /** The origin put it. */
    void own(final Owned key, final Origin origin) {
        release(key);
        owners.put(key, origin);
        Possessions.add(producers.computeIfAbsent(origin.producer(), each -> new Possessions()).bySession, origin.session(), key);
    }

    /** It is gone. */
    void release(final Owned key) {
        final Origin owner = owners.remove(key);
        if (owner != null) {
            final Possessions possessions = producers.get(owner.producer());
            Possessions.remove(possessions.bySession, owner.session(), key);
            Possessions.remove(possessions.inUse, owner.session(), key);
        }
    }

    /** Whether the producer has something from sessions before the origin's. */
    boolean hasStale(final Origin origin) {
        final Possessions possessions = producers.get(origin.producer());
        return possessions != null && possessions.stale(origin.session()) != null;
    }

    /** Forgets a producer, unless something is its. */
    boolean forget(final int producer) {
        final Possessions possessions = producers.get(producer);
        if (possessions != null && !(possessions.bySession.isEmpty() && possessions.inUse.isEmpty())) {
            return false;
        }
        producers.remove(producer);
        return true;
    }

    /** A sweep of the producer's ends before its end: what it found in use is for the next one to look at again. */
    void stopSweep(final int producer) {
        final Possessions possessions = producers.get(producer);
        if (possessions != null) {
            possessions.again();
        }
    }

    /**
     * Removes what the producer put in sessions before the origin's and nothing leads to. One thing may lead to another: what is in use
     * is tried again as long as something goes.
     *
     * @param remover removes an object and calls {@link #release}.
     * @param limit how many to deal with at most.
     * @return how many were dealt with, removed or found in use; fewer than the limit when none is left.
     */
    int sweep(final Origin origin, final int limit, final Remover remover) {
        final Possessions possessions = producers.get(origin.producer());
        if (possessions == null) {
            return 0;
        }
        int done = 0;
        while (done < limit) {
            final Owned key = possessions.stale(origin.session());
            if (key == null) {
                if (!possessions.again()) {
                    return done;
                }
            } else {
                done++;
                if (remover.remove(key)) {
                    possessions.removedSome = true;
                } else {
                    final int session = Objects.requireNonNull(owners.get(key)).session();
                    Possessions.remove(possessions.bySession, session, key);
                    Possessions.add(possessions.inUse, session, key);
                }
            }
        }
        return done;
    }
}
