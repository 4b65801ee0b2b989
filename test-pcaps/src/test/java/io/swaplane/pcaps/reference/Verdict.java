package io.swaplane.pcaps.reference;

import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.Arrays;
import java.util.Objects;

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

    /**
     * It went to the host or the slow path.
     *
     * @param about name of the table whose host gets it, or of the interface on whose link its destination is; null when neither counts.
     */
    record Punted(PuntReason reason, String about, byte[] frame) implements Verdict {
        @Override
        public boolean equals(final Object other) {
            return other instanceof Punted punted && reason == punted.reason && Objects.equals(about, punted.about)
                && Arrays.equals(frame, punted.frame);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(frame);
        }
    }

    /** It is gone. */
    record Dropped(DropReason reason) implements Verdict { }
}
