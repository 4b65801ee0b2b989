package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.control.intent.RouteTarget;
import java.util.Collection;
import java.util.function.LongConsumer;
import org.agrona.collections.LongHashSet;

/** Which VPN routes are kept: all of them, or those with a route target that somebody here wants. */
public final class TargetFilter {
    private final boolean all;
    private final LongHashSet wanted = new LongHashSet();

    private TargetFilter(final boolean all) {
        this.all = all;
    }

    /** Keeps every route: an ASBR's, or a route reflector's. */
    public static TargetFilter retainAll() {
        return new TargetFilter(true);
    }

    /** Keeps routes with one of these targets. */
    public static TargetFilter of(final Collection<RouteTarget> targets) {
        final TargetFilter filter = new TargetFilter(false);
        targets.forEach(target -> filter.wanted.add(target.value()));
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

    /** Goes through the targets that are wanted, each as its extended community. */
    public void forEach(final LongConsumer each) {
        final LongHashSet.LongIterator targets = wanted.iterator();
        while (targets.hasNext()) {
            each.accept(targets.nextValue());
        }
    }

    /** Whether a route with these attributes is kept. */
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
        return other instanceof final TargetFilter filter && all == filter.all && (all || wanted.equals(filter.wanted));
    }

    @Override
    public int hashCode() {
        return all ? 1 : wanted.hashCode();
    }
}
