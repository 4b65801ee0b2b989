package io.swaplane.io.pcap;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.Memory;

/**
 * A port that replays a capture: what comes in is copied out of it, what is sent goes into a capture file, or nowhere while speed is
 * measured.
 *
 * <p>The replay releases packets with {@link #offer}, run by run of a {@link CaptureSchedule}; {@link #receive} then delivers them. A
 * frame's timestamp is in its chunk's note (8 bytes, nanoseconds) from reception to sending, so that it leaves with the time at which
 * it came. The capture and the writer stay the replay's, which closes them. Owning worker's thread only.
 */
public final class CapturePort implements PacketPort {
    private final FrameStore store;
    private final Capture capture;
    private final FrameRecorder sent;
    private int next;
    private int limit;

    /**
     * Makes a port that has nothing to deliver yet.
     *
     * @param store the worker's frame memory.
     * @param capture what comes in; an empty one when nothing does.
     * @param writer where sent frames go; null to discard them.
     * @throws IllegalArgumentException when the capture has longer frames than a chunk of the store takes.
     */
    public CapturePort(final FrameStore store, final Capture capture, final PcapWriter writer) {
        if (capture.longestFrame() > store.maxFrameLength()) {
            throw new IllegalArgumentException("the capture has a frame of " + capture.longestFrame() + " bytes, frame memory takes "
                + store.maxFrameLength());
        }
        this.store = store;
        this.capture = capture;
        this.sent = new FrameRecorder(store, writer);
    }

    /**
     * Releases packets of the capture to {@link #receive}. What an earlier offer released must all have been received.
     *
     * @param from the first packet's index.
     * @param to one more than the last one's; none of them may be snapped.
     */
    public void offer(final int from, final int to) {
        if (next != limit) {
            throw new IllegalStateException("packets " + next + " to " + (limit - 1) + " are still to be received");
        }
        if (from < 0 || from > to || to > capture.size()) {
            throw new IllegalArgumentException("packets " + from + " to " + to + " of " + capture.size());
        }
        if (capture.nextWhere(true, from) < to) {
            throw new IllegalArgumentException("packet " + capture.nextWhere(true, from) + " is snapped and cannot be forwarded");
        }
        next = from;
        limit = to;
    }

    /** How many offered packets are still to be received. */
    public int waiting() {
        return limit - next;
    }

    /** Where sent frames go from now on; null to discard them. */
    public void setWriter(final PcapWriter writer) {
        sent.setWriter(writer);
    }

    /** {@inheritDoc} When frame memory runs out the rest waits for a later call. */
    @Override
    public int receive(final long[] frames, final int max) {
        final int wanted = Math.min(max, limit - next);
        for (int i = 0; i < wanted; i++) {
            final long address = store.allocate();
            if (address == 0) {
                return i;
            }
            final long frame = capture.frame(next);
            Memory.copy(FrameRef.address(frame), address, FrameRef.length(frame));
            Memory.putLong(store.note(address), capture.timestamp(next));
            frames[i] = FrameRef.of(address, FrameRef.length(frame));
            next++;
        }
        return wanted;
    }

    /**
     * {@inheritDoc} All are taken and freed at once.
     *
     * @throws java.io.UncheckedIOException when the capture file cannot be written; the frame that failed has been freed, those behind
     *     it stay the caller's.
     */
    @Override
    public int transmit(final long[] frames, final int count) {
        for (int i = 0; i < count; i++) {
            sent.take(frames[i]);
        }
        return count;
    }

    /** Nothing waits in this port. */
    @Override
    public void flush() {
    }

    /** Nothing is this port's own. */
    @Override
    public void close() {
    }
}
