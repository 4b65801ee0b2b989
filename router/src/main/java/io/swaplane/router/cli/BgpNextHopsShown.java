package io.swaplane.router.cli;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.show.TunnelText;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.ResolutionView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints the next hops that VPN labels lead by, as the router resolves them and as often as BGP refers to them. */
final class BgpNextHopsShown {
    private final ShowCommand show;
    private final ControlClient client;

    BgpNextHopsShown(final ShowCommand show, final ControlClient client) {
        this.show = show;
        this.client = client;
    }

    void show() {
        final List<BgpNextHopView> wanted = new ArrayList<>();
        RunningRouter.each(client.bgpNextHops(), page -> {
            page.stream().filter(each -> each.vrf() == null && each.index() != null).forEach(wanted::add);
            return true;
        });
        final List<IndirectNextHopView> nextHops = resolved(wanted);
        if (show.isJson()) {
            final JsonDocument document = show.document(client).array("indirectNextHops");
            document.add(nextHops);
            document.end();
        } else {
            show.print(nextHops.isEmpty() ? List.of("no next hops") : TunnelText.indirect(nextHops));
        }
    }

    private List<IndirectNextHopView> resolved(final List<BgpNextHopView> wanted) {
        final Set<Integer> indices = wanted.stream().map(BgpNextHopView::index).collect(Collectors.toSet());
        final Map<Integer, IndirectNextHopView> byIndex = new HashMap<>();
        RunningRouter.each(client.indirectNextHops(), page -> {
            page.stream().filter(each -> indices.contains(each.tunnelRoute().index()))
                .forEach(each -> byIndex.put(each.tunnelRoute().index(), each));
            return true;
        });
        return wanted.stream().map(each -> with(each, byIndex.get(each.index()))).toList();
    }

    /** A next hop that the router has given up meanwhile, or never stood for a peer, is unreachable. */
    private static IndirectNextHopView with(final BgpNextHopView bgp, final IndirectNextHopView router) {
        final ResolutionView none = new ResolutionView(bgp.index(), false, 0, List.of());
        return new IndirectNextHopView(bgp.address(), router == null ? none : router.ipRoute(),
            router == null ? none : router.tunnelRoute(), bgp.references());
    }
}
