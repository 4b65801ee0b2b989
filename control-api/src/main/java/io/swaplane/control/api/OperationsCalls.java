package io.swaplane.control.api;

import com.google.protobuf.ByteString;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.swaplane.control.api.RouterOperations.Configuration;
import io.swaplane.control.api.v1.ConfigurationPart;
import io.swaplane.control.api.v1.DiffResponse;
import io.swaplane.control.api.v1.OperationsGrpc.OperationsBlockingV2Stub;
import io.swaplane.control.api.v1.ReloadResponse;
import io.swaplane.control.api.v1.TraceRequest;
import io.swaplane.control.view.Difference;
import io.swaplane.control.view.ReloadSummary;
import io.swaplane.control.view.ReloadView;
import io.swaplane.control.view.TraceView;
import io.swaplane.table.AddressText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client's calls of {@code swaplane.control.v1.Operations}. */
final class OperationsCalls {
    /** A configuration with a million entries takes some seconds. */
    private static final long RELOAD_SECONDS = 300;
    private static final int PART = 1 << 20;

    private final OperationsBlockingV2Stub stub;
    private final ReadFailure failures;

    OperationsCalls(final OperationsBlockingV2Stub stub, final ReadFailure failures) {
        this.stub = stub;
        this.failures = failures;
    }

    PageReader<ReloadView> diff(final Configuration configuration) throws ControlException {
        final BlockingClientCall<ConfigurationPart, DiffResponse> call = stub.diff();
        send(call, configuration);
        return PageReader.of(call, message -> new ReloadView(message.getProblemsList(), message.getRestartNeededList(),
            Decoder.all(message.getDifferencesList(), OperationsCalls::difference), null, List.of(), false), RELOAD_SECONDS, failures);
    }

    private static Difference difference(final io.swaplane.control.api.v1.Difference message) {
        return new Difference(message.getWhat(), message.hasWas() ? message.getWas() : null, message.hasNow() ? message.getNow() : null);
    }

    ReloadSummary reload(final Configuration configuration) throws ControlException {
        final BlockingClientCall<ConfigurationPart, ReloadResponse> call = stub.reload();
        send(call, configuration);
        try (PageReader<ReloadSummary> reader = PageReader.of(call, message -> new ReloadSummary(message.getProblemsList(),
            message.getRestartNeededList(), message.hasRefusal() ? message.getRefusal() : null, message.getLeftOverList(),
            message.getAdded(), message.getRemoved(), message.getChanged(), message.getDrained()), RELOAD_SECONDS, failures)) {
            return reader.next();
        }
    }

    private void send(final BlockingClientCall<ConfigurationPart, ?> call, final Configuration configuration) throws ControlException {
        try {
            boolean taken = true;
            int from = 0;
            while (configuration != null && taken && (from == 0 || from < configuration.text().length)) {
                final int length = Math.min(PART, configuration.text().length - from);
                final ConfigurationPart part = ConfigurationPart.newBuilder().setName(configuration.name())
                    .setText(ByteString.copyFrom(configuration.text(), from, length)).build();
                taken = call.write(part, ReadFailure.PATIENCE_SECONDS, TimeUnit.SECONDS);
                from += PART;
            }
            // Where it was not taken the call has ended, and what is read says why.
            call.halfClose();
        } catch (final StatusException e) {
            throw failures.of(e);
        } catch (final TimeoutException e) {
            throw failures.timeout();
        } catch (final InterruptedException e) {
            throw failures.interrupted();
        }
    }

    PageReader<TraceView> trace(final RouterOperations.Traced packets, final int count, final Duration timeout) {
        final TraceRequest.Builder request = TraceRequest.newBuilder().setCount(count)
            .setTimeoutMillis(Math.toIntExact(timeout.toMillis()));
        switch (packets) {
            case RouterOperations.Traced.Label each -> request.setLabel(each.label());
            case RouterOperations.Traced.Destination each -> request.setVrf(each.vrf()).setTo(AddressText.of(each.to()));
        }
        return PageReader.of(stub.trace(request.build()), message -> new TraceView(message.getLinesList(), message.getPackets(),
            message.getLost()), timeout.toSeconds() + ReadFailure.PATIENCE_SECONDS, failures);
    }
}
