package io.swaplane.control.api;

import io.swaplane.control.api.v1.SnapshotEnd;
import io.swaplane.control.api.v1.WatchResponse;
import io.swaplane.control.event.Event;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import java.util.Iterator;
import java.util.Set;

/** The messages of a watch's snapshot: of each kind what there is, and then its end; empty pages are skipped. */
final class SnapshotPages implements PageStream.Pages<WatchResponse> {
    private static final int LIMIT = 1000;

    private final RouterControl control;
    private final Iterator<Event.Kind> kinds;
    private Event.Kind kind;
    private LabelPosition position;
    private boolean ended;

    SnapshotPages(final RouterControl control, final Set<Event.Kind> kinds) {
        this.control = control;
        this.kinds = kinds.iterator();
    }

    @Override
    public WatchResponse next() throws StateUnavailableException {
        while (position != null || kinds.hasNext()) {
            if (position == null) {
                kind = kinds.next();
                position = LabelPosition.START;
            }
            final SnapshotPage page = control.snapshot(kind, position, LIMIT);
            position = page.next();
            if (!page.events().isEmpty()) {
                return WatchResponse.newBuilder().addAllEvents(Encoder.all(page.events(), EventMessages::message)).build();
            }
        }
        if (ended) {
            return null;
        }
        ended = true;
        return WatchResponse.newBuilder()
            .addEvents(io.swaplane.control.api.v1.Event.newBuilder().setSnapshotEnd(SnapshotEnd.getDefaultInstance())).build();
    }
}
