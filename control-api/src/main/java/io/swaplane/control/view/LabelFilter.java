package io.swaplane.control.view;

/**
 * Which label entries to read.
 *
 * @param labelSpace {@code platform} or the name of an interface with a label space of its own; null for all label spaces.
 * @param label one label, or null for all.
 * @param withNextHops true to read the next hops that they lead to as well.
 */
public record LabelFilter(String labelSpace, Integer label, boolean withNextHops) {
    /** Every entry of every label space. */
    public static LabelFilter all(final boolean withNextHops) {
        return new LabelFilter(null, null, withNextHops);
    }

    /** One label's entries, in every label space, and their next hops. */
    public static LabelFilter label(final int label) {
        return new LabelFilter(null, label, true);
    }
}
