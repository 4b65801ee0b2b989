package io.swaplane.control.view;

/**
 * A packet worker.
 *
 * @param worker its number, which is also that of the queues that it serves.
 * @param cpu the CPU that it is pinned to, or null when it is not.
 * @param idle what it does without work: {@code block}, {@code backoff} or {@code spin}.
 * @param state {@code online} while it may use the tables, {@code offline} while it sleeps, {@code stopped} when its thread has ended.
 * @param cycles duty cycles since the start.
 * @param busyCycles those of them in which frames arrived.
 * @param packets frames that arrived in them.
 * @param stalls busy cycles that took longer than a millisecond and two microseconds a frame: the thread was not on its CPU, or a call
 *     into the kernel took long.
 * @param longestStallNanos the longest of these, in nanoseconds.
 */
public record WorkerView(int worker, Integer cpu, String idle, String state, long cycles, long busyCycles, long packets, long stalls,
                         long longestStallNanos) { }
