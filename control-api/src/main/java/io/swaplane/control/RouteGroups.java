package io.swaplane.control;

import io.swaplane.control.intent.RouteAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2ObjectHashMap;

/** The groups that routes lead to: routes of a VRF that do the same share one. Conductor only. */
final class RouteGroups {
    /**
     * What makes groups the same.
     *
     * @param vrf the VRF's name.
     * @param action the group.
     * @param ttlPipe its legs' TTL model.
     * @param tcPipe their TC model.
     */
    record Key(String vrf, RouteAction action, boolean ttlPipe, boolean tcPipe) { }

    /** A group with its members, and how many routes lead to it. */
    static final class Made {
        private final Key key;
        private final long word;
        private final List<Integer> groups;
        private final List<Long> legs;
        private int users;

        /** The group's word, the ids of it and of those within, and the words of its legs, each of which is used. */
        Made(final Key key, final long word, final List<Integer> groups, final List<Long> legs) {
            this.key = key;
            this.word = word;
            this.groups = List.copyOf(groups);
            this.legs = List.copyOf(legs);
        }

        String vrf() {
            return key.vrf();
        }

        RouteAction action() {
            return key.action();
        }

        long word() {
            return word;
        }

        List<Integer> groups() {
            return groups;
        }

        List<Long> legs() {
            return legs;
        }
    }

    private final Map<Key, Made> byKey = new HashMap<>();
    private final Int2ObjectHashMap<Made> byId = new Int2ObjectHashMap<>();

    /** A group that does this; null when there is none. */
    Made find(final Key key) {
        return byKey.get(key);
    }

    /** The group of an id, to which a route's word leads. */
    Made get(final int id) {
        return byId.get(id);
    }

    void add(final int id, final Made made) {
        byKey.put(made.key, made);
        byId.put(id, made);
    }

    /** One more route leads to a group. */
    void use(final int id) {
        byId.get(id).users++;
    }

    /** One route less; the group when it was the last one, else null. */
    Made release(final int id) {
        final Made made = byId.get(id);
        if (--made.users > 0) {
            return null;
        }
        byId.remove(id);
        byKey.remove(made.key);
        return made;
    }
}
