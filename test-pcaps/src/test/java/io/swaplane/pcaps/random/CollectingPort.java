package io.swaplane.pcaps.random;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.Memory;
import io.swaplane.pcaps.reference.Verdict;

/** A port that keeps a copy of each frame under the number in its chunk's note, as long as it has room. */
final class CollectingPort implements PacketPort {
    private final int number;
    private final FrameStore store;
    private final Verdict[] verdicts;
    private int room;

    CollectingPort(final int number, final FrameStore store, final Verdict[] verdicts) {
        this.number = number;
        this.store = store;
        this.verdicts = verdicts;
    }

    /** Takes so many frames from now on. */
    void room(final int frames) {
        room = frames;
    }

    @Override
    public int receive(final long[] frames, final int max) {
        return 0;
    }

    @Override
    public int transmit(final long[] frames, final int count) {
        final int taken = Math.min(count, room);
        for (int i = 0; i < taken; i++) {
            verdicts[Collected.number(store, frames[i])] = new Verdict.Sent(number, Collected.bytes(frames[i]));
            store.free(FrameRef.address(frames[i]));
        }
        room -= taken;
        return taken;
    }

    @Override
    public void flush() {
        // Frames are kept at once.
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** Reading a frame back. */
    static final class Collected {
        private Collected() {
        }

        static int number(final FrameStore store, final long frame) {
            return (int) Memory.getLong(store.note(FrameRef.address(frame)));
        }

        static byte[] bytes(final long frame) {
            final byte[] bytes = new byte[FrameRef.length(frame)];
            Memory.copyOut(FrameRef.address(frame), bytes, 0, bytes.length);
            return bytes;
        }
    }
}
