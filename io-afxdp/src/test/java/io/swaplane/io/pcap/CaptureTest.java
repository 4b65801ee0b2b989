package io.swaplane.io.pcap;

import static io.swaplane.io.pcap.CaptureBytes.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.memory.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {
    @TempDir
    private Path directory;

    private static byte[] bytes(final long frame) {
        final byte[] bytes = new byte[FrameRef.length(frame)];
        Memory.copyOut(FrameRef.address(frame), bytes, 0, bytes.length);
        return bytes;
    }

    @Test
    void shouldHoldEveryPacketOfAFile() throws IOException {
        final Path file = CaptureBytes.classic(CaptureBytes.LITTLE, 0xA1B23C4D, 1)
            .packet(1, 0, frame(60, 1), 60)
            .packet(1, 1, frame(0, 2), 0)
            .packet(1, 2, frame(65535, 3), 65535)
            .packet(1, 3, frame(40, 4), 70_000)
            .writeTo(directory.resolve("in.pcap"));

        try (Capture capture = Capture.load(file)) {
            assertThat(capture.size()).isEqualTo(4);
            assertThat(capture.longestFrame()).isEqualTo(65535);
            assertThat(bytes(capture.frame(0))).isEqualTo(frame(60, 1));
            assertThat(bytes(capture.frame(1))).isEmpty();
            assertThat(bytes(capture.frame(2))).isEqualTo(frame(65535, 3));
            assertThat(bytes(capture.frame(3))).isEqualTo(frame(40, 4));
            assertThat(capture.timestamp(3)).isEqualTo(1_000_000_003L);
            assertThat(capture.isSnapped(2)).isFalse();
            assertThat(capture.isSnapped(3)).isTrue();
        }
    }

    @Test
    void shouldHoldMoreThanOneSlabOfFrames() {
        final List<PcapPacket> packets = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            packets.add(new PcapPacket(i, 60_000, frame(60_000, i)));
        }
        try (Capture capture = Capture.of(packets)) {
            for (int i = 0; i < 600; i++) {
                assertThat(bytes(capture.frame(i))).isEqualTo(frame(60_000, i));
            }
        }
    }

    @Test
    void shouldOrderPacketsByTimeAndOtherwiseAsInTheFile() {
        final List<PcapPacket> packets = new ArrayList<>();
        final int[] times = {5, 3, 5, 1, 3};
        for (int i = 0; i < times.length; i++) {
            packets.add(new PcapPacket(times[i], i == 2 ? 100 : 20, frame(20, i)));
        }
        try (Capture capture = Capture.of(packets)) {
            final List<Long> order = new ArrayList<>();
            for (int i = 0; i < capture.size(); i++) {
                order.add(capture.timestamp(i));
            }
            assertThat(order).containsExactly(1L, 3L, 3L, 5L, 5L);
            assertThat(bytes(capture.frame(1))).isEqualTo(frame(20, 1));
            assertThat(bytes(capture.frame(2))).isEqualTo(frame(20, 4));
            assertThat(bytes(capture.frame(3))).isEqualTo(frame(20, 0));
            assertThat(capture.isSnapped(3)).isFalse();
            assertThat(capture.isSnapped(4)).isTrue();
        }
    }

    @Test
    void shouldRefuseFramesThatNoPortCanCarry() throws IOException {
        final Path file = CaptureBytes.classic(CaptureBytes.LITTLE, 0xA1B23C4D, 1)
            .packet(1, 0, frame(60, 1), 60)
            .packet(1, 0, frame(65536, 1), 65536).writeTo(directory.resolve("jumbo.pcap"));

        assertThatThrownBy(() -> Capture.load(file)).isInstanceOf(PcapFormatException.class)
            .hasMessage(file + ": packet 2: a frame of 65536 bytes: at most 65535 can be replayed");
        assertThatThrownBy(() -> Capture.of(List.of(new PcapPacket(0, 65536, frame(65536, 1)))))
            .hasMessage("a frame of 65536 bytes: at most 65535 can be replayed");
    }
}
