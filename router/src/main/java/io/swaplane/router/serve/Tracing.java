package io.swaplane.router.serve;

import io.swaplane.control.api.RouterOperations.Trace;
import io.swaplane.control.api.RouterOperations.Traced;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.VrfView;
import io.swaplane.fastpath.PacketTrace;
import io.swaplane.fastpath.TextTracer;
import io.swaplane.fastpath.TracedPackets;
import io.swaplane.fastpath.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Traces packets of all workers, one trace at a time. Any thread begins one; one thread reads and ends it. */
public final class Tracing {
    private final List<Worker> workers;
    private final List<String> ports;
    private final Consumer<Runnable> graceful;
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * For these workers.
     *
     * @param ports port names by number.
     * @param graceful runs something once every worker has passed a quiescent point.
     */
    public Tracing(final List<Worker> workers, final List<String> ports, final Consumer<Runnable> graceful) {
        this.workers = List.copyOf(workers);
        this.ports = List.copyOf(ports);
        this.graceful = graceful;
    }

    /** Begins to trace packets; null while another trace runs. */
    public Trace begin(final TracedPackets packets, final int count) {
        if (!running.compareAndSet(false, true)) {
            return null;
        }
        final Running trace = new Running();
        try {
            trace.start(packets, count);
        } catch (final RuntimeException | Error e) {
            trace.close();
            throw e;
        }
        return trace;
    }

    /**
     * Begins to trace packets; null while another trace runs.
     *
     * @param state knows the VRFs.
     * @throws RefusedException when there is no such VRF.
     */
    public Trace begin(final Traced packets, final StateSource state, final int count) throws StateUnavailableException {
        return begin(switch (packets) {
            case Traced.Label each -> TracedPackets.withLabel(each.label());
            case Traced.Destination each -> TracedPackets.to(number(state, each.vrf()), each.to().getAddress());
        }, count);
    }

    private static int number(final StateSource state, final String vrf) throws StateUnavailableException {
        return state.vrf(vrf).map(VrfView::number)
            .orElseThrow(() -> new RefusedException(RefusalReason.NOT_FOUND, "there is no VRF " + vrf));
    }

    private final class Running implements Trace {
        private final List<PacketTrace> traces = new ArrayList<>();
        private final List<String> lines = new ArrayList<>();
        private final TextTracer text = new TextTracer(ports::get, lines::add);

        private void start(final TracedPackets packets, final int count) {
            for (final Worker worker : workers) {
                final PacketTrace trace = new PacketTrace(packets, count);
                traces.add(trace);
                worker.trace(trace);
            }
        }

        @Override
        public List<String> poll() {
            lines.clear();
            for (final PacketTrace trace : traces) {
                if (trace.read(text)) {
                    break;
                }
            }
            return List.copyOf(lines);
        }

        @Override
        public long lost() {
            return traces.stream().mapToLong(PacketTrace::lost).sum();
        }

        @Override
        public void close() {
            try {
                workers.forEach(worker -> worker.trace(null));
                // A worker may still be in a burst that it traces.
                graceful.accept(() -> traces.forEach(PacketTrace::close));
            } finally {
                running.set(false);
            }
        }
    }
}
