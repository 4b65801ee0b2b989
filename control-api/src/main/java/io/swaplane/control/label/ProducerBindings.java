package io.swaplane.control.label;

import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One producer's bindings. Those with users are listed by the oldest session that has put some, so that a sweep looks at no others. */
final class ProducerBindings {
    private static final int FIRST_SESSIONS = 8;

    private final Map<BindingKey, Binding> byKey = new HashMap<>();
    /** Lists that have become empty go some time later. */
    private final NavigableMap<Integer, BindingList> live = new TreeMap<>();
    private int mostSessions = FIRST_SESSIONS;
    private Origin own;

    /** Lists a binding that has users where it belongs, wherever it was. */
    void list(final Binding binding) {
        final int session = binding.users().oldestSession();
        BindingList list = live.get(session);
        if (list == null) {
            list = new BindingList();
            forgetEmptyLists();
            live.put(session, list);
        }
        if (binding.list() != list) {
            list.append(binding);
        }
    }

    /** Seldom enough that the time it takes does not count. */
    private void forgetEmptyLists() {
        if (live.size() >= mostSessions) {
            live.values().removeIf(list -> list.first() == null);
            mostSessions = Math.max(FIRST_SESSIONS, 2 * live.size());
        }
    }

    /** A binding with users from sessions before this one; null when there is none. */
    Binding stale(final int session) {
        while (!live.isEmpty() && live.firstKey() < session) {
            final Binding first = live.firstEntry().getValue().first();
            if (first != null) {
                return first;
            }
            live.pollFirstEntry();
        }
        return null;
    }

    /** The binding of a key, in any stage; null when there is none. */
    Binding find(final BindingKey key) {
        return byKey.get(key);
    }

    void add(final Binding binding) {
        byKey.put(binding.key(), binding);
    }

    /** Under which the producer's entries are put: the same object for all its commands, as long as it keeps its name and preference. */
    Origin own(final Origin origin) {
        if (own == null || own.preference() != origin.preference() || !own.owner().equals(origin.owner())) {
            own = new Origin(LabelBindings.PRODUCER, 0, origin.owner(), origin.preference());
        }
        return own;
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    void forget(final Binding binding) {
        byKey.remove(binding.key());
    }
}
