package io.swaplane.io.pcap;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.memory.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The end of a replayed frame: it goes into a capture file, with the time that stands in its note, or nowhere, and is freed. */
final class FrameRecorder {
    private final FrameStore store;
    private PcapWriter writer;

    FrameRecorder(final FrameStore store, final PcapWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    void setWriter(final PcapWriter writer) {
        this.writer = writer;
    }

    void take(final long frame) {
        final long address = FrameRef.address(frame);
        try {
            if (writer != null) {
                writer.write(Memory.getLong(store.note(address)), address, FrameRef.length(frame));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            store.free(address);
        }
    }
}
