package io.swaplane.io.pcap;

import static io.swaplane.io.pcap.CaptureBytes.BIG;
import static io.swaplane.io.pcap.CaptureBytes.LITTLE;
import static io.swaplane.io.pcap.CaptureBytes.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedCaptureTest {
    private static final int MICROSECONDS = 0xA1B2C3D4;

    @TempDir
    private Path directory;

    private static CaptureBytes classic() {
        return CaptureBytes.classic(LITTLE, MICROSECONDS, 1);
    }

    private static CaptureBytes classicHeader(final int major, final int minor, final int linkField) {
        return CaptureBytes.empty(BIG).u32(MICROSECONDS).u16(major).u16(minor).u64(0).u32(0).u32(linkField);
    }

    private static CaptureBytes pcapng() {
        final CaptureBytes file = CaptureBytes.pcapng(LITTLE);
        return file.interfaceBlock(1, 0, file.body());
    }

    private static CaptureBytes pcapngWithOption(final int code, final int length) {
        final CaptureBytes file = CaptureBytes.pcapng(LITTLE);
        return file.interfaceBlock(1, 0, file.body().option(code, file.body().raw(new byte[length])));
    }

    private static CaptureBytes packetBlock(final CaptureBytes file, final long captured, final long original, final int bytes) {
        return file.block(6, file.body().u32(0).u32(0).u32(1).u32(captured).u32(original).raw(new byte[bytes]));
    }

    private static CaptureBytes cut(final CaptureBytes file, final int bytes) {
        return CaptureBytes.empty(LITTLE).raw(Arrays.copyOf(file.bytes(), file.bytes().length - bytes));
    }

    static Stream<Arguments> files() {
        final CaptureBytes none = CaptureBytes.empty(LITTLE);
        return Stream.of(
            Arguments.of(none, "byte 0: the file is empty"),
            Arguments.of(CaptureBytes.empty(BIG).u16(0xA1B2), "byte 0: the file ends after 2 of 4 bytes of the magic number"),
            Arguments.of(CaptureBytes.empty(BIG).u32(0x7F454C46), "byte 0: neither pcap nor pcapng: the magic number is 0x7f454c46"),
            Arguments.of(CaptureBytes.empty(BIG).u32(0x1F8B0800), "byte 0: the file is compressed: run gunzip on it first"),
            Arguments.of(cut(classic(), 1), "byte 0: the file ends after 23 of 24 bytes of the file header"),
            Arguments.of(classicHeader(2, 3, 1), "byte 0: pcap version 2.3 instead of 2.4"),
            Arguments.of(classicHeader(1, 4, 1), "byte 0: pcap version 1.4 instead of 2.4"),
            Arguments.of(classicHeader(2, 4, 0x00020001), "byte 0: reserved bits are set in the link type field 0x00020001"),
            Arguments.of(classicHeader(2, 4, 0x14000001), "byte 0: a frame check sequence of 1 16-bit words: Ethernet's has 2"),
            Arguments.of(classicHeader(2, 4, 113), "byte 0: link type 113 (Linux cooked capture, SLL) instead of 1 (Ethernet)"),
            Arguments.of(classicHeader(2, 4, 276), "byte 0: link type 276 (Linux cooked capture, SLL2) instead of 1 (Ethernet)"),
            Arguments.of(classicHeader(2, 4, 101), "byte 0: link type 101 (raw IP) instead of 1 (Ethernet)"),
            Arguments.of(classicHeader(2, 4, 219), "byte 0: link type 219 (MPLS without a link layer) instead of 1 (Ethernet)"),
            Arguments.of(classicHeader(2, 4, 4242), "byte 0: link type 4242 (not known by name) instead of 1 (Ethernet)"),
            Arguments.of(cut(classic().packet(1, 0, frame(60, 1), 60).packet(1, 0, frame(60, 1), 60), 70),
                "packet 2 at byte 100: the file ends after 6 of 16 bytes of the packet header"),
            Arguments.of(cut(classic().packet(1, 0, frame(60, 1), 60).packet(1, 0, frame(60, 1), 60), 1),
                "packet 2 at byte 100: the file ends after 59 of 60 bytes of the packet"),
            Arguments.of(classic().packet(1, 1_000_000, frame(60, 1), 60),
                "packet 1 at byte 24: the fraction of its second is 1000000 of 1000000"),
            Arguments.of(classic().u64(0).u32(262_145).u32(262_145),
                "packet 1 at byte 24: a captured length of 262145: at most 262144 can be"),
            Arguments.of(classic().u64(0).u32(0xFFFF_FFFFL).u32(0xFFFF_FFFFL),
                "packet 1 at byte 24: a captured length of 4294967295: at most 262144 can be"),
            Arguments.of(classic().u64(0).u32(61).u32(60),
                "packet 1 at byte 24: a captured length of 61 exceeds the original length of 60"),
            Arguments.of(classic().u64(0).u32(0).u32(0x8000_0000L), "packet 1 at byte 24: an original length of 2147483648"),

            Arguments.of(CaptureBytes.empty(LITTLE).u32(0x0A0D0D0A),
                "byte 0: the file ends after 4 of 8 bytes of a block's type and length"),
            Arguments.of(none.body().u32(0x0A0D0D0A).u32(28).u32(0x12345678),
                "byte 0: the section's byte-order magic is 0x78563412"),
            Arguments.of(none.body().u32(0x0A0D0D0A).u32(24).u32(0x1A2B3C4D).raw(new byte[20]),
                "byte 0: the block of 24 bytes has no room for a section header"),
            Arguments.of(none.body().block(0x0A0D0D0A, none.body().u32(0x1A2B3C4D).u16(2).u16(1).u64(-1)),
                "byte 0: pcapng version 2.1 instead of 1.0"),
            Arguments.of(pcapng().u32(6).u32(8),
                "packet 1 at byte 48: a block length of 8: it must be a multiple of 4 and at least 12"),
            Arguments.of(pcapng().u32(0x99).u32(13), "byte 48: a block length of 13: it must be a multiple of 4 and at least 12"),
            Arguments.of(pcapng().u32(0x99).u32(0xFFFF_FFFCL).raw(new byte[100]),
                "byte 48: the file ends after 100 of 4294967280 bytes of the block"),
            Arguments.of(pcapng().u32(0x99).u32(16).u32(0).u32(12),
                "byte 48: the block's length is 16 at its start and 12 at its end"),
            Arguments.of(cut(pcapng().block(0x99, none.body().u32(1)), 2),
                "byte 48: the file ends after 2 of 4 bytes of the block's closing length"),
            Arguments.of(pcapng().interfaceBlock(276, 0, none),
                "byte 48: interface 1 has link type 276 (Linux cooked capture, SLL2) instead of 1 (Ethernet)"),
            Arguments.of(CaptureBytes.pcapng(LITTLE).block(1, none.body().u16(1).u16(0)),
                "byte 28: the block of 16 bytes has no room for an interface"),
            Arguments.of(pcapngWithOption(9, 2), "byte 28: option if_tsresol has 2 bytes instead of 1"),
            Arguments.of(pcapngWithOption(14, 4), "byte 28: option if_tsoffset has 4 bytes instead of 8"),
            Arguments.of(CaptureBytes.pcapng(LITTLE).interfaceBlock(1, 0, none.body().option(13, none.body().u8(2))),
                "byte 28: a frame check sequence of length 2: Ethernet's has 4 bytes"),
            Arguments.of(CaptureBytes.pcapng(LITTLE).interfaceBlock(1, 0, none.body().u16(2).u16(500)),
                "byte 28: the block of 24 bytes has no room for an option of 500 bytes"),
            Arguments.of(pcapng().enhanced(1, 1, frame(60, 1)), "packet 1 at byte 48: interface 1 is not described before it"),
            Arguments.of(pcapng().section(BIG).enhanced(0, 1, frame(60, 1)),
                "packet 1 at byte 76: interface 0 is not described before it"),
            Arguments.of(CaptureBytes.pcapng(LITTLE).simple(frame(60, 1), 60),
                "packet 1 at byte 28: interface 0 is not described before it"),
            Arguments.of(pcapng().enhanced(0, -1, frame(60, 1)),
                "packet 1 at byte 48: its time, 18446744073709551615 units of its interface, is not between 1970 and 2106"),
            Arguments.of(packetBlock(pcapng(), 262_145, 262_145, 0),
                "packet 1 at byte 48: a captured length of 262145: at most 262144 can be"),
            Arguments.of(packetBlock(pcapng(), 61, 60, 64),
                "packet 1 at byte 48: a captured length of 61 exceeds the original length of 60"),
            Arguments.of(packetBlock(pcapng().enhanced(0, 1, frame(60, 1)), 60, 60, 56),
                "packet 2 at byte 140: the block of 88 bytes has no room for a packet of 60 bytes"),
            Arguments.of(pcapng().simple(frame(60, 1), 61),
                "packet 1 at byte 48: the block of 76 bytes has no room for a packet of 61 bytes"),
            Arguments.of(cut(pcapng().enhanced(0, 1, frame(60, 1)), 30),
                "packet 1 at byte 48: the file ends after 34 of 60 bytes of the packet"),
            Arguments.of(pcapng().enhanced(0, 1, frame(60, 1), 60, none.body().option(2, none.body().u16(1))),
                "packet 1 at byte 48: option the packet's flags has 2 bytes instead of 4"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("files")
    void shouldSayWhereAndWhatIsWrong(final CaptureBytes content, final String message) throws IOException {
        final Path file = content.writeTo(directory.resolve("broken.pcap"));

        assertThatThrownBy(() -> PcapReader.readAll(file)).isInstanceOf(PcapFormatException.class).hasMessage(file + ": " + message);
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> PcapReader.readAll(directory.resolve("none.pcap"))).isInstanceOf(NoSuchFileException.class);
    }

    private static CaptureBytes[] samples() {
        final CaptureBytes file = CaptureBytes.pcapng(LITTLE);
        file.interfaceBlock(1, 80, file.body().option(9, file.body().u8(9)).option(14, file.body().u64(3)).option(0, file.body()))
            .enhanced(0, 77, frame(33, 1), 40, file.body().option(2, file.body().u32(4 << 5)).option(0, file.body()))
            .simple(frame(10, 2), 10)
            .block(0xBAD, file.body().u32(1))
            .section(BIG);
        file.interfaceBlock(1, 0, file.body()).enhanced(0, 99, frame(12, 3));
        return new CaptureBytes[] {file, classic().packet(1, 2, frame(30, 1), 30).packet(1, 2, frame(20, 1), 99)};
    }

    @Test
    void shouldOnlyEverComplainWithAPcapFormatException() throws IOException {
        final Path file = directory.resolve("mutated.pcap");
        final Random random = new Random(42);
        int read = 0;
        int refused = 0;
        for (final CaptureBytes sample : samples()) {
            for (int round = 0; round < 1000; round++) {
                final byte[] bytes = sample.bytes();
                for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : -1);
                }
                Files.write(file, bytes);
                try {
                    PcapReader.readAll(file);
                    read++;
                } catch (final PcapFormatException e) {
                    assertThat(e).hasMessageStartingWith(file + ": ");
                    refused++;
                }
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void shouldRefuseEveryFileThatEndsInsideARecord() throws IOException {
        final Path file = directory.resolve("short.pcap");
        final Iterator<Integer> recordsBeforeTheLast = List.of(7, 2).iterator();
        for (final CaptureBytes sample : samples()) {
            final byte[] whole = sample.bytes();
            int accepted = 0;
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                try {
                    PcapReader.readAll(file);
                    accepted++;
                } catch (final PcapFormatException e) {
                    assertThat(e.getMessage()).contains(length == 0 ? "is empty" : "the file ends after");
                }
            }
            // Only between two records can a file end without anyone noticing.
            assertThat(accepted).isEqualTo(recordsBeforeTheLast.next());
        }
    }
}
