package io.swaplane.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private final MappedRegion region = MappedRegion.reserve(4096);
    private final long start = region.address();
    private final long end = start + region.size();

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void shouldRunTestsOnCheckedMemory() {
        assertThat(Memory.CHECKED).isTrue();
    }

    private static void assertRefused(final ThrowingCallable access) {
        assertThatThrownBy(access).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldRefuseEveryAccessThatLeavesItsRegion() {
        final byte[] bytes = new byte[8];
        assertRefused(() -> Memory.getByte(start - 1));
        assertRefused(() -> Memory.getByte(end));
        assertRefused(() -> Memory.putByte(end, (byte) 0));
        assertRefused(() -> Memory.getShort(end - 1));
        assertRefused(() -> Memory.putShort(end - 1, (short) 0));
        assertRefused(() -> Memory.getInt(end - 3));
        assertRefused(() -> Memory.putInt(end - 3, 0));
        assertRefused(() -> Memory.getLong(end - 7));
        assertRefused(() -> Memory.putLong(end - 7, 0));
        assertRefused(() -> Memory.getLongAcquire(end));
        assertRefused(() -> Memory.putLongRelease(end, 0));
        assertRefused(() -> Memory.getIntAcquire(end));
        assertRefused(() -> Memory.putIntRelease(end, 0));
        assertRefused(() -> Memory.getLongOpaque(end));
        assertRefused(() -> Memory.putLongOpaque(end, 0));
        assertRefused(() -> Memory.addToCounter(end, 1));
        assertRefused(() -> Memory.copy(start, end - 7, 8));
        assertRefused(() -> Memory.copy(end - 7, start, 8));
        assertRefused(() -> Memory.copyIn(bytes, 0, end - 7, 8));
        assertRefused(() -> Memory.copyOut(end - 7, bytes, 0, 8));
        assertRefused(() -> Memory.zero(end - 7, 8));
        assertRefused(() -> Memory.getLong(0));
        Memory.putLong(end - 8, 1);
        assertThat(Memory.getByte(end - 1)).isBetween((byte) 0, (byte) 1);
    }

    @Test
    void shouldReadWhatARingSideReleased() {
        Memory.putLong(start, -1);
        Memory.putIntRelease(start + 4, 0x12345678);
        assertThat(Memory.getIntAcquire(start + 4)).isEqualTo(0x12345678);
        assertThat(Memory.getIntAcquire(start)).isEqualTo(-1);
        assertThat(UncheckedMemory.getIntAcquire(start + 4)).isEqualTo(0x12345678);
        UncheckedMemory.putIntRelease(start, 9);
        assertThat(Memory.getInt(start)).isEqualTo(9);
    }

    @Test
    void shouldRefuseCopiesThatLeaveTheArray() {
        assertRefused(() -> Memory.copyIn(new byte[8], 1, start, 8));
        assertRefused(() -> Memory.copyOut(start, new byte[8], 1, 8));
        assertRefused(() -> UncheckedMemory.copyIn(new byte[8], 1, start, 8));
        assertRefused(() -> UncheckedMemory.copyOut(start, new byte[8], 1, 8));
    }

    @Test
    void shouldRefuseOrderedAccessesThatAreNotAligned() {
        assertThatThrownBy(() -> Memory.getLongAcquire(start + 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Memory.putLongRelease(start + 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Memory.getLongOpaque(start + 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Memory.putLongOpaque(start + 7, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSayWhichAddressNoRegionHolds() {
        assertThatThrownBy(() -> Memory.getInt(0x10)).hasMessage("no live memory region holds address 0x10 (4 bytes)");
    }

    @Test
    void shouldRefuseAnAddressOfARegionThatIsClosed() {
        final MappedRegion closed = MappedRegion.reserve(3 << 20);
        final long address = closed.address() + 4096;
        Memory.putLong(address, 1);
        closed.close();

        assertRefused(() -> Memory.getLong(address));
        assertRefused(() -> Memory.putLong(address, 1));
    }

    @Test
    void shouldTellManyRegionsApart() {
        final MappedRegion[] regions = new MappedRegion[50];
        for (int i = 0; i < regions.length; i++) {
            regions[i] = MappedRegion.reserve(8192);
            Memory.putLong(regions[i].address() + 4096, i);
        }
        for (int i = 0; i < regions.length; i += 2) {
            regions[i].close();
        }
        for (int i = 1; i < regions.length; i += 2) {
            assertThat(Memory.getLong(regions[i].address() + 4096)).isEqualTo(i);
            regions[i].close();
        }
    }

    @Test
    void shouldReadAndWriteTheSameCheckedAndUnchecked() {
        final Random random = new Random(1);
        for (int round = 0; round < 1000; round++) {
            final long at = start + random.nextInt(4000);
            final long aligned = at & -8;
            final long value = random.nextLong();
            CheckedMemory.putLong(at, value);
            assertThat(UncheckedMemory.getLong(at)).isEqualTo(value);
            assertThat(UncheckedMemory.getInt(at)).isEqualTo(CheckedMemory.getInt(at));
            assertThat(UncheckedMemory.getShort(at)).isEqualTo(CheckedMemory.getShort(at));
            assertThat(UncheckedMemory.getByte(at)).isEqualTo(CheckedMemory.getByte(at));
            assertThat(UncheckedMemory.getLongAcquire(aligned)).isEqualTo(CheckedMemory.getLongAcquire(aligned));
            assertThat(UncheckedMemory.getLongOpaque(aligned)).isEqualTo(CheckedMemory.getLongOpaque(aligned));

            UncheckedMemory.putInt(at, (int) value + 1);
            UncheckedMemory.putShort(at + 4, (short) (value + 2));
            UncheckedMemory.putByte(at + 6, (byte) (value + 3));
            assertThat(CheckedMemory.getInt(at)).isEqualTo((int) value + 1);
            assertThat(CheckedMemory.getShort(at + 4)).isEqualTo((short) (value + 2));
            assertThat(CheckedMemory.getByte(at + 6)).isEqualTo((byte) (value + 3));
            UncheckedMemory.putLongRelease(aligned, value + 4);
            assertThat(CheckedMemory.getLong(aligned)).isEqualTo(value + 4);
            UncheckedMemory.putLongOpaque(aligned, value + 5);
            assertThat(CheckedMemory.getLong(aligned)).isEqualTo(value + 5);
            UncheckedMemory.addToCounter(aligned, 6);
            Memory.addToCounter(aligned, 7);
            assertThat(CheckedMemory.getLong(aligned)).isEqualTo(value + 18);
        }
    }

    @Test
    void shouldCopyAndZeroTheSameCheckedAndUnchecked() {
        final byte[] data = new byte[100];
        new Random(2).nextBytes(data);
        final byte[] read = new byte[100];

        CheckedMemory.copyIn(data, 10, start + 3, 80);
        UncheckedMemory.copy(start + 3, start + 13, 80); // overlapping
        UncheckedMemory.copyOut(start + 13, read, 5, 80);
        assertThat(Arrays.copyOfRange(read, 5, 85)).isEqualTo(Arrays.copyOfRange(data, 10, 90));

        UncheckedMemory.copyIn(data, 10, start + 203, 80);
        CheckedMemory.copy(start + 203, start + 198, 80);
        CheckedMemory.copyOut(start + 198, read, 0, 80);
        assertThat(Arrays.copyOf(read, 80)).isEqualTo(Arrays.copyOfRange(data, 10, 90));

        UncheckedMemory.zero(start + 200, 10);
        assertThat(Memory.getLong(start + 201)).isZero();
        assertThat(Memory.getByte(start + 199)).isEqualTo(data[11]);
        assertThat(Memory.getByte(start + 210)).isEqualTo(data[22]);
    }

    @Test
    void shouldReadAndWriteNetworkOrder() {
        Memory.copyIn(new byte[] {1, 2, 3, 4, 5, 6, 7, (byte) 0xF8}, 0, start, 8);
        assertThat(Memory.getUnsignedShortBigEndian(start + 6)).isEqualTo(0x07F8);
        assertThat(Memory.getUnsignedShortBigEndian(start + 5)).isEqualTo(0x0607);
        assertThat(Memory.getIntBigEndian(start)).isEqualTo(0x01020304);
        assertThat(Memory.getLongBigEndian(start)).isEqualTo(0x01020304050607F8L);

        Memory.putShortBigEndian(start, 0xA1B2);
        Memory.putIntBigEndian(start + 2, 0xC3D4E5F6);
        assertThat(Memory.getLongBigEndian(start)).isEqualTo(0xA1B2C3D4E5F607F8L);
        Memory.putLongBigEndian(start, 0x1122334455667788L);
        assertThat(Memory.getByte(start)).isEqualTo((byte) 0x11);
        assertThat(Memory.getByte(start + 7)).isEqualTo((byte) 0x88);
    }
}
