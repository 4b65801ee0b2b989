package io.swaplane.control.api;

import io.swaplane.control.api.v1.ListVrfsResponse;
import io.swaplane.control.view.VrfPage;

/** The messages of {@code ListVrfs}, one page of the source each. */
final class VrfPages implements PageStream.Pages<ListVrfsResponse> {
    private final StateSource source;
    private int next;
    private boolean started;

    VrfPages(final StateSource source) {
        this.source = source;
    }

    @Override
    public ListVrfsResponse next() throws StateUnavailableException {
        if (started && next == 0) {
            return null;
        }
        final VrfPage page = source.vrfs(next, LabelPages.LIMIT);
        started = true;
        next = page.next();
        return ListVrfsResponse.newBuilder().addAllVrfs(Encoder.all(page.vrfs(), RouteEncoder::vrf)).build();
    }
}
