package io.swaplane.io.pcap;

import static io.swaplane.io.pcap.CaptureBytes.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.memory.Memory;
import io.swaplane.table.PuntReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturePortTest {
    private static final int CHUNKS = 4;

    private final FrameStore store = new FrameStore(CHUNKS, 2048);
    private final Capture capture = Capture.of(List.of(
        new PcapPacket(10, 60, frame(60, 0)), new PcapPacket(20, 61, frame(61, 1)), new PcapPacket(30, 62, frame(62, 2)),
        new PcapPacket(40, 63, frame(63, 3)), new PcapPacket(50, 64, frame(64, 4)), new PcapPacket(60, 1500, frame(65, 5)),
        new PcapPacket(70, 1792, frame(1792, 6))));
    private final long[] frames = new long[64];

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        capture.close();
        store.close();
    }

    private static byte[] bytes(final long frame) {
        final byte[] bytes = new byte[FrameRef.length(frame)];
        Memory.copyOut(FrameRef.address(frame), bytes, 0, bytes.length);
        return bytes;
    }

    @Test
    void shouldDeliverOnlyWhatWasOffered() {
        try (CapturePort port = new CapturePort(store, capture, null)) {
            assertThat(port.receive(frames, 64)).isZero();

            port.offer(1, 4);

            assertThat(port.waiting()).isEqualTo(3);
            assertThat(port.receive(frames, 2)).isEqualTo(2);
            assertThat(bytes(frames[0])).isEqualTo(frame(61, 1));
            assertThat(bytes(frames[1])).isEqualTo(frame(62, 2));
            assertThat(port.receive(frames, 64)).isEqualTo(1);
            assertThat(bytes(frames[0])).isEqualTo(frame(63, 3));
            assertThat(port.receive(frames, 64)).isZero();
            assertThat(port.waiting()).isZero();
        }
    }

    @Test
    void shouldPlaceFramesBehindTheHeadroomWithTheirTimeInTheNote() {
        try (CapturePort port = new CapturePort(store, capture, null)) {
            port.offer(2, 3);
            port.receive(frames, 64);

            final long address = FrameRef.address(frames[0]);
            assertThat(address - store.note(address)).isEqualTo(FrameStore.HEADROOM);
            assertThat(Memory.getLong(store.note(address))).isEqualTo(30);
        }
    }

    @Test
    void shouldKeepFramesForLaterWhenFrameMemoryRunsOut() {
        try (CapturePort port = new CapturePort(store, capture, null)) {
            port.offer(0, 5);
            assertThat(port.receive(frames, 64)).isEqualTo(CHUNKS);
            assertThat(port.receive(frames, 64)).isZero();
            assertThat(port.transmit(frames, CHUNKS)).isEqualTo(CHUNKS);

            assertThat(port.receive(frames, 64)).isEqualTo(1);
            assertThat(bytes(frames[0])).isEqualTo(frame(64, 4));
            assertThat(port.receiveDrops()).isZero();
        }
    }

    @Test
    void shouldWriteSentFramesWithTheTimeAtWhichTheyCame() throws IOException {
        final Path file = directory.resolve("out.pcap");
        try (PcapWriter writer = new PcapWriter(file); CapturePort port = new CapturePort(store, capture, writer)) {
            port.offer(0, 2);
            port.receive(frames, 64);
            // A frame may leave with another start and length than it came with.
            frames[1] = FrameRef.of(FrameRef.address(frames[1]) - 4, 65);
            Memory.putInt(FrameRef.address(frames[1]), 0);
            assertThat(port.transmit(frames, 2)).isEqualTo(2);
            port.flush();
        }

        final List<PcapPacket> sent = PcapReader.readAll(file);
        assertThat(sent).extracting(PcapPacket::timestamp).containsExactly(10L, 20L);
        assertThat(sent.get(0).data()).isEqualTo(frame(60, 0));
        assertThat(sent.get(1).data()).hasSize(65).startsWith(0, 0, 0, 0).endsWith(frame(61, 1));
        assertThat(store.available()).isEqualTo(CHUNKS);
    }

    @Test
    void shouldDiscardSentFramesWhileNoWriterIsSet() throws IOException {
        final Path file = directory.resolve("out.pcap");
        try (PcapWriter writer = new PcapWriter(file); CapturePort port = new CapturePort(store, capture, writer)) {
            port.setWriter(null);
            for (int round = 0; round < 100; round++) {
                port.offer(0, 5);
                while (port.waiting() > 0) {
                    port.transmit(frames, port.receive(frames, 3));
                }
            }
        }
        assertThat(PcapReader.readAll(file)).isEmpty();
        assertThat(store.available()).isEqualTo(CHUNKS);
    }

    @Test
    void shouldDeliverTheLongestFrameThatAChunkTakesAndRefuseCapturesWithLongerOnes() {
        try (CapturePort port = new CapturePort(store, capture, null);
             Capture longer = Capture.of(List.of(new PcapPacket(0, 1793, frame(1793, 1))))) {
            port.offer(6, 7);
            assertThat(port.receive(frames, 1)).isEqualTo(1);
            assertThat(bytes(frames[0])).isEqualTo(frame(1792, 6));

            assertThatThrownBy(() -> new CapturePort(store, longer, null))
                .hasMessage("the capture has a frame of 1793 bytes, frame memory takes 1792");
        }
    }

    @Test
    void shouldRefuseOffersThatItCannotDeliver() {
        try (CapturePort port = new CapturePort(store, capture, null)) {
            assertThatThrownBy(() -> port.offer(3, 6)).hasMessage("packet 5 is snapped and cannot be forwarded");
            assertThatThrownBy(() -> port.offer(0, 8)).hasMessage("packets 0 to 8 of 7");
            assertThatThrownBy(() -> port.offer(2, 1)).hasMessage("packets 2 to 1 of 7");
            port.offer(0, 5);
            port.receive(frames, 2);
            assertThatThrownBy(() -> port.offer(5, 5)).hasMessage("packets 2 to 4 are still to be received");
        }
    }

    @Test
    void shouldWritePuntedFramesWithTheTimeAtWhichTheyCame() throws IOException {
        final Path file = directory.resolve("punts.pcap");
        try (PcapWriter writer = new PcapWriter(file); CapturePort port = new CapturePort(store, capture, null)) {
            final PcapPuntSink sink = new PcapPuntSink(store, writer);
            port.offer(3, 5);
            port.receive(frames, 64);
            assertThat(sink.punt(frames[0], 0, PuntReason.TTL_EXPIRED, 0)).isTrue();
            sink.setWriter(null);
            assertThat(sink.punt(frames[1], 0, PuntReason.RECEIVE, 0)).isTrue();
        }

        final List<PcapPacket> punted = PcapReader.readAll(file);
        assertThat(punted).hasSize(1);
        assertThat(punted.getFirst().timestamp()).isEqualTo(40);
        assertThat(punted.getFirst().data()).isEqualTo(frame(63, 3));
        assertThat(store.available()).isEqualTo(CHUNKS);
    }

    @Test
    void shouldFreeTheFrameThatCannotBeWritten() throws IOException {
        Files.createSymbolicLink(directory.resolve("out.pcap.part"), Path.of("/dev/full"));
        final PcapWriter writer = new PcapWriter(directory.resolve("out.pcap"));
        try (CapturePort port = new CapturePort(store, capture, writer)) {
            assertThatThrownBy(() -> {
                for (int round = 0; round < 100_000; round++) {
                    port.offer(0, 1);
                    port.receive(frames, 1);
                    port.transmit(frames, 1);
                }
            }).isInstanceOf(UncheckedIOException.class);
        }
        writer.close();
        assertThat(store.available()).isEqualTo(CHUNKS);
        assertThat(directory).isEmptyDirectory();
    }
}
