package io.swaplane.router.lab;

import io.swaplane.control.api.RouterOperations;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.ReloadView;
import io.swaplane.router.serve.Tracing;

/** What people do to a lab's router, for the control API. Any thread. */
final class LabOperations implements RouterOperations {
    private final Tracing tracing;
    private final StateSource state;

    LabOperations(final Tracing tracing, final StateSource state) {
        this.tracing = tracing;
        this.state = state;
    }

    @Override
    public ReloadView diff(final Configuration configuration) {
        throw noFile();
    }

    @Override
    public ReloadView reload(final Configuration configuration) {
        throw noFile();
    }

    private static RefusedException noFile() {
        return new RefusedException(RefusalReason.NOT_FOUND, "a lab's router has no file of its own: change the lab's, and start it again");
    }

    @Override
    public Trace trace(final Traced packets, final int count) throws StateUnavailableException {
        return tracing.begin(packets, state, count);
    }
}
