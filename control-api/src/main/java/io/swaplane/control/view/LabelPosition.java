package io.swaplane.control.view;

/**
 * Where to read on in the label entries, and in a snapshot's events.
 *
 * @param labelSpace the label space's number.
 * @param label the first label not read yet.
 * @param route of a snapshot of routes, where to read on in these; else null.
 */
public record LabelPosition(int labelSpace, int label, RoutePosition route) {
    /** The first label of the first label space. */
    public static final LabelPosition START = new LabelPosition(0, 0);

    /** In the label entries. */
    public LabelPosition(final int labelSpace, final int label) {
        this(labelSpace, label, null);
    }
}
