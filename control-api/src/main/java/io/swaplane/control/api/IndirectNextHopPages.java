package io.swaplane.control.api;

import io.swaplane.control.api.v1.ListIndirectNextHopsResponse;
import io.swaplane.control.view.IndirectNextHopPage;

/** The messages of {@code ListIndirectNextHops}, one page of the source each; empty pages are skipped. */
final class IndirectNextHopPages implements PageStream.Pages<ListIndirectNextHopsResponse> {
    private final StateSource source;
    private int next;
    private boolean started;

    IndirectNextHopPages(final StateSource source) {
        this.source = source;
    }

    @Override
    public ListIndirectNextHopsResponse next() throws StateUnavailableException {
        while (!started || next != 0) {
            final IndirectNextHopPage page = source.indirectNextHops(next, LabelPages.LIMIT);
            started = true;
            next = page.next();
            if (!page.nextHops().isEmpty()) {
                return ListIndirectNextHopsResponse.newBuilder()
                    .addAllNextHops(Encoder.all(page.nextHops(), Encoder::indirectNextHop)).build();
            }
        }
        return null;
    }
}
