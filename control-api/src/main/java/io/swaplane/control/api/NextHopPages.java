package io.swaplane.control.api;

import io.swaplane.control.api.v1.ListNextHopsResponse;
import io.swaplane.control.view.NextHopPage;

/** The messages of {@code ListNextHops}, one page of the source each. */
final class NextHopPages implements PageStream.Pages<ListNextHopsResponse> {
    private final StateSource source;
    private int next;
    private boolean started;

    NextHopPages(final StateSource source) {
        this.source = source;
    }

    @Override
    public ListNextHopsResponse next() throws StateUnavailableException {
        if (started && next == 0) {
            return null;
        }
        final NextHopPage page = source.nextHops(next, LabelPages.LIMIT);
        started = true;
        next = page.next();
        return ListNextHopsResponse.newBuilder().addAllNextHops(Encoder.all(page.nextHops(), Encoder::nextHop)).build();
    }
}
