package io.swaplane.router.cli;

import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.WorkerView;
import java.util.List;
import java.util.function.Predicate;

/** The state that {@code show} shows. What cannot be read is a {@link CommandFailure}. */
interface ShownState extends AutoCloseable {
    /** The router's name. */
    String router();

    /** Label entries in their order, page by page, until there are no more or {@code sink} returns false. */
    void labels(LabelFilter filter, Predicate<LabelPage> sink);

    /** All next hops by index, page by page, until there are no more or {@code sink} returns false. */
    void nextHops(Predicate<List<NextHopView>> sink);

    /** A next hop and all that it leads to, each once; empty when there is no such next hop. */
    List<NextHopView> nextHopChain(int index);

    List<TunnelView> tunnels();

    /** The next hops that stand for a peer, page by page, until there are no more or {@code sink} returns false. */
    void indirectNextHops(Predicate<List<IndirectNextHopView>> sink);

    List<PortView> ports();

    List<InterfaceView> interfaces();

    List<NeighbourView> neighbours();

    List<WorkerView> workers();

    HostView host();

    List<ReasonView> drops();

    List<ReasonView> punts();

    @Override
    void close();
}
