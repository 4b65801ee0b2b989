package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.swaplane.control.api.v1.BgpGrpc;
import io.swaplane.control.api.v1.ClearBgpRequest;
import io.swaplane.control.api.v1.ClearBgpResponse;
import io.swaplane.control.api.v1.GetBgpRequest;
import io.swaplane.control.api.v1.GetBgpResponse;
import io.swaplane.control.api.v1.ListBgpNextHopsRequest;
import io.swaplane.control.api.v1.ListBgpNextHopsResponse;
import io.swaplane.control.api.v1.ListBgpRoutesRequest;
import io.swaplane.control.api.v1.ListBgpRoutesResponse;

/** The calls of {@code swaplane.control.v1.Bgp}, answered from a {@link BgpState}; without one each is refused. */
final class BgpService extends BgpGrpc.BgpImplBase {
    private final BgpState state;
    private final Failures failures;

    /** {@code state} is null for a router that speaks no BGP. */
    BgpService(final BgpState state, final FaultListener listener) {
        this.state = state;
        this.failures = new Failures(listener);
    }

    @FunctionalInterface
    private interface Answer<T> {
        T get(BgpState state) throws StateUnavailableException;
    }

    /** What the router's BGP answers; null when the call has been ended with why it does not. */
    private <T> T ask(final StreamObserver<?> call, final Answer<T> answer) {
        try {
            if (state == null) {
                throw Status.FAILED_PRECONDITION.withDescription("this router speaks no BGP").asRuntimeException();
            }
            return answer.get(state);
        } catch (final StateUnavailableException | RuntimeException e) {
            call.onError(failures.of(e));
            return null;
        }
    }

    private <T> void answer(final StreamObserver<T> call, final Answer<T> answer) {
        final T message = ask(call, answer);
        if (message != null) {
            call.onNext(message);
            call.onCompleted();
        }
    }

    private <T> void stream(final StreamObserver<T> call, final Answer<PageStream.Pages<T>> answer) {
        final PageStream.Pages<T> pages = ask(call, answer);
        if (pages != null) {
            PageStream.start((ServerCallStreamObserver<T>) call, pages, failures);
        }
    }

    @Override
    public void getBgp(final GetBgpRequest request, final StreamObserver<GetBgpResponse> call) {
        answer(call, bgp -> BgpEncoder.summary(bgp.summary()));
    }

    @Override
    public void listBgpRoutes(final ListBgpRoutesRequest request, final StreamObserver<ListBgpRoutesResponse> call) {
        stream(call, bgp -> new BgpRoutePages(bgp.routes(BgpDecoder.filter(request))));
    }

    @Override
    public void listBgpNextHops(final ListBgpNextHopsRequest request, final StreamObserver<ListBgpNextHopsResponse> call) {
        stream(call, bgp -> new BgpNextHopPages(bgp.nextHops()));
    }

    @Override
    public void clearBgp(final ClearBgpRequest request, final StreamObserver<ClearBgpResponse> call) {
        answer(call, bgp -> {
            bgp.clear(request.hasPeer() ? request.getPeer() : null, BgpDecoder.clearing(request.getHow()));
            return ClearBgpResponse.getDefaultInstance();
        });
    }
}
