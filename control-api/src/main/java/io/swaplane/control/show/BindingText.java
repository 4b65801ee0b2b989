package io.swaplane.control.show;

import io.swaplane.control.view.BindingView;
import java.util.List;

/** The text of {@code show labels bindings}: one line each. It takes the bindings in any number of parts, as {@link BriefText} does. */
public final class BindingText {
    private final Columns columns = new Columns("rlllrlr");
    private boolean started;

    /** The lines of the next bindings, with the heading before the first. */
    public List<String> lines(final List<BindingView> bindings) {
        if (!started) {
            columns.row("label", "FEC", "accept", "owner", "producer", "state", "users");
            started = true;
        }
        bindings.forEach(each -> columns.row(each.label(), each.fec(), each.accept(), each.owner(), each.producer(), each.state(),
            each.users()));
        return columns.drain();
    }
}
