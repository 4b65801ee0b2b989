package io.swaplane.control.label;

import io.swaplane.control.intent.Origin;
import io.swaplane.table.IlmLayout;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Bindings by their labels, in pages that exist as long as one of their labels is used: 39 octets a label, and no object for a binding with
 * one user. So the next binding is found in a step for each page between, and no more than two pages' labels. Conductor only.
 */
final class BindingStore {
    private static final int PAGE_SHIFT = 10;
    private static final int PAGE = 1 << PAGE_SHIFT;

    /** How users are kept. */
    private static final byte NOBODY = 0;
    private static final byte ONE = 1;
    private static final byte MANY = 2;

    private static final BindingStage[] STAGES = BindingStage.values();

    private final Page[] pages = new Page[IlmLayout.LABELS >> PAGE_SHIFT];
    /** The users of bindings that have had several. */
    private final Int2ObjectHashMap<BindingUsers> many = new Int2ObjectHashMap<>();

    /** The bindings of some labels. */
    private static final class Page {
        private final boolean[] bound = new boolean[PAGE];
        private final long[] keys = new long[PAGE];
        /** The only user, or, as there is none any more, the deadline. */
        private final long[] words = new long[PAGE];
        /** The session that put the only user last. */
        private final int[] sessions = new int[PAGE];
        private final Origin[] origins = new Origin[PAGE];
        private final byte[] stages = new byte[PAGE];
        private final byte[] users = new byte[PAGE];
        private final BindingList[] lists = new BindingList[PAGE];
        private final int[] before = new int[PAGE];
        private final int[] after = new int[PAGE];
        private int used;
    }

    private Page page(final int label) {
        return pages[label >> PAGE_SHIFT];
    }

    private static int at(final int label) {
        return label & PAGE - 1;
    }

    /** A label, which has no binding, has one without users from now on. */
    void add(final int label, final long key, final Origin origin) {
        if (page(label) == null) {
            pages[label >> PAGE_SHIFT] = new Page();
        }
        final Page page = page(label);
        page.bound[at(label)] = true;
        page.keys[at(label)] = key;
        page.origins[at(label)] = origin;
        page.stages[at(label)] = 0;
        page.users[at(label)] = NOBODY;
        page.lists[at(label)] = null;
        page.used++;
    }

    /** A label, which has a binding without users in no list, has none any more. */
    void remove(final int label) {
        final Page page = page(label);
        clearUsers(label);
        page.bound[at(label)] = false;
        page.origins[at(label)] = null;
        page.used--;
        if (page.used == 0) {
            pages[label >> PAGE_SHIFT] = null;
        }
    }

    /** Whether a label, whatever number it is, has a binding. */
    boolean has(final int label) {
        final Page page = label < 0 || label >= IlmLayout.LABELS ? null : page(label);
        return page != null && page.bound[at(label)];
    }

    /** The first label from one on that has a binding; {@link FreeLabels#NONE} when there is none. */
    int next(final int from) {
        int label = from;
        while (label < IlmLayout.LABELS) {
            if (page(label) == null) {
                label = (label >> PAGE_SHIFT) + 1 << PAGE_SHIFT;
            } else if (has(label)) {
                return label;
            } else {
                label++;
            }
        }
        return FreeLabels.NONE;
    }

    /** What a label is for, as {@link BindingKeys} names it. */
    long key(final int label) {
        return page(label).keys[at(label)];
    }

    /** Whose a binding is, in the latest session that touched it. */
    Origin origin(final int label) {
        return page(label).origins[at(label)];
    }

    /** A session has touched a binding; one that is older than another that has changes nothing. */
    void enter(final int label, final Origin session) {
        final Origin known = page(label).origins[at(label)];
        if (known != session && session.session() >= known.session()) {
            page(label).origins[at(label)] = session;
        }
    }

    BindingStage stage(final int label) {
        return STAGES[page(label).stages[at(label)]];
    }

    void stage(final int label, final BindingStage next) {
        page(label).stages[at(label)] = (byte) next.ordinal();
    }

    /** When a binding's present stage ends; it has no users. */
    long deadline(final int label) {
        return page(label).words[at(label)];
    }

    void deadline(final int label, final long nanoTime) {
        page(label).words[at(label)] = nanoTime;
    }

    /** A session puts a user; see {@link BindingUsers#put}. */
    void putUser(final int label, final int session, final long user) {
        final Page page = page(label);
        final int at = at(label);
        if (page.users[at] == NOBODY) {
            page.users[at] = ONE;
            page.words[at] = user;
            page.sessions[at] = session;
        } else if (page.users[at] == MANY) {
            many.get(label).put(session, user);
        } else if (page.words[at] == user) {
            page.sessions[at] = Math.max(session, page.sessions[at]);
        } else {
            final BindingUsers users = new BindingUsers();
            users.put(page.sessions[at], page.words[at]);
            users.put(session, user);
            many.put(label, users);
            page.users[at] = MANY;
        }
    }

    /** Takes a user out, whichever session has put it; false when there is no such user. */
    boolean removeUser(final int label, final long user) {
        final Page page = page(label);
        if (page.users[at(label)] == MANY) {
            final boolean removed = many.get(label).remove(user);
            forgetEmpty(label);
            return removed;
        }
        if (page.users[at(label)] == NOBODY || page.words[at(label)] != user) {
            return false;
        }
        page.users[at(label)] = NOBODY;
        return true;
    }

    private void forgetEmpty(final int label) {
        if (many.get(label).isEmpty()) {
            clearUsers(label);
        }
    }

    /** Takes out all users that sessions before this one put. */
    void removeUsersBefore(final int label, final int session) {
        final Page page = page(label);
        if (page.users[at(label)] == MANY) {
            many.get(label).removeBefore(session);
            forgetEmpty(label);
        } else if (page.sessions[at(label)] < session) {
            page.users[at(label)] = NOBODY;
        }
    }

    void clearUsers(final int label) {
        if (page(label).users[at(label)] == MANY) {
            many.remove(label);
        }
        page(label).users[at(label)] = NOBODY;
    }

    boolean hasUsers(final int label) {
        return page(label).users[at(label)] != NOBODY;
    }

    int countUsers(final int label) {
        return switch (page(label).users[at(label)]) {
            case NOBODY -> 0;
            case ONE -> 1;
            default -> many.get(label).count();
        };
    }

    /** The oldest session that some user was put by last; there must be a user. */
    int oldestSession(final int label) {
        return page(label).users[at(label)] == MANY ? many.get(label).oldestSession() : page(label).sessions[at(label)];
    }

    /** The list that a binding is in, and its neighbours there; {@link BindingList}'s own. */
    BindingList list(final int label) {
        return page(label).lists[at(label)];
    }

    int before(final int label) {
        return page(label).before[at(label)];
    }

    int after(final int label) {
        return page(label).after[at(label)];
    }

    void list(final int label, final BindingList next) {
        page(label).lists[at(label)] = next;
    }

    void before(final int label, final int next) {
        page(label).before[at(label)] = next;
    }

    void after(final int label, final int next) {
        page(label).after[at(label)] = next;
    }
}
