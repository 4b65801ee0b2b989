package io.swaplane.benchmarks;

import io.swaplane.fastpath.PacketPort;

/**
 * A wire in memory that leads back to its beginning: what one pass transmits is what the next pass receives. Takes every frame and
 * copies references only.
 */
public final class LoopPort implements PacketPort {
    private long[] arriving;
    private long[] sent;
    private int arrivingCount;
    private int received;
    private int sentCount;

    /** A wire that holds up to {@code capacity} frames. */
    public LoopPort(final int capacity) {
        arriving = new long[capacity];
        sent = new long[capacity];
    }

    /** Empties the wire and puts these frames on it. */
    public void load(final long[] frames) {
        System.arraycopy(frames, 0, arriving, 0, frames.length);
        arrivingCount = frames.length;
        received = 0;
        sentCount = 0;
    }

    /** Begins the next pass: what was transmitted arrives. Returns how many frames that is. */
    public int turn() {
        final long[] swapped = arriving;
        arriving = sent;
        sent = swapped;
        arrivingCount = sentCount;
        received = 0;
        sentCount = 0;
        return arrivingCount;
    }

    /** The {@code index}-th frame that arrives in this pass. */
    public long arriving(final int index) {
        return arriving[index];
    }

    @Override
    public int receive(final long[] frames, final int max) {
        final int count = Math.min(max, arrivingCount - received);
        System.arraycopy(arriving, received, frames, 0, count);
        received += count;
        return count;
    }

    @Override
    public int transmit(final long[] frames, final int count) {
        System.arraycopy(frames, 0, sent, sentCount, count);
        sentCount += count;
        return count;
    }

    @Override
    public void flush() {
        // What is transmitted is on the wire at once.
    }

    @Override
    public void close() {
        // Holds no resources: the frames are the store's.
    }
}
