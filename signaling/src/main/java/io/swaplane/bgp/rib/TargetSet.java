package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.ExtendedCommunities;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.RouteTargetMembership;
import java.util.HashSet;
import java.util.Set;
import org.agrona.collections.Long2LongCounterMap;

/**
 * Route target memberships (RFC 4684), each once, and which routes they ask for: those with one of their targets. A route is compared with
 * every membership that is not for one whole target; with too many of those all routes are asked for. For one thread.
 */
public final class TargetSet {
    /** As many memberships for parts of targets are looked through for each route; with more everything is asked for. */
    private static final int MOST_PARTS = 1000;

    private static final int AS_BITS = 32;

    private final Set<Membership> memberships = new HashSet<>();
    /** Whole targets, with how many ASs ask for them. */
    private final Long2LongCounterMap whole = new Long2LongCounterMap(0);
    private final Set<Membership> parts = new HashSet<>();
    /** How many ask for all targets. */
    private int all;

    /**
     * A membership.
     *
     * @param high upper 64 bits as in {@link RouteTargetMembership}.
     * @param low lower 64 bits.
     * @param length how many bits count: 0, or 32 to 96.
     */
    public record Membership(long high, long low, int length) {
        private long target() {
            return RouteTargetMembership.routeTarget(high, low);
        }

        private boolean isAll() {
            return length <= AS_BITS;
        }

        /** Whether a target begins with the bits of this one. */
        private boolean matches(final long other) {
            return (target() ^ other) >>> RouteTargetMembership.FULL_LENGTH - length == 0;
        }
    }

    /** Adds one; whether it was not there. */
    public boolean add(final Membership membership) {
        if (!memberships.add(membership)) {
            return false;
        }
        if (membership.length == RouteTargetMembership.FULL_LENGTH) {
            whole.incrementAndGet(membership.target());
        } else if (membership.isAll()) {
            all++;
        } else {
            parts.add(membership);
        }
        return true;
    }

    /** Removes one; whether it was there. */
    public boolean remove(final Membership membership) {
        if (!memberships.remove(membership)) {
            return false;
        }
        if (membership.length == RouteTargetMembership.FULL_LENGTH) {
            whole.decrementAndGet(membership.target());
        } else if (membership.isAll()) {
            all--;
        } else {
            parts.remove(membership);
        }
        return true;
    }

    /** Whether one is there. */
    public boolean contains(final Membership membership) {
        return memberships.contains(membership);
    }

    /** How many there are. */
    public int size() {
        return memberships.size();
    }

    /** All of them, a copy. */
    Set<Membership> copy() {
        return Set.copyOf(memberships);
    }

    /** Whether a route with these attributes is asked for. */
    public boolean matches(final PathAttributes attributes) {
        if (all > 0 || parts.size() > MOST_PARTS) {
            return true;
        }
        for (int i = 0; i < attributes.extendedCommunityCount(); i++) {
            final long target = attributes.extendedCommunity(i);
            if (ExtendedCommunities.isRouteTarget(target) && (whole.get(target) > 0 || isInPart(target))) {
                return true;
            }
        }
        return false;
    }

    private boolean isInPart(final long target) {
        if (!parts.isEmpty()) {
            for (final Membership each : parts) {
                if (each.matches(target)) {
                    return true;
                }
            }
        }
        return false;
    }
}
