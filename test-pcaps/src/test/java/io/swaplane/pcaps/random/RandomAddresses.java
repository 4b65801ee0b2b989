package io.swaplane.pcaps.random;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** IP addresses that a router's tables have something to say about, mostly; and such as may not be forwarded. */
final class RandomAddresses {
    private static final List<String> ODD_V4 = List.of("0.0.0.0", "0.1.2.3", "127.0.0.1", "126.255.255.255", "128.0.0.1", "169.254.1.1",
        "169.253.1.1", "224.0.0.5", "239.255.255.255", "223.255.255.255", "240.0.0.1", "255.255.255.255", "1.0.0.1");
    private static final List<String> ODD_V6 = List.of("::", "::1", "::2", "::1:0:1", "fe80::1", "febf:ffff::1", "fec0::1", "fe7f::1",
        "ff02::1", "ff0e::1", "feff::1", "fd00::1", "1::1", "::fffe:1.2.3.4", "0:0:1::ffff:1:1");
    /** ::ffff:10.0.0.1, which is read as an IPv4 address when it is written. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};

    private final SplittableRandom random;
    private final List<VrfIntent> vrfs;
    private final Map<String, List<Prefix>> known = new HashMap<>();

    RandomAddresses(final RouterIntent intent, final SplittableRandom random) {
        this.random = random;
        vrfs = intent.routing().vrfs();
        for (final InterfaceIntent each : intent.interfaces()) {
            if (each.vrf() != null) {
                each.addresses().forEach(address -> add(each.vrf(), address));
                intent.neighbours().stream().filter(neighbour -> neighbour.interfaceName().equals(each.name()))
                    .map(NeighbourIntent::address).forEach(address -> add(each.vrf(), host(address)));
                each.addresses().forEach(address -> add(each.vrf(), host(address.address())));
            }
        }
        intent.routing().routes().forEach(route -> add(route.vrf(), route.prefix()));
    }

    private static Prefix host(final InetAddress address) {
        return new Prefix(address, 8 * address.getAddress().length);
    }

    private void add(final String table, final Prefix prefix) {
        known.computeIfAbsent(table + prefix.address().getAddress().length, each -> new ArrayList<>()).add(prefix);
    }

    byte[] source4() {
        return random.nextInt(30) == 0 ? odd(ODD_V4) : within(new Prefix(RandomRouting.v4(1, 0), 28));
    }

    byte[] source6() {
        return random.nextInt(30) == 0 ? odd6() : within(new Prefix(RandomRouting.v6(1, 0), 124));
    }

    byte[] destination4(final String table) {
        return random.nextInt(30) == 0 ? odd(ODD_V4) : destination(known.get(someTable(table) + 4), new Prefix(RandomRouting.v4(1, 0), 4));
    }

    byte[] destination6(final String table) {
        return random.nextInt(30) == 0 ? odd6() : destination(known.get(someTable(table) + 16), new Prefix(RandomRouting.v6(1, 0), 24));
    }

    /** Now and then another VRF, whose routes may be leaked. */
    private String someTable(final String table) {
        return vrfs.isEmpty() || random.nextInt(3) != 0 ? table : vrfs.get(random.nextInt(vrfs.size())).name();
    }

    private byte[] destination(final List<Prefix> prefixes, final Prefix any) {
        return within(prefixes == null || random.nextInt(8) == 0 ? any : prefixes.get(random.nextInt(prefixes.size())));
    }

    private byte[] odd6() {
        return random.nextInt(12) == 0 ? MAPPED : odd(ODD_V6);
    }

    private byte[] odd(final List<String> addresses) {
        return InetAddress.ofLiteral(addresses.get(random.nextInt(addresses.size()))).getAddress();
    }

    /** Any bits behind the prefix, or few, so that flows repeat. */
    private byte[] within(final Prefix prefix) {
        final byte[] octets = prefix.address().getAddress();
        final int first = random.nextBoolean() ? prefix.length() : Math.max(prefix.length(), 8 * octets.length - 2);
        for (int bit = first; bit < 8 * octets.length; bit++) {
            if (random.nextBoolean()) {
                octets[bit / 8] ^= (byte) (0x80 >> bit % 8);
            }
        }
        return octets;
    }
}
