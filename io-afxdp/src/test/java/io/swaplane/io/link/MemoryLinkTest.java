package io.swaplane.io.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.Memory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryLinkTest {
    private static final int CHUNKS = 16;

    private final FrameStore leftStore = new FrameStore(CHUNKS, 2048);
    private final FrameStore rightStore = new FrameStore(CHUNKS, 4096);
    private final MemoryLink link = new MemoryLink(leftStore, rightStore, 8, 1514);
    private final PacketPort left = link.left();
    private final PacketPort right = link.right();
    private final long[] frames = new long[64];

    @AfterEach
    void close() {
        left.close();
        right.close();
        link.close();
        link.close();
        leftStore.close();
        rightStore.close();
    }

    /** A frame that carries its number in its first 8 bytes and, where it is longer, in every byte behind them. */
    private static long frame(final FrameStore store, final long number, final int length) {
        final long address = store.allocate();
        assertThat(address).isNotZero();
        for (int i = 8; i < length; i++) {
            Memory.putByte(address + i, (byte) number);
        }
        Memory.putLong(address, number);
        return FrameRef.of(address, length);
    }

    private static boolean holds(final long frame, final long number, final int length) {
        final long address = FrameRef.address(frame);
        return FrameRef.length(frame) == length && Memory.getLong(address) == number
            && IntStream.range(8, length).allMatch(i -> Memory.getByte(address + i) == (byte) number);
    }

    private void fill(final FrameStore store, final int count, final int length) {
        for (int i = 0; i < count; i++) {
            frames[i] = frame(store, i, length);
        }
    }

    private static void free(final FrameStore store, final long[] frames, final int from, final int to) {
        for (int i = from; i < to; i++) {
            store.free(FrameRef.address(frames[i]));
        }
    }

    @Test
    void shouldCarryFramesBothWaysInOrder() {
        fill(leftStore, 5, 100);
        assertThat(left.transmit(frames, 5)).isEqualTo(5);
        left.flush();
        assertThat(leftStore.available()).isEqualTo(CHUNKS);
        assertThat(right.receive(frames, 64)).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(holds(frames[i], i, 100)).isTrue();
            assertThat(FrameRef.address(frames[i]) - rightStore.note(FrameRef.address(frames[i]))).isEqualTo(FrameStore.HEADROOM);
            assertThat(Memory.getLong(rightStore.note(FrameRef.address(frames[i])))).isZero();
        }

        assertThat(right.transmit(frames, 5)).isEqualTo(5);
        assertThat(rightStore.available()).isEqualTo(CHUNKS);
        assertThat(left.receive(frames, 3)).isEqualTo(3);
        assertThat(holds(frames[2], 2, 100)).isTrue();
        assertThat(left.receive(frames, 64)).isEqualTo(2);
        assertThat(left.receive(frames, 64)).isZero();
    }

    @Test
    void shouldAcceptOnlyAsManyFramesAsTheLinkHasRoomFor() {
        fill(leftStore, 12, 60);

        assertThat(left.transmit(frames, 12)).isEqualTo(8);

        assertThat(leftStore.available()).isEqualTo(CHUNKS - 4);
        free(leftStore, frames, 8, 12);
        assertThat(right.receive(frames, 3)).isEqualTo(3);
        free(rightStore, frames, 0, 3);
        fill(leftStore, 4, 60);
        assertThat(left.transmit(frames, 4)).isEqualTo(3);
        free(leftStore, frames, 3, 4);
    }

    @Test
    void shouldAcceptTheLongestFrameAndStopAtALongerOne() {
        assertThat(link.maxFrameLength()).isEqualTo(1514);
        frames[0] = frame(leftStore, 1, 1514);
        frames[1] = frame(leftStore, 2, 1515);
        frames[2] = frame(leftStore, 3, 60);

        assertThat(left.transmit(frames, 3)).isEqualTo(1);

        assertThat(leftStore.available()).isEqualTo(CHUNKS - 2);
        assertThat(right.receive(frames, 64)).isEqualTo(1);
        assertThat(holds(frames[0], 1, 1514)).isTrue();
    }

    @Test
    void shouldAcceptNoFrameThatAChunkOfTheFarEndCannotTake() {
        try (MemoryLink wide = new MemoryLink(rightStore, leftStore, 8, 9000)) {
            assertThat(wide.maxFrameLength()).isEqualTo(leftStore.maxFrameLength());
            frames[0] = frame(rightStore, 1, leftStore.maxFrameLength() + 1);
            assertThat(wide.left().transmit(frames, 1)).isZero();
        }
    }

    @Test
    void shouldKeepFramesUnderWayWhileTheReceiverHasNoFreeChunk() {
        final long[] held = new long[CHUNKS];
        for (int i = 0; i < CHUNKS - 1; i++) {
            held[i] = rightStore.allocate();
        }
        fill(leftStore, 3, 60);
        assertThat(left.transmit(frames, 3)).isEqualTo(3);

        assertThat(right.receive(frames, 64)).isEqualTo(1);
        assertThat(right.receive(frames, 64)).isZero();
        rightStore.free(held[0]);
        rightStore.free(held[1]);

        assertThat(right.receive(frames, 64)).isEqualTo(2);
        assertThat(holds(frames[0], 1, 60)).isTrue();
        assertThat(holds(frames[1], 2, 60)).isTrue();
        assertThat(right.receiveDrops()).isZero();
    }

    @Test
    void shouldCarryNothingWhileCut() {
        fill(leftStore, 2, 60);
        left.transmit(frames, 1);
        link.cut();
        assertThat(left.transmit(new long[] {frames[1]}, 1)).isZero();
        assertThat(right.receive(new long[64], 64)).isZero();

        link.restore();

        assertThat(left.transmit(new long[] {frames[1]}, 1)).isEqualTo(1);
        assertThat(right.receive(frames, 64)).isEqualTo(2);
        assertThat(holds(frames[0], 0, 60)).isTrue();
        assertThat(holds(frames[1], 1, 60)).isTrue();
    }

    @Test
    void shouldRefuseImpossibleSizes() {
        assertThatThrownBy(() -> new MemoryLink(leftStore, rightStore, 12, 1514))
            .hasMessage("12 slots: must be a power of two up to 1048576");
        assertThatThrownBy(() -> new MemoryLink(leftStore, rightStore, 8, 0)).hasMessage("a slot size of 0");
    }

    /** Sends numbered frames of varying length, keeping what isn't accepted at the front of the burst. */
    private static void send(final PacketPort port, final FrameStore store, final int total) {
        final long[] burst = new long[32];
        int waiting = 0;
        int number = 0;
        while (number < total || waiting > 0) {
            while (waiting < burst.length && number < total && store.available() > 0) {
                burst[waiting++] = frame(store, number, 8 + number % 25);
                number++;
            }
            final int accepted = port.transmit(burst, waiting);
            System.arraycopy(burst, accepted, burst, 0, waiting - accepted);
            waiting -= accepted;
            if (accepted == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void receive(final PacketPort port, final FrameStore store, final int total) {
        final long[] burst = new long[17];
        int number = 0;
        while (number < total) {
            final int got = port.receive(burst, burst.length);
            for (int i = 0; i < got; i++) {
                if (!holds(burst[i], number, 8 + number % 25)) {
                    throw new AssertionError("frame " + number + " arrived as " + Memory.getLong(FrameRef.address(burst[i])));
                }
                number++;
                store.free(FrameRef.address(burst[i]));
            }
            if (got == 0) {
                Thread.onSpinWait();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1024})
    void shouldLoseDuplicateAndReorderNothingBetweenTwoThreads(final int slots) throws InterruptedException, ExecutionException {
        final int total = slots == 1 ? 20_000 : 1_000_000;
        try (MemoryLink threads = new MemoryLink(leftStore, rightStore, slots, 64)) {
            final CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(threads.left(), leftStore, total));
            receive(threads.right(), rightStore, total);
            sender.get();
            assertThat(threads.right().receive(frames, 64)).isZero();
        }
        assertThat(leftStore.available()).isEqualTo(CHUNKS);
        assertThat(rightStore.available()).isEqualTo(CHUNKS);
    }
}
