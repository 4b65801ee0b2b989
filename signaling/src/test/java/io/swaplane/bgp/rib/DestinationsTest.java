package io.swaplane.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Destinations against a map. */
class DestinationsTest {
    private record Key(long rd, long high, long low, int length) implements Comparable<Key> {
        @Override
        public int compareTo(final Key other) {
            int order = Long.compareUnsigned(rd, other.rd);
            order = order != 0 ? order : Long.compareUnsigned(high, other.high);
            order = order != 0 ? order : Long.compareUnsigned(low, other.low);
            return order != 0 ? order : Integer.compare(length, other.length);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Family.class, names = {"VPNV4", "VPNV6", "IPV4_UNICAST", "IPV6_UNICAST"})
    void shouldFindWhatWasAddedAndListItInOrder(final Family family) {
        final Random random = new Random(7);
        final Destinations destinations = new Destinations(family);
        final Map<Key, Integer> model = new HashMap<>();
        for (int step = 0; step < 40_000; step++) {
            final int length = random.nextInt(family.prefixBits() + 1);
            final long high = random.nextLong() & Addresses.maskHigh(Math.min(length, 12)) & (family.ipv4() ? -1L << 32 : -1L);
            final Key key = new Key(family.vpn() ? random.nextInt(3) - 1 : 0, high, 0, length);
            if (random.nextInt(3) == 0) {
                final Integer known = model.remove(key);
                if (known != null) {
                    destinations.remove(known);
                }
                assertThat(destinations.find(key.rd, key.high, key.low, key.length)).isEqualTo(Destinations.NONE);
            } else {
                final int made = destinations.findOrAdd(key.rd, key.high, key.low, key.length);
                final Integer known = model.put(key, made);
                assertThat(known == null || known == made).isTrue();
            }
        }
        assertThat(destinations.size()).isEqualTo(model.size());
        final List<Integer> listed = new ArrayList<>();
        int[] page = destinations.page(Destinations.NONE, 97);
        while (page.length > 0) {
            for (final int each : page) {
                listed.add(each);
            }
            page = destinations.page(page[page.length - 1], 97);
        }
        assertThat(listed).containsExactlyElementsOf(new TreeMap<>(model).values());
    }
}
