package io.swaplane.control.api;

import io.grpc.StatusException;
import io.swaplane.control.api.v1.BgpGrpc.BgpBlockingV2Stub;
import io.swaplane.control.api.v1.ClearBgpRequest;
import io.swaplane.control.api.v1.GetBgpRequest;
import io.swaplane.control.api.v1.ListBgpNextHopsRequest;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client's calls of {@code swaplane.control.v1.Bgp}. */
final class BgpCalls {
    private final BgpBlockingV2Stub stub;
    private final ReadFailure failures;

    BgpCalls(final BgpBlockingV2Stub stub, final ReadFailure failures) {
        this.stub = stub;
        this.failures = failures;
    }

    private BgpBlockingV2Stub soon() {
        return stub.withDeadlineAfter(ReadFailure.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    BgpSummaryView summary() throws ControlException {
        try {
            return BgpDecoder.summary(soon().getBgp(GetBgpRequest.getDefaultInstance()));
        } catch (final StatusException e) {
            throw failures.of(e);
        }
    }

    PageReader<List<BgpRouteView>> routes(final BgpRouteFilter filter) {
        return PageReader.of(stub.listBgpRoutes(BgpDecoder.request(filter)),
            message -> Decoder.all(message.getRoutesList(), BgpDecoder::route), failures);
    }

    PageReader<List<BgpNextHopView>> nextHops() {
        return PageReader.of(stub.listBgpNextHops(ListBgpNextHopsRequest.getDefaultInstance()),
            message -> Decoder.all(message.getNextHopsList(), BgpDecoder::nextHop), failures);
    }

    void clear(final String peer, final BgpState.Clearing how) throws ControlException {
        final ClearBgpRequest.Builder request = ClearBgpRequest.newBuilder().setHow(BgpDecoder.clearing(how));
        if (peer != null) {
            request.setPeer(peer);
        }
        try {
            soon().clearBgp(request.build());
        } catch (final StatusException e) {
            throw failures.of(e);
        }
    }
}
