package io.swaplane.router.lab;

import io.swaplane.control.Conductor;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.WorkerView;
import io.swaplane.router.serve.AskedState;
import io.swaplane.router.serve.ControlTasks;
import io.swaplane.router.serve.DutyCycles;
import io.swaplane.table.AddressText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The state of a lab's router for the control API. */
final class LabState extends AskedState {
    private final RouterIntent configured;
    private final Conductor conductor;
    private final LabNeighbours neighbours;
    private final DutyCycles cycles;

    LabState(final RouterIntent configured, final Conductor conductor, final ControlTasks tasks, final LabNeighbours neighbours,
             final DutyCycles cycles) {
        super(conductor, tasks);
        this.configured = configured;
        this.conductor = conductor;
        this.neighbours = neighbours;
        this.cycles = cycles;
    }

    @Override
    public String router() {
        return configured.name();
    }

    @Override
    public List<InterfaceView> interfaces() throws StateUnavailableException {
        return ask(() -> {
            final Map<String, PortView> ports = conductor.ports().stream().collect(Collectors.toMap(PortView::port, each -> each));
            return configured.interfaces().stream().filter(each -> each.mpls() != MplsMode.OFF || each.vrf() != null)
                .map(each -> new InterfaceView(each.name(), ports.get(each.port()), null, each.vrf(),
                    each.addresses().stream().map(Prefix::toString).toList())).toList();
        });
    }

    @Override
    public List<NeighbourView> neighbours() throws StateUnavailableException {
        return ask(() -> {
            final List<NeighbourView> views = new ArrayList<>();
            for (final NeighbourIntent each : conductor.givenNeighbours()) {
                views.add(new NeighbourView(each.interfaceName(), AddressText.of(each.address()), each.mac().toString(),
                    conductor.neighbourOwner(each.interfaceName(), each.address()), false, null));
            }
            neighbours.view().forEach((each, mac) -> views.add(new NeighbourView(each.interfaceName(), AddressText.of(each.address()), mac,
                mac == null ? "unknown" : "reachable", false, null)));
            views.sort(Comparator.comparing(NeighbourView::interfaceName).thenComparing(NeighbourView::address));
            return List.copyOf(views);
        });
    }

    @Override
    public List<WorkerView> workers() {
        return List.of(new WorkerView(0, null, "block", "online", cycles.all(), cycles.busy(), cycles.frames(), cycles.stalls(),
            cycles.longestStall()));
    }

    /** There is no kernel. */
    @Override
    public HostView host() {
        return new HostView(null, 0, 0, 0, 0, 0, List.of());
    }
}
