package io.swaplane.router.run;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.HotPath;
import io.swaplane.fastpath.PuntSink;
import io.swaplane.io.tap.TapPuntSink;
import io.swaplane.table.PuntReason;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where one worker's punts go: what is the host's into the TAP device of the table that says so, requests for neighbours to the control
 * thread. The rest ends here; the forwarder has counted it. Owning worker only; counters any thread.
 */
final class HostPunts implements PuntSink {
    private final FrameStore store;
    private final TapPuntSink[] hosts;
    private final GleanRing gleans;
    private final AtomicLong notForHost = new AtomicLong();

    /**
     * The punts of a worker.
     *
     * @param hosts the way to the host by the table's number; null where there is none.
     */
    HostPunts(final FrameStore store, final TapPuntSink[] hosts, final GleanRing gleans) {
        this.store = store;
        this.hosts = hosts.clone();
        this.gleans = gleans;
    }

    @Override
    @HotPath
    public boolean punt(final long frame, final int ingressPort, final PuntReason reason, final int about) {
        if (reason == PuntReason.RECEIVE || reason == PuntReason.IP_LOOKUP) {
            if (about < hosts.length && hosts[about] != null) {
                return hosts[about].punt(frame, ingressPort, reason, about);
            }
        } else if (reason == PuntReason.GLEAN) {
            gleans.offer(about, frame);
        } else {
            notForHost.incrementAndGet();
        }
        store.free(FrameRef.address(frame));
        return true;
    }

    /** Frames that are punted for another reason than being the host's. */
    long notForHost() {
        return notForHost.get();
    }
}
