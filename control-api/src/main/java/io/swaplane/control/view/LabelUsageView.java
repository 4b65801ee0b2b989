package io.swaplane.control.view;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the labels of one label space are used for.
 *
 * @param labelSpace {@code platform}, or an interface's or a context label space's name.
 * @param entries label entries.
 * @param byOwner how many of them each owner has, by name; owners without any are left out.
 * @param inUse labels that cannot be given to another: those with entries, and those allocated, reserved or resting.
 * @param dynamicFirst lowest label that is allocated.
 * @param dynamicLast highest label that is allocated.
 * @param dynamicFree how many between the two are free.
 */
public record LabelUsageView(String labelSpace, int entries, Map<String, Integer> byOwner, int inUse, int dynamicFirst, int dynamicLast,
                             int dynamicFree) {
    /** Copies the map. */
    public LabelUsageView {
        byOwner = Collections.unmodifiableMap(new TreeMap<>(byOwner));
    }
}
