package io.swaplane.io.pcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pcapng files (see {@link PcapngLayout}): sections, interfaces and the three kinds of packet blocks; every other block is passed
 * over.
 *
 * <p>A simple packet block has no time of its own: it gets that of the packet before it.
 */
final class PcapngParser implements PacketParser {
    private final CaptureInput input;
    private final List<Interface> interfaces = new ArrayList<>();
    private long previousTimestamp;
    private long blockLength;
    /** What is left of the current block, its closing length not counted. */
    private long bodyLeft;
    private int optionLength;

    private record Interface(long snapLength, TimestampScale scale, int fcsBytes) { }

    PcapngParser(final CaptureInput input) {
        this.input = input;
    }

    @Override
    public PcapPacket next() throws IOException {
        while (!input.atEnd()) {
            final int type = beginBlock();
            final PcapPacket packet = switch (type) {
                case PcapngLayout.INTERFACE -> {
                    interfaces.add(readInterface());
                    yield null;
                }
                case PcapngLayout.ENHANCED_PACKET, PcapngLayout.PACKET -> readPacket(type == PcapngLayout.ENHANCED_PACKET);
                case PcapngLayout.SIMPLE_PACKET -> readSimplePacket();
                default -> null;
            };
            endBlock();
            if (packet != null) {
                previousTimestamp = packet.timestamp();
                return packet;
            }
        }
        return null;
    }

    private int beginBlock() throws IOException {
        final ByteBuffer start = input.fields(PcapngLayout.BLOCK_START_BYTES, "a block's type and length");
        final int type = start.getInt(0);
        if (type == PcapngLayout.SECTION_HEADER) {
            beginSection(start.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(4));
        } else {
            if (type == PcapngLayout.PACKET || type == PcapngLayout.SIMPLE_PACKET || type == PcapngLayout.ENHANCED_PACKET) {
                input.beginPacket();
            }
            setBlockLength(start.getInt(4));
        }
        return type;
    }

    private void beginSection(final int bigEndianLength) throws IOException {
        input.order(ByteOrder.BIG_ENDIAN);
        final int magic = input.fields(Integer.BYTES, "the section's byte-order magic").getInt(0);
        if (magic == PcapngLayout.BYTE_ORDER_MAGIC) {
            setBlockLength(bigEndianLength);
        } else if (Integer.reverseBytes(magic) == PcapngLayout.BYTE_ORDER_MAGIC) {
            input.order(ByteOrder.LITTLE_ENDIAN);
            setBlockLength(Integer.reverseBytes(bigEndianLength));
        } else {
            throw input.failure("the section's byte-order magic is 0x%08x".formatted(magic));
        }
        take(Integer.BYTES, "a section header");
        final ByteBuffer header = fields(12, "a section header");
        final int major = Short.toUnsignedInt(header.getShort(0));
        if (major != PcapngLayout.MAJOR) {
            throw input.failure("pcapng version " + major + "." + Short.toUnsignedInt(header.getShort(2)) + " instead of 1.0");
        }
        interfaces.clear();
    }

    private void setBlockLength(final int field) throws IOException {
        blockLength = Integer.toUnsignedLong(field);
        bodyLeft = blockLength - PcapngLayout.BLOCK_START_BYTES - PcapngLayout.BLOCK_END_BYTES;
        if (bodyLeft < 0 || (blockLength & 3) != 0) {
            throw input.failure("a block length of " + blockLength + ": it must be a multiple of 4 and at least 12");
        }
    }

    private void endBlock() throws IOException {
        input.skip(bodyLeft, "the block");
        final long again = Integer.toUnsignedLong(input.fields(PcapngLayout.BLOCK_END_BYTES, "the block's closing length").getInt(0));
        if (again != blockLength) {
            throw input.failure("the block's length is " + blockLength + " at its start and " + again + " at its end");
        }
    }

    private Interface readInterface() throws IOException {
        final ByteBuffer header = fields(8, "an interface");
        final int linkType = Short.toUnsignedInt(header.getShort(0));
        final long snapLength = Integer.toUnsignedLong(header.getInt(4));
        if (linkType != LinkType.ETHERNET) {
            throw input.failure("interface " + interfaces.size() + " has " + LinkType.refusal(linkType));
        }
        int resolution = TimestampScale.STANDARD.resolution();
        long offset = TimestampScale.STANDARD.offsetSeconds();
        int fcsBytes = 0;
        for (int code = nextOption(); code != PcapngLayout.OPTION_END; code = nextOption()) {
            switch (code) {
                case PcapngLayout.OPTION_TIME_RESOLUTION -> resolution = Byte.toUnsignedInt(optionValue(1, "if_tsresol").get(0));
                case PcapngLayout.OPTION_TIME_OFFSET -> offset = optionValue(8, "if_tsoffset").getLong(0);
                case PcapngLayout.OPTION_FCS_LENGTH -> fcsBytes = fcsBytes(Byte.toUnsignedInt(optionValue(1, "if_fcslen").get(0)));
                default -> skipOption();
            }
        }
        return new Interface(snapLength, new TimestampScale(resolution, offset), fcsBytes);
    }

    private PcapPacket readPacket(final boolean enhanced) throws IOException {
        final ByteBuffer header = fields(20, "a packet header");
        final long index = enhanced ? Integer.toUnsignedLong(header.getInt(0)) : Short.toUnsignedInt(header.getShort(0));
        final long units = Integer.toUnsignedLong(header.getInt(4)) << 32 | Integer.toUnsignedLong(header.getInt(8));
        final long captured = Integer.toUnsignedLong(header.getInt(12));
        final long original = Integer.toUnsignedLong(header.getInt(16));
        final Interface origin = origin(index);
        final int length = PacketLengths.check(input, captured, original);
        final long timestamp = origin.scale.nanoseconds(units);
        if (timestamp < 0) {
            throw input.failure("its time, " + Long.toUnsignedString(units) + " units of its interface, is not between 1970 and 2106");
        }
        final byte[] data = data(length);
        int fcsBytes = origin.fcsBytes;
        for (int code = nextOption(); code != PcapngLayout.OPTION_END; code = nextOption()) {
            if (code == PcapngLayout.OPTION_PACKET_FLAGS) {
                final int announced = PcapngLayout.fcsLength(optionValue(4, "the packet's flags").getInt(0));
                fcsBytes = announced == 0 ? fcsBytes : fcsBytes(announced);
            } else {
                skipOption();
            }
        }
        return new PcapPacket(timestamp, (int) original, data).withoutFcs(fcsBytes);
    }

    private PcapPacket readSimplePacket() throws IOException {
        final long original = Integer.toUnsignedLong(fields(4, "a packet header").getInt(0));
        final Interface origin = origin(0);
        final long captured = origin.snapLength == 0 ? original : Math.min(original, origin.snapLength);
        final byte[] data = data(PacketLengths.check(input, captured, original));
        return new PcapPacket(previousTimestamp, (int) original, data).withoutFcs(origin.fcsBytes);
    }

    private Interface origin(final long index) throws PcapFormatException {
        if (index >= interfaces.size()) {
            throw input.failure("interface " + index + " is not described before it");
        }
        return interfaces.get((int) index);
    }

    private byte[] data(final int length) throws IOException {
        final int padding = PcapngLayout.padding(length);
        take(length + padding, "a packet of " + length + " bytes");
        final byte[] data = input.bytes(length, "the packet");
        input.skip(padding, "the padding");
        return data;
    }

    /** The specification says bits and gives 4 as its example, so that both 4 and 32 are found for the one FCS that Ethernet has. */
    private int fcsBytes(final int announced) throws PcapFormatException {
        return switch (announced) {
            case 0 -> 0;
            case 4, 32 -> 4;
            default -> throw input.failure("a frame check sequence of length " + announced + ": Ethernet's has 4 bytes");
        };
    }

    /** The next option's code; {@link PcapngLayout#OPTION_END} also when the block ends without one. */
    private int nextOption() throws IOException {
        if (bodyLeft == 0) {
            return PcapngLayout.OPTION_END;
        }
        final ByteBuffer header = fields(4, "an option");
        optionLength = Short.toUnsignedInt(header.getShort(2));
        return Short.toUnsignedInt(header.getShort(0));
    }

    private ByteBuffer optionValue(final int length, final String name) throws IOException {
        if (optionLength != length) {
            throw input.failure("option " + name + " has " + optionLength + " bytes instead of " + length);
        }
        return fields(length + PcapngLayout.padding(length), "option " + name);
    }

    private void skipOption() throws IOException {
        final int padded = optionLength + PcapngLayout.padding(optionLength);
        take(padded, "an option of " + optionLength + " bytes");
        input.skip(padded, "an option");
    }

    private ByteBuffer fields(final int bytes, final String what) throws IOException {
        take(bytes, what);
        return input.fields(bytes, what);
    }

    private void take(final int bytes, final String what) throws PcapFormatException {
        if (bytes > bodyLeft) {
            throw input.failure("the block of " + blockLength + " bytes has no room for " + what);
        }
        bodyLeft -= bytes;
    }
}
