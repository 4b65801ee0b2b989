package io.swaplane.control.api;

import io.swaplane.control.api.v1.EventKind;
import io.swaplane.control.api.v1.Gap;
import io.swaplane.control.api.v1.LabelPut;
import io.swaplane.control.api.v1.LabelRemoved;
import io.swaplane.control.api.v1.NextHopChanged;
import io.swaplane.control.api.v1.NextHopRemoved;
import io.swaplane.control.api.v1.PortChanged;
import io.swaplane.control.api.v1.RoutePut;
import io.swaplane.control.api.v1.RouteRemoved;
import io.swaplane.control.api.v1.VrfPut;
import io.swaplane.control.api.v1.VrfRemoved;
import io.swaplane.control.event.Event;
import io.swaplane.control.intent.RefusedException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Events to messages and back. */
final class EventMessages {
    private EventMessages() {
    }

    /**
     * Reads what is to be watched.
     *
     * @throws RefusedException when it is nothing, or not known.
     */
    static Set<Event.Kind> kinds(final List<EventKind> messages) {
        final Set<Event.Kind> kinds = EnumSet.noneOf(Event.Kind.class);
        for (final EventKind message : messages) {
            kinds.add(switch (message) {
                case EVENT_KIND_LABEL -> Event.Kind.LABEL;
                case EVENT_KIND_NEXT_HOP -> Event.Kind.NEXT_HOP;
                case EVENT_KIND_PORT -> Event.Kind.PORT;
                case EVENT_KIND_VRF -> Event.Kind.VRF;
                case EVENT_KIND_ROUTE -> Event.Kind.ROUTE;
                case EVENT_KIND_UNSPECIFIED, UNRECOGNIZED -> throw new RefusedException("there is no such kind of event");
            });
        }
        if (kinds.isEmpty()) {
            throw new RefusedException("a watch must name at least one kind of event");
        }
        return kinds;
    }

    static EventKind message(final Event.Kind kind) {
        return switch (kind) {
            case LABEL -> EventKind.EVENT_KIND_LABEL;
            case NEXT_HOP -> EventKind.EVENT_KIND_NEXT_HOP;
            case PORT -> EventKind.EVENT_KIND_PORT;
            case VRF -> EventKind.EVENT_KIND_VRF;
            case ROUTE -> EventKind.EVENT_KIND_ROUTE;
        };
    }

    static io.swaplane.control.api.v1.Event message(final Event event) {
        final io.swaplane.control.api.v1.Event.Builder message = io.swaplane.control.api.v1.Event.newBuilder();
        switch (event) {
            case Event.LabelPut put -> message.setLabelPut(LabelPut.newBuilder().setLabelSpace(put.labelSpace()).setLabel(put.label())
                .setOwner(put.owner()));
            case Event.LabelRemoved removed -> message.setLabelRemoved(LabelRemoved.newBuilder().setLabelSpace(removed.labelSpace())
                .setLabel(removed.label()).setOwner(removed.owner()));
            case Event.NextHopChanged changed -> message.setNextHopChanged(NextHopChanged.newBuilder().setIndex(changed.index())
                .setResolved(changed.resolved()));
            case Event.NextHopRemoved removed -> message.setNextHopRemoved(NextHopRemoved.newBuilder().setIndex(removed.index()));
            case Event.PortChanged changed -> message.setPortChanged(PortChanged.newBuilder().setPort(changed.port()).setUp(changed.up()));
            case Event.VrfPut put -> message.setVrfPut(VrfPut.newBuilder().setVrf(put.vrf()).setOwner(put.owner()));
            case Event.VrfRemoved removed -> message.setVrfRemoved(VrfRemoved.newBuilder().setVrf(removed.vrf()).setOwner(removed.owner()));
            case Event.RoutePut put -> message.setRoutePut(RoutePut.newBuilder().setVrf(put.vrf()).setPrefix(put.prefix())
                .setOwner(put.owner()));
            case Event.RouteRemoved removed -> message.setRouteRemoved(RouteRemoved.newBuilder().setVrf(removed.vrf())
                .setPrefix(removed.prefix()).setOwner(removed.owner()));
            case Event.Gap gap -> message.setGap(Gap.newBuilder().setLost(gap.lost()));
        }
        return message.build();
    }
}
