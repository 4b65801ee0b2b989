package io.swaplane.router.run;

import io.swaplane.control.api.RouterOperations;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.ReloadView;

/** What people do to a running router, for the control API. Any thread. */
final class LiveOperations implements RouterOperations {
    private final Reloader reloader;
    private final Tracing tracing;

    LiveOperations(final Reloader reloader, final Tracing tracing) {
        this.reloader = reloader;
        this.tracing = tracing;
    }

    @Override
    public ReloadView diff(final Configuration configuration) {
        return reloader.diff(configuration);
    }

    @Override
    public ReloadView reload(final Configuration configuration) throws StateUnavailableException {
        return reloader.reload(configuration);
    }

    @Override
    public Trace trace(final int label, final int count) {
        return tracing.begin(label, count);
    }
}
