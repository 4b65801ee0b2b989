package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.memory.Memory;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameStoreTest {
    @Test
    void shouldHandOutEachChunkOnceAndThenNone() {
        try (FrameStore store = new FrameStore(8, 2048)) {
            final Set<Long> chunks = new HashSet<>();
            for (int i = 0; i < 8; i++) {
                chunks.add(store.note(store.allocate()));
            }
            assertThat(chunks).hasSize(8);
            assertThat(store.allocate()).isZero();
            assertThat(store.available()).isZero();
        }
    }

    @Test
    void shouldTakeAChunkBackByAnyAddressInsideTheFrame() {
        try (FrameStore store = new FrameStore(1, 4096)) {
            final long frame = store.allocate();
            assertThat(frame - store.note(frame)).isEqualTo(FrameStore.HEADROOM);
            store.free(frame - 88);
            final long again = store.allocate();
            assertThat(again).isEqualTo(frame);
            store.free(again + store.maxFrameLength() - 1);
            assertThat(store.allocate()).isEqualTo(frame);
        }
    }

    @Test
    void shouldHoldTheLongestFrameThatItPromises() {
        try (FrameStore store = new FrameStore(2, 2048)) {
            final long frame = store.allocate();
            Memory.putByte(frame + store.maxFrameLength() - 1, (byte) 1);
            assertThat(store.note(frame + store.maxFrameLength() - 1)).isEqualTo(store.note(frame));
            assertThat(store.maxFrameLength()).isEqualTo(1792);
        }
    }

    @Test
    void shouldRefuseChunkSizesThatAreNoPowerOfTwo() {
        assertThatThrownBy(() -> new FrameStore(1, 3000)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3000");
        assertThatThrownBy(() -> new FrameStore(1, 1024)).isInstanceOf(IllegalArgumentException.class);
    }
}
