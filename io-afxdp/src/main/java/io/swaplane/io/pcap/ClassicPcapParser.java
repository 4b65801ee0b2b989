package io.swaplane.io.pcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads classic capture files (see {@link ClassicPcapLayout}). */
final class ClassicPcapParser implements PacketParser {
    private static final int ETHERNET_FCS_BYTES = 4;

    private final CaptureInput input;
    private final int fractionsPerSecond;
    private final int fcsBytes;

    ClassicPcapParser(final CaptureInput input, final ByteOrder order, final boolean nanoseconds) throws IOException {
        this.input = input;
        this.fractionsPerSecond = nanoseconds ? 1_000_000_000 : 1_000_000;
        input.order(order);
        final ByteBuffer header = input.fields(ClassicPcapLayout.FILE_HEADER_BYTES, "the file header");
        final int major = Short.toUnsignedInt(header.getShort(4));
        final int minor = Short.toUnsignedInt(header.getShort(6));
        if (major != ClassicPcapLayout.MAJOR || minor != ClassicPcapLayout.MINOR) {
            throw input.failure("pcap version " + major + "." + minor + " instead of 2.4");
        }
        final int linkField = header.getInt(20);
        if (ClassicPcapLayout.reservedBitsSet(linkField)) {
            throw input.failure("reserved bits are set in the link type field 0x%08x".formatted(linkField));
        }
        if (ClassicPcapLayout.linkType(linkField) != LinkType.ETHERNET) {
            throw input.failure(LinkType.refusal(ClassicPcapLayout.linkType(linkField)));
        }
        fcsBytes = fcsBytes(ClassicPcapLayout.fcsLength(linkField));
    }

    /** The field counts 16-bit words, but some writers have put bytes there: 2 and 4 both mean the one FCS that Ethernet has. */
    private int fcsBytes(final int field) throws PcapFormatException {
        return switch (field) {
            case 0 -> 0;
            case 2, 4 -> ETHERNET_FCS_BYTES;
            default -> throw input.failure("a frame check sequence of " + field + " 16-bit words: Ethernet's has 2");
        };
    }

    @Override
    public PcapPacket next() throws IOException {
        if (input.atEnd()) {
            return null;
        }
        input.beginPacket();
        final ByteBuffer header = input.fields(ClassicPcapLayout.PACKET_HEADER_BYTES, "the packet header");
        final long seconds = Integer.toUnsignedLong(header.getInt(0));
        final long fraction = Integer.toUnsignedLong(header.getInt(4));
        if (fraction >= fractionsPerSecond) {
            throw input.failure("the fraction of its second is " + fraction + " of " + fractionsPerSecond);
        }
        final long captured = Integer.toUnsignedLong(header.getInt(8));
        final long original = Integer.toUnsignedLong(header.getInt(12));
        final int length = PacketLengths.check(input, captured, original);
        final byte[] data = input.bytes(length, "the packet");
        final long nanoseconds = fraction * (PcapPacket.SECOND / fractionsPerSecond);
        return new PcapPacket(seconds * PcapPacket.SECOND + nanoseconds, (int) original, data).withoutFcs(fcsBytes);
    }
}
