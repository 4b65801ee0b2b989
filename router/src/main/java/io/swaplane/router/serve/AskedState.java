package io.swaplane.router.serve;

import io.swaplane.control.Conductor;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.BindingPage;
import io.swaplane.control.view.IndirectNextHopPage;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.NextHopPage;
import io.swaplane.control.view.NextHopUsageView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.VrfPage;
import io.swaplane.control.view.VrfView;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A router's state for the control API as far as its conductor knows it: each question is answered by the control thread. */
public abstract class AskedState implements StateSource {
    private final Conductor conductor;
    private final ControlTasks tasks;

    /** For a conductor of the thread that does these tasks. */
    protected AskedState(final Conductor conductor, final ControlTasks tasks) {
        this.conductor = conductor;
        this.tasks = tasks;
    }

    @Override
    public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) throws StateUnavailableException {
        return ask(() -> conductor.labels(filter, from, limit));
    }

    @Override
    public NextHopPage nextHops(final int from, final int limit) throws StateUnavailableException {
        return ask(() -> conductor.nextHops(from, limit));
    }

    @Override
    public List<NextHopView> nextHopChain(final int index) throws StateUnavailableException {
        return ask(() -> conductor.nextHopChain(index));
    }

    @Override
    public List<TunnelView> tunnels() throws StateUnavailableException {
        return ask(() -> conductor.tunnels());
    }

    @Override
    public IndirectNextHopPage indirectNextHops(final int from, final int limit) throws StateUnavailableException {
        return ask(() -> conductor.indirectNextHops(from, limit));
    }

    @Override
    public BindingPage bindings(final int from, final int limit) throws StateUnavailableException {
        return ask(() -> conductor.bindings(from, limit));
    }

    @Override
    public List<LabelUsageView> labelUsage() throws StateUnavailableException {
        return ask(() -> conductor.labelUsage());
    }

    @Override
    public NextHopUsageView nextHopUsage() throws StateUnavailableException {
        return ask(() -> conductor.nextHopUsage());
    }

    @Override
    public VrfPage vrfs(final int from, final int limit) throws StateUnavailableException {
        return ask(() -> conductor.vrfs(from, limit));
    }

    @Override
    public Optional<VrfView> vrf(final String name) throws StateUnavailableException {
        return ask(() -> conductor.vrf(name));
    }

    @Override
    public RoutePage routes(final RouteFilter filter, final RoutePosition from, final int limit) throws StateUnavailableException {
        return ask(() -> conductor.routes(filter, from, limit));
    }

    @Override
    public RouteDecision decide(final String vrf, final InetAddress address) throws StateUnavailableException {
        return ask(() -> conductor.decide(vrf, address));
    }

    @Override
    public RouteUsageView routeUsage() throws StateUnavailableException {
        return ask(() -> conductor.routeUsage());
    }

    @Override
    public List<PortView> ports() throws StateUnavailableException {
        return ask(() -> conductor.ports());
    }

    @Override
    public List<ReasonView> drops() throws StateUnavailableException {
        return ask(() -> conductor.drops());
    }

    @Override
    public List<ReasonView> punts() throws StateUnavailableException {
        return ask(() -> conductor.punts());
    }

    /** What the control thread answers. */
    protected final <T> T ask(final Supplier<T> question) throws StateUnavailableException {
        try {
            return tasks.ask(question);
        } catch (final TimeoutException e) {
            throw new StateUnavailableException("the control thread did not answer in time");
        }
    }
}
