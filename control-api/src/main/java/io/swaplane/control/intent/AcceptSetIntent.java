package io.swaplane.control.intent;

import java.util.List;

/**
 * A named set of ingresses that share one accept class: a label with this class is valid from each of them.
 *
 * @param name the set's name.
 * @param members its ingresses.
 */
public record AcceptSetIntent(String name, List<Accept> members) {
    /** Copies the list. */
    public AcceptSetIntent {
        members = List.copyOf(members);
    }
}
