package io.swaplane.control.api;

import io.swaplane.control.api.BgpState.Clearing;
import io.swaplane.control.api.v1.BgpClearing;
import io.swaplane.control.api.v1.BgpInLabel;
import io.swaplane.control.api.v1.BgpNextHop;
import io.swaplane.control.api.v1.BgpPath;
import io.swaplane.control.api.v1.BgpPeer;
import io.swaplane.control.api.v1.BgpPeerFamily;
import io.swaplane.control.api.v1.BgpRoute;
import io.swaplane.control.api.v1.BgpTable;
import io.swaplane.control.api.v1.GetBgpResponse;
import io.swaplane.control.api.v1.ListBgpRoutesRequest;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteFilter.Match;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BgpTableView;

/** Messages about BGP to views; {@link BgpEncoder} is the way back. */
final class BgpDecoder {
    private BgpDecoder() {
    }

    /** Refuses with a {@link RefusedException} what cannot be. */
    static BgpRouteFilter filter(final ListBgpRoutesRequest request) {
        if (request.getTold() && !request.hasPeer()) {
            throw new RefusedException("routes are told to a peer: name it");
        }
        final Prefix prefix = switch (request.getWhichCase()) {
            case WITHIN -> Decoder.prefix(request.getWithin());
            case EXACT -> Decoder.prefix(request.getExact());
            case COVERING -> Decoder.prefix(request.getCovering());
            case WHICH_NOT_SET -> null;
        };
        final Match match = switch (request.getWhichCase()) {
            case EXACT -> Match.EXACT;
            case COVERING -> Match.COVERING;
            case WITHIN, WHICH_NOT_SET -> Match.WITHIN;
        };
        return new BgpRouteFilter(request.hasFamily() ? request.getFamily() : null, request.hasVrf() ? request.getVrf() : null, prefix,
            match, request.hasPeer() ? request.getPeer() : null, request.getTold());
    }

    /** The way back. */
    static ListBgpRoutesRequest request(final BgpRouteFilter filter) {
        final ListBgpRoutesRequest.Builder request = ListBgpRoutesRequest.newBuilder().setTold(filter.told());
        if (filter.family() != null) {
            request.setFamily(filter.family());
        }
        if (filter.vrf() != null) {
            request.setVrf(filter.vrf());
        }
        if (filter.prefix() != null) {
            which(request, filter.match(), filter.prefix().toString());
        }
        if (filter.peer() != null) {
            request.setPeer(filter.peer());
        }
        return request.build();
    }

    private static ListBgpRoutesRequest.Builder which(final ListBgpRoutesRequest.Builder request, final Match match, final String prefix) {
        return switch (match) {
            case WITHIN -> request.setWithin(prefix);
            case EXACT -> request.setExact(prefix);
            case COVERING -> request.setCovering(prefix);
        };
    }

    static Clearing clearing(final BgpClearing how) {
        return switch (how) {
            case BGP_CLEARING_UNSPECIFIED, BGP_CLEARING_HARD -> Clearing.HARD;
            case BGP_CLEARING_SOFT_IN -> Clearing.SOFT_IN;
            case BGP_CLEARING_SOFT_OUT -> Clearing.SOFT_OUT;
            case UNRECOGNIZED -> throw new RefusedException("there is no such way of clearing");
        };
    }

    static BgpClearing clearing(final Clearing how) {
        return switch (how) {
            case HARD -> BgpClearing.BGP_CLEARING_HARD;
            case SOFT_IN -> BgpClearing.BGP_CLEARING_SOFT_IN;
            case SOFT_OUT -> BgpClearing.BGP_CLEARING_SOFT_OUT;
        };
    }

    static BgpSummaryView summary(final GetBgpResponse message) {
        return new BgpSummaryView(Integer.toUnsignedLong(message.getAs()), message.getRouterId(), message.getClusterId(),
            Decoder.all(message.getTablesList(), BgpDecoder::table), message.getAttributes(), message.getOctets(), message.getLabels(),
            Decoder.all(message.getPeersList(), BgpDecoder::peer));
    }

    private static BgpTableView table(final BgpTable message) {
        return new BgpTableView(message.getFamily(), message.hasVrf() ? message.getVrf() : null, message.getDestinations(),
            message.getPaths());
    }

    private static BgpPeerView peer(final BgpPeer message) {
        return new BgpPeerView(message.getName(), message.getAddress(), message.hasInterface() ? message.getInterface() : null,
            message.hasVrf() ? message.getVrf() : null, message.getInternal(), Integer.toUnsignedLong(message.getLocalAs()),
            message.hasRemoteAs() ? Long.valueOf(Integer.toUnsignedLong(message.getRemoteAs())) : null,
            message.hasRemoteId() ? message.getRemoteId() : null, message.getState(), message.getSeconds(), message.getHoldSeconds(),
            message.hasLocalEnd() ? message.getLocalEnd() : null, message.hasRemoteEnd() ? message.getRemoteEnd() : null,
            message.getMessagesIn(), message.getMessagesOut(), message.getUpdatesIn(), message.getUpdatesOut(), message.getEstablished(),
            message.hasLastEnd() ? message.getLastEnd() : null, message.getAccept(), message.getCapabilitiesList(),
            Decoder.all(message.getFamiliesList(), BgpDecoder::family), message.hasDescription() ? message.getDescription() : null,
            Decoder.all(message.getFaultsList(), each -> new BgpPeerView.Fault(each.getKind(), each.getCount())),
            message.hasKept() ? message.getKept() : null, message.hasRouteTargets() ? message.getRouteTargets() : null);
    }

    private static BgpPeerView.Family family(final BgpPeerFamily message) {
        return new BgpPeerView.Family(message.getFamily(), message.getNegotiated(), message.getDisabled(),
            message.getReceived(), message.hasLimit() ? message.getLimit() : null);
    }

    static BgpRouteView route(final BgpRoute message) {
        return new BgpRouteView(message.getFamily(), message.hasVrf() ? message.getVrf() : null, message.hasRd() ? message.getRd() : null,
            message.getPrefix(), Decoder.all(message.getPathsList(), BgpDecoder::path));
    }

    private static BgpPathView path(final BgpPath message) {
        return new BgpPathView(message.getBest(), message.getMultipath(), message.getStale(),
            message.hasReason() ? message.getReason() : null, message.hasFrom() ? message.getFrom() : null, message.getSource(),
            message.hasNextHop() ? message.getNextHop() : null, message.getResolved(), message.getMetric(),
            message.hasOutLabel() ? message.getOutLabel() : null,
            Decoder.all(message.getInLabelsList(), BgpDecoder::inLabel), message.getOrigin(), message.getAsPath(),
            message.hasLocalPref() ? Long.valueOf(Integer.toUnsignedLong(message.getLocalPref())) : null,
            message.hasMed() ? Long.valueOf(Integer.toUnsignedLong(message.getMed())) : null, message.getCommunitiesList(),
            message.getExtendedCommunitiesList(), message.getLargeCommunitiesList(),
            message.hasOriginator() ? message.getOriginator() : null, message.getClustersList());
    }

    private static BgpPathView.InLabel inLabel(final BgpInLabel message) {
        return new BgpPathView.InLabel(message.getLabel(), message.hasAccept() ? message.getAccept() : null);
    }

    static BgpNextHopView nextHop(final BgpNextHop message) {
        return new BgpNextHopView(message.getAddress(), message.hasVrf() ? message.getVrf() : null,
            message.hasIndex() ? message.getIndex() : null, message.getResolved(), message.getMetric(), message.getReferences());
    }
}
