package io.swaplane.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappedRegionTest {
    @ParameterizedTest
    @CsvSource({"1, 4096", "4096, 4096", "4097, 8192", "2097152, 2097152", "2097153, 2101248", "50331648, 50331648"})
    void shouldRoundItsSizeUpToPagesAndAlignLargeRegionsForHugePages(final long asked, final long size) {
        try (MappedRegion region = MappedRegion.reserve(asked)) {
            assertThat(region.size()).isEqualTo(size);
            assertThat(region.address() % 4096).isZero();
            if (size >= 2 << 20) {
                assertThat(region.address() % (2 << 20)).isZero();
            }
            Memory.putByte(region.address(), (byte) 1);
            Memory.putByte(region.address() + size - 1, (byte) 1);
        }
    }

    @Test
    void shouldAdoptOnlyWhatCanBeAMapping() {
        assertThatThrownBy(() -> MappedRegion.adopt(4096, 0)).hasMessageContaining("not a mapping: 0 bytes");
        assertThatThrownBy(() -> MappedRegion.adopt(4097, 16)).hasMessageContaining("0x1001");
    }

    @Test
    void shouldBeZeroWhenFirstRead() {
        try (MappedRegion region = MappedRegion.reserve(1 << 20)) {
            for (long at = region.address(); at < region.address() + region.size(); at += 8) {
                if (Memory.getLong(at) != 0) {
                    throw new AssertionError("not zero at offset " + (at - region.address()));
                }
            }
        }
    }

    @Test
    void shouldCostNothingUntilTouched() {
        // Far more than the machine has: only pages that are used take memory.
        try (MappedRegion region = MappedRegion.reserve(1L << 40)) {
            Memory.putLong(region.address() + (1L << 39), 7);
            assertThat(Memory.getLong(region.address() + (1L << 39))).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void shouldRefuseAnEmptyRegion(final long bytes) {
        assertThatThrownBy(() -> MappedRegion.reserve(bytes)).hasMessage("a region needs a positive size, not " + bytes);
    }

    @Test
    void shouldSayThatTheKernelRefused() {
        assertThatThrownBy(() -> MappedRegion.reserve(1L << 60)).isInstanceOf(OutOfMemoryError.class)
            .hasMessageMatching("mmap of \\d+ bytes failed, errno 12");
    }

    @Test
    void shouldTakeASecondCloseForNothing() {
        final MappedRegion region = MappedRegion.reserve(4096);
        region.close();
        final MappedRegion other = MappedRegion.reserve(4096); // most likely at the same address
        region.close();

        Memory.putLong(other.address(), 1);
        assertThat(Memory.getLong(other.address())).isEqualTo(1);
        other.close();
    }
}
