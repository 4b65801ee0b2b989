package io.swaplane.benchmarks.program;

import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.Producers;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.table.LabelRange;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.SystemNanoClock;

/** A conductor with one worker's tables on a control thread of its own, which sleeps when it has nothing to do; no ports, no packets. */
final class SpineRouter implements AutoCloseable {
    static final int NEXT_HOP = 1;

    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Conductor conductor = new Conductor(intent(), 1);
    private final Producers producers =
        new Producers(new CommandRing(), Producers.DEFAULT_WINDOW, SystemNanoClock.INSTANCE, () -> LockSupport.unpark(thread()));
    private final AtomicReference<Throwable> error = new AtomicReference<>();
    private final CommandReader reader = new CommandReader(producers, conductor, error::set);
    private final Thread thread = new Thread(this::run, "control");
    private volatile boolean running = true;

    SpineRouter() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    private Thread thread() {
        return thread;
    }

    private static RouterIntent intent() throws IOException {
        final InterfaceIntent core = new InterfaceIntent("core0", "p0", List.of(), 0x8100, MacAddress.parse("02:00:00:00:00:01"),
            MplsMode.CORE, 1500, false, false);
        final InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, 2});
        return new RouterIntent("r1", "10.255.0.1", Defaults.STANDARD, new LabelRange(LabelRange.FIRST_ORDINARY, LabelRange.LAST),
            LabelSettings.STANDARD, SpecialLabels.STANDARD, List.of("p0"), List.of(core),
            List.of(new NeighbourIntent("core0", address, MacAddress.parse("02:00:00:00:00:22"))), List.of(),
            List.of(new NextHopIntent.Direct(NEXT_HOP, "core0", address, List.of(), true, null, null)), List.of(), List.of());
    }

    private void run() {
        while (running) {
            if (reader.doWork(System.nanoTime()) + conductor.doWork() == 0) {
                if (reader.beforeSleep()) {
                    LockSupport.parkNanos(SLEEP_NANOS);
                }
                reader.afterSleep();
            }
        }
    }

    Producers producers() {
        return producers;
    }

    CommandReader reader() {
        return reader;
    }

    /** Throws what went wrong on the control thread. */
    void check() {
        if (error.get() != null) {
            throw new IllegalStateException("a fault of the router", error.get());
        }
    }

    /** The conductor, once everything is acknowledged. */
    Conductor conductor() {
        return conductor;
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        conductor.close();
    }
}
