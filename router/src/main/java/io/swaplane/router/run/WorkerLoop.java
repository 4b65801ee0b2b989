package io.swaplane.router.run;

import io.swaplane.control.view.WorkerView;
import io.swaplane.fastpath.Worker;
import io.swaplane.io.tap.TapPort;
import io.swaplane.router.config.LiveSettings;
import io.swaplane.router.serve.DutyCycles;
import io.swaplane.table.Epochs;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * A worker's thread: steps the worker, and without work idles as configured. It sleeps only offline (see {@link Epochs}), so that it never
 * holds up the conductor.
 */
final class WorkerLoop implements Runnable, AutoCloseable {
    /** Empty cycles before a blocking worker sleeps: a short spin keeps a busy one out of the kernel. */
    private static final int SPINS = 64;
    private static final int SLEEP_MILLIS = 100;
    /** Enough for every ring to be emptied once, and an end if an AF_PACKET port goes on receiving. */
    private static final int DRAIN_CYCLES = 1000;
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int index;
    private final Worker worker;
    private final List<LivePort> ports;
    private final List<TapPort> taps;
    private final LiveSettings settings;
    private final Epochs epochs;
    private final PollSet sleeper;
    private final DutyCycles cycles = new DutyCycles();
    private volatile boolean running = true;
    private volatile boolean ended;
    private volatile Integer cpu;

    WorkerLoop(final int index, final Worker worker, final List<LivePort> ports, final List<TapPort> taps,
               final LiveSettings settings, final Epochs epochs) {
        this.index = index;
        this.worker = worker;
        this.ports = ports;
        this.taps = taps;
        this.settings = settings;
        this.epochs = epochs;
        this.sleeper = new PollSet(IntStream.concat(ports.stream().mapToInt(port -> port.fd(index)), taps.stream().mapToInt(TapPort::fd))
            .toArray());
    }

    @Override
    public void run() {
        if (!settings.cpus().isEmpty()) {
            CpuPin.pin(settings.cpus().get(index));
            cpu = settings.cpus().get(index);
        }
        worker.onStart();
        try {
            if (settings.idle() == LiveSettings.Idle.BLOCK) {
                block();
            } else {
                spin(settings.idle() == LiveSettings.Idle.SPIN ? BusySpinIdleStrategy.INSTANCE
                    : new BackoffIdleStrategy());
            }
            drain();
        } finally {
            ended = true;
            worker.onClose();
        }
    }

    private void spin(final IdleStrategy idle) {
        while (running) {
            idle.idle(step());
        }
    }

    private void block() {
        int empty = 0;
        while (running) {
            if (step() > 0) {
                empty = 0;
            } else if (++empty >= SPINS) {
                epochs.offline(index);
                sleeper.sleep(SLEEP_MILLIS);
                epochs.online(index);
                takeErrors();
                empty = 0;
            }
        }
    }

    /** What arrived before the ports were detached still leaves. */
    private void drain() {
        final long begin = System.nanoTime();
        int cycles = 0;
        while (step() > 0 && cycles < DRAIN_CYCLES && System.nanoTime() - begin < DRAIN_NANOS) {
            cycles++;
        }
    }

    private int step() {
        final long begin = System.nanoTime();
        final int work = worker.doWork();
        if (work > 0) {
            cycles.busy(work, System.nanoTime() - begin);
        } else {
            cycles.empty();
        }
        return work;
    }

    /** An error that stays on a socket or a device would end each sleep at once. */
    private void takeErrors() {
        for (int i = 0; i < ports.size(); i++) {
            if (sleeper.hasError(i)) {
                ports.get(i).takeError();
            }
        }
        for (int i = 0; i < taps.size(); i++) {
            if (sleeper.hasError(ports.size() + i)) {
                sleeper.ignore(ports.size() + i); // somebody has deleted the device
            }
        }
    }

    /** What it has done so far. Any thread. */
    WorkerView view() {
        final String state = ended ? "stopped" : epochs.isOnline(index) ? "online" : "offline";
        return new WorkerView(index, cpu, settings.idle().name().toLowerCase(Locale.ROOT), state, cycles.all(), cycles.busy(),
            cycles.frames(), cycles.stalls(), cycles.longestStall());
    }

    @Override
    public String toString() {
        return worker.roleName();
    }

    /** Ends the loop after the running cycle. Any thread. */
    void stop() {
        running = false;
        sleeper.wake();
    }

    /** Gives back what it sleeps with, once its thread has ended. */
    @Override
    public void close() {
        sleeper.close();
    }
}
