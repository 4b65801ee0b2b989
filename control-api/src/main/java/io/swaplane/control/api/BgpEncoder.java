package io.swaplane.control.api;

import io.swaplane.control.api.v1.BgpInLabel;
import io.swaplane.control.api.v1.BgpNextHop;
import io.swaplane.control.api.v1.BgpPath;
import io.swaplane.control.api.v1.BgpPeer;
import io.swaplane.control.api.v1.BgpPeerFamily;
import io.swaplane.control.api.v1.BgpPeerFault;
import io.swaplane.control.api.v1.BgpRoute;
import io.swaplane.control.api.v1.BgpTable;
import io.swaplane.control.api.v1.GetBgpResponse;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BgpTableView;
import java.util.function.Consumer;

/** Views of BGP to messages; {@link BgpDecoder} is the way back. */
final class BgpEncoder {
    private BgpEncoder() {
    }

    private static <T> void set(final T value, final Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    static GetBgpResponse summary(final BgpSummaryView view) {
        return GetBgpResponse.newBuilder().setAs((int) view.as()).setRouterId(view.routerId()).setClusterId(view.clusterId())
            .addAllTables(Encoder.all(view.tables(), BgpEncoder::table)).setAttributes(view.attributes()).setOctets(view.octets())
            .setLabels(view.labels()).addAllPeers(Encoder.all(view.peers(), BgpEncoder::peer)).build();
    }

    private static BgpTable table(final BgpTableView view) {
        final BgpTable.Builder table = BgpTable.newBuilder().setFamily(view.family()).setDestinations(view.destinations())
            .setPaths(view.paths());
        set(view.vrf(), table::setVrf);
        return table.build();
    }

    private static BgpPeer peer(final BgpPeerView view) {
        final BgpPeer.Builder peer = BgpPeer.newBuilder().setName(view.name()).setAddress(view.address()).setInternal(view.internal())
            .setLocalAs((int) view.localAs()).setState(view.state()).setSeconds(view.seconds()).setHoldSeconds(view.holdSeconds())
            .setMessagesIn(view.messagesIn()).setMessagesOut(view.messagesOut()).setUpdatesIn(view.updatesIn())
            .setUpdatesOut(view.updatesOut()).setEstablished(view.established()).setAccept(view.accept())
            .addAllCapabilities(view.capabilities()).addAllFamilies(Encoder.all(view.families(), BgpEncoder::family))
            .addAllFaults(Encoder.all(view.faults(), BgpEncoder::fault));
        set(view.interfaceName(), peer::setInterface);
        set(view.vrf(), peer::setVrf);
        set(view.remoteAs(), as -> peer.setRemoteAs(as.intValue()));
        set(view.remoteId(), peer::setRemoteId);
        set(view.localEnd(), peer::setLocalEnd);
        set(view.remoteEnd(), peer::setRemoteEnd);
        set(view.lastEnd(), peer::setLastEnd);
        set(view.description(), peer::setDescription);
        set(view.kept(), peer::setKept);
        set(view.routeTargets(), peer::setRouteTargets);
        return peer.build();
    }

    private static BgpPeerFault fault(final BgpPeerView.Fault view) {
        return BgpPeerFault.newBuilder().setKind(view.kind()).setCount(view.count()).build();
    }

    private static BgpPeerFamily family(final BgpPeerView.Family view) {
        final BgpPeerFamily.Builder family = BgpPeerFamily.newBuilder().setFamily(view.family()).setNegotiated(view.negotiated())
            .setDisabled(view.disabled()).setReceived(view.received());
        set(view.limit(), family::setLimit);
        return family.build();
    }

    static BgpRoute route(final BgpRouteView view) {
        final BgpRoute.Builder route = BgpRoute.newBuilder().setFamily(view.family()).setPrefix(view.prefix())
            .addAllPaths(Encoder.all(view.paths(), BgpEncoder::path));
        set(view.vrf(), route::setVrf);
        set(view.rd(), route::setRd);
        return route.build();
    }

    private static BgpPath path(final BgpPathView view) {
        final BgpPath.Builder path = BgpPath.newBuilder().setBest(view.best()).setMultipath(view.multipath()).setStale(view.stale())
            .setSource(view.source()).setResolved(view.resolved()).setMetric(view.metric())
            .addAllInLabels(Encoder.all(view.inLabels(), BgpEncoder::inLabel)).setOrigin(view.origin())
            .setAsPath(view.asPath()).addAllCommunities(view.communities())
            .addAllExtendedCommunities(view.extendedCommunities()).addAllLargeCommunities(view.largeCommunities())
            .addAllClusters(view.clusters());
        set(view.reason(), path::setReason);
        set(view.from(), path::setFrom);
        set(view.nextHop(), path::setNextHop);
        set(view.outLabel(), path::setOutLabel);
        set(view.localPref(), preference -> path.setLocalPref(preference.intValue()));
        set(view.med(), med -> path.setMed(med.intValue()));
        set(view.originator(), path::setOriginator);
        return path.build();
    }

    private static BgpInLabel inLabel(final BgpPathView.InLabel view) {
        final BgpInLabel.Builder label = BgpInLabel.newBuilder().setLabel(view.label());
        set(view.accept(), label::setAccept);
        return label.build();
    }

    static BgpNextHop nextHop(final BgpNextHopView view) {
        final BgpNextHop.Builder nextHop = BgpNextHop.newBuilder().setAddress(view.address()).setResolved(view.resolved())
            .setMetric(view.metric()).setReferences(view.references());
        set(view.vrf(), nextHop::setVrf);
        set(view.index(), nextHop::setIndex);
        return nextHop.build();
    }
}
