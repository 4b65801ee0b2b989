package io.swaplane.router.serve;

import io.swaplane.control.api.FaultListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs faults that calls to the control socket came upon, with the cause, once for each class and place that they are from. */
public final class FaultLog implements FaultListener {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

    private final FirstTimes kinds = new FirstTimes();

    @Override
    public void onFault(final Throwable cause) {
        final StackTraceElement[] trace = cause.getStackTrace();
        if (kinds.isFirst(cause.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]))) {
            LOG.error("fault while answering a client; others like it are not logged", cause);
        }
    }
}
