package io.swaplane.router.run;

import io.swaplane.control.api.RouterOperations;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.ReloadView;
import io.swaplane.control.view.VrfView;
import io.swaplane.fastpath.TracedPackets;

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
        return tracing.begin(switch (packets) {
            case Traced.Label each -> TracedPackets.withLabel(each.label());
            case Traced.Destination each -> TracedPackets.to(number(each.vrf()), each.to().getAddress());
        }, count);
    }

    private int number(final String vrf) throws StateUnavailableException {
        return state.vrf(vrf).map(VrfView::number)
            .orElseThrow(() -> new RefusedException(RefusalReason.NOT_FOUND, "there is no VRF " + vrf));
    }
}
