package io.swaplane.control;

import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.Buckets;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.RecordDemand;
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
        final long[] buckets = Buckets.fill(legs, weights);
        return publish(buckets.length, id -> tables.groups().publishEcmp(id, buckets, hashIpPayload));
    }

    /** Publishes a protection pair under a new id. */
    int protection(final long primary, final long backup) {
        return publish(2, id -> tables.groups().publishProtection(id, primary, backup));
    }

    private interface Publication {
        void under(int id);
    }

    private int publish(final int buckets, final Publication publication) {
        if (!tables.hasRoom(new RecordDemand().add(GroupLayout.bytes(buckets)))) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "there is not enough memory for the record of a group");
        }
        final int id = ids.allocate();
        if (id == IdAllocator.NONE) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "all " + (ForwardingWord.FIELD_LIMIT - 1) + " groups are in use");
        }
        publication.under(id);
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
