package io.swaplane.control.view;

/**
 * Where to read on in the label entries.
 *
 * @param labelSpace the label space's number.
 * @param label the first label not read yet.
 */
public record LabelPosition(int labelSpace, int label) {
    /** The first label of the first label space. */
    public static final LabelPosition START = new LabelPosition(0, 0);
}
