package io.swaplane.pcaps.model;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.NextHopIntent;
import java.net.InetAddress;

/** Whether a next hop leads anywhere, worked out anew each time it is asked. */
final class Resolution {
    private final RouterModel model;

    Resolution(final RouterModel model) {
        this.model = model;
    }

    boolean isResolved(final int index) {
        if (model.isResting(index)) {
            return false;
        }
        return switch (model.nextHop(index)) {
            case NextHopIntent.Direct direct -> model.knows(new Accept.Neighbour(direct.interfaceName(), direct.neighbour()));
            case NextHopIntent.Recursive recursive ->
                recursive.via() == null ? isResolved(recursive.peer()) : isResolved(recursive.via());
            case NextHopIntent.Group group -> group.legs().stream().anyMatch(leg -> isResolved(leg.nextHop()));
            case NextHopIntent.Protected pair -> isResolved(pair.primary()) || isResolved(pair.backup());
        };
    }

    private boolean isResolved(final InetAddress peer) {
        return model.bestTunnel(peer).map(tunnel -> isResolved(tunnel.nextHop()))
            .orElseGet(() -> model.backboneInterfaces().anyMatch(each -> model.knows(new Accept.Neighbour(each.name(), peer))));
    }
}
