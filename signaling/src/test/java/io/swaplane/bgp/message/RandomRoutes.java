package io.swaplane.bgp.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Attributes, next hops and routes by chance, of every kind that there is. */
final class RandomRoutes {
    private final Random random;

    RandomRoutes(final long seed) {
        random = new Random(seed);
    }

    /** A route's parts; equal by value. */
    record Route(int pathId, List<Integer> labels, long rd, long addressHigh, long addressLow, int prefixLength) implements Nlri {
        static Route of(final Nlri nlri) {
            final List<Integer> labels = new ArrayList<>();
            for (int i = 0; i < nlri.labelCount(); i++) {
                labels.add(nlri.label(i));
            }
            return new Route(nlri.pathId(), labels, nlri.rd(), nlri.addressHigh(), nlri.addressLow(), nlri.prefixLength());
        }

        Route withdrawn() {
            return new Route(pathId, List.of(), rd, addressHigh, addressLow, prefixLength);
        }

        @Override
        public int labelCount() {
            return labels.size();
        }

        @Override
        public int label(final int index) {
            return labels.get(index);
        }
    }

    Family family() {
        return Family.values()[random.nextInt(Family.COUNT)];
    }

    int below(final int bound) {
        return random.nextInt(bound);
    }

    boolean chance() {
        return random.nextBoolean();
    }

    /**
     * Of addresses that hosts can have, below 64.0.0.0 and 4000::. The length octet leaves room for two labels before the longest VPN-IPv6
     * prefix.
     */
    Route route(final Family family, final boolean pathId, final int negotiatedLabels) {
        final int mostLabels = family == Family.VPNV6 ? Math.min(2, negotiatedLabels) : negotiatedLabels;
        final List<Integer> labels = new ArrayList<>();
        for (int i = family.labeled() ? random.nextInt(mostLabels) : mostLabels; i < mostLabels; i++) {
            labels.add(random.nextInt(1 << 20));
        }
        final int length = family == Family.ROUTE_TARGET ? random.nextInt(4) == 0 ? 0 : 32 + random.nextInt(65)
            : random.nextInt(family.prefixBits() + 1);
        return new Route(pathId ? random.nextInt() : 0, labels, family.vpn() ? random.nextLong() : 0,
            (random.nextLong() >>> 2 | 1L << 56) & Addresses.maskHigh(length), random.nextLong() & Addresses.maskLow(length), length);
    }

    NextHop nextHop(final Family family, final boolean ipv6Too) {
        final boolean ipv6 = !family.ipv4() || ipv6Too && random.nextBoolean();
        if (!ipv6) {
            return NextHop.ipv4(10 << 24 | random.nextInt(1 << 24));
        }
        final boolean linkLocal = random.nextBoolean();
        return new NextHop(false, 0x2001_0db8_0000_0000L | random.nextInt(1 << 30), random.nextLong(),
            linkLocal ? 0xFE80_0000_0000_0000L : 0, linkLocal ? random.nextLong() : 0);
    }

    AsPath asPath(final boolean fourOctets) {
        AsPath path = AsPath.EMPTY;
        for (int i = random.nextInt(4); i > 0; i--) {
            path = path.prepend(as(fourOctets), 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 4));
        }
        return path;
    }

    private long as(final boolean fourOctets) {
        return 1 + (fourOctets && random.nextBoolean() ? random.nextLong(0xFFFF_FFFEL) : random.nextInt(23455));
    }

    /** Attributes as a peer may have sent them: with those for internal peers only when asked for. */
    PathAttributes attributes(final boolean internal) {
        final PathAttributes.Builder builder = PathAttributes.builder().origin(BgpOrigin.of(random.nextInt(3))).asPath(asPath(true));
        if (internal) {
            some(() -> builder.localPref(random.nextLong(1L << 32)));
            some(() -> builder.originatorId(1 + random.nextInt(1 << 30)));
            some(() -> builder.clusterList(random.ints(1 + random.nextInt(5)).toArray()));
        }
        some(() -> builder.med(random.nextLong(1L << 32)));
        some(() -> builder.atomicAggregate(true));
        some(() -> builder.aggregator(new Aggregator(as(true), random.nextInt())));
        some(() -> builder.communities(random.ints(1 + random.nextInt(80)).toArray()));
        some(() -> builder.extendedCommunities(random.longs(1 + random.nextInt(40)).toArray()));
        some(() -> builder.largeCommunities(List.of(new LargeCommunity(random.nextInt(), random.nextInt(), random.nextInt()))));
        some(() -> builder.others(List.of(new RawAttribute(0xC0, 25, octets(20)), new RawAttribute(0xE0, 40,
            octets(random.nextInt(400))))));
        some(() -> builder.partial(8).partial(16).partial(32).partial(7));
        return builder.build();
    }

    private void some(final Runnable part) {
        if (random.nextInt(3) == 0) {
            part.run();
        }
    }

    byte[] octets(final int length) {
        final byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }
}
