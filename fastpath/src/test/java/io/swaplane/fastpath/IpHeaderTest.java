package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import io.swaplane.table.PayloadType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpHeaderTest {
    @Test
    void shouldKeepTheIpv4ChecksumRightForEveryTtlChange() {
        final Random random = new Random(1624);
        try (MappedRegion region = MappedRegion.reserve(64)) {
            final long at = region.address();
            for (int before = 0; before < 256; before++) {
                for (int after = 0; after < 256; after++) {
                    randomHeader(random, at, before);
                    IpHeader.setTtl(at, 4, after);
                    assertThat(IpHeader.ttl(at, 4)).isEqualTo(after);
                    assertThat(sum(at)).as("ttl %d to %d", before, after).isEqualTo(0xFFFF);
                }
            }
        }
    }

    @Test
    void shouldNotRepairAWrongChecksum() {
        try (MappedRegion region = MappedRegion.reserve(64)) {
            final long at = region.address();
            randomHeader(new Random(7), at, 64);
            Memory.putShortBigEndian(at + 10, Memory.getUnsignedShortBigEndian(at + 10) ^ 0x0100);
            IpHeader.setTtl(at, 4, 63);
            assertThat(sum(at)).isNotEqualTo(0xFFFF);
        }
    }

    @Test
    void shouldTellVersionsOnlyWhenTheirHeadersFit() {
        try (MappedRegion region = MappedRegion.reserve(64)) {
            final long at = region.address();
            Memory.putByte(at, (byte) 0x45);
            assertThat(IpHeader.version(at, 20)).isEqualTo(4);
            assertThat(IpHeader.version(at, 19)).isZero();
            Memory.putByte(at, (byte) 0x60);
            assertThat(IpHeader.version(at, 40)).isEqualTo(6);
            assertThat(IpHeader.version(at, 39)).isZero();
            Memory.putByte(at, (byte) 0x00);
            assertThat(IpHeader.version(at, 60)).isZero();
        }
    }

    @Test
    void shouldMatchOnlyWhatTheLabelPromises() {
        final int ip = PayloadType.IP.ordinal();
        final int v4 = PayloadType.IPV4.ordinal();
        final int v6 = PayloadType.IPV6.ordinal();
        assertThat(IpHeader.matches(ip, 4) && IpHeader.matches(ip, 6) && IpHeader.matches(v4, 4) && IpHeader.matches(v6, 6)).isTrue();
        assertThat(IpHeader.matches(ip, 0) || IpHeader.matches(v4, 6) || IpHeader.matches(v6, 4) || IpHeader.matches(v4, 0)).isFalse();
    }

    private static void randomHeader(final Random random, final long at, final int ttl) {
        for (int i = 0; i < 20; i += 4) {
            Memory.putInt(at + i, random.nextInt());
        }
        Memory.putByte(at, (byte) 0x45);
        Memory.putByte(at + 8, (byte) ttl);
        Memory.putShortBigEndian(at + 10, 0);
        Memory.putShortBigEndian(at + 10, ~sum(at) & 0xFFFF);
    }

    private static int sum(final long at) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += Memory.getUnsignedShortBigEndian(at + i);
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (sum & 0xFFFF) + (sum >>> 16);
    }
}
