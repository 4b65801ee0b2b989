package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.swaplane.control.api.RouterOperations.Configuration;
import io.swaplane.control.api.v1.ConfigurationPart;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Puts a configuration together from a client's stream. One call's threads, one after the other. */
final class ConfigurationParts implements StreamObserver<ConfigurationPart> {
    private final StreamObserver<?> call;
    private final Consumer<Configuration> complete;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private String name;
    private boolean refused;

    /** Gives the whole configuration to {@code complete}, null when the client sent no part. */
    ConfigurationParts(final StreamObserver<?> call, final Consumer<Configuration> complete) {
        this.call = call;
        this.complete = complete;
    }

    @Override
    public void onNext(final ConfigurationPart part) {
        if (refused) {
            return;
        }
        if (name == null) {
            name = part.getName();
        }
        if ((long) text.size() + part.getText().size() > RouterOperations.LARGEST_CONFIGURATION) {
            refused = true;
            call.onError(Status.RESOURCE_EXHAUSTED.withDescription("the configuration is larger than "
                + (RouterOperations.LARGEST_CONFIGURATION >> 20) + " MiB").asRuntimeException());
            return;
        }
        text.writeBytes(part.getText().toByteArray());
    }

    @Override
    public void onError(final Throwable gone) {
        refused = true;
    }

    @Override
    public void onCompleted() {
        if (!refused) {
            complete.accept(name == null ? null : new Configuration(name, text.toByteArray()));
        }
    }
}
