package io.swaplane.control;

import io.swaplane.table.Buckets;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import java.util.List;

/** Makes groups of forwarding words, and gives their ids out again once no worker can hold a word with them. Conductor only. */
final class Groups {
    private final ForwardingTables tables;
    private final IdAllocator ids = new IdAllocator(1, ForwardingWord.FIELD_LIMIT);

    Groups(final ForwardingTables tables) {
        this.tables = tables;
    }

    /** Publishes an ECMP group under a new id. */
    int ecmp(final long[] legs, final int[] weights, final boolean hashIpPayload) {
        return publish(id -> tables.groups().publishEcmp(id, Buckets.fill(legs, weights), hashIpPayload));
    }

    /** Publishes a protection pair under a new id. */
    int protection(final long primary, final long backup) {
        return publish(id -> tables.groups().publishProtection(id, primary, backup));
    }

    private interface Publication {
        void under(int id);
    }

    private int publish(final Publication publication) {
        final int id = ids.allocate();
        if (id == IdAllocator.NONE) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "all " + (ForwardingWord.FIELD_LIMIT - 1) + " groups are in use");
        }
        try {
            publication.under(id);
        } catch (final IllegalStateException e) { // the record memory is full
            ids.release(id);
            throw new RefusedException(RefusalReason.EXHAUSTED, e.getMessage());
        }
        return id;
    }

    /** Takes back groups that no label's word ever led to. */
    void discard(final List<Integer> groups) {
        for (final int group : groups) {
            tables.groups().remove(group);
            ids.release(group);
        }
    }

    /** Gives up groups that no label's word leads to any more; a worker that still holds such a word finds them meanwhile. */
    void retire(final List<Integer> groups) {
        if (!groups.isEmpty()) {
            tables.epochs().retire(() -> discard(groups));
        }
    }
}
