package io.swaplane.pcaps.reference;

import java.util.ArrayList;
import java.util.List;

/** Where a next hop leads, with all labels pushed on the way. */
sealed interface Route permits Hop, Route.Group, Route.Pair, Route.Nowhere {
    /** Labels pushed before all others. */
    Route pushing(List<Integer> labels);

    /** Shared by the group with this index, one member for each leg. */
    record Group(int nextHop, List<Route> members) implements Route {
        @Override
        public Route pushing(final List<Integer> labels) {
            return new Group(nextHop, members.stream().map(member -> member.pushing(labels)).toList());
        }
    }

    /** The first while it is up. */
    record Pair(Route primary, Route backup) implements Route {
        @Override
        public Route pushing(final List<Integer> labels) {
            return new Pair(primary.pushing(labels), backup.pushing(labels));
        }
    }

    /** Unresolved. */
    record Nowhere() implements Route {
        @Override
        public Route pushing(final List<Integer> labels) {
            return this;
        }
    }

    /** One list behind the other. */
    static List<Integer> join(final List<Integer> first, final List<Integer> second) {
        final List<Integer> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
