package io.swaplane.control.api;

import io.swaplane.control.api.v1.ListRoutesResponse;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;

/** The messages of {@code ListRoutes}, one page of the source each; empty pages are skipped. */
final class RoutePages implements PageStream.Pages<ListRoutesResponse> {
    private final StateSource source;
    private final RouteFilter filter;
    private RoutePosition next = RoutePosition.START;

    RoutePages(final StateSource source, final RouteFilter filter) {
        this.source = source;
        this.filter = filter;
    }

    @Override
    public ListRoutesResponse next() throws StateUnavailableException {
        while (next != null) {
            final RoutePage page = source.routes(filter, next, LabelPages.LIMIT);
            next = page.next();
            if (!page.routes().isEmpty()) {
                return ListRoutesResponse.newBuilder().addAllRoutes(Encoder.all(page.routes(), RouteEncoder::route)).build();
            }
        }
        return null;
    }
}
