package io.swaplane.fastpath;

import io.swaplane.table.Epochs;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;

/**
 * A packet worker: one queue of every port, one forwarder, run to completion. The same agent runs on a thread of its own, on a shared
 * one, or on none (tests, replay and lab call {@link #doWork} themselves).
 */
public final class Worker implements Agent {
    /** Most frames that a port may deliver at once: many, as a call into the kernel costs some ten microseconds before its first frame. */
    public static final int BURST = 1024;

    private final int index;
    private final PacketPort[] ports;
    private final Forwarder forwarder;
    private final Epochs epochs;
    private final long[] burst = new long[BURST];
    private final AtomicReference<PacketTrace> trace = new AtomicReference<>();

    /**
     * A worker.
     *
     * @param index its number, which is also its number in the tables.
     * @param ports its queue of each port by port number; null where there is none.
     * @param forwarder its forwarder.
     * @param epochs the tables' epochs.
     */
    public Worker(final int index, final PacketPort[] ports, final Forwarder forwarder, final Epochs epochs) {
        this.index = index;
        this.ports = ports.clone();
        this.forwarder = forwarder;
        this.epochs = epochs;
    }

    @Override
    public void onStart() {
        epochs.online(index);
    }

    /** Turns a trace on, or off with null; holds from the next burst on. Any thread. */
    public void trace(final PacketTrace newTrace) {
        trace.setRelease(newTrace);
    }

    /** One burst from every port; returns the number of frames received. */
    @Override
    @HotPath
    public int doWork() {
        int work = 0;
        for (int port = 0; port < ports.length; port++) {
            if (ports[port] != null) {
                work += poll(port);
            }
        }
        epochs.quiescent(index);
        return work;
    }

    @HotPath
    private int poll(final int port) {
        final int received = ports[port].receive(burst, BURST);
        if (received > 0) {
            // Pairs with the release store in trace(): one load per burst.
            final PacketTrace on = trace.getAcquire();
            if (on == null) {
                forwarder.forward(port, burst, received);
            } else {
                on.forward(forwarder, port, burst, received);
            }
        }
        ports[port].flush();
        return received;
    }

    @Override
    public void onClose() {
        epochs.offline(index);
    }

    @Override
    public String roleName() {
        return "worker-" + index;
    }
}
