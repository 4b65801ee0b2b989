package io.swaplane.io.xdp;

import io.swaplane.fastpath.FrameStore;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A frame store as the kernel sees it: the memory registered with each AF_XDP socket of its worker.
 *
 * <p>Every socket registers the whole store as a UMEM of its own, so that a frame received on one port is sent on another without a
 * copy and each port keeps its own mode. (One UMEM shared by all sockets would force the first socket's mode on the others.) The kernel's
 * addresses are offsets from the store's first chunk. A frame is received {@value FrameStore#HEADROOM} bytes into its chunk, which is the
 * kernel's own headroom for XDP.
 *
 * <p>The kernel's chunks are at most a page. A store with larger chunks, for jumbo frames, is registered in pages: a long frame then
 * arrives in the first pages of several chunks and is put together in the first of them, and it is sent page by page from where it is.
 */
final class Umem {
    /** The kernel's largest chunk. */
    static final int PAGE = 4096;

    private final FrameStore store;
    private final int kernelChunk;

    Umem(final FrameStore store) {
        if (FrameStore.HEADROOM != KernelAbi.Xdp.PACKET_HEADROOM) {
            throw new IllegalStateException("frames start " + FrameStore.HEADROOM + " bytes into a chunk, the kernel's "
                + KernelAbi.Xdp.PACKET_HEADROOM);
        }
        this.store = store;
        this.kernelChunk = Math.min(store.chunkSize(), PAGE);
    }

    FrameStore store() {
        return store;
    }

    /** Bytes of what the kernel takes for a chunk. */
    int kernelChunk() {
        return kernelChunk;
    }

    /** True when frames can span several descriptors. */
    boolean isMultiBuffer() {
        return store.chunkSize() > PAGE;
    }

    /** Registers the memory with a socket; the kernel pins it. */
    void register(final int socket, final String subject) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment registration = arena.allocate(KernelAbi.Xdp.UMEM_REG_SIZE, Long.BYTES);
            registration.set(ValueLayout.JAVA_LONG, KernelAbi.Xdp.UMEM_REG_ADDRESS, store.baseAddress());
            registration.set(ValueLayout.JAVA_LONG, KernelAbi.Xdp.UMEM_REG_LENGTH, store.sizeBytes());
            registration.set(ValueLayout.JAVA_INT, KernelAbi.Xdp.UMEM_REG_CHUNK_SIZE, kernelChunk);
            final int result = LibC.setsockopt(socket, KernelAbi.SOL_XDP, KernelAbi.Xdp.UMEM_REG, registration.address(),
                KernelAbi.Xdp.UMEM_REG_SIZE);
            if (result < 0) {
                throw new KernelException("setsockopt(XDP_UMEM_REG)", subject, result, "The frame memory has " + store.sizeBytes()
                    + " bytes: without CAP_IPC_LOCK it must fit into RLIMIT_MEMLOCK (LimitMEMLOCK= in systemd)");
            }
        }
    }

    /**
     * How many bytes of the memory lie on huge pages at this moment. Reads the process's memory map, which is slow.
     *
     * @throws IOException when {@code /proc/self/smaps} can't be read.
     */
    long hugePageBytes() throws IOException {
        long huge = 0;
        boolean inside = false;
        for (final String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            final int dash = line.indexOf('-');
            if (dash > 0 && line.indexOf(' ') > dash && line.charAt(dash + 1) != ' ' && !line.contains(": ")) {
                inside = overlaps(line, dash);
            } else if (inside && line.startsWith("AnonHugePages:")) {
                huge += Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return Math.min(huge, store.sizeBytes());
    }

    private boolean overlaps(final String line, final int dash) {
        final long start = Long.parseUnsignedLong(line, 0, dash, 16);
        final long end = Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), 16);
        return start < store.baseAddress() + store.sizeBytes() && end > store.baseAddress();
    }
}
