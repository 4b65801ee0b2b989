package io.swaplane.control.api;

import io.swaplane.control.api.v1.ListLabelsResponse;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;

/** The messages of {@code ListLabels}, one page of the source each; empty pages are skipped. */
final class LabelPages implements PageStream.Pages<ListLabelsResponse> {
    /** Few enough to keep the control thread from its work for well under a millisecond. */
    static final int LIMIT = 500;

    private final StateSource source;
    private final LabelFilter filter;
    private LabelPosition next = LabelPosition.START;

    LabelPages(final StateSource source, final LabelFilter filter) {
        this.source = source;
        this.filter = filter;
    }

    @Override
    public ListLabelsResponse next() throws StateUnavailableException {
        while (next != null) {
            final LabelPage page = source.labels(filter, next, LIMIT);
            next = page.next();
            if (!page.labels().isEmpty()) {
                return ListLabelsResponse.newBuilder().addAllLabels(Encoder.all(page.labels(), Encoder::label))
                    .addAllNextHops(Encoder.all(page.nextHops(), Encoder::nextHop)).build();
            }
        }
        return null;
    }
}
