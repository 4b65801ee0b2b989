package io.swaplane.control.label;

import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Origin;

/** One producer's binding: its label, its users and where it stands in its life. */
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

    private final BindingKey key;
    private final int label;
    private final BindingUsers users = new BindingUsers();
    private Origin origin;
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

    /** A session has touched it; one that is older than another that has changes nothing. */
    void enter(final Origin session) {
        if (session.session() >= origin.session()) {
            origin = session;
        }
    }

    /** None unless it is {@link Stage#LIVE}. */
    BindingUsers users() {
        return users;
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
