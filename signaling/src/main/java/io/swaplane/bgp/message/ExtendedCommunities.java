package io.swaplane.bgp.message;

import io.swaplane.control.intent.RouteTarget;

/** Extended communities (RFC 4360): their kinds, and how they are written. One is a long, its first octet highest. */
public final class ExtendedCommunities {
    private static final int TARGET = 0x02;
    private static final int ORIGIN = 0x03;
    private static final int NON_TRANSITIVE = 0x40;
    private static final int LAST_ADMINISTRATED = 2;

    private ExtendedCommunities() {
    }

    private static int type(final long community) {
        return (int) (community >>> 56);
    }

    private static int subtype(final long community) {
        return (int) (community >>> 48) & 0xFF;
    }

    /** Whether it is a route target: it says into which VRFs a route goes. */
    public static boolean isRouteTarget(final long community) {
        return type(community) <= LAST_ADMINISTRATED && subtype(community) == TARGET;
    }

    /** Whether it is a site of origin (RFC 4364 §7). */
    public static boolean isSiteOfOrigin(final long community) {
        return type(community) <= LAST_ADMINISTRATED && subtype(community) == ORIGIN;
    }

    /** Whether it goes on to another AS. */
    public static boolean isTransitive(final long community) {
        return (type(community) & NON_TRANSITIVE) == 0;
    }

    /** As in {@code RT:100:1}, {@code SoO:192.0.2.1:1}, or its octets in hexadecimal. */
    public static String text(final long community) {
        if (isRouteTarget(community)) {
            return "RT:" + new RouteTarget(community);
        }
        return isSiteOfOrigin(community) ? "SoO:" + new RouteTarget(community) : String.format("0x%016x", community);
    }
}
