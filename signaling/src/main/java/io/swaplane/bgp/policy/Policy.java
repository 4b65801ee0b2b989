package io.swaplane.bgp.policy;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import java.util.List;
import java.util.Objects;

/**
 * Rules in order: the first one that matches a route decides, and says what is changed. A route that none matches is rejected, or accepted
 * as it is.
 *
 * <p>A decision is a number: a rule's, {@link #ACCEPTED} or {@link #REJECTED}. What a rule makes of attributes is kept for a while, so that
 * routes that shared attributes share the changed ones. For one thread.
 */
public final class Policy {
    /** Accepted as it is. */
    public static final int ACCEPTED = -1;
    /** Rejected. */
    public static final int REJECTED = -2;
    /** Takes everything as it is. */
    public static final Policy ACCEPT = new Policy("accept", List.of(), true);
    /** Takes nothing: what RFC 8212 asks for where an external peer has no policy. */
    public static final Policy REJECT = new Policy("reject", List.of(), false);

    private static final int KEPT = 1 << 10;

    private final String name;
    private final List<Rule> rules;
    private final boolean acceptsOthers;
    private final Changed[] changed;
    /** Once for all, as policies are parts of keys, and their rules can be many. */
    private final int hash;

    private record Changed(PathAttributes from, int decision, PathAttributes to) { }

    /**
     * A policy.
     *
     * @param name what the configuration calls it.
     * @param rules in their order.
     * @param acceptsOthers whether routes that no rule matches are accepted.
     */
    public Policy(final String name, final List<Rule> rules, final boolean acceptsOthers) {
        this.name = name;
        this.rules = List.copyOf(rules);
        this.acceptsOthers = acceptsOthers;
        this.changed = new Changed[rules.isEmpty() ? 0 : KEPT];
        this.hash = Objects.hash(name, this.rules, acceptsOthers);
    }

    /** The policy of a peer that has none: everything between peers of one AS, nothing otherwise unless the configuration opens up. */
    public static Policy standard(final boolean internal, final boolean externalRequiresPolicy) {
        return internal || !externalRequiresPolicy ? ACCEPT : REJECT;
    }

    /** What the configuration calls it. */
    public String name() {
        return name;
    }

    /**
     * What becomes of a route.
     *
     * @param neighbour the name of the peer that it is from, or null when it is this router's own.
     */
    public int decide(final Family family, final long high, final long low, final int length, final PathAttributes attributes,
                      final String neighbour) {
        for (int i = 0; i < rules.size(); i++) {
            final Rule rule = rules.get(i);
            if (rule.matches(family, high, low, length, attributes, neighbour)) {
                return rule.accepts() ? i : REJECTED;
            }
        }
        return acceptsOthers ? ACCEPTED : REJECTED;
    }

    /** Whether a decision accepts. */
    public static boolean isAccepted(final int decision) {
        return decision != REJECTED;
    }

    /** The next hop that a decision gives, or null. */
    public NextHop nextHop(final int decision) {
        return decision < 0 ? null : rules.get(decision).nextHop();
    }

    /** What a policy's decision makes of attributes: perhaps others than those that it was made by. */
    public static PathAttributes change(final Policy policy, final int decision, final PathAttributes attributes) {
        return decision < 0 ? attributes : policy.changed(decision, attributes);
    }

    private PathAttributes changed(final int decision, final PathAttributes from) {
        if (rules.get(decision).changes().isEmpty()) {
            return from;
        }
        final int at = (System.identityHashCode(from) ^ decision) & KEPT - 1;
        final Changed kept = changed[at];
        if (kept != null && kept.from == from && kept.decision == decision) {
            return kept.to;
        }
        final PathAttributes to = rules.get(decision).change(from);
        changed[at] = new Changed(from, decision, to);
        return to;
    }

    /** Whether the other one has the same name and decides the same. */
    @Override
    public boolean equals(final Object other) {
        return other instanceof final Policy policy && name.equals(policy.name) && rules.equals(policy.rules)
            && acceptsOthers == policy.acceptsOthers;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return name;
    }
}
