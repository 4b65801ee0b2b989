package io.swaplane.io.pcap;

import static io.swaplane.io.pcap.CaptureBytes.BIG;
import static io.swaplane.io.pcap.CaptureBytes.LITTLE;
import static io.swaplane.io.pcap.CaptureBytes.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PcapReaderTest {
    private static final int MICROSECONDS = 0xA1B2C3D4;
    private static final int NANOSECONDS = 0xA1B23C4D;
    private static final int FCS_PRESENT = 1 << 26;

    @TempDir
    private Path directory;

    private List<PcapPacket> read(final CaptureBytes capture) throws IOException {
        return PcapReader.readAll(capture.writeTo(directory.resolve("in.pcap")));
    }

    static Stream<ByteOrder> orders() {
        return Stream.of(BIG, LITTLE);
    }

    static Stream<Arguments> classicMagics() {
        return Stream.of(
            Arguments.of(BIG, MICROSECONDS, 7_000L), Arguments.of(LITTLE, MICROSECONDS, 7_000L),
            Arguments.of(BIG, NANOSECONDS, 7L), Arguments.of(LITTLE, NANOSECONDS, 7L));
    }

    private static void assertPacket(final PcapPacket packet, final long timestamp, final int originalLength, final byte[] data) {
        assertThat(packet.timestamp()).isEqualTo(timestamp);
        assertThat(packet.originalLength()).isEqualTo(originalLength);
        assertThat(packet.data()).isEqualTo(data);
    }

    @ParameterizedTest
    @MethodSource("classicMagics")
    void shouldReadClassicCapturesOfEveryKind(final ByteOrder order, final int magic, final long nanoseconds) throws IOException {
        final List<PcapPacket> packets = read(CaptureBytes.classic(order, magic, 1)
            .packet(1_700_000_000L, 7, frame(60, 1), 60)
            .packet(4_294_967_295L, 7, frame(40, 2), 1514));

        assertThat(packets).hasSize(2);
        assertPacket(packets.get(0), 1_700_000_000_000_000_000L + nanoseconds, 60, frame(60, 1));
        assertPacket(packets.get(1), 4_294_967_295_000_000_000L + nanoseconds, 1514, frame(40, 2));
        assertThat(packets).extracting(PcapPacket::snapped).containsExactly(false, true);
    }

    @Test
    void shouldReadACaptureWithoutPackets() throws IOException {
        assertThat(read(CaptureBytes.classic(LITTLE, MICROSECONDS, 1))).isEmpty();
        assertThat(read(CaptureBytes.pcapng(LITTLE))).isEmpty();
    }

    @ParameterizedTest(name = "FCS length field {0}, captured {1} of {2}: {3} of {4} remain")
    @CsvSource({
        "2, 64, 64, 60, 60",
        "4, 64, 64, 60, 60", // written by those who count bytes
        "2, 62, 64, 60, 60", // snapped, but only inside the FCS
        "2, 50, 64, 50, 60",
        "0, 64, 64, 64, 64",
        "2, 3, 3, 0, 0"})
    void shouldCutOffTheFcsThatAClassicHeaderAnnounces(final int field, final int captured, final int original, final int left,
        final int originalLeft) throws IOException {
        final PcapPacket packet = read(CaptureBytes.classic(LITTLE, MICROSECONDS, field << 28 | FCS_PRESENT | 1)
            .packet(1, 0, frame(captured, 1), original)).getFirst();

        assertThat(packet.data()).isEqualTo(Arrays.copyOf(frame(captured, 1), left));
        assertThat(packet.originalLength()).isEqualTo(originalLeft);
    }

    @Test
    void shouldKeepTheWholeFrameWhenTheFcsLengthIsNotValid() throws IOException {
        assertThat(read(CaptureBytes.classic(LITTLE, MICROSECONDS, 2 << 28 | 1).packet(1, 0, frame(64, 1), 64)).getFirst().data())
            .hasSize(64);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldReadEveryPacketBlockOfPcapng(final ByteOrder order) throws IOException {
        final CaptureBytes file = CaptureBytes.pcapng(order);
        final List<PcapPacket> packets = read(file
            .block(0x0BAD, file.body().u32(1)) // unknown: passed over
            .interfaceBlock(1, 100, file.body().option(2, file.body().raw("eth0".getBytes(StandardCharsets.UTF_8)))
                .option(0, file.body()))
            .enhanced(0, 1_700_000_000_000_001L, frame(61, 1))
            .block(5, file.body().u32(0).u64(0)) // statistics: passed over
            .simple(frame(100, 2), 1500)
            .simple(frame(42, 3), 42)
            .block(2, file.body().u16(0).u16(9).u32(1_700_000_000_000_002L >>> 32).u32(1_700_000_000_000_002L).u32(6).u32(6)
                .raw(frame(6, 4)).pad(6)));

        assertThat(packets).hasSize(4);
        assertPacket(packets.get(0), 1_700_000_000_000_001_000L, 61, frame(61, 1));
        assertPacket(packets.get(1), 1_700_000_000_000_001_000L, 1500, frame(100, 2));
        assertPacket(packets.get(2), 1_700_000_000_000_001_000L, 42, frame(42, 3));
        assertPacket(packets.get(3), 1_700_000_000_000_002_000L, 6, frame(6, 4));
    }

    @ParameterizedTest(name = "if_tsresol {0}, if_tsoffset {1}: {2} units are {3} ns")
    @CsvSource({
        "6, 0, 1700000000000001, 1700000000000001000",
        "9, 0, 1700000000000000001, 1700000000000000001",
        "3, 0, 1700000000001, 1700000000001000000",
        "0, 0, 4294967295, 4294967295000000000",
        "12, 0, 1999, 1",
        "127, 0, 1999, 0",
        "0x80, 0, 17, 17000000000",
        "0x8A, 0, 1536, 1500000000",
        "0xA0, 0, 6442450944, 1500000000",
        "0xC0, 0, -1, 999999999",
        "6, 1700000000, 1, 1700000000000001000",
        "6, -5, 7000000, 2000000000",
        "9, 1, 1, 1000000001"})
    void shouldConvertPcapngTimestamps(final String resolution, final long offset, final long units, final long nanoseconds)
        throws IOException {
        final CaptureBytes file = CaptureBytes.pcapng(LITTLE);
        final List<PcapPacket> packets = read(file
            .interfaceBlock(1, 0, file.body().option(9, file.body().u8(Integer.decode(resolution))).option(14, file.body().u64(offset)))
            .enhanced(0, units, frame(60, 1)));

        assertThat(packets.getFirst().timestamp()).isEqualTo(nanoseconds);
    }

    @Test
    void shouldReadSectionsOfDifferentByteOrderEachWithItsOwnInterfaces() throws IOException {
        final CaptureBytes file = CaptureBytes.pcapng(LITTLE);
        file.interfaceBlock(1, 0, file.body().option(9, file.body().u8(9)))
            .interfaceBlock(1, 0, file.body())
            .enhanced(0, 5, frame(60, 1))
            .enhanced(1, 5, frame(60, 2))
            .section(BIG);
        final List<PcapPacket> packets = read(file.interfaceBlock(1, 0, file.body()).enhanced(0, 6, frame(60, 3)));

        assertThat(packets).extracting(PcapPacket::timestamp).containsExactly(5L, 5_000L, 6_000L);
        assertThat(packets.get(2).data()).isEqualTo(frame(60, 3));
    }

    @ParameterizedTest(name = "if_fcslen {0}, FCS length in the packet''s flags {1}: {2} bytes remain")
    @CsvSource({"0, 0, 64", "4, 0, 60", "32, 0, 60", "0, 4, 60", "4, 4, 60"})
    void shouldCutOffTheFcsThatPcapngAnnounces(final int ofInterface, final int ofPacket, final int left) throws IOException {
        final CaptureBytes file = CaptureBytes.pcapng(BIG);
        final List<PcapPacket> packets = read(file
            .interfaceBlock(1, 0, file.body().option(13, file.body().u8(ofInterface)))
            .enhanced(0, 1, frame(64, 1), 64, file.body().option(2, file.body().u32(ofPacket << 5 | 1))));

        assertThat(packets.getFirst().data()).hasSize(left);
        assertThat(packets.getFirst().originalLength()).isEqualTo(left);
    }

    @Test
    void shouldReadThePacketOfTheGreatestLength() throws IOException {
        final List<PcapPacket> packets = read(CaptureBytes.classic(BIG, NANOSECONDS, 1)
            .packet(1, 2, frame(PcapPacket.MAX_BYTES, 3), PcapPacket.MAX_BYTES));

        assertPacket(packets.getFirst(), 1_000_000_002L, PcapPacket.MAX_BYTES, frame(PcapPacket.MAX_BYTES, 3));
    }
}
