package io.swaplane.control.command;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The ring, outside the heap, through which all producers' commands go to the conductor. A record's type is the number of the
 * session that sent it; its content is an SBE message of {@code commands.xml}.
 */
public final class CommandRing {
    /** Octets of an ordinary ring: about 350,000 of the smallest label commands. */
    public static final int DEFAULT_CAPACITY = 16 << 20;

    private static final int LEAST_CAPACITY = 1024;

    private final ManyToOneRingBuffer buffer;

    /** An ordinary ring. */
    public CommandRing() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * A ring of this many octets; a command can be an eighth of it.
     *
     * @param capacity a power of two, 1,024 or more.
     */
    public CommandRing(final int capacity) {
        if (!BitUtil.isPowerOfTwo(capacity) || capacity < LEAST_CAPACITY) {
            throw new IllegalArgumentException("a command ring of " + capacity + " octets: must be a power of two from " + LEAST_CAPACITY);
        }
        buffer = new ManyToOneRingBuffer(new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(capacity + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    }

    /** Octets that it holds at most. */
    public int capacity() {
        return buffer.capacity();
    }

    /** Octets that wait in it. Any thread. */
    public int occupied() {
        return buffer.size();
    }

    ManyToOneRingBuffer buffer() {
        return buffer;
    }
}
