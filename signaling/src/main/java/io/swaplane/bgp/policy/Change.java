package io.swaplane.bgp.policy;

import io.swaplane.bgp.message.ExtendedCommunities;
import io.swaplane.bgp.message.LargeCommunity;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.control.intent.RouteTarget;
import java.util.ArrayList;
import java.util.List;

/** Something that a rule changes about a route. */
public sealed interface Change {
    /** The local preference. */
    record LocalPref(long value) implements Change { }

    /** The MED. */
    record Med(long value) implements Change { }

    /** One more community. */
    record AddCommunity(int value) implements Change { }

    /** Without a community. */
    record RemoveCommunity(int value) implements Change { }

    /** Without any community. */
    record RemoveCommunities() implements Change { }

    /** One more large community. */
    record AddLarge(LargeCommunity value) implements Change { }

    /** Without a large community. */
    record RemoveLarge(LargeCommunity value) implements Change { }

    /** Without any large community. */
    record RemoveAllLarge() implements Change { }

    /** One more route target. */
    record AddTarget(RouteTarget value) implements Change { }

    /** Without a route target. */
    record RemoveTarget(RouteTarget value) implements Change { }

    /** Without any route target. */
    record RemoveTargets() implements Change { }

    /** An AS before the path, so many times. */
    record Prepend(long as, int times) implements Change { }

    /** Does it. */
    default void apply(final PathAttributes from, final PathAttributes.Builder to) {
        switch (this) {
            case LocalPref(final long value) -> to.localPref(value);
            case Med(final long value) -> to.med(value);
            case AddCommunity(final int value) -> to.addCommunity(value);
            case RemoveCommunity(final int value) -> to.removeCommunity(value);
            case RemoveCommunities() -> to.communities();
            case AddLarge(final LargeCommunity value) -> addLarge(to, value);
            case RemoveLarge(final LargeCommunity value) -> to.largeCommunities(
                to.build().largeCommunities().stream().filter(each -> !each.equals(value)).toList());
            case RemoveAllLarge() -> to.largeCommunities(List.of());
            case AddTarget(final RouteTarget value) -> to.addExtendedCommunity(value.value());
            case RemoveTarget(final RouteTarget value) -> to.removeExtendedCommunity(value.value());
            case RemoveTargets() -> removeTargets(from, to);
            case Prepend(final long as, final int times) -> to.asPath(to.build().asPath().prepend(as, times));
        }
    }

    private static void addLarge(final PathAttributes.Builder to, final LargeCommunity value) {
        final List<LargeCommunity> all = new ArrayList<>(to.build().largeCommunities());
        if (!all.contains(value)) {
            all.add(value);
        }
        to.largeCommunities(all);
    }

    private static void removeTargets(final PathAttributes from, final PathAttributes.Builder to) {
        for (int i = 0; i < from.extendedCommunityCount(); i++) {
            if (ExtendedCommunities.isRouteTarget(from.extendedCommunity(i))) {
                to.removeExtendedCommunity(from.extendedCommunity(i));
            }
        }
    }
}
