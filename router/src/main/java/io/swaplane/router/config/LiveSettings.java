package io.swaplane.router.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code run} needs beside the router's intent.
 *
 * @param ports how each port of the intent is opened, in the intent's order.
 * @param workers how many packet workers.
 * @param idle what a worker does without work.
 * @param cpus CPU of each worker; empty when they are not pinned.
 * @param frames frames of memory per worker.
 * @param frameSize bytes of a frame's memory.
 * @param tap name of the TAP device to the host, or null for none.
 * @param socket where {@code show} asks.
 */
public record LiveSettings(List<Port> ports, int workers, Idle idle, List<Integer> cpus, int frames, int frameSize, String tap,
                           Path socket) {
    /** Copies the lists. */
    public LiveSettings {
        ports = List.copyOf(ports);
        cpus = List.copyOf(cpus);
    }

    /**
     * A port.
     *
     * @param name its name.
     * @param device its Linux network interface.
     * @param mode the mode that is asked for.
     * @param busyPollBudget frames for which a worker that finds nothing polls the interface; 0 leaves it to interrupts.
     */
    public record Port(String name, String device, PortMode mode, int busyPollBudget) { }

    /** What a worker does without work. */
    public enum Idle {
        /** Sleep in {@code poll}: next to no CPU. */
        BLOCK,
        /** Spin, then yield, then sleep for growing times. */
        BACKOFF,
        /** Spin: the shortest delay, a whole CPU. */
        SPIN
    }
}
