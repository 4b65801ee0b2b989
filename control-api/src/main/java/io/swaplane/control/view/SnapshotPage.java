package io.swaplane.control.view;

import io.swaplane.control.event.Event;
import java.util.List;

/**
 * Some of what there is, told as events.
 *
 * @param events as if it had just been put; a page may be empty and not be the last.
 * @param next where to read on, or null after the last; for what is not in label spaces, an index in the place of the label.
 */
public record SnapshotPage(List<Event> events, LabelPosition next) {
    /** Copies the list. */
    public SnapshotPage {
        events = List.copyOf(events);
    }
}
