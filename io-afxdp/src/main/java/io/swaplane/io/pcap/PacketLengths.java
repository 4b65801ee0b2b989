package io.swaplane.io.pcap;

/** The lengths in a packet's header, which a damaged or hostile file may have set to anything. */
final class PacketLengths {
    private PacketLengths() {
    }

    /** Returns the captured length. */
    static int check(final CaptureInput input, final long captured, final long original) throws PcapFormatException {
        if (captured > PcapPacket.MAX_BYTES) {
            throw input.failure("a captured length of " + captured + ": at most " + PcapPacket.MAX_BYTES + " can be");
        }
        if (captured > original) {
            throw input.failure("a captured length of " + captured + " exceeds the original length of " + original);
        }
        if (original > Integer.MAX_VALUE) {
            throw input.failure("an original length of " + original);
        }
        return (int) captured;
    }
}
