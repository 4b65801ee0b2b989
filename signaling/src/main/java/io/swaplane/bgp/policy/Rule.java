package io.swaplane.bgp.policy;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import java.util.List;

/**
 * A rule of a policy.
 *
 * @param matches what must be true of a route, all of it; empty for every route.
 * @param accepts whether such a route is accepted.
 * @param changes what is changed about it, in this order.
 * @param nextHop the next hop that it gets, or null.
 */
public record Rule(List<Match> matches, boolean accepts, List<Change> changes, NextHop nextHop) {
    /** Copies the lists. */
    public Rule {
        matches = List.copyOf(matches);
        changes = List.copyOf(changes);
    }

    /** A rule that accepts and changes. */
    public static Rule accept(final List<Match> matches, final Change... changes) {
        return new Rule(matches, true, List.of(changes), null);
    }

    /** A rule that rejects. */
    public static Rule reject(final Match... matches) {
        return new Rule(List.of(matches), false, List.of(), null);
    }

    boolean matches(final Family family, final long high, final long low, final int length, final PathAttributes attributes,
                    final String neighbour) {
        for (int i = 0; i < matches.size(); i++) {
            if (!matches(matches.get(i), family, high, low, length, attributes, neighbour)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(final Match match, final Family family, final long high, final long low, final int length,
                                   final PathAttributes attributes, final String neighbour) {
        return switch (match) {
            case Match.Prefixes prefixes -> prefixes.contains(family, high, low, length);
            case Match.Families in -> in.families().contains(family);
            case Match.Community community -> attributes.hasCommunity(community.value());
            case Match.Large large -> attributes.largeCommunities().contains(large.value());
            case Match.Target target -> attributes.hasExtendedCommunity(target.value().value());
            case Match.PathContains contains -> attributes.asPath().occurrences(contains.as()) > 0;
            case Match.PathOriginates originates -> originates.as() == attributes.asPath().origin();
            case Match.PathLength range -> attributes.asPath().length() >= range.least() && attributes.asPath().length() <= range.most();
            case Match.Path path -> path.pattern().matches(attributes.asPath());
            case Match.Neighbour from -> from.name().equals(neighbour);
        };
    }

    PathAttributes change(final PathAttributes from) {
        final PathAttributes.Builder to = from.toBuilder();
        for (final Change change : changes) {
            change.apply(from, to);
        }
        return to.build();
    }
}
