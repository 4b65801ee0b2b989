package io.swaplane.router.run;

import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.Job;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.io.netlink.NeighbourResolver;
import io.swaplane.router.serve.ControlTasks;
import io.swaplane.router.serve.FirstTimes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control thread: takes producers' commands, follows the kernel's network, resolves neighbours, watches for losses, and is the only
 * one that touches the {@link Conductor}. Others hand it what they want done or know.
 */
final class ControlLoop implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
    private static final int SLEEP_MILLIS = 100;
    private static final int TASKS_A_CYCLE = 64;
    private static final long ANSWER_MILLIS = 10_000;

    private final Conductor conductor;
    private final CommandReader commands;
    private final KernelNetwork network;
    private final Neighbourhood neighbourhood;
    private final NeighbourResolver resolver;
    private final LossWatch losses;
    private final IpWatch ip;
    private final PollSet sleeper;
    private final FirstTimes troubles = new FirstTimes();
    private final ControlTasks tasks;
    private volatile boolean running = true;

    ControlLoop(final Conductor conductor, final CommandReader commands, final KernelNetwork network, final Neighbourhood neighbourhood,
                final NeighbourResolver resolver, final LossWatch losses, final IpWatch ip) {
        this.conductor = conductor;
        this.commands = commands;
        this.network = network;
        this.neighbourhood = neighbourhood;
        this.resolver = resolver;
        this.losses = losses;
        this.ip = ip;
        this.sleeper = new PollSet(network.fd());
        this.tasks = new ControlTasks(sleeper::wake, ANSWER_MILLIS);
    }

    @Override
    public void run() {
        while (running) {
            if (doWork() == 0) {
                sleep();
            }
        }
    }

    /** Until there is work: a command, a change in the kernel's network, a task; timers are looked at now and then. */
    private void sleep() {
        if (commands.beforeSleep()) {
            sleeper.sleep(SLEEP_MILLIS);
        } else {
            Thread.onSpinWait();
        }
        commands.afterSleep();
    }

    private int doWork() {
        final long now = System.nanoTime();
        final int work = conductor.doWork() + commands.doWork(now) + neighbourhood.doWork() + resolver.doWork(now) + follow()
            + ip.doWork(now);
        watchMemory();
        losses.doWork(now);
        return work + tasks.doWork(TASKS_A_CYCLE);
    }

    private void watchMemory() {
        if (conductor.memoryShortages() > 0 && troubles.isFirst("memory")) {
            LOG.error("there is not enough memory for the records of all next hops: {} of them are unresolved until some is free again",
                conductor.nextHopsWithoutMemory());
        }
    }

    /** Tries again in the next cycle what failed in this one; of its troubles each is logged once. */
    private int follow() {
        final long overruns = network.overruns();
        int work = 0;
        try {
            work = network.doWork();
        } catch (final KernelException e) {
            if (troubles.isFirst(e.getMessage())) {
                LOG.error("the kernel's network cannot be followed: {}", e.getMessage());
            }
        }
        if (network.overruns() > overruns && troubles.isFirst("overrun")) {
            LOG.warn("events of the kernel's network were lost: its tables are read again ('swaplane show host' counts on)");
        }
        return work;
    }

    /** What other threads want the control thread to do. */
    ControlTasks tasks() {
        return tasks;
    }

    /** Has the control thread do something, without waiting for it; any thread. */
    void tell(final Runnable task) {
        tasks.tell(task);
    }

    /** Has the control thread do a job between its other work, in the place of producers' commands; any thread. */
    void start(final Job job) {
        tasks.tell(() -> commands.start(job));
    }

    /** There is a command. Any thread. */
    void wake() {
        sleeper.wake();
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
