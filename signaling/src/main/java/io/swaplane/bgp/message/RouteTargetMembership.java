package io.swaplane.bgp.message;

/**
 * The NLRI of route target membership (RFC 4684 §4) within the 128 bits of a prefix: an AS number, 32 bits, and a route target, 64 bits.
 */
public final class RouteTargetMembership {
    /** The length of one that asks for one route target. */
    public static final int FULL_LENGTH = 96;

    private RouteTargetMembership() {
    }

    /** The upper 64 bits of a prefix. */
    public static long high(final long as, final long routeTarget) {
        return as << 32 | routeTarget >>> 32;
    }

    /** The lower 64 bits of a prefix. */
    public static long low(final long routeTarget) {
        return routeTarget << 32;
    }

    /** The AS number in a prefix. */
    public static long as(final long high) {
        return high >>> 32;
    }

    /** The route target in a prefix; with a length of less than 96 its first bits only. */
    public static long routeTarget(final long high, final long low) {
        return high << 32 | low >>> 32;
    }

    /** As in {@code 65000:RT:100:1/96}, or {@code default} for length 0. */
    public static String text(final long high, final long low, final int length) {
        return length == 0 ? "default" : as(high) + ":" + ExtendedCommunities.text(routeTarget(high, low)) + "/" + length;
    }
}
