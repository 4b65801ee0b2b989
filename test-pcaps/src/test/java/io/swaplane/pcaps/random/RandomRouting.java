package io.swaplane.pcaps.random;

import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The IP half of a random router: VRFs, the addresses of interfaces in them, and routes of all kinds. */
final class RandomRouting {
    /** Labels of the VRFs themselves, from which no other entry's come. */
    static final int FIRST_VRF_LABEL = 900_000;
    static final int VRFS = 4;
    private static final int ROUTES_PER_TABLE = 28;
    /** Links of interfaces in VRFs, so that those of different VRFs are the same. */
    private static final int FIRST_VRF_LINK = 100;

    private final SplittableRandom random;
    private final List<VrfIntent> vrfs = new ArrayList<>();
    private final Map<String, Integer> linksInUse = new HashMap<>();

    RandomRouting(final SplittableRandom random) {
        this.random = random;
        if (oneIn(5)) {
            return;
        }
        for (int i = 0; i < VRFS; i++) {
            final boolean labelled = oneIn(2);
            vrfs.add(new VrfIntent("vrf" + i, oneIn(4) ? null : RouteDistinguisher.parse("100:" + i), targets(), targets(),
                labelled || oneIn(2) ? LabelMode.PER_VRF : LabelMode.PER_NEXT_HOP, labelled ? FIRST_VRF_LABEL + i : null));
        }
    }

    private List<RouteTarget> targets() {
        return IntStream.range(0, 4).filter(each -> oneIn(2)).mapToObj(each -> RouteTarget.parse("100:" + each)).toList();
    }

    /** Whether the router routes no IP packets at all. */
    boolean isOff() {
        return vrfs.isEmpty();
    }

    /** The table of an interface, null for none. */
    String table() {
        return isOff() ? null : switch (random.nextInt(8)) {
            case 0, 1, 2 -> null;
            case 3 -> VrfIntent.GLOBAL;
            default -> vrfs.get(random.nextInt(VRFS)).name();
        };
    }

    /** The number of the link of interface {@code number}, which is in its addresses. */
    int link(final String table, final int number) {
        return table == null || table.equals(VrfIntent.GLOBAL) ? number : FIRST_VRF_LINK + linksInUse.merge(table, 1, Integer::sum);
    }

    List<Prefix> addresses(final String table, final int link) {
        return table == null ? List.of() : Stream.of(new Prefix(v4(link, 254), oneIn(6) ? 32 : 24), new Prefix(v6(link, 254), 64))
            .filter(each -> !oneIn(8)).toList();
    }

    static InetAddress v4(final int link, final int host) {
        return InetAddress.ofLiteral("10.0." + link + "." + host);
    }

    static InetAddress v6(final int link, final int host) {
        return InetAddress.ofLiteral("2001:db8:0:" + Integer.toHexString(link) + "::" + Integer.toHexString(host));
    }

    /** VRFs, routes of all tables, and a table of traffic classes. */
    RoutingIntent make(final SplittableRandom source, final Function<String, List<Integer>> hopsOf, final Set<Prefix> connected,
                       final IntSupplier outLabel) {
        final List<RouteIntent> routes = new ArrayList<>();
        Stream.concat(Stream.of(VrfIntent.GLOBAL), vrfs.stream().map(VrfIntent::name)).forEach(table -> {
            final Routes maker = new Routes(source, hopsOf.apply(table), outLabel);
            final Set<Prefix> taken = new HashSet<>(connected);
            for (int i = 0; i < ROUTES_PER_TABLE; i++) {
                final Prefix prefix = maker.prefix();
                if (taken.add(prefix)) {
                    routes.add(new RouteIntent(table, prefix, maker.action(), maker.model(), maker.model()));
                }
            }
        });
        return isOff() ? RoutingIntent.NONE
            : new RoutingIntent(vrfs, routes, IntStream.range(0, 64).mapToObj(dscp -> source.nextInt(8)).toList());
    }

    private boolean oneIn(final int n) {
        return random.nextInt(n) == 0;
    }

    /** The first addresses of a prefix of this length around an address. */
    static Prefix around(final InetAddress address, final int length) {
        final byte[] octets = address.getAddress();
        for (int bit = length; bit < 8 * octets.length; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        try {
            return new Prefix(InetAddress.getByAddress(octets), length);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Makes one route after the other. */
    private record Routes(SplittableRandom random, List<Integer> hops, IntSupplier outLabel) {
        /** Many of them within others, on the links or around them. */
        private Prefix prefix() {
            if (oneIn(60)) {
                return around(someV4(), 0);
            }
            if (oneIn(60)) {
                return around(someV6(), 0);
            }
            return random.nextBoolean() ? around(someV4(), oneIn(3) ? 32 : random.nextInt(6, 33))
                : around(someV6(), oneIn(3) ? 128 : random.nextInt(16, 129));
        }

        private InetAddress someV4() {
            return oneIn(4) ? InetAddress.ofLiteral("192.0.2." + random.nextInt(256)) : v4(aLink(), random.nextInt(256));
        }

        private InetAddress someV6() {
            return oneIn(4) ? InetAddress.ofLiteral("2001:db8:1::" + random.nextInt(256)) : v6(aLink(), random.nextInt(256));
        }

        private int aLink() {
            return random.nextBoolean() ? random.nextInt(1, 20) : FIRST_VRF_LINK + random.nextInt(1, 8);
        }

        private RouteAction action() {
            return switch (random.nextInt(12)) {
                case 0 -> new RouteAction.Receive();
                case 1 -> new RouteAction.Drop();
                case 2, 3 -> new RouteAction.Ecmp(IntStream.range(0, random.nextInt(1, 7)).mapToObj(each -> leg()).toList());
                case 4 -> new RouteAction.Protect(path(), path());
                default -> path();
            };
        }

        private RouteAction.Leg leg() {
            return new RouteAction.Leg(oneIn(8) ? random.nextInt(1, 256) : random.nextInt(1, 5),
                oneIn(3) ? new RouteAction.Protect(path(), path()) : path());
        }

        private RouteAction.Path path() {
            if (oneIn(3) || hops.isEmpty()) {
                return new RouteAction.Via(oneIn(3) ? v6(aLink(), aHost()) : v4(aLink(), aHost()));
            }
            final int hop = hops.get(random.nextInt(hops.size()));
            return new RouteAction.Forward(oneIn(3) ? null : oneIn(12) ? Integer.valueOf(3) : Integer.valueOf(outLabel.getAsInt()), hop);
        }

        /** A neighbour mostly. */
        private int aHost() {
            return oneIn(6) ? 99 : random.nextInt(1, 3);
        }

        private Model model() {
            return oneIn(3) ? null : random.nextBoolean() ? Model.UNIFORM : Model.PIPE;
        }

        private boolean oneIn(final int n) {
            return random.nextInt(n) == 0;
        }
    }
}
