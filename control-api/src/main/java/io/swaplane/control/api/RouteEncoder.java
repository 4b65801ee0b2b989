package io.swaplane.control.api;

import io.swaplane.control.api.v1.GetForwardingResponse;
import io.swaplane.control.api.v1.GetRouteUsageResponse;
import io.swaplane.control.api.v1.OwnerEntries;
import io.swaplane.control.api.v1.Route;
import io.swaplane.control.api.v1.RouteWay;
import io.swaplane.control.api.v1.Vrf;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.VrfView;
import java.util.TreeMap;

/** Views of VRFs and routes to messages; {@link RouteDecoder} is the way back. */
final class RouteEncoder {
    private RouteEncoder() {
    }

    static Vrf vrf(final VrfView view) {
        final Vrf.Builder vrf = Vrf.newBuilder().setName(view.name()).setNumber(view.number()).setOwner(view.owner())
            .addAllImports(view.imports()).addAllExports(view.exports()).addAllInterfaces(view.interfaces())
            .setIpv4Routes(view.ipv4Routes()).setIpv6Routes(view.ipv6Routes());
        if (view.routeDistinguisher() != null) {
            vrf.setRouteDistinguisher(view.routeDistinguisher());
        }
        if (view.labelMode() != null) {
            vrf.setLabelMode(view.labelMode());
        }
        if (view.label() != null) {
            vrf.setLabel(view.label());
        }
        return vrf.build();
    }

    static Route route(final RouteView view) {
        final Route.Builder route = Route.newBuilder().setVrf(view.vrf()).setPrefix(view.prefix()).setKind(view.kind())
            .setOwner(view.owner()).setAction(view.action()).addAllWays(Encoder.all(view.legs(), RouteEncoder::way))
            .setTtlModel(view.ttlModel()).setTcModel(view.tcModel()).setResolved(view.resolved());
        if (view.interfaceName() != null) {
            route.setInterface(view.interfaceName());
        }
        return route.build();
    }

    private static RouteWay way(final RouteLegView view) {
        final RouteWay.Builder way = RouteWay.newBuilder().setActive(view.active()).setNextHop(view.nextHop())
            .addAllLabels(view.labels()).setResolved(view.resolved());
        if (view.role() != null) {
            way.setRole(view.role());
        }
        if (view.label() != null) {
            way.setLabel(view.label());
        }
        if (view.interfaceName() != null) {
            way.setInterface(view.interfaceName());
        }
        if (view.neighbour() != null) {
            way.setNeighbour(view.neighbour());
        }
        return way.build();
    }

    static GetForwardingResponse decision(final RouteDecision decision) {
        final GetForwardingResponse.Builder response = GetForwardingResponse.newBuilder().setVrf(decision.vrf())
            .setAddress(decision.address()).setOutcome(decision.outcome());
        if (decision.route() != null) {
            response.setRoute(route(decision.route()));
        }
        return response.build();
    }

    static GetRouteUsageResponse usage(final RouteUsageView usage) {
        final GetRouteUsageResponse.Builder response = GetRouteUsageResponse.newBuilder().setVrfs(usage.vrfs())
            .setIpv4Routes(usage.ipv4()).setIpv6Routes(usage.ipv6()).setAdjacencies(usage.adjacencies()).setOctets(usage.bytes());
        new TreeMap<>(usage.byOwner()).forEach((owner, routes) ->
            response.addByOwner(OwnerEntries.newBuilder().setOwner(owner).setEntries(routes)));
        return response.build();
    }
}
