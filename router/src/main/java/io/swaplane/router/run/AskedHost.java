package io.swaplane.router.run;

import io.swaplane.control.intent.MacAddress;
import io.swaplane.router.config.Host;
import java.util.concurrent.TimeoutException;

/** The host, as the control thread sees it. Any other thread. */
final class AskedHost implements Host {
    private final LiveRouter router;

    AskedHost(final LiveRouter router) {
        this.router = router;
    }

    @Override
    public MacAddress mac(final String device) {
        try {
            return router.control().tasks().ask(() -> new KernelHost(router.network()).mac(device));
        } catch (final TimeoutException e) {
            throw new IllegalStateException("the control thread did not answer in time", e);
        }
    }

    @Override
    public boolean resolvesNeighbours() {
        return true;
    }
}
