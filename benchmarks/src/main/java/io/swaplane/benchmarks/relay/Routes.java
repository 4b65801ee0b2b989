package io.swaplane.benchmarks.relay;

import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.UpdateWriter;
import io.swaplane.control.intent.RouteTarget;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The routes that are sent, as octets of UPDATE messages: /32 prefixes from 10.0.0.0 on with 16 route distinguishers, 200 in a row with the
 * same attributes, by two next hops in turns.
 */
final class Routes {
    static final NextHop[] NEXT_HOPS = {NextHop.ipv4(0x01010101), NextHop.ipv4(0x01010102)};
    /** How many there can be. There are as many tuples as asked for when they divide the routes, and 800 does. */
    static final int MOST = 1_000_000;

    private static final int SAME_ATTRIBUTES = 200;
    private static final int FIRST_LABEL = 16;
    private static final int FIRST_ADDRESS = 10 << 24;

    private Routes() {
    }

    /** The OPEN of a peer that speaks of VPN routes alone. */
    static OpenMessage open(final long as, final int routerId) {
        return new OpenMessage(as, RelayVpn.HOLD_SECONDS, routerId, List.of(new Capability.Multiprotocol(Family.VPNV4.numbers()),
            new Capability.FourOctetAs(as)));
    }

    /** The messages of routes that share so many pairs of next hop and label. */
    static byte[] messages(final long as, final int routes, final int tuples) {
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        final OpenMessage open = open(as, 1);
        final UpdateWriter writer = new UpdateWriter(Negotiated.of(open, open), octets::write);
        for (int i = 0; i < routes; i++) {
            if (i % SAME_ATTRIBUTES == 0) {
                final int batch = i / SAME_ATTRIBUTES;
                final PathAttributes attributes = PathAttributes.builder().origin(BgpOrigin.IGP)
                    .asPath(AsPath.sequence(64512 + batch % 1000)).localPref(100)
                    .extendedCommunities(RouteTarget.parse("100:1").value()).build();
                // Half of the tuples are of each next hop; the second half of the routes meets the other one.
                writer.announce(Family.VPNV4, attributes, NEXT_HOPS[(int) ((batch + 2L * i / routes) % NEXT_HOPS.length)]);
            }
            writer.add(0, FIRST_LABEL + i % Math.max(1, tuples / NEXT_HOPS.length), 100L << 32 | i % 16,
                (long) (FIRST_ADDRESS + i) << 32, 0, 32);
        }
        writer.flush();
        writer.endOfRib(Family.VPNV4);
        return octets.toByteArray();
    }

    /** Which of the routes one is, by its prefix's upper 64 bits. */
    static int number(final long addressHigh) {
        return (int) (addressHigh >>> 32) - FIRST_ADDRESS;
    }
}
