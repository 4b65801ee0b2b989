package io.swaplane.control;

import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.fib.AddressFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Routes that producers put where a stronger producer has one: words that are in use and in no FIB, of a prefix the strongest first. Their
 * producers remove them as others, and they are swept as others. Conductor only.
 */
final class StandbyRoutes {
    /** How many there can be, as each is an object: some 30 MB. */
    static final int MOST = 1 << 17;

    private final RouteOrigins origins;
    private final Map<Key, List<Long>> byPrefix = new HashMap<>();
    private int size;

    /** A prefix of a table. */
    record Key(Vrf vrf, AddressFamily family, long high, long low, int length) { }

    StandbyRoutes(final RouteOrigins origins) {
        this.origins = origins;
    }

    /** Refuses one more when there are as many as can be. */
    void checkRoom() {
        if (size >= MOST) {
            throw new RefusedException(RefusalReason.EXHAUSTED, MOST + " routes stand behind stronger ones already");
        }
    }

    /** The strongest of a prefix; 0 when there is none. */
    long first(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length) {
        return vrf.standbyRoutes == 0 ? 0 : first(new Key(vrf, family, high, low, length));
    }

    private long first(final Key key) {
        final List<Long> words = byPrefix.get(key);
        return words == null ? 0 : words.getFirst();
    }

    /** A producer's of a prefix; 0 when it has none. */
    long of(final int producer, final Vrf vrf, final AddressFamily family, final long high, final long low, final int length) {
        return vrf.standbyRoutes == 0 ? 0 : of(producer, new Key(vrf, family, high, low, length));
    }

    private long of(final int producer, final Key key) {
        for (final long word : byPrefix.getOrDefault(key, List.of())) {
            if (origin(word).producer() == producer) {
                return word;
            }
        }
        return 0;
    }

    private Origin origin(final long word) {
        return origins.of(word).origin();
    }

    /** Refuses an origin whose preference another producer's of the prefix has. */
    void checkOwner(final Origin origin, final Vrf vrf, final AddressFamily family, final long high, final long low, final int length) {
        if (vrf.standbyRoutes > 0) {
            for (final long word : byPrefix.getOrDefault(new Key(vrf, family, high, low, length), List.of())) {
                if (origin(word).preference() == origin.preference()) {
                    Owners.check("one behind it", origin(word), origin);
                }
            }
        }
    }

    /** One more; its producer has none of the prefix. */
    void add(final Key key, final long word) {
        final List<Long> words = byPrefix.computeIfAbsent(key, each -> new ArrayList<>(1));
        int at = 0;
        while (at < words.size() && origin(words.get(at)).preference() <= origin(word).preference()) {
            at++;
        }
        words.add(at, word);
        origins.of(word).standby().add(key);
        key.vrf.standbyRoutes++;
        size++;
    }

    /** One goes that is there. */
    void remove(final Key key, final long word) {
        final RouteOrigin origin = origins.of(word);
        takeOut(key, word);
        origins.forget(origin);
    }

    /** One gets the place of another of its producer's. */
    void replace(final Key key, final long old, final long word) {
        final RouteOrigin origin = origins.of(old);
        takeOut(key, old);
        add(key, word);
        origins.forget(origin);
    }

    private void takeOut(final Key key, final long word) {
        final List<Long> words = byPrefix.get(key);
        words.remove(Long.valueOf(word));
        if (words.isEmpty()) {
            byPrefix.remove(key);
        }
        origins.of(word).standby().remove(key);
        key.vrf.standbyRoutes--;
        size--;
    }

    /** Lets a word go that no route has any more. */
    interface Releaser {
        /** The word of a table. */
        void release(Vrf vrf, long word);
    }

    /** Takes out those that the origin's producer put in earlier sessions; how many, fewer than the limit when none is left. */
    int sweep(final Origin origin, final int limit, final Releaser releaser) {
        int swept = 0;
        RouteOrigin stale = origins.staleStandby(origin);
        while (swept < limit && stale != null) {
            final Key key = stale.standby().getFirst();
            final long word = of(origin.producer(), key);
            remove(key, word);
            releaser.release(key.vrf, word);
            swept++;
            stale = origins.staleStandby(origin);
        }
        return swept;
    }
}
