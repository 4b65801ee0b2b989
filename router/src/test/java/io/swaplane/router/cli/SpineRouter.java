package io.swaplane.router.cli;

import io.swaplane.control.Conductor;
import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.ControlServer;
import io.swaplane.control.api.CounterScope;
import io.swaplane.control.api.RouterControl;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Producers;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A router without ports that takes commands over a control socket; whoever uses its conductor has the conductor's monitor. */
final class SpineRouter implements RouterControl, AutoCloseable {
    private final Conductor conductor;
    private final Producers producers = new Producers(new CommandRing(1 << 16));
    private final CommandReader commands;
    private final ControlServer server;
    private final Thread thread = new Thread(this::run, "control");
    private volatile boolean running = true;

    SpineRouter(final Path socket, final Conductor conductor) throws IOException {
        this(socket, conductor, null);
    }

    /** One with BGP, unless that is null. */
    SpineRouter(final Path socket, final Conductor conductor, final BgpState bgp) throws IOException {
        this.conductor = conductor;
        commands = new CommandReader(producers, conductor, fault -> {
            throw new AssertionError(fault);
        });
        thread.start();
        server = new ControlServer(socket, guarded(StateSource.class, new ConductorState(conductor)),
            guarded(RouterControl.class, this), null, bgp, cause -> { });
    }

    private <T> T guarded(final Class<T> type, final T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            synchronized (conductor) {
                try {
                    return method.invoke(target, arguments);
                } catch (final InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }));
    }

    private void run() {
        while (running) {
            synchronized (conductor) {
                conductor.doWork();
                commands.doWork(System.nanoTime());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public Producers producers() {
        return producers;
    }

    @Override
    public CommandStatistics commands() {
        return commands.statistics();
    }

    @Override
    public Watcher watch(final Set<Event.Kind> kinds, final int capacity) {
        return conductor.watch(kinds, capacity);
    }

    @Override
    public SnapshotPage snapshot(final Event.Kind kind, final LabelPosition from, final int limit) {
        return conductor.snapshot(kind, from, limit);
    }

    @Override
    public void clearCounters(final CounterScope which) {
        switch (which) {
            case CounterScope.All all -> conductor.clearCounters();
            case CounterScope.Label(final String labelSpace, final int label) -> conductor.clearLabelCounters(labelSpace, label);
            case CounterScope.NextHop(final int index) -> conductor.clearNextHopCounters(index);
            case CounterScope.Port(final String name) -> conductor.clearPortCounters(name);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        running = false;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
        conductor.close();
    }
}
