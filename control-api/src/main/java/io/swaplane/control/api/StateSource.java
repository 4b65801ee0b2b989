package io.swaplane.control.api;

import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.BindingPage;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopPage;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.NeighbourView;
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
import io.swaplane.control.view.WorkerView;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where {@link ControlServer} gets the router's state from.
 *
 * <p>Called by the server's threads, several at a time. An implementation hands each call that needs it to the control thread and waits
 * for the answer, for a bounded time. What it returns must not change any more. A {@link RefusedException} reaches the client as a
 * request that cannot be; any other unchecked exception as a fault of the router, which the {@link FaultListener} is told as well.
 */
public interface StateSource {
    /** The router's name. */
    String router() throws StateUnavailableException;

    /**
     * The next label entries.
     *
     * @param filter which ones.
     * @param from {@link LabelPosition#START}, then the last page's {@link LabelPage#next}.
     * @param limit how many at most.
     * @throws RefusedException when there is no such label space.
     */
    LabelPage labels(LabelFilter filter, LabelPosition from, int limit) throws StateUnavailableException;

    /**
     * The next hops by index.
     *
     * @param from 0, then the last page's {@link NextHopPage#next}.
     * @param limit how many at most.
     */
    NextHopPage nextHops(int from, int limit) throws StateUnavailableException;

    /** A next hop and all that it leads to, each once; empty when there is no such next hop. */
    List<NextHopView> nextHopChain(int index) throws StateUnavailableException;

    /** The tunnels by endpoint, the best of each first. */
    List<TunnelView> tunnels() throws StateUnavailableException;

    /**
     * The next of the next hops that stand for a peer, by index.
     *
     * @param from 0, then the last page's {@link IndirectNextHopPage#next}.
     * @param limit how many at most.
     */
    IndirectNextHopPage indirectNextHops(int from, int limit) throws StateUnavailableException;

    /**
     * The next label bindings by label, those that rest included.
     *
     * @param from 0, then the last page's {@link BindingPage#next}.
     * @param limit how many at most.
     */
    BindingPage bindings(int from, int limit) throws StateUnavailableException;

    /** What the labels of each label space are used for. */
    List<LabelUsageView> labelUsage() throws StateUnavailableException;

    /** How many next hops there are, without those that belong to a label entry. */
    NextHopUsageView nextHopUsage() throws StateUnavailableException;

    /**
     * The next VRFs by number, the global table first.
     *
     * @param from 0, then the last page's {@link VrfPage#next}.
     * @param limit how many at most.
     */
    VrfPage vrfs(int from, int limit) throws StateUnavailableException;

    /** The VRF of a name, or the global table. */
    Optional<VrfView> vrf(String name) throws StateUnavailableException;

    /**
     * The next routes.
     *
     * @param filter which ones.
     * @param from {@link RoutePosition#START}, then the last page's {@link RoutePage#next}.
     * @param limit how many at most.
     * @throws RefusedException when there is no such VRF.
     */
    RoutePage routes(RouteFilter filter, RoutePosition from, int limit) throws StateUnavailableException;

    /**
     * What a VRF does with packets to an address.
     *
     * @throws RefusedException when there is no such VRF.
     */
    RouteDecision decide(String vrf, InetAddress address) throws StateUnavailableException;

    /** How many VRFs and routes there are. */
    RouteUsageView routeUsage() throws StateUnavailableException;

    /** The ports by number. */
    List<PortView> ports() throws StateUnavailableException;

    /** The interfaces that take MPLS or IP in the order of the configuration. */
    List<InterfaceView> interfaces() throws StateUnavailableException;

    /** The neighbours by interface, then address. */
    List<NeighbourView> neighbours() throws StateUnavailableException;

    /** The packet workers by number. */
    List<WorkerView> workers() throws StateUnavailableException;

    /** What goes between the router and its host's kernel. */
    HostView host() throws StateUnavailableException;

    /** Every drop reason. */
    List<ReasonView> drops() throws StateUnavailableException;

    /** Every punt reason. */
    List<ReasonView> punts() throws StateUnavailableException;
}
