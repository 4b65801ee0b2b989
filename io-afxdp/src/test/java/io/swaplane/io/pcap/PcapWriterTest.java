package io.swaplane.io.pcap;

import static io.swaplane.io.pcap.CaptureBytes.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapWriterTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("out.pcap");
    }

    @Test
    void shouldWriteTheBytesThatTheFormatPrescribes() throws IOException {
        try (PcapWriter writer = new PcapWriter(file())) {
            writer.write(1_700_000_000_123_456_789L, frame(60, 1));
            writer.write(new PcapPacket(PcapPacket.MAX_TIMESTAMP, 1514, frame(14, 2)));
        }

        assertThat(Files.readAllBytes(file())).isEqualTo(CaptureBytes.empty(CaptureBytes.LITTLE)
            .u32(0xA1B23C4D).u16(2).u16(4).u64(0).u32(262_144).u32(1)
            .packet(1_700_000_000, 123_456_789, frame(60, 1), 60)
            .packet(4_294_967_295L, 999_999_999, frame(14, 2), 1514).bytes());
    }

    @Test
    void shouldReadBackWhatWasWrittenFromArraysAndFromMemory() throws IOException {
        final Random random = new Random(7);
        final List<PcapPacket> written = new ArrayList<>();
        try (MappedRegion memory = MappedRegion.reserve(PcapPacket.MAX_BYTES); PcapWriter writer = new PcapWriter(file())) {
            for (int i = 0; i < 500; i++) {
                final byte[] data = frame(i % 100 == 7 ? PcapPacket.MAX_BYTES : random.nextInt(2000), i);
                final long timestamp = random.nextLong(PcapPacket.MAX_TIMESTAMP + 1);
                written.add(new PcapPacket(timestamp, data.length, data));
                if (random.nextBoolean()) {
                    Memory.copyIn(data, 0, memory.address(), data.length);
                    writer.write(timestamp, memory.address(), data.length);
                } else {
                    writer.write(timestamp, data);
                }
            }
            assertThat(writer.packets()).isEqualTo(500);
        }

        final List<PcapPacket> read = PcapReader.readAll(file());
        assertThat(read).extracting(PcapPacket::timestamp).isEqualTo(written.stream().map(PcapPacket::timestamp).toList());
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).originalLength()).isEqualTo(written.get(i).originalLength());
            assertThat(Arrays.equals(read.get(i).data(), written.get(i).data())).as("bytes of packet %d", i).isTrue();
        }
    }

    @Test
    void shouldGiveTheFileItsNameOnlyWhenItIsWhole() throws IOException {
        Files.writeString(file(), "the last run's");
        final PcapWriter writer = new PcapWriter(file());
        for (int i = 0; i < 1000; i++) {
            writer.write(i, frame(1500, i));
        }
        assertThat(file()).hasContent("the last run's");

        writer.close();
        writer.close();

        assertThat(PcapReader.readAll(file())).hasSize(1000);
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void shouldLeaveNoFileWhenTheDiskIsFull() throws IOException {
        Files.createSymbolicLink(directory.resolve("out.pcap.part"), Path.of("/dev/full"));
        final PcapWriter writer = new PcapWriter(file());
        writer.write(1, frame(60, 1));

        assertThatThrownBy(writer::close).isInstanceOf(IOException.class);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRefuseWhatNoCaptureFileCanHold() throws IOException {
        try (PcapWriter writer = new PcapWriter(file())) {
            assertThatThrownBy(() -> writer.write(-1, frame(60, 1))).hasMessage("timestamp -1 ns is not between 1970 and 2106");
            assertThatThrownBy(() -> writer.write(PcapPacket.MAX_TIMESTAMP + 1, frame(60, 1)))
                .hasMessage("timestamp 4294967296000000000 ns is not between 1970 and 2106");
            assertThatThrownBy(() -> writer.write(0, new byte[PcapPacket.MAX_BYTES + 1]))
                .hasMessage("262145 bytes of a frame of 262145: at most 262144 can be written");
            assertThatThrownBy(() -> writer.write(new PcapPacket(0, 59, frame(60, 1))))
                .hasMessage("60 bytes of a frame of 59: at most 262144 can be written");
        }
        assertThat(PcapReader.readAll(file())).isEmpty();
    }

    @Test
    void shouldRefuseToWriteOnceClosed() throws IOException {
        final PcapWriter writer = new PcapWriter(file());
        writer.close();

        assertThatThrownBy(() -> writer.write(0, frame(60, 1))).isInstanceOf(IllegalStateException.class)
            .hasMessage("the capture file " + file() + " is closed");
    }
}
