package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.control.intent.RouteTarget;
import java.util.Collection;
import java.util.function.LongConsumer;
import org.agrona.collections.LongHashSet;

/**
 * Which VPN routes are kept: all of them, or those with a route target that somebody here wants; with those perhaps what peers want that
 * have said so (RFC 4684).
 */
public final class TargetFilter {
    private final boolean all;
    private final boolean peers;
    private final LongHashSet wanted = new LongHashSet();

    private TargetFilter(final boolean all, final boolean peers) {
        this.all = all;
        this.peers = peers;
    }

    /** Keeps every route: an ASBR's, or a route reflector's. */
    public static TargetFilter retainAll() {
        return new TargetFilter(true, false);
    }

    /** Keeps routes with one of these targets. */
    public static TargetFilter of(final Collection<RouteTarget> targets) {
        final TargetFilter filter = new TargetFilter(false, false);
        filter.want(targets);
        return filter;
    }

    /** Keeps routes with one of these targets, and those that peers want. */
    public static TargetFilter ofPeersAnd(final Collection<RouteTarget> targets) {
        final TargetFilter filter = new TargetFilter(false, true);
        filter.want(targets);
        return filter;
    }

    /** Keeps routes with these targets, too; whether any of them was not kept before. */
    public boolean want(final Collection<RouteTarget> targets) {
        boolean more = false;
        for (final RouteTarget target : targets) {
            more |= wanted.add(target.value());
        }
        return more && !all;
    }

    /** Whether every route is kept. */
    public boolean isAll() {
        return all;
    }

    /** Whether routes that peers want are kept, too. */
    public boolean isOfPeersToo() {
        return peers;
    }

    /** Goes through the targets that are wanted, each as its extended community. */
    public void forEach(final LongConsumer each) {
        final LongHashSet.LongIterator targets = wanted.iterator();
        while (targets.hasNext()) {
            each.accept(targets.nextValue());
        }
    }

    /** Whether a route with these attributes is kept, whatever peers want. */
    public boolean keeps(final PathAttributes attributes) {
        if (all) {
            return true;
        }
        for (int i = 0; i < attributes.extendedCommunityCount(); i++) {
            if (wanted.contains(attributes.extendedCommunity(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the other one keeps the same routes, now. */
    @Override
    public boolean equals(final Object other) {
        return other instanceof final TargetFilter filter && all == filter.all && peers == filter.peers
            && (all || wanted.equals(filter.wanted));
    }

    @Override
    public int hashCode() {
        return all ? 1 : wanted.hashCode();
    }
}
