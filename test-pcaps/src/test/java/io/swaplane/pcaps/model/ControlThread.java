package io.swaplane.pcaps.model;

import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Producers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** The control thread of a router under test: carries commands out, and answers what is asked of the conductor in between. */
final class ControlThread implements AutoCloseable {
    private final Conductor conductor;
    private final CommandReader reader;
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> questions = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean running = true;

    ControlThread(final Conductor conductor, final Producers producers) {
        this.conductor = conductor;
        reader = new CommandReader(producers, conductor, errors::add);
        thread = Thread.ofPlatform().daemon().name("control").start(this::run);
    }

    private void run() {
        while (running) {
            final Runnable question = questions.poll();
            if (question != null) {
                question.run();
            } else if (reader.doWork(System.nanoTime()) + conductor.doWork() == 0) {
                Thread.yield();
            }
        }
    }

    /** What the conductor says. */
    <T> T ask(final Function<Conductor, T> question) throws Exception {
        final FutureTask<T> task = new FutureTask<>(() -> question.apply(conductor));
        questions.add(task);
        return task.get();
    }

    /** What became of all commands. */
    CommandStatistics statistics() {
        return reader.statistics();
    }

    /** What it failed on. */
    List<Throwable> errors() {
        return errors;
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
