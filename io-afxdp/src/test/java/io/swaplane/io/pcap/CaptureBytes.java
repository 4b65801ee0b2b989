package io.swaplane.io.pcap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds capture files field by field, right or wrong. */
final class CaptureBytes {
    static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
    static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteOrder order;

    private CaptureBytes(final ByteOrder order) {
        this.order = order;
    }

    static CaptureBytes empty(final ByteOrder order) {
        return new CaptureBytes(order);
    }

    /** A classic file's header. */
    static CaptureBytes classic(final ByteOrder order, final int magic, final int linkField) {
        return empty(order).u32(magic).u16(2).u16(4).u32(0).u32(0).u32(65535).u32(linkField);
    }

    /** A pcapng file's first section header. */
    static CaptureBytes pcapng(final ByteOrder order) {
        return empty(order).section(order);
    }

    CaptureBytes u8(final int value) {
        out.write(value);
        return this;
    }

    CaptureBytes u16(final int value) {
        return raw(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    CaptureBytes u32(final long value) {
        return raw(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
    }

    CaptureBytes u64(final long value) {
        return raw(ByteBuffer.allocate(8).order(order).putLong(value).array());
    }

    CaptureBytes raw(final byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    CaptureBytes raw(final CaptureBytes other) {
        return raw(other.bytes());
    }

    /** A classic packet, of which {@code original} bytes were on the wire. */
    CaptureBytes packet(final long seconds, final long fraction, final byte[] data, final int original) {
        return u32(seconds).u32(fraction).u32(data.length).u32(original).raw(data);
    }

    /** A new pcapng section; its byte order holds from here on. */
    CaptureBytes section(final ByteOrder newOrder) {
        order = newOrder;
        return block(0x0A0D0D0A, body().u32(0x1A2B3C4D).u16(1).u16(0).u64(-1));
    }

    CaptureBytes interfaceBlock(final int linkType, final int snapLength, final CaptureBytes options) {
        return block(1, body().u16(linkType).u16(0).u32(snapLength).raw(options));
    }

    CaptureBytes enhanced(final int interfaceId, final long units, final byte[] data, final int original, final CaptureBytes options) {
        return block(6, body().u32(interfaceId).u32(units >>> 32).u32(units).u32(data.length).u32(original).raw(data).pad(data.length)
            .raw(options));
    }

    CaptureBytes enhanced(final int interfaceId, final long units, final byte[] data) {
        return enhanced(interfaceId, units, data, data.length, body());
    }

    CaptureBytes simple(final byte[] data, final int original) {
        return block(3, body().u32(original).raw(data).pad(data.length));
    }

    CaptureBytes option(final int code, final CaptureBytes value) {
        final int length = value.bytes().length;
        return u16(code).u16(length).raw(value).pad(length);
    }

    CaptureBytes block(final int type, final CaptureBytes body) {
        final int length = body.bytes().length + 12;
        return u32(type).u32(length).raw(body).u32(length);
    }

    /** Empty, in the byte order of this one. */
    CaptureBytes body() {
        return empty(order);
    }

    CaptureBytes pad(final int length) {
        return raw(new byte[-length & 3]);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    Path writeTo(final Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** {@code length} bytes that tell frames apart. */
    static byte[] frame(final int length, final int variant) {
        final byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = (byte) (variant * 31 + i);
        }
        return frame;
    }
}
