package io.swaplane.control.intent;

import io.swaplane.table.LabelRange;
import java.time.Duration;
import java.util.List;

/**
 * How in-labels of the platform label space are given to bindings.
 *
 * @param holdTime how long a label rests before it is used for anything else, and a released binding goes on forwarding.
 * @param ranges ranges that are kept for one owner each; they do not overlap.
 * @param pins bindings whose label is given.
 */
public record LabelSettings(Duration holdTime, List<OwnedRange> ranges, List<Pin> pins) {
    /** A minute, no ranges, no pins. */
    public static final LabelSettings STANDARD = new LabelSettings(Duration.ofMinutes(1), List.of(), List.of());

    /**
     * Labels that only one owner gets.
     *
     * @param owner the owner, as {@code show} prints it.
     * @param range its labels.
     */
    public record OwnedRange(String owner, LabelRange range) { }

    /**
     * A binding that always gets the same label, which nothing else gets.
     *
     * @param key what the label is for.
     * @param label the in-label, 16 to 1048575.
     * @param nextHopIndex index that the entry's own next hop shows, or null for one above all real next hops'.
     */
    public record Pin(BindingKey key, int label, Integer nextHopIndex) {
        /** A label whose entry's own next hop shows an index above all real next hops'. */
        public Pin(final BindingKey key, final int label) {
            this(key, label, null);
        }
    }

    /** Copies the lists. */
    public LabelSettings {
        ranges = List.copyOf(ranges);
        pins = List.copyOf(pins);
    }
}
