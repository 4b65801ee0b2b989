package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import io.swaplane.table.Buckets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowHashTest {
    private static final int FLOWS = 4096;
    private static final int BUCKETS = 256;

    private final MappedRegion region = MappedRegion.reserve(4096);
    private long start = FlowHash.start(0);

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

    /** Else two routers in a row would use half of the second one's legs. */
    @Test
    void shouldShareWhatAnotherRouterSentOneWayAmongAllWays() {
        final int[] ids = {0, 0x01010101, 0x02020202, 0x0A000001, 0x0A000002, 0xC0000201};
        for (final boolean ip : new boolean[] {false, true}) {
            for (final int one : ids) {
                final int[] first = buckets(one, ip);
                for (final int other : ids) {
                    if (other != one) {
                        assertIndependent(first, buckets(other, ip), one + " then " + other + (ip ? " by ports" : " by label"));
                    }
                }
            }
        }
    }

    private int[] buckets(final int seed, final boolean ip) {
        start = FlowHash.start(seed);
        final int[] buckets = new int[FLOWS];
        for (int flow = 0; flow < FLOWS; flow++) {
            buckets[flow] = (int) ((ip ? ipv4(17, 0, flow) : labels(Lse.of(16 + flow, 0, true, 64))) >>> 16) & BUCKETS - 1;
        }
        return buckets;
    }

    /** Two to four legs each. */
    private static void assertIndependent(final int[] first, final int[] second, final String what) {
        for (int legs = 2; legs <= 4; legs++) {
            final long[] one = legs(legs, 100);
            final long[] other = legs(legs, 500);
            final int[] sent = new int[legs];
            final int[][] shared = new int[legs][legs];
            for (int flow = 0; flow < FLOWS; flow++) {
                final int by = (int) one[first[flow]] - 100;
                sent[by]++;
                shared[by][(int) other[second[flow]] - 500]++;
            }
            for (int by = 0; by < legs; by++) {
                for (int then = 0; then < legs; then++) {
                    assertThat((double) shared[by][then] * legs / sent[by]).as(what + ", leg " + then + " of " + legs)
                        .isBetween(0.65, 1.35);
                }
            }
        }
    }

    private static long[] legs(final int count, final int firstWord) {
        return Buckets.fill(IntStream.range(firstWord, firstWord + count).asLongStream().toArray(),
            IntStream.generate(() -> 1).limit(count).toArray());
    }

    private long labels(final int... stack) {
        long at = region.address();
        for (final int lse : stack) {
            Memory.putIntBigEndian(at, lse);
            at += Lse.BYTES;
        }
        return FlowHash.of(start, region.address(), at, true);
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
        return FlowHash.of(start, region.address(), ip + 28, true);
    }
}
