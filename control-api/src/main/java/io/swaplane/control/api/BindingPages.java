package io.swaplane.control.api;

import io.swaplane.control.api.v1.ListBindingsResponse;
import io.swaplane.control.view.BindingPage;

/** The messages of {@code ListBindings}, one page of the source each. */
final class BindingPages implements PageStream.Pages<ListBindingsResponse> {
    private final StateSource source;
    private int next;
    private boolean started;

    BindingPages(final StateSource source) {
        this.source = source;
    }

    @Override
    public ListBindingsResponse next() throws StateUnavailableException {
        if (started && next == 0) {
            return null;
        }
        final BindingPage page = source.bindings(next, LabelPages.LIMIT);
        started = true;
        next = page.next();
        return ListBindingsResponse.newBuilder().addAllBindings(Encoder.all(page.bindings(), Encoder::binding)).build();
    }
}
