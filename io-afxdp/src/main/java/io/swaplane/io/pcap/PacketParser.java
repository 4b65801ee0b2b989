package io.swaplane.io.pcap;

import java.io.IOException;

/** One capture file format. */
interface PacketParser {
    /** The next packet, or null after the last. */
    PcapPacket next() throws IOException;
}
