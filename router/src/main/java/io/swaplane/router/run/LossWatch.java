package io.swaplane.router.run;

import io.swaplane.control.view.AttachmentView;
import io.swaplane.router.serve.FirstTimes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the ports' counters once a second and logs the first time that a port loses frames in some way; how many there are in all is
 * in {@code show interfaces}. Control thread only.
 */
final class LossWatch {
    /** Between two looks. */
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(LossWatch.class);

    private final List<LivePort> ports;
    private final FirstTimes said = new FirstTimes();
    private long due;

    /** {@code nowNanos}: the time, on the clock that {@link #doWork} is given. */
    LossWatch(final List<LivePort> ports, final long nowNanos) {
        this.ports = List.copyOf(ports);
        this.due = nowNanos;
    }

    /** Looks, when it is time to. */
    void doWork(final long nowNanos) {
        if (nowNanos - due < 0) {
            return;
        }
        due = nowNanos + PERIOD_NANOS;
        for (final LivePort port : ports) {
            look(port.name(), port.view());
        }
    }

    private void look(final String port, final AttachmentView view) {
        if (view.unreadable() != null && said.isFirst(port)) {
            LOG.error("port {}: its counters cannot be read: {}", port, view.unreadable());
        }
        for (final PortLoss loss : PortLoss.values()) {
            final long count = loss.of(view);
            final String sentence = loss.sentence(view);
            if (count > 0 && said.isFirst(port + ' ' + sentence)) {
                LOG.warn("port {}: {} ({} so far; 'swaplane show interfaces' counts on)", port, sentence, count);
            }
        }
    }
}
