package io.swaplane.router.run;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.LibC;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;

/**
 * Descriptors that a thread sleeps on in {@code poll}, and one more by which any thread wakes it. The owner's thread only, except
 * {@link #wake}. Whoever closes it sees to it that the owner no longer sleeps.
 *
 * <p>Layout of an element ({@code struct pollfd}): descriptor, 4 bytes; events asked for, 2; events seen, 2.
 */
final class PollSet implements AutoCloseable {
    private static final int ELEMENT = 8;
    private static final int EVENTS = 4;
    private static final int SEEN = 6;
    /** A descriptor that {@code poll} passes over. */
    private static final int NONE = -1;
    private static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;

    private final MappedRegion region;
    private final int count;
    private final int wakeFd;
    private boolean open = true;

    PollSet(final int... descriptors) {
        count = descriptors.length + 1;
        region = MappedRegion.reserve((long) count * ELEMENT + 2 * Long.BYTES);
        Memory.putLong(one(), 1);
        wakeFd = LibC.eventfd(0, EFD_NONBLOCK_CLOEXEC);
        if (wakeFd < 0) {
            region.close();
            throw new IllegalStateException("no eventfd: errno " + -wakeFd);
        }
        put(0, wakeFd);
        for (int i = 0; i < descriptors.length; i++) {
            put(i + 1, descriptors[i]);
        }
    }

    private void put(final int index, final int fd) {
        Memory.putInt(element(index), fd);
        Memory.putShort(element(index) + EVENTS, (short) KernelAbi.POLLIN);
    }

    private long element(final int index) {
        return region.address() + (long) index * ELEMENT;
    }

    /** Sleeps until a descriptor is readable or in error, {@link #wake} is called, or the time is over. */
    void sleep(final int millis) {
        if (LibC.poll(region.address(), count, millis) > 0 && Memory.getShort(element(0) + SEEN) != 0) {
            LibC.read(wakeFd, scratch(), Long.BYTES);
        }
    }

    /** Whether the last sleep saw an error on a descriptor, by its position. */
    boolean hasError(final int index) {
        return (Memory.getShort(element(index + 1) + SEEN) & (KernelAbi.POLLERR | KernelAbi.POLLHUP)) != 0;
    }

    /** Never looks at a descriptor again, by its position. */
    void ignore(final int index) {
        Memory.putInt(element(index + 1), NONE);
        Memory.putShort(element(index + 1) + SEEN, (short) 0);
    }

    /** Ends a sleep, the running one or the next; nothing once it is closed. Any thread. */
    synchronized void wake() {
        if (open) {
            LibC.write(wakeFd, one(), Long.BYTES);
        }
    }

    private long scratch() {
        return element(count);
    }

    /** What {@link #wake} writes; it does not change. */
    private long one() {
        return element(count) + Long.BYTES;
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            LibC.close(wakeFd);
            region.close();
        }
    }
}
