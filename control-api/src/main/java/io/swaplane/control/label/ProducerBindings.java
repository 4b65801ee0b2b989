package io.swaplane.control.label;

import io.swaplane.control.intent.Origin;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One producer's bindings. Those with users are listed by the oldest session that has put some, so that a sweep looks at no others. */
final class ProducerBindings {
    private static final int FIRST_SESSIONS = 8;

    private final BindingStore store;
    private final BindingIndex byKey;
    /** Lists that have become empty go some time later. */
    private final NavigableMap<Integer, BindingList> live = new TreeMap<>();
    private int mostSessions = FIRST_SESSIONS;
    private BindingList last;
    private int lastSession;
    private Origin own;

    /** None yet; they are in this store. */
    ProducerBindings(final BindingStore store) {
        this.store = store;
        byKey = new BindingIndex(store);
    }

    /** Lists a binding that has users where it belongs, wherever it was. */
    void list(final int label) {
        final int session = store.oldestSession(label);
        if (last == null || lastSession != session) {
            last = listOf(session);
            lastSession = session;
        }
        if (store.list(label) != last) {
            last.append(label);
        }
    }

    private BindingList listOf(final int session) {
        BindingList list = live.get(session);
        if (list == null) {
            list = new BindingList(store);
            forgetEmptyLists();
            live.put(session, list);
        }
        return list;
    }

    /** Seldom enough that the time it takes does not count. */
    private void forgetEmptyLists() {
        if (live.size() >= mostSessions) {
            live.values().removeIf(list -> list.first() == FreeLabels.NONE);
            mostSessions = Math.max(FIRST_SESSIONS, 2 * live.size());
        }
    }

    /** The label of a binding with users from sessions before this one; {@link FreeLabels#NONE} when there is none. */
    int stale(final int session) {
        while (!live.isEmpty() && live.firstKey() < session) {
            final int first = live.firstEntry().getValue().first();
            if (first != FreeLabels.NONE) {
                return first;
            }
            live.pollFirstEntry();
            last = null;
        }
        return FreeLabels.NONE;
    }

    /** The label of a key's binding, in any stage; {@link FreeLabels#NONE} when there is none. */
    int find(final long key) {
        return byKey.find(key);
    }

    void add(final int label) {
        byKey.add(label);
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

    /** A binding has its end; it is still in the store. */
    void forget(final int label) {
        byKey.remove(label);
    }
}
