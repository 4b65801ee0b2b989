package io.swaplane.io.pcap;

import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PuntSink;
import io.swaplane.table.PuntReason;

/**
 * Writes punted frames into a capture file with the time in their chunk's note (see {@link CapturePort}), or discards them, and frees
 * them. It always has room. Owning worker's thread only; the writer stays the caller's.
 */
public final class PcapPuntSink implements PuntSink {
    private final FrameRecorder punted;

    /**
     * Makes a sink.
     *
     * @param store the worker's frame memory.
     * @param writer where punted frames go; null to discard them.
     */
    public PcapPuntSink(final FrameStore store, final PcapWriter writer) {
        punted = new FrameRecorder(store, writer);
    }

    /** Where punted frames go from now on; null to discard them. */
    public void setWriter(final PcapWriter writer) {
        punted.setWriter(writer);
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.io.UncheckedIOException when the capture file cannot be written; the frame has been freed.
     */
    @Override
    public boolean punt(final long frame, final int ingressPort, final PuntReason reason, final int about) {
        punted.take(frame);
        return true;
    }
}
