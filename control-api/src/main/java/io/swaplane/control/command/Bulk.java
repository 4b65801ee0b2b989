package io.swaplane.control.command;

import io.swaplane.control.intent.RefusalReason;
import org.agrona.DirectBuffer;

/**
 * A session's open bulk, and how much room all open bulks take together. One that grows too large keeps nothing, and is refused at
 * its commit. Conductor only.
 */
final class Bulk {
    /** Room for bulks: for one, and for all of them. */
    static final class Room {
        private final long one;
        private final long all;
        private long used;

        Room(final long one, final long all) {
            this.one = one;
            this.all = all;
        }

        /** Octets that open bulks hold. */
        long used() {
            return used;
        }
    }

    private final Room room;
    private BulkStage stage = new BulkStage();
    private RefusalReason refusal;

    Bulk(final Room room) {
        this.room = room;
    }

    void add(final DirectBuffer source, final int offset, final int length) {
        if (refusal != null) {
            return;
        }
        final int size = BulkStage.sizeOf(length);
        if (stage.octets() + size > room.one) {
            refusal = RefusalReason.TOO_LARGE;
        } else if (room.used + size > room.all) {
            refusal = RefusalReason.EXHAUSTED;
        }
        if (refusal != null) {
            release();
            return;
        }
        stage.add(source, offset, length);
        room.used += size;
    }

    /** Why it cannot be carried out, or null. */
    RefusalReason refusal() {
        return refusal;
    }

    /** What is wrong with it, a sentence. */
    String refusalText() {
        return refusal == RefusalReason.TOO_LARGE ? "the bulk is larger than " + room.one + " octets"
            : "all open bulks together are larger than " + room.all + " octets";
    }

    BulkStage stage() {
        return stage;
    }

    /** Its commands are carried out or forgotten. */
    void release() {
        room.used -= stage.octets();
        stage = new BulkStage();
    }
}
