package io.swaplane.control.command;

import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The commands of an open bulk, as they were in the ring: chunks of the heap, each holding whole commands. Conductor only.
 *
 * <pre>
 *    0       4         4 + length   next multiple of 8
 * +--------+-----------+---------+
 * | length |  command  | padding |   again and again, in native byte order
 * +--------+-----------+---------+
 * </pre>
 *
 * <p>Chunks rather than one buffer that grows: growing would copy a hundred megabytes while the control thread has other work.
 */
final class BulkStage {
    private static final int CHUNK = 256 << 10;
    private static final int LENGTH = 4;

    /** Commands in a row. */
    private static final class Chunk {
        private final UnsafeBuffer memory;
        private int end;

        Chunk(final int capacity) {
            memory = new UnsafeBuffer(new byte[capacity]);
        }
    }

    /** What is done with a command. */
    @FunctionalInterface
    interface Visitor {
        /** Called with each command in the order in which they were added. */
        void onCommand(DirectBuffer buffer, int offset);
    }

    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private long octets;
    private int position;

    /** Octets that a command of this length takes. */
    static int sizeOf(final int length) {
        return BitUtil.align(LENGTH + length, Long.BYTES);
    }

    /** Octets in use, commands that were taken out again included. */
    long octets() {
        return octets;
    }

    void add(final DirectBuffer source, final int offset, final int length) {
        final int size = sizeOf(length);
        Chunk last = chunks.peekLast();
        if (last == null || last.memory.capacity() - last.end < size) {
            last = new Chunk(Math.max(CHUNK, size));
            chunks.addLast(last);
        }
        last.memory.putInt(last.end, length);
        last.memory.putBytes(last.end + LENGTH, source, offset, length);
        last.end += size;
        octets += size;
    }

    /** Takes the next commands out; returns how many there were, fewer than the limit when none is left. */
    int drain(final int limit, final Visitor visitor) {
        for (int done = 0; done < limit; done++) {
            final Chunk first = chunks.peekFirst();
            if (first == null) {
                return done;
            }
            final int at = position;
            position += sizeOf(first.memory.getInt(at));
            if (position == first.end) {
                chunks.removeFirst();
                position = 0;
            }
            visitor.onCommand(first.memory, at + LENGTH);
        }
        return limit;
    }
}
