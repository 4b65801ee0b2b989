package io.swaplane.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * A region of memory from {@code mmap}. A reserved one is anonymous: zero when first read, and backed by a page only once touched, so
 * that a table for a million labels costs nothing until labels exist. An adopted one was mapped by the caller, from a device or socket.
 *
 * <p>A reserved region is page-aligned and asks the kernel for huge pages ({@code madvise}); being refused them is not an error.
 * {@link #close()} unmaps it; using an address of it afterwards is a caller's error, which checked memory reports.
 */
public final class MappedRegion implements AutoCloseable {
    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final long HUGE_PAGE = 2L << 20;

    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle MMAP;
    private static final MethodHandle MUNMAP;
    private static final MethodHandle MADVISE;

    static {
        MMAP = downcall("mmap", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        MUNMAP = downcall("munmap", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        MADVISE = downcall("madvise", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT));
    }

    private final long address;
    private final long size;
    private final Arena arena;
    private final MemorySegment segment;
    private boolean open = true;

    private MappedRegion(final long address, final long size) {
        this.address = address;
        this.size = size;
        this.arena = Memory.CHECKED ? Arena.ofShared() : null;
        this.segment = Memory.CHECKED ? segmentOf(address, size, arena) : null;
        if (Memory.CHECKED) {
            CheckedMemory.register(segment);
        }
    }

    /**
     * Reserves a region.
     *
     * @param bytes its size, rounded up to whole pages; must be positive.
     * @throws OutOfMemoryError when the kernel refuses, with its errno.
     */
    public static MappedRegion reserve(final long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a region needs a positive size, not " + bytes);
        }
        final long size = (bytes + 4095) & -4096L;
        // Huge pages need 2 MiB alignment: map more than asked, give back what lies outside.
        final long slack = size >= HUGE_PAGE ? HUGE_PAGE : 0;
        final long mapped = mmap(size + slack);
        final long start = slack == 0 ? mapped : (mapped + HUGE_PAGE - 1) & -HUGE_PAGE;
        if (start > mapped) {
            munmap(mapped, start - mapped);
        }
        if (mapped + size + slack > start + size) {
            munmap(start + size, mapped + slack - start);
        }
        if (slack != 0) {
            // A kernel without huge pages answers EINVAL; the region then has small pages and works the same.
            madvise(start, size, MADV_HUGEPAGE);
        }
        return new MappedRegion(start, size);
    }

    /**
     * Takes over a mapping that the caller made, such as a ring shared with the kernel: from now on this region unmaps it.
     *
     * @param address where it starts, page-aligned.
     * @param bytes its length as mapped; rounded up to whole pages, as the kernel did.
     */
    public static MappedRegion adopt(final long address, final long bytes) {
        if (bytes <= 0 || (address & 4095) != 0) {
            throw new IllegalArgumentException("not a mapping: " + bytes + " bytes at 0x" + Long.toHexString(address));
        }
        return new MappedRegion(address, (bytes + 4095) & -4096L);
    }

    /** The first byte's address. */
    public long address() {
        return address;
    }

    /** The size in bytes, a multiple of the page size. */
    public long size() {
        return size;
    }

    /**
     * Gives pages of a reserved region back to the kernel; they are zero when read again.
     *
     * @param offset where they start, page-aligned.
     */
    public void discard(final long offset, final long bytes) {
        if ((offset & 4095) != 0 || offset < 0 || bytes < 0 || offset + bytes > size) {
            throw new IllegalArgumentException(bytes + " bytes from " + offset + " on are no pages of " + size + " bytes");
        }
        final int result = madvise(address + offset, bytes, MADV_DONTNEED);
        if (result != 0) {
            throw new IllegalStateException("madvise of " + bytes + " bytes failed");
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            if (Memory.CHECKED) {
                CheckedMemory.unregister(segment);
                arena.close();
            }
            munmap(address, size);
        }
    }

    @SuppressWarnings("restricted") // bounds for memory that this class mapped itself
    private static MemorySegment segmentOf(final long address, final long size, final Arena arena) {
        return MemorySegment.ofAddress(address).reinterpret(size, arena, null);
    }

    @SuppressWarnings("restricted") // calling mmap and its kin is what this class is for
    private static MethodHandle downcall(final String name, final FunctionDescriptor descriptor) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    private static long mmap(final long bytes) {
        try (Arena call = Arena.ofConfined()) {
            final MemorySegment state = call.allocate(CAPTURE);
            final long result = (long) MMAP.invokeExact(state, 0L, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
            if (result == -1) {
                throw new OutOfMemoryError("mmap of " + bytes + " bytes failed, errno " + (int) ERRNO.get(state, 0L));
            }
            return result;
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Throwable e) { // a method handle declares Throwable
            throw rethrow(e);
        }
    }

    private static void munmap(final long start, final long bytes) {
        call(MUNMAP, "munmap", start, bytes);
    }

    private static void call(final MethodHandle handle, final String name, final long start, final long bytes) {
        try (Arena call = Arena.ofConfined()) {
            final MemorySegment state = call.allocate(CAPTURE);
            final int result = (int) handle.invokeExact(state, start, bytes);
            if (result != 0) {
                throw new IllegalStateException(name + " of " + bytes + " bytes failed, errno " + (int) ERRNO.get(state, 0L));
            }
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Throwable e) {
            throw rethrow(e);
        }
    }

    private static int madvise(final long start, final long bytes, final int advice) {
        try (Arena call = Arena.ofConfined()) {
            return (int) MADVISE.invokeExact(call.allocate(CAPTURE), start, bytes, advice);
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Throwable e) {
            throw rethrow(e);
        }
    }

    private static Error rethrow(final Throwable e) {
        return e instanceof Error error ? error : new AssertionError("a downcall threw a checked exception", e);
    }
}
