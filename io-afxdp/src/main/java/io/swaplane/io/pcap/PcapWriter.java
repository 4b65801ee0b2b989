package io.swaplane.io.pcap;

import io.swaplane.memory.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a classic capture file of Ethernet frames: nanosecond timestamps, little-endian, no FCS.
 *
 * <p>It is written beside its place as {@code NAME.part} and takes its name in {@link #close}, so that a file of that name is always
 * whole; after a failed write it never does, and what was written is deleted. One thread at a time.
 */
public final class PcapWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 19;

    static {
        assert ClassicPcapLayout.PACKET_HEADER_BYTES + PcapPacket.MAX_BYTES <= BUFFER_BYTES;
    }

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long packets;
    private boolean failed;
    private boolean open = true;

    /** Begins a file; one that stands there now is replaced in {@link #close}. */
    public PcapWriter(final Path file) throws IOException {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        buffer.putInt(ClassicPcapLayout.NANOSECONDS_MAGIC).putShort(ClassicPcapLayout.MAJOR).putShort(ClassicPcapLayout.MINOR)
            .putLong(0).putInt(PcapPacket.MAX_BYTES).putInt(LinkType.ETHERNET);
    }

    /**
     * Writes a whole frame from off-heap memory.
     *
     * @param timestamp nanoseconds since the epoch, 0 to {@link PcapPacket#MAX_TIMESTAMP}.
     * @param address its first byte.
     * @param length its length, at most {@link PcapPacket#MAX_BYTES}.
     */
    public void write(final long timestamp, final long address, final int length) throws IOException {
        begin(timestamp, length, length);
        Memory.copyOut(address, buffer.array(), buffer.position(), length);
        buffer.position(buffer.position() + length);
    }

    /** Writes a whole frame. */
    public void write(final long timestamp, final byte[] frame) throws IOException {
        write(new PcapPacket(timestamp, frame.length, frame));
    }

    /** Writes a packet, which may be snapped. */
    public void write(final PcapPacket packet) throws IOException {
        begin(packet.timestamp(), packet.data().length, packet.originalLength());
        buffer.put(packet.data());
    }

    private void begin(final long timestamp, final int length, final int originalLength) throws IOException {
        if (!open) {
            throw new IllegalStateException("the capture file " + file + " is closed");
        }
        if (timestamp < 0 || timestamp > PcapPacket.MAX_TIMESTAMP) {
            throw new IllegalArgumentException("timestamp " + timestamp + " ns is not between 1970 and 2106");
        }
        if (length < 0 || length > PcapPacket.MAX_BYTES || length > originalLength) {
            throw new IllegalArgumentException(length + " bytes of a frame of " + originalLength + ": at most " + PcapPacket.MAX_BYTES
                + " can be written");
        }
        if (buffer.remaining() < ClassicPcapLayout.PACKET_HEADER_BYTES + length) {
            drain();
        }
        buffer.putInt((int) (timestamp / PcapPacket.SECOND)).putInt((int) (timestamp % PcapPacket.SECOND)).putInt(length)
            .putInt(originalLength);
        packets++;
    }

    private void drain() throws IOException {
        buffer.flip();
        failed = true;
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        failed = false;
        buffer.clear();
    }

    /** How many packets were written. */
    public long packets() {
        return packets;
    }

    /** Closes without a result: what was written is deleted. No error after {@link #close}. */
    public void abort() throws IOException {
        failed = true;
        close();
    }

    /** Writes what waits and gives the file its name; closing twice is no error. */
    @Override
    public void close() throws IOException {
        if (!open) {
            return;
        }
        open = false;
        try (channel) {
            if (!failed) {
                drain();
            }
        } catch (final IOException e) {
            failed = true;
            throw e;
        } finally {
            if (failed) {
                Files.deleteIfExists(part);
            }
        }
        if (!failed) {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
