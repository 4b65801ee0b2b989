package io.swaplane.control.view;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the labels of one label space are used for.
 *
 * @param labelSpace {@code platform}, or an interface's or a context label space's name.
 * @param entries label entries.
 * @param byOwner how many of them each owner has, by name; owners without any are left out.
 * @param ranges the ranges from which bindings get their labels, those with an owner by their first label, then the one for all others;
 *     none but in the platform label space.
 */
public record LabelUsageView(String labelSpace, int entries, Map<String, Integer> byOwner, List<LabelUsage> ranges) {
    /** Copies the map and the list. */
    public LabelUsageView {
        byOwner = Collections.unmodifiableMap(new TreeMap<>(byOwner));
        ranges = List.copyOf(ranges);
    }
}
