package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowHashTest {
    private final MappedRegion region = MappedRegion.reserve(4096);

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void shouldIgnoreTcAndTtl() {
        assertThat(labels(Lse.of(100, 0, false, 64), Lse.of(200, 0, true, 64)))
            .isEqualTo(labels(Lse.of(100, 7, false, 1), Lse.of(200, 3, true, 255)));
    }

    @Test
    void shouldIgnoreSpecialPurposeLabels() {
        final long plain = labels(Lse.of(100, 0, false, 64), Lse.of(200, 0, true, 64));
        assertThat(labels(Lse.of(100, 0, false, 64), Lse.of(0, 0, false, 64), Lse.of(200, 0, true, 64))).isEqualTo(plain);
        assertThat(labels(Lse.of(100, 0, false, 64), Lse.of(15, 0, false, 64), Lse.of(99, 0, false, 64), Lse.of(200, 0, true, 64)))
            .as("an extended special-purpose label with its value").isEqualTo(plain);
    }

    @Test
    void shouldTellLabelsApartByValueAndOrder() {
        final long one = labels(Lse.of(100, 0, false, 64), Lse.of(200, 0, true, 64));
        assertThat(labels(Lse.of(200, 0, false, 64), Lse.of(100, 0, true, 64))).isNotEqualTo(one);
        assertThat(labels(Lse.of(101, 0, false, 64), Lse.of(200, 0, true, 64))).isNotEqualTo(one);
    }

    @Test
    void shouldHashTheEntropyLabelAlone() {
        final long one = labels(Lse.of(100, 0, false, 64), Lse.of(7, 0, false, 64), Lse.of(5000, 0, false, 0), Lse.of(200, 0, true, 64));
        assertThat(labels(Lse.of(999, 0, false, 64), Lse.of(7, 0, false, 64), Lse.of(5000, 0, true, 0))).isEqualTo(one);
        assertThat(labels(Lse.of(999, 0, false, 64), Lse.of(15, 0, false, 64), Lse.of(7, 0, false, 64), Lse.of(5000, 0, true, 0)))
            .as("behind an extension label too").isEqualTo(one);
        assertThat(labels(Lse.of(100, 0, false, 64), Lse.of(7, 0, false, 64), Lse.of(5001, 0, false, 0), Lse.of(200, 0, true, 64)))
            .isNotEqualTo(one);
    }

    @Test
    void shouldHashPortsOnlyOfWholePackets() {
        final long first = ipv4(17, 0, 1000);
        assertThat(ipv4(17, 0, 1001)).as("another source port").isNotEqualTo(first);
        assertThat(ipv4(17, 0x2000, 1000)).as("first fragment").isEqualTo(ipv4(17, 0x2000, 1001));
        assertThat(ipv4(17, 0x0010, 1000)).as("later fragment").isEqualTo(ipv4(17, 0x0010, 1001));
        assertThat(ipv4(17, 0x4000, 1000)).as("don't fragment is no fragment").isEqualTo(first);
        assertThat(ipv4(47, 0, 1000)).as("GRE has no ports").isEqualTo(ipv4(47, 0, 1001));
    }

    private long labels(final int... stack) {
        long at = region.address();
        for (final int lse : stack) {
            Memory.putIntBigEndian(at, lse);
            at += Lse.BYTES;
        }
        return FlowHash.of(region.address(), at, true);
    }

    private long ipv4(final int protocol, final int fragment, final int sourcePort) {
        final long ip = region.address() + Lse.BYTES;
        Memory.putIntBigEndian(region.address(), Lse.of(100, 0, true, 64));
        Memory.zero(ip, 28);
        Memory.putByte(ip, (byte) 0x45);
        Memory.putShortBigEndian(ip + 6, fragment);
        Memory.putByte(ip + 9, (byte) protocol);
        Memory.putIntBigEndian(ip + 12, 0x0A000001);
        Memory.putIntBigEndian(ip + 16, 0x0A000002);
        Memory.putShortBigEndian(ip + 20, sourcePort);
        return FlowHash.of(region.address(), ip + 28, true);
    }
}
