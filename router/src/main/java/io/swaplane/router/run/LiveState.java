package io.swaplane.router.run;

import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.WorkerView;
import io.swaplane.io.netlink.Neighbour;
import io.swaplane.io.netlink.NeighbourKey;
import io.swaplane.router.serve.AskedState;
import io.swaplane.table.AddressText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A running router's state for the control API. */
final class LiveState extends AskedState {
    private final LiveRouter router;

    LiveState(final LiveRouter router) {
        super(router.conductor(), router.control().tasks());
        this.router = router;
    }

    @Override
    public String router() {
        return router.intent().name();
    }

    @Override
    public List<InterfaceView> interfaces() throws StateUnavailableException {
        return ask(() -> {
            final Map<String, PortView> ports = router.conductor().ports().stream().collect(Collectors.toMap(PortView::port, each -> each));
            final Map<String, AttachmentView> attachments = new HashMap<>(router.tapAttachments());
            router.ports().forEach(each -> attachments.put(each.name(), each.view()));
            return router.intent().interfaces().stream().filter(LiveRouter::isUsed)
                .map(each -> new InterfaceView(each.name(), ports.get(each.port()), attachments.get(each.port()), each.vrf(),
                    each.addresses().stream().map(Prefix::toString).toList())).toList();
        });
    }

    @Override
    public List<NeighbourView> neighbours() throws StateUnavailableException {
        return ask(() -> {
            final List<NeighbourView> views = new ArrayList<>();
            for (final NeighbourIntent each : router.conductor().givenNeighbours()) {
                views.add(new NeighbourView(each.interfaceName(), AddressText.of(each.address()), each.mac().toString(),
                    router.conductor().neighbourOwner(each.interfaceName(), each.address()), false, null));
            }
            router.neighbourhood().watched().forEach((key, on) -> views.add(neighbour(key, on)));
            router.neighbourhood().unaskable().forEach((each, why) -> views.add(new NeighbourView(each.interfaceName(),
                AddressText.of(each.address()), null, "unknown", false, why)));
            final List<String> order = router.intent().interfaces().stream().map(InterfaceIntent::name).toList();
            views.sort(Comparator.<NeighbourView>comparingInt(view -> order.indexOf(view.interfaceName()))
                .thenComparing(NeighbourView::address));
            return List.copyOf(views);
        });
    }

    private NeighbourView neighbour(final NeighbourKey key, final String on) {
        final Optional<Neighbour> known = router.network().neighbour(key);
        return new NeighbourView(on, AddressText.of(key.address()), router.neighbourhood().mac(key),
            known.map(each -> each.state().toString().toLowerCase(Locale.ROOT)).orElse("unknown"),
            known.map(Neighbour::managed).orElse(false), router.resolver().refusal(key));
    }

    /** Answered even when the control thread is not. */
    @Override
    public List<WorkerView> workers() {
        return router.workers().stream().map(WorkerLoop::view).toList();
    }

    @Override
    public HostView host() throws StateUnavailableException {
        return ask(() -> new HostView(router.tapView(), router.resolver().asked(), router.resolver().refusals(),
            router.network().overruns(), router.network().repeatedDumps(), router.network().malformed(), router.forwardingKernel()));
    }
}
