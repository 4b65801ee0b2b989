package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.show.BgpLabelText;
import io.swaplane.control.show.BgpRouteText;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Prints BGP routes as they are read; whole tables are never held. */
final class BgpRoutesShown {
    private final ShowCommand show;
    private final ControlClient client;

    BgpRoutesShown(final ShowCommand show, final ControlClient client) {
        this.show = show;
        this.client = client;
    }

    void show(final BgpQuery query) {
        final BgpSummaryView summary = RunningRouter.get(client::bgp);
        final List<BgpRouteFilter> filters = query.filters(summary);
        if (filters.isEmpty() && query.vrf() != null) {
            // Refused when there is no such VRF.
            each(List.of(new BgpRouteFilter(null, query.vrf(), query.prefix(), BgpRouteFilter.Match.EXACT, null, false)), page -> false);
        }
        if (query.field() != null) {
            labels(query, filters);
        } else if (query.isDetailed()) {
            details(query, filters);
        } else {
            table(new BgpRouteText(summary), filters);
        }
    }

    private void each(final List<BgpRouteFilter> filters, final Predicate<List<BgpRouteView>> sink) {
        for (final BgpRouteFilter filter : filters) {
            RunningRouter.each(client.bgpRoutes(filter), sink);
        }
    }

    /** A line for each path. */
    void table(final BgpRouteText text, final List<BgpRouteFilter> filters) {
        if (show.isJson()) {
            final JsonDocument document = show.document(client).array("routes");
            each(filters, document::add);
            document.end();
        } else {
            each(filters, page -> show.print(text.lines(page)));
            show.print(text.end());
        }
    }

    private void labels(final BgpQuery query, final List<BgpRouteFilter> filters) {
        final List<BgpRouteView> found = query.isAddress() ? found(query, filters) : null;
        if (show.isJson()) {
            final JsonDocument document = show.document(client).array("labels");
            read(found, filters, page -> document.add(page.stream().flatMap(each -> BgpLabelText.rows(each, query.field())).toList()));
            document.end();
        } else {
            final BgpLabelText text = new BgpLabelText(query.field());
            read(found, filters, page -> show.print(text.lines(page)));
            show.print(text.end());
        }
    }

    private void read(final List<BgpRouteView> found, final List<BgpRouteFilter> filters, final Predicate<List<BgpRouteView>> sink) {
        if (found == null) {
            each(filters, sink);
        } else {
            sink.test(found);
        }
    }

    private void details(final BgpQuery query, final List<BgpRouteFilter> filters) {
        final List<BgpRouteView> routes = found(query, filters);
        if (show.isJson()) {
            final JsonDocument document = show.document(client).array("routes");
            document.add(routes);
            document.end();
        } else {
            routes.forEach(each -> show.print(BgpRouteText.details(each)));
        }
    }

    /** The routes of a prefix, or those with the longest prefix that an address is in. */
    private List<BgpRouteView> found(final BgpQuery query, final List<BgpRouteFilter> filters) {
        final List<BgpRouteView> found = new ArrayList<>();
        each(filters, page -> {
            for (final BgpRouteView route : page) {
                final int difference = found.isEmpty() ? 0 : length(route) - length(found.getFirst());
                if (difference > 0) {
                    found.clear();
                }
                if (difference >= 0) {
                    found.add(route);
                }
            }
            return true;
        });
        if (found.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "there is no BGP route to " + query.to()
                + (query.vrf() == null ? "" : " in VRF " + query.vrf()));
        }
        return found;
    }

    private static int length(final BgpRouteView route) {
        return Prefix.parse(route.prefix()).length();
    }
}
