package io.swaplane.control.view;

import io.swaplane.control.intent.Prefix;

/**
 * Which label entries to read.
 *
 * @param labelSpace {@code platform} or the name of an interface with a label space of its own; null for all label spaces.
 * @param first the first label.
 * @param last the last one.
 * @param prefix only entries of bindings whose FEC is a route within it; null for all entries.
 * @param withNextHops true to read the next hops that they lead to as well.
 */
public record LabelFilter(String labelSpace, int first, int last, Prefix prefix, boolean withNextHops) {
    /** One label's entries, or with null those of all labels. */
    public LabelFilter(final String labelSpace, final Integer label, final boolean withNextHops) {
        this(labelSpace, label == null ? 0 : label, label == null ? Integer.MAX_VALUE : label, null, withNextHops);
    }

    /** Every entry of every label space. */
    public static LabelFilter all(final boolean withNextHops) {
        return new LabelFilter(null, null, withNextHops);
    }

    /** One label's entries, in every label space, and their next hops. */
    public static LabelFilter label(final int label) {
        return new LabelFilter(null, label, true);
    }

    /** The same entries, with or without their next hops. */
    public LabelFilter withNextHops(final boolean wanted) {
        return new LabelFilter(labelSpace, first, last, prefix, wanted);
    }

    /** Whether a label is among those to read. */
    public boolean includes(final int label) {
        return label >= first && label <= last;
    }
}
