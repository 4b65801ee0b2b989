package io.swaplane.io.pcap;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * A capture in off-heap memory, ordered by time (packets of the same time in file order), for replay.
 *
 * <p>Immutable once loaded; any thread may read it until it is closed.
 */
public final class Capture implements AutoCloseable {
    private static final long SLAB_BYTES = 16L << 20;
    /** Frames start at cache lines, as they do in the memory that a port receives into. */
    private static final int ALIGNMENT = 64;

    private final List<MappedRegion> slabs = new ArrayList<>();
    private long slabUsed = SLAB_BYTES;
    private long[] frames = new long[64];
    private long[] timestamps = new long[64];
    private final BitSet snapped = new BitSet();
    private int size;
    private int longest;

    private Capture() {
    }

    /**
     * Loads a file.
     *
     * @throws PcapFormatException when it is damaged, is no Ethernet capture, or holds a frame of more than 65535 bytes.
     * @throws IOException when it cannot be read.
     */
    public static Capture load(final Path file) throws IOException {
        final Capture capture = new Capture();
        try (PcapReader reader = new PcapReader(file)) {
            for (PcapPacket packet = reader.next(); packet != null; packet = reader.next()) {
                if (packet.data().length > FrameRef.MAX_LENGTH) {
                    throw new PcapFormatException(file, "packet " + (capture.size + 1),
                        "a frame of " + packet.data().length + " bytes: at most " + FrameRef.MAX_LENGTH + " can be replayed");
                }
                capture.add(packet);
            }
        } catch (final IOException e) {
            capture.close();
            throw e;
        }
        capture.sort();
        return capture;
    }

    /** A capture of packets that are at hand; none longer than 65535 bytes. */
    public static Capture of(final List<PcapPacket> packets) {
        for (final PcapPacket packet : packets) {
            if (packet.data().length > FrameRef.MAX_LENGTH) {
                throw new IllegalArgumentException("a frame of " + packet.data().length + " bytes: at most " + FrameRef.MAX_LENGTH
                    + " can be replayed");
            }
        }
        final Capture capture = new Capture();
        packets.forEach(capture::add);
        capture.sort();
        return capture;
    }

    private void add(final PcapPacket packet) {
        if (size == frames.length) {
            frames = Arrays.copyOf(frames, 2 * size);
            timestamps = Arrays.copyOf(timestamps, 2 * size);
        }
        final int length = packet.data().length;
        final long address = place(length);
        Memory.copyIn(packet.data(), 0, address, length);
        frames[size] = FrameRef.of(address, length);
        timestamps[size] = packet.timestamp();
        snapped.set(size, packet.snapped());
        longest = Math.max(longest, length);
        size++;
    }

    private long place(final int length) {
        final int bytes = Math.max(ALIGNMENT, length + ALIGNMENT - 1 & -ALIGNMENT);
        if (slabUsed + bytes > SLAB_BYTES) {
            slabs.add(MappedRegion.reserve(SLAB_BYTES));
            slabUsed = 0;
        }
        final long address = slabs.getLast().address() + slabUsed;
        slabUsed += bytes;
        return address;
    }

    /** Several interfaces in one file may have been written slightly out of order. */
    private void sort() {
        boolean ordered = true;
        for (int i = 1; ordered && i < size; i++) {
            ordered = timestamps[i - 1] <= timestamps[i];
        }
        if (ordered) {
            return;
        }
        final Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> timestamps[i])); // stable
        final long[] oldFrames = frames.clone();
        final long[] oldTimestamps = timestamps.clone();
        final BitSet oldSnapped = (BitSet) snapped.clone();
        for (int i = 0; i < size; i++) {
            frames[i] = oldFrames[order[i]];
            timestamps[i] = oldTimestamps[order[i]];
            snapped.set(i, oldSnapped.get(order[i]));
        }
    }

    /** How many packets. */
    public int size() {
        return size;
    }

    /** What was captured of a packet, as a {@link FrameRef}; the memory stays this capture's and must not be written. */
    public long frame(final int index) {
        return frames[index];
    }

    /** When a packet was captured: nanoseconds since the epoch. */
    public long timestamp(final int index) {
        return timestamps[index];
    }

    /** True when only the frame's beginning was captured. */
    public boolean isSnapped(final int index) {
        return snapped.get(index);
    }

    /** Most captured bytes of any packet; frame memory must take as many. */
    public int longestFrame() {
        return longest;
    }

    /** Index of the first packet from {@code from} on that is not snapped (or is); {@link #size} when there is none. */
    int nextWhere(final boolean isSnapped, final int from) {
        final int next = isSnapped ? snapped.nextSetBit(from) : snapped.nextClearBit(from);
        return next < 0 ? size : Math.min(next, size);
    }

    @Override
    public void close() {
        slabs.forEach(MappedRegion::close);
        slabs.clear();
    }
}
