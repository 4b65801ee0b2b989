package io.swaplane.pcaps.golden;

import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.List;

/** What a case's author says must become of one frame; pictures are {@link FramePicture}'s. */
sealed interface Expected {
    /** It leaves by this port and looks so. */
    record Sent(String port, String picture) implements Expected { }

    /** It leaves in one of these ways: the choice is a hash's. */
    record SentByOneOf(List<Sent> ways) implements Expected { }

    /** It goes to the host and looks so. */
    record Punted(PuntReason reason, String picture) implements Expected { }

    /** It is dropped. */
    record Dropped(DropReason reason) implements Expected { }

    static Expected sent(final String port, final String picture) {
        return new Sent(port, picture);
    }

    static Expected oneOf(final Sent... ways) {
        return new SentByOneOf(List.of(ways));
    }

    static Expected punted(final PuntReason reason, final String picture) {
        return new Punted(reason, picture);
    }

    static Expected dropped(final DropReason reason) {
        return new Dropped(reason);
    }
}
