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

    @Test
    void shouldNoticeAChunkThatIsFreedTwiceOrByOneWhoDoesNotHoldIt() {
        try (FrameStore store = new FrameStore(2, 2048)) {
            final long frame = store.allocate();
            store.handTo("a ring", frame);
            assertThatThrownBy(() -> store.free(frame)).hasMessageContaining("chunk 0").hasMessageContaining("belongs to a ring");
            assertThatThrownBy(() -> store.takeBack("another ring", frame)).isInstanceOf(IllegalStateException.class);
            assertThat(store.census()).containsEntry("a ring", 1).containsEntry("the store", 1);
            store.takeBack("a ring", frame);
            store.free(frame);
            assertThatThrownBy(() -> store.free(frame)).hasMessageContaining("belongs to the store");
            assertThatThrownBy(() -> store.free(frame + 1_000_000)).hasMessageContaining("outside the frame store");
            assertThat(store.available()).isEqualTo(2);
        }
    }
}
