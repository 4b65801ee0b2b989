package io.swaplane.control.label;

import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Origin;
import org.agrona.collections.LongHashSet;

/**
 * One producer's binding: its label, its users and where it stands in its life. A user is fresh when the producer's latest session
 * has put it, else stale; a new session makes all of them stale in one step.
 */
final class Binding {
    /** The stages of its life. */
    enum Stage {
        /** It has users, and its entry does what they ask for. */
        LIVE,
        /** Nobody uses it any more, and its entry goes on forwarding: what follows it was announced. */
        RELEASED,
        /** Its entry drops: what it led to was withdrawn downstream. */
        WITHDRAWN,
        /** Its entry is gone, and the label rests. */
        GONE
    }

    private static final int FIRST_ROOM = 2;

    private final BindingKey key;
    private final int label;
    private Origin origin;
    private LongHashSet fresh = new LongHashSet(FIRST_ROOM);
    /** Null when there are none. */
    private LongHashSet stale;
    private Stage stage = Stage.LIVE;
    private long deadline;

    /** The list that it is in, and its neighbours there; {@link BindingList}'s own. */
    private BindingList list;
    private Binding before;
    private Binding after;

    Binding(final BindingKey key, final int label, final Origin origin) {
        this.key = key;
        this.label = label;
        this.origin = origin;
    }

    BindingKey key() {
        return key;
    }

    int label() {
        return label;
    }

    /** Whose it is, in the latest session that touched it. */
    Origin origin() {
        return origin;
    }

    Stage stage() {
        return stage;
    }

    void stage(final Stage next) {
        stage = next;
    }

    /** When its present stage ends, where that ends by itself. */
    long deadline() {
        return deadline;
    }

    void deadline(final long nanoTime) {
        deadline = nanoTime;
    }

    /** Makes all users stale when the session is a new one. */
    void enter(final Origin session) {
        if (session.session() > origin.session()) {
            if (stale == null || stale.size() <= fresh.size()) {
                stale = merged(fresh, stale);
            } else {
                stale = merged(stale, fresh);
            }
            fresh = new LongHashSet(FIRST_ROOM);
        }
        origin = session;
    }

    private static LongHashSet merged(final LongHashSet large, final LongHashSet small) {
        if (small != null) {
            large.addAll(small);
        }
        return large.isEmpty() ? null : large;
    }

    /** Adds a user to those of the session that was entered. */
    void use(final long user) {
        fresh.add(user);
        forgetStale(user);
    }

    /** Takes a user out; false when there is no such user. */
    boolean leave(final long user) {
        return fresh.remove(user) | forgetStale(user);
    }

    private boolean forgetStale(final long user) {
        final boolean was = stale != null && stale.remove(user);
        if (was && stale.isEmpty()) {
            stale = null;
        }
        return was;
    }

    void forgetStale() {
        stale = null;
    }

    void forgetAll() {
        fresh = new LongHashSet(FIRST_ROOM);
        stale = null;
    }

    boolean isUsed() {
        return stale != null || !fresh.isEmpty();
    }

    int users() {
        return fresh.size() + (stale == null ? 0 : stale.size());
    }

    /** True when any user was not put since the session that was entered began. */
    boolean hasStale() {
        return stale != null;
    }

    /** True when any user was not put since this session began. */
    boolean isBehind(final Origin session) {
        return stale != null || session.session() > origin.session();
    }

    BindingList list() {
        return list;
    }

    Binding before() {
        return before;
    }

    Binding after() {
        return after;
    }

    void list(final BindingList next) {
        list = next;
    }

    void before(final Binding next) {
        before = next;
    }

    void after(final Binding next) {
        after = next;
    }
}
