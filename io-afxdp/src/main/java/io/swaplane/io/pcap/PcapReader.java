package io.swaplane.io.pcap;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a capture file packet by packet: classic pcap with microseconds or nanoseconds, and pcapng, in either byte order.
 *
 * <p>Only Ethernet captures are taken. A frame check sequence that the file announces is cut off. A file that is damaged, or ends in
 * the middle of a packet, gives a {@link PcapFormatException}; memory use is bounded whatever lengths the file claims. One thread at
 * a time.
 */
public final class PcapReader implements AutoCloseable {
    private static final int GZIP_MAGIC = 0x1F8B;

    private final CaptureInput input;
    private final PacketParser parser;

    /**
     * Opens a file and reads its magic number, and a classic file's header.
     *
     * @throws PcapFormatException when it is no Ethernet capture.
     * @throws IOException when it cannot be read.
     */
    public PcapReader(final Path file) throws IOException {
        input = new CaptureInput(file);
        try {
            parser = parser(input);
        } catch (final IOException e) {
            input.close();
            throw e;
        }
    }

    private static PacketParser parser(final CaptureInput input) throws IOException {
        if (input.atEnd()) {
            throw input.failure("the file is empty");
        }
        final int magic = input.peekInt("the magic number");
        return switch (magic) {
            case ClassicPcapLayout.MICROSECONDS_MAGIC -> new ClassicPcapParser(input, ByteOrder.BIG_ENDIAN, false);
            case ClassicPcapLayout.NANOSECONDS_MAGIC -> new ClassicPcapParser(input, ByteOrder.BIG_ENDIAN, true);
            case PcapngLayout.SECTION_HEADER -> new PcapngParser(input);
            default -> littleEndianParser(input, magic);
        };
    }

    private static PacketParser littleEndianParser(final CaptureInput input, final int magic) throws IOException {
        return switch (Integer.reverseBytes(magic)) {
            case ClassicPcapLayout.MICROSECONDS_MAGIC -> new ClassicPcapParser(input, ByteOrder.LITTLE_ENDIAN, false);
            case ClassicPcapLayout.NANOSECONDS_MAGIC -> new ClassicPcapParser(input, ByteOrder.LITTLE_ENDIAN, true);
            default -> throw input.failure(magic >>> 16 == GZIP_MAGIC ? "the file is compressed: run gunzip on it first"
                : "neither pcap nor pcapng: the magic number is 0x%08x".formatted(magic));
        };
    }

    /** The next packet, or null after the last. */
    public PcapPacket next() throws IOException {
        return parser.next();
    }

    /** All packets of a file, in file order. */
    public static List<PcapPacket> readAll(final Path file) throws IOException {
        final List<PcapPacket> packets = new ArrayList<>();
        try (PcapReader reader = new PcapReader(file)) {
            for (PcapPacket packet = reader.next(); packet != null; packet = reader.next()) {
                packets.add(packet);
            }
        }
        return packets;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
