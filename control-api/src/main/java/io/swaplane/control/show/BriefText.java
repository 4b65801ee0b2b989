package io.swaplane.control.show;

import io.swaplane.control.view.ActionView;
import io.swaplane.control.view.LabelView;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of {@code show mpls forwarding brief}: label spaces, and in each one line per label or leg: label, owner, action.
 *
 * <p>It takes the entries in any number of parts. Columns are as wide as their widest cell so far: those of a part are aligned, and
 * never narrower than before.
 */
public final class BriefText {
    static final String NOT_IN_USE = " (not in use)";

    private Columns columns = new Columns("lll");
    private String labelSpace;

    /** The lines of the next entries. */
    public List<String> lines(final List<LabelView> labels) {
        final List<String> lines = new ArrayList<>();
        for (final LabelView label : labels) {
            if (!label.labelSpace().equals(labelSpace)) {
                lines.addAll(columns.drain());
                columns = new Columns("lll");
                labelSpace = label.labelSpace();
                lines.add(labelSpace + ":");
            }
            append(label);
        }
        lines.addAll(columns.drain());
        return lines;
    }

    /** What follows the last part: a line when there was no entry. */
    public List<String> end() {
        return labelSpace == null ? List.of("no labels") : List.of();
    }

    private void append(final LabelView label) {
        Object number = label.label();
        String owner = label.owner();
        for (final ActionView action : label.actions()) {
            columns.row(number, owner, (action.role() == null ? "" : action.role() + ": ") + action.summary()
                + (action.active() ? "" : NOT_IN_USE));
            number = "";
            owner = "";
        }
    }
}
