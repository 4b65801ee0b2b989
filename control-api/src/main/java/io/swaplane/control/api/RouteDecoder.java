package io.swaplane.control.api;

import io.swaplane.control.api.v1.GetForwardingResponse;
import io.swaplane.control.api.v1.GetRouteUsageResponse;
import io.swaplane.control.api.v1.IpFamily;
import io.swaplane.control.api.v1.ListRoutesRequest;
import io.swaplane.control.api.v1.OwnerEntries;
import io.swaplane.control.api.v1.Route;
import io.swaplane.control.api.v1.RouteWay;
import io.swaplane.control.api.v1.Vrf;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.VrfView;
import io.swaplane.table.fib.AddressFamily;
import java.util.List;
import java.util.stream.Collectors;

/** Messages about VRFs and routes to views; {@link RouteEncoder} is the way back. */
final class RouteDecoder {
    private RouteDecoder() {
    }

    /** Refuses with a {@link RefusedException} what cannot be. */
    static RouteFilter filter(final ListRoutesRequest request) {
        return new RouteFilter(request.hasVrf() ? request.getVrf() : null, switch (request.getFamily()) {
            case IP_FAMILY_UNSPECIFIED -> null;
            case IP_FAMILY_IPV4 -> AddressFamily.IPV4;
            case IP_FAMILY_IPV6 -> AddressFamily.IPV6;
            case UNRECOGNIZED -> throw new RefusedException("there is no such family of addresses");
        }, request.hasWithin() ? Decoder.prefix(request.getWithin()) : null, request.hasKind() ? request.getKind() : null);
    }

    /** The way back. */
    static ListRoutesRequest request(final RouteFilter filter) {
        final ListRoutesRequest.Builder request = ListRoutesRequest.newBuilder().setFamily(filter.family() == null
            ? IpFamily.IP_FAMILY_UNSPECIFIED : filter.family() == AddressFamily.IPV4 ? IpFamily.IP_FAMILY_IPV4 : IpFamily.IP_FAMILY_IPV6);
        if (filter.vrf() != null) {
            request.setVrf(filter.vrf());
        }
        if (filter.within() != null) {
            request.setWithin(filter.within().toString());
        }
        if (filter.kind() != null) {
            request.setKind(filter.kind());
        }
        return request.build();
    }

    static VrfView vrf(final Vrf message) {
        return new VrfView(message.getName(), message.getNumber(), message.getOwner(),
            message.hasRouteDistinguisher() ? message.getRouteDistinguisher() : null, List.copyOf(message.getImportsList()),
            List.copyOf(message.getExportsList()), message.hasLabelMode() ? message.getLabelMode() : null,
            message.hasLabel() ? message.getLabel() : null, List.copyOf(message.getInterfacesList()), message.getIpv4Routes(),
            message.getIpv6Routes());
    }

    static RouteView route(final Route message) {
        return new RouteView(message.getVrf(), message.getPrefix(), message.getKind(), message.getOwner(), message.getAction(),
            message.hasInterface() ? message.getInterface() : null, Decoder.all(message.getWaysList(), RouteDecoder::way),
            message.getTtlModel(), message.getTcModel(), message.getResolved());
    }

    private static RouteLegView way(final RouteWay message) {
        return new RouteLegView(message.hasRole() ? message.getRole() : null, message.getActive(), message.getNextHop(),
            message.hasLabel() ? message.getLabel() : null, List.copyOf(message.getLabelsList()),
            message.hasInterface() ? message.getInterface() : null, message.hasNeighbour() ? message.getNeighbour() : null,
            message.getResolved());
    }

    static RouteDecision decision(final GetForwardingResponse message) {
        return new RouteDecision(message.getVrf(), message.getAddress(), message.getOutcome(),
            message.hasRoute() ? route(message.getRoute()) : null);
    }

    static RouteUsageView usage(final GetRouteUsageResponse message) {
        return new RouteUsageView(message.getVrfs(), message.getIpv4Routes(), message.getIpv6Routes(), message.getByOwnerList().stream()
            .collect(Collectors.toMap(OwnerEntries::getOwner, OwnerEntries::getEntries)), message.getAdjacencies(), message.getOctets());
    }
}
