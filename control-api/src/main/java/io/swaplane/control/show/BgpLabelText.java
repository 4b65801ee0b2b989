package io.swaplane.control.show;

import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpRouteView;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The text of {@code show ip bgp vpn all field in-label} and {@code … out-label}: one line for each label of a route's paths in use, or
 * one with {@code none}. It takes the routes in any number of parts, as {@link BriefText} does.
 */
public final class BgpLabelText {
    private final Field field;
    private final Columns columns = new Columns("ll");
    private boolean started;

    /** What is shown of a route. */
    public enum Field {
        /** The labels that the router gave, rising. */
        IN_LABEL("In-label"),
        /** The labels that it was given: the best path's, then those of paths that share its packets, as they are ordered. */
        OUT_LABEL("Out-label");

        private final String heading;

        Field(final String heading) {
            this.heading = heading;
        }
    }

    /**
     * A line.
     *
     * @param family the route's, as in {@link BgpRouteView}.
     * @param vrf the VRF whose table it is in, or null outside.
     * @param rd its route distinguisher, or null where there is none.
     * @param prefix the route's.
     * @param label null for none.
     */
    public record Row(String family, String vrf, String rd, String prefix, Integer label) { }

    /** Shows one field. */
    public BgpLabelText(final Field field) {
        this.field = field;
    }

    /** The rows of a route, one at least. */
    public static Stream<Row> rows(final BgpRouteView route, final Field field) {
        final Stream<BgpPathView> used = route.paths().stream().filter(each -> each.best() || each.multipath());
        final List<Integer> labels = switch (field) {
            case IN_LABEL -> used.flatMap(each -> each.inLabels().stream()).map(BgpPathView.InLabel::label).distinct().sorted().toList();
            case OUT_LABEL -> used.map(BgpPathView::outLabel).filter(Objects::nonNull).distinct().toList();
        };
        return (labels.isEmpty() ? Stream.of((Integer) null) : labels.stream())
            .map(label -> new Row(route.family(), route.vrf(), route.rd(), route.prefix(), label));
    }

    /** The lines of the next routes, with the heading before the first. */
    public List<String> lines(final List<BgpRouteView> routes) {
        if (!started && !routes.isEmpty()) {
            columns.row("Prefix", field.heading);
            started = true;
        }
        routes.stream().flatMap(each -> rows(each, field))
            .forEach(row -> columns.row(row.prefix(), row.label() == null ? "none" : row.label()));
        return columns.drain();
    }

    /** What there is to print when no route came. */
    public List<String> end() {
        return started ? List.of() : List.of("no routes");
    }
}
