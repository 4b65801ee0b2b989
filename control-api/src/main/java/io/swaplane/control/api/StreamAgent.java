package io.swaplane.control.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that keeps all program and watch streams going: hands operations to the conductor, and answers and events to the clients. It
 * never waits for a client, nor the conductor for it. Between the two it looks again after a short while, as the conductor wakes nobody.
 */
final class StreamAgent implements Runnable, AutoCloseable {
    private static final long SOON_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LATER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Idle turns in which answers are looked for soon; a command takes no longer while the control thread is awake. */
    private static final int SOON_TURNS = 100;
    private static final long JOIN_MILLIS = 1000;

    private final FaultListener faults;
    private final Queue<LiveStream> starting = new ConcurrentLinkedQueue<>();
    private final List<LiveStream> streams = new ArrayList<>();
    private final Thread thread = new Thread(this, "control-api-streams");
    private volatile boolean running = true;

    StreamAgent(final FaultListener faults) {
        this.faults = faults;
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a stream over. Any thread. */
    void add(final LiveStream stream) {
        starting.add(stream);
        wake();
    }

    /** There is work. Any thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        int idle = 0;
        while (running) {
            if (turn() > 0) {
                idle = 0;
            } else {
                idle++;
                LockSupport.parkNanos(!isExpecting() ? IDLE_NANOS : idle < SOON_TURNS ? SOON_NANOS : LATER_NANOS);
            }
        }
    }

    private int turn() {
        for (LiveStream stream = starting.poll(); stream != null; stream = starting.poll()) {
            streams.add(stream);
        }
        int work = 0;
        for (int i = streams.size() - 1; i >= 0; i--) {
            final int done = doWork(streams.get(i));
            if (done == LiveStream.ENDED) {
                streams.remove(i);
            } else {
                work += done;
            }
        }
        return work;
    }

    /** One stream's fault must not stop the others, whatever it is: also what the JVM throws may be this stream's alone. */
    private int doWork(final LiveStream stream) {
        try {
            return stream.doWork();
        } catch (final RuntimeException | Error e) {
            fail(stream, e);
            return LiveStream.ENDED;
        }
    }

    private void fail(final LiveStream stream, final Throwable cause) {
        try {
            stream.fail(cause);
        } catch (final RuntimeException | Error again) {
            if (again != cause) {
                again.addSuppressed(cause);
            }
            letGo(stream, again);
        }
    }

    private void letGo(final LiveStream stream, final Throwable cause) {
        try {
            stream.abandon();
            faults.onFault(cause);
        } catch (final RuntimeException | Error again) {
            // Not even that can be told in the ordinary way, as when memory has run out.
            final Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, again);
        }
    }

    private boolean isExpecting() {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).isExpecting()) {
                return true;
            }
        }
        return false;
    }

    /** Ends the thread and lets go of all streams. */
    @Override
    public void close() {
        running = false;
        wake();
        try {
            thread.join(JOIN_MILLIS);
        } catch (final InterruptedException e) {
            // Closing goes on without the wait.
            Thread.currentThread().interrupt();
        }
        streams.forEach(LiveStream::abandon);
        starting.forEach(LiveStream::abandon);
    }
}
