package io.swaplane.fastpath;

/**
 * One queue of a port, as the forwarder sees it: bursts of frames in, bursts of frames out. Called by the owning worker only.
 *
 * <p>Frames are {@link FrameRef}s into the worker's {@link FrameStore}. Receiving hands ownership to the caller; transmitting hands it to
 * the port for the frames that it accepts, which it frees to the same store once they have left.
 */
public interface PacketPort extends AutoCloseable {
    /**
     * Receives up to {@code max} frames into {@code frames[0…]}; returns how many. Each starts {@link FrameStore#HEADROOM} bytes into
     * its chunk. Returns 0 when nothing waits; never blocks.
     */
    int receive(long[] frames, int max);

    /**
     * Takes {@code frames[0…count)} for sending, in order; returns how many it accepted. The rest stay the caller's. Never blocks; what was
     * accepted may wait in the port until {@link #flush}.
     */
    int transmit(long[] frames, int count);

    /** Ends a duty cycle: pushes out what waits and gathers what has been sent. */
    void flush();

    /** Frames that the port itself dropped before the forwarder saw them, because no frame memory was free. */
    default long receiveDrops() {
        return 0;
    }

    @Override
    void close();
}
