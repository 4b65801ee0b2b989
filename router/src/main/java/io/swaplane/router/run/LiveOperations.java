package io.swaplane.router.run;

import io.swaplane.control.api.RouterOperations;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.ReloadView;
import io.swaplane.router.serve.Tracing;

/** What people do to a running router, for the control API. Any thread. */
final class LiveOperations implements RouterOperations {
    private final Reloader reloader;
    private final Tracing tracing;
    private final StateSource state;

    LiveOperations(final Reloader reloader, final Tracing tracing, final StateSource state) {
        this.reloader = reloader;
        this.tracing = tracing;
        this.state = state;
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
    public Trace trace(final Traced packets, final int count) throws StateUnavailableException {
        return tracing.begin(packets, state, count);
    }
}
