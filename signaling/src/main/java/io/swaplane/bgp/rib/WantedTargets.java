package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.ExtendedCommunities;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.RouteTargetMembership;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.collections.Long2LongCounterMap;

/**
 * Which VPN routes a peer wants, as it has said by route target memberships (RFC 4684): those with one of its targets. Before it has said
 * all it is told none. Each route is compared with every membership that is not for one whole target: with too many of those the peer is
 * told all routes. One session's; on the speaker's loop.
 */
public final class WantedTargets {
    /** As many memberships for parts of targets are looked through for each route; with more the peer is told everything. */
    private static final int MOST_PARTS = 1000;

    private static final int AS_BITS = 32;

    private final Set<Membership> memberships = new HashSet<>();
    private final Set<Membership> before = new HashSet<>();
    /** Whole targets, with how many ASs want them. */
    private final Long2LongCounterMap whole = new Long2LongCounterMap(0);
    private final List<Membership> parts = new ArrayList<>();
    private boolean complete;
    private boolean everything;

    private record Membership(long high, long low, int length) {
        long target() {
            return RouteTargetMembership.routeTarget(high, low);
        }

        /** Whether a target begins with the bits of this one. */
        boolean matches(final long other) {
            return length <= AS_BITS || (target() ^ other) >>> RouteTargetMembership.FULL_LENGTH - length == 0;
        }
    }

    /** The peer wants routes with a target, or with some; whether that is new. */
    public boolean want(final long high, final long low, final int length) {
        final Membership wanted = new Membership(high, low, length);
        before.remove(wanted);
        if (!memberships.add(wanted)) {
            return false;
        }
        if (length == RouteTargetMembership.FULL_LENGTH) {
            whole.incrementAndGet(wanted.target());
        } else {
            parts.add(wanted);
        }
        return true;
    }

    /** The peer wants them no more; whether it did. */
    public boolean leave(final long high, final long low, final int length) {
        return leave(new Membership(high, low, length));
    }

    private boolean leave(final Membership left) {
        before.remove(left);
        if (!memberships.remove(left)) {
            return false;
        }
        if (left.length == RouteTargetMembership.FULL_LENGTH) {
            whole.decrementAndGet(left.target());
        } else {
            parts.remove(left);
        }
        return true;
    }

    /** All memberships follow again. */
    public void beginRefresh() {
        before.clear();
        before.addAll(memberships);
    }

    /** All memberships have come: those of before a refresh that have not are gone; whether that changes anything. */
    public boolean end() {
        boolean changed = !complete;
        complete = true;
        for (final Membership each : List.copyOf(before)) {
            changed |= leave(each);
        }
        return changed;
    }

    /** What the peer wants cannot be known any more: it is told everything. */
    public void wantEverything() {
        complete = true;
        everything = true;
    }

    /** Whether the peer has said all that it wants, or has had the time. */
    public boolean isComplete() {
        return complete;
    }

    /** How many memberships there are. */
    public int size() {
        return memberships.size();
    }

    /** Whether the peer is told a route with these attributes. */
    public boolean wants(final PathAttributes attributes) {
        if (everything || parts.size() > MOST_PARTS) {
            return true;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).length <= AS_BITS) {
                return true;
            }
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
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).matches(target)) {
                return true;
            }
        }
        return false;
    }
}
