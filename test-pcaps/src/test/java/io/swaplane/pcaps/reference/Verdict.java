package io.swaplane.pcaps.reference;

import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.Arrays;

/** What became of one packet. Bytes compare by content. */
public sealed interface Verdict {
    /** It left by a port. */
    record Sent(int port, byte[] frame) implements Verdict {
        @Override
        public boolean equals(final Object other) {
            return other instanceof Sent sent && port == sent.port && Arrays.equals(frame, sent.frame);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(frame);
        }
    }

    /** It went to the host or the slow path. */
    record Punted(PuntReason reason, byte[] frame) implements Verdict {
        @Override
        public boolean equals(final Object other) {
            return other instanceof Punted punted && reason == punted.reason && Arrays.equals(frame, punted.frame);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(frame);
        }
    }

    /** It is gone. */
    record Dropped(DropReason reason) implements Verdict { }
}
