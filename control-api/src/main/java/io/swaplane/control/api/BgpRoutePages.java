package io.swaplane.control.api;

import io.swaplane.control.api.v1.BgpRoute;
import io.swaplane.control.api.v1.ListBgpRoutesResponse;
import io.swaplane.control.view.BgpRouteView;
import java.util.List;

/**
 * The messages of {@code ListBgpRoutes}, of so many octets that a client takes them, however many paths a route has. A page of the source
 * without routes is a message without routes: its client sees that the search goes on, and can end it.
 */
final class BgpRoutePages implements PageStream.Pages<ListBgpRoutesResponse> {
    static final int LIMIT = 500;
    private static final int OCTETS = 1 << 20;

    private final BgpState.Routes routes;
    private List<BgpRouteView> page = List.of();
    private int sent;

    BgpRoutePages(final BgpState.Routes routes) {
        this.routes = routes;
    }

    @Override
    public ListBgpRoutesResponse next() throws StateUnavailableException {
        if (sent == page.size()) {
            page = routes.next(LIMIT);
            sent = 0;
        }
        if (page == null) {
            return null;
        }
        final ListBgpRoutesResponse.Builder message = ListBgpRoutesResponse.newBuilder();
        int octets = 0;
        while (sent < page.size() && octets < OCTETS) {
            final BgpRoute route = BgpEncoder.route(page.get(sent));
            octets += route.getSerializedSize();
            message.addRoutes(route);
            sent++;
        }
        return message.build();
    }
}
