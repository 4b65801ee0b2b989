package io.swaplane.control.api;

import io.swaplane.control.Conductor;
import io.swaplane.control.TestIntent;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Producers;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.SnapshotPage;
import io.swaplane.control.view.VrfPage;
import io.swaplane.control.view.VrfView;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.agrona.concurrent.SystemNanoClock;

/** A conductor on a control thread of its own, with the control API on a socket: a router without ports. */
final class LoopRouter extends FakeState implements RouterControl, AutoCloseable {
    static final int NEXT_HOP = 11;

    final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final Conductor conductor;
    private final Producers producers;
    private final CommandReader reader;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "control");
    private final ControlServer server;
    private volatile boolean running = true;
    private volatile boolean taking = true;

    LoopRouter(final Path socket, final TestIntent intent, final int ring, final int window) throws IOException {
        super(0);
        conductor = intent.with(TestIntent.direct(NEXT_HOP, "core0", "10.0.0.2")).conductor();
        producers = new Producers(new CommandRing(ring), window, SystemNanoClock.INSTANCE, () -> LockSupport.unpark(thread()));
        reader = new CommandReader(producers, conductor, faults::add);
        thread.setDaemon(true);
        thread.start();
        server = new ControlServer(socket, this, this, faults::add);
    }

    LoopRouter(final Path socket) throws IOException {
        this(socket, TestIntent.router(), CommandRing.DEFAULT_CAPACITY, Producers.DEFAULT_WINDOW);
    }

    private Thread thread() {
        return thread;
    }

    private void run() {
        while (running) {
            int work = conductor.doWork() + (taking ? reader.doWork(System.nanoTime()) : 0);
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
                work++;
            }
            if (work == 0) {
                if (reader.beforeSleep() || !taking) {
                    LockSupport.parkNanos(1_000_000_000L);
                }
                reader.afterSleep();
            }
        }
    }

    /** Whether the control thread takes commands; it does everything else in any case. */
    void taking(final boolean on) {
        taking = on;
        LockSupport.unpark(thread);
    }

    <T> T ask(final Supplier<T> question) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                answer.complete(question.get());
            } catch (final RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        LockSupport.unpark(thread);
        try {
            return answer.join();
        } catch (final java.util.concurrent.CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    Conductor conductor() {
        return conductor;
    }

    /** How many label entries there are. */
    int entries() {
        return ask(() -> conductor.labelUsage().getFirst().entries());
    }

    /** What a label is swapped to; -1 when it has no entry. */
    String summary(final int label) {
        return ask(() -> conductor.label("platform", label).map(view -> view.actions().getFirst().summary() + " by " + view.owner())
            .orElse("nothing"));
    }

    @Override
    public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) {
        return ask(() -> conductor.labels(filter, from, limit));
    }

    @Override
    public VrfPage vrfs(final int from, final int limit) {
        return ask(() -> conductor.vrfs(from, limit));
    }

    @Override
    public Optional<VrfView> vrf(final String name) {
        return ask(() -> conductor.vrf(name));
    }

    @Override
    public RoutePage routes(final RouteFilter filter, final RoutePosition from, final int limit) {
        return ask(() -> conductor.routes(filter, from, limit));
    }

    @Override
    public RouteDecision decide(final String vrf, final InetAddress address) {
        return ask(() -> conductor.decide(vrf, address));
    }

    @Override
    public RouteUsageView routeUsage() {
        return ask(() -> conductor.routeUsage());
    }

    @Override
    public Producers producers() {
        return producers;
    }

    @Override
    public CommandStatistics commands() {
        return reader.statistics();
    }

    @Override
    public Watcher watch(final Set<Event.Kind> kinds, final int capacity) {
        return ask(() -> conductor.watch(kinds, capacity));
    }

    @Override
    public SnapshotPage snapshot(final Event.Kind kind, final LabelPosition from, final int limit) {
        return ask(() -> conductor.snapshot(kind, from, limit));
    }

    @Override
    public void clearCounters(final CounterScope which) {
        ask(() -> {
            switch (which) {
                case CounterScope.All all -> conductor.clearCounters();
                case CounterScope.Label(final String space, final int label) -> conductor.clearLabelCounters(space, label);
                case CounterScope.NextHop(final int index) -> conductor.clearNextHopCounters(index);
                case CounterScope.Port(final String name) -> conductor.clearPortCounters(name);
            }
            return which;
        });
    }

    @Override
    public List<LabelUsageView> labelUsage() {
        return ask(conductor::labelUsage);
    }

    @Override
    public void close() throws IOException {
        server.close();
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        conductor.close();
        if (!faults.isEmpty()) {
            throw new AssertionError("faults: " + new ArrayList<>(faults), faults.getFirst());
        }
    }
}
