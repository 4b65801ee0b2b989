package io.swaplane.io.pcap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A capture file read from front to back, which knows where it is, so that every complaint names the place. Nothing is allocated
 * by a length from the file before it was checked.
 */
final class CaptureInput implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final ByteBuffer fields = ByteBuffer.allocate(32);
    private long offset;
    private long recordOffset;
    private long packet;
    private boolean inPacket;

    CaptureInput(final Path file) throws IOException {
        this.file = file;
        this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    }

    /** The byte order of the fields from now on. */
    void order(final ByteOrder order) {
        fields.order(order);
    }

    /** True when nothing is left; otherwise the next byte begins a record, to which {@link #failure} refers from now on. */
    boolean atEnd() throws IOException {
        recordOffset = offset;
        inPacket = false;
        in.mark(1);
        final boolean end = in.read() < 0;
        in.reset();
        return end;
    }

    /** The record that was begun is the next packet. */
    void beginPacket() {
        packet++;
        inPacket = true;
    }

    /** The next four bytes, big-endian, which stay unread. */
    int peekInt(final String what) throws IOException {
        in.mark(Integer.BYTES);
        final int got = in.readNBytes(fields.array(), 0, Integer.BYTES);
        in.reset();
        if (got < Integer.BYTES) {
            throw truncated(got, Integer.BYTES, what);
        }
        return ByteBuffer.wrap(fields.array()).getInt();
    }

    /** Fields of at most 32 bytes; the buffer holds them until the next call. */
    ByteBuffer fields(final int bytes, final String what) throws IOException {
        fields.clear();
        final int got = in.readNBytes(fields.array(), 0, bytes);
        if (got < bytes) {
            throw truncated(got, bytes, what);
        }
        offset += bytes;
        return fields;
    }

    /** Bytes of a length that was checked. */
    byte[] bytes(final int count, final String what) throws IOException {
        final byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw truncated(bytes.length, count, what);
        }
        offset += count;
        return bytes;
    }

    /** Passes over any number of bytes. */
    void skip(final long count, final String what) throws IOException {
        long left = count;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                if (in.read() < 0) {
                    throw truncated(count - left, count, what);
                }
                skipped = 1;
            }
            left -= skipped;
        }
        offset += count;
    }

    private PcapFormatException truncated(final long got, final long wanted, final String what) {
        return failure("the file ends after " + got + " of " + wanted + " bytes of " + what);
    }

    /** A complaint about the current record. */
    PcapFormatException failure(final String what) {
        return new PcapFormatException(file, (inPacket ? "packet " + packet + " at byte " : "byte ") + recordOffset, what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
