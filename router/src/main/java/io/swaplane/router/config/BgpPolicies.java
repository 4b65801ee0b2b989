package io.swaplane.router.config;

import io.swaplane.bgp.message.Communities;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.LargeCommunity;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.policy.AsPathPattern;
import io.swaplane.bgp.policy.Change;
import io.swaplane.bgp.policy.Match;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteTarget;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code bgp.policies:}, and answers for them to neighbors. */
final class BgpPolicies {
    private static final Map<String, Boolean> ACTIONS = Map.of("accept", true, "reject", false);
    private static final Map<String, Family> FAMILIES = Stream.of(Family.values()).filter(each -> each != Family.ROUTE_TARGET)
        .collect(Collectors.toMap(Family::toString, each -> each));
    private static final Pattern RANGE = Pattern.compile("(\\S+)(?:\\s+ge\\s+(\\d{1,3}))?(?:\\s+le\\s+(\\d{1,3}))?");
    private static final int MAX_PATH = 255;
    private static final int MAX_PREPEND = 32;

    private final Fields fields;
    private final long as;
    private final Set<String> neighbors;
    private final Map<String, Policy> byName = new LinkedHashMap<>();
    private final Map<String, ConfigPath> places = new HashMap<>();

    /**
     * Reads them.
     *
     * @param as the router's AS, which rules may prepend.
     * @param neighbors names of all neighbors, to which rules may refer.
     */
    BgpPolicies(final Fields fields, final long as, final Set<String> neighbors, final List<BgpPolicyConfig> configs,
                final ConfigPath path) {
        this.fields = fields;
        this.as = as;
        this.neighbors = neighbors;
        byName.put(Policy.ACCEPT.name(), Policy.ACCEPT);
        byName.put(Policy.REJECT.name(), Policy.REJECT);
        fields.each(configs, path, this::read);
    }

    /** The policy that a name refers to, or {@code standard} when none is given; a problem when there is none. */
    Policy refer(final String name, final Policy standard, final ConfigPath path) {
        if (name == null) {
            return standard;
        }
        final Policy found = byName.get(name);
        if (found == null) {
            fields.dangling(path, "policy", name, byName.keySet());
            return standard;
        }
        return found;
    }

    private void read(final BgpPolicyConfig config, final ConfigPath path) {
        final List<Rule> rules = new ArrayList<>();
        fields.each(config.rules(), path.key("rules"), (rule, at) -> rules.add(rule(rule, at)));
        final boolean others = fields.word(config.otherwise(), ACTIONS, false, path.key("otherwise"));
        if (fields.missing(config.name(), path.key("name"), "the policy's name")) {
            return;
        }
        fields.name(config.name(), path.key("name"));
        final ConfigPath first = places.putIfAbsent(config.name(), path);
        if (first != null) {
            fields.refuse(path.key("name"), "'" + config.name() + "' is taken by the policy on line " + fields.line(first)
                + ": names are unique");
        } else if (byName.putIfAbsent(config.name(), new Policy(config.name(), rules, others)) != null) {
            fields.refuse(path.key("name"), "'" + config.name() + "' is a policy that there is always: choose another name");
        }
    }

    private Rule rule(final BgpRuleConfig config, final ConfigPath path) {
        final List<Match> matches = config.match() == null ? List.of() : matches(config.match(), path.key("match"));
        final boolean accepts = fields.word(config.action(), ACTIONS, true, path.key("action"));
        if (config.set() == null) {
            return new Rule(matches, accepts, List.of(), null);
        }
        if (!accepts) {
            fields.refuse(path.key("set"), "does not go with 'action: reject': leave it out");
        }
        final ConfigPath at = path.key("set");
        final InetAddress nextHop = config.set().nextHop() == null ? null : fields.address(config.set().nextHop(), at.key("next-hop"));
        return new Rule(matches, accepts, changes(config.set(), at), nextHop == null ? null : NextHop.of(nextHop));
    }

    private List<Match> matches(final BgpMatchConfig config, final ConfigPath path) {
        final List<Match> matches = new ArrayList<>();
        if (config.prefixes() != null) {
            final List<Match.Range> ranges = new ArrayList<>();
            fields.each(config.prefixes(), path.key("prefixes"), (text, at) -> range(text, at, ranges));
            matches.add(new Match.Prefixes(ranges));
        }
        if (config.families() != null) {
            final Set<Family> families = EnumSet.noneOf(Family.class);
            fields.each(config.families(), path.key("families"),
                (text, at) -> families.add(fields.word(text, FAMILIES, Family.IPV4_UNICAST, at)));
            matches.add(new Match.Families(families));
        }
        each(config.community(), Communities::parse, path.key("community"), value -> new Match.Community(value), matches);
        each(config.largeCommunity(), LargeCommunity::parse, path.key("large-community"), Match.Large::new, matches);
        each(config.target(), RouteTarget::parse, path.key("target"), Match.Target::new, matches);
        if (config.asPath() != null) {
            final AsPathPattern pattern = fields.parse(config.asPath(), AsPathPattern::parse, path.key("as-path"));
            if (pattern != null) {
                matches.add(new Match.Path(pattern));
            }
        }
        if (config.asPathLength() != null) {
            matches.add(new Match.PathLength(0, fields.number(config.asPathLength(), 0, MAX_PATH, 0, path.key("as-path-length"))));
        }
        if (config.neighbor() != null) {
            if (!neighbors.contains(config.neighbor())) {
                fields.dangling(path.key("neighbor"), "neighbor", config.neighbor(), neighbors);
            }
            matches.add(new Match.Neighbour(config.neighbor()));
        }
        return matches;
    }

    private <T> void each(final OneOrMore config, final Function<String, T> parser, final ConfigPath path,
                          final Function<T, Match> match, final List<Match> matches) {
        if (config != null) {
            config.each(fields, path, (text, at) -> {
                final T value = fields.parse(text, parser, at);
                if (value != null) {
                    matches.add(match.apply(value));
                }
            });
        }
    }

    private void range(final String text, final ConfigPath path, final List<Match.Range> ranges) {
        final Matcher parts = RANGE.matcher(text);
        if (!parts.matches()) {
            fields.refuse(path, "'" + text + "' is no range of prefixes: write it as 10.0.0.0/8, 10.0.0.0/8 le 24 or "
                + "10.0.0.0/8 ge 16 le 24");
            return;
        }
        final Prefix prefix = fields.parse(parts.group(1), Prefix::parse, path);
        if (prefix == null) {
            return;
        }
        final int bits = prefix.address().getAddress().length * Byte.SIZE;
        final boolean alone = parts.group(2) == null && parts.group(3) == null;
        final int least = parts.group(2) == null ? prefix.length() : Integer.parseInt(parts.group(2));
        final int most = parts.group(3) != null ? Integer.parseInt(parts.group(3)) : alone ? prefix.length() : bits;
        if (least < prefix.length() || most > bits || least > most) {
            fields.refuse(path, "lengths " + least + " to " + most + " are none of prefixes within " + prefix + ": use "
                + prefix.length() + " to " + bits);
        } else {
            ranges.add(Match.Range.of(prefix, least, most));
        }
    }

    private List<Change> changes(final BgpSetConfig config, final ConfigPath path) {
        final List<Change> changes = new ArrayList<>();
        if (config.localPref() != null) {
            changes.add(new Change.LocalPref(fields.wide(config.localPref(), 0, 0, path.key("local-pref"))));
        }
        if (config.med() != null) {
            changes.add(new Change.Med(fields.wide(config.med(), 0, 0, path.key("med"))));
        }
        list(config.communities(), Communities::parse, value -> new Change.AddCommunity(value),
            value -> new Change.RemoveCommunity(value), new Change.RemoveCommunities(), path.key("communities"), changes);
        list(config.largeCommunities(), LargeCommunity::parse, Change.AddLarge::new, Change.RemoveLarge::new,
            new Change.RemoveAllLarge(), path.key("large-communities"), changes);
        list(config.targets(), RouteTarget::parse, Change.AddTarget::new, Change.RemoveTarget::new, new Change.RemoveTargets(),
            path.key("targets"), changes);
        if (config.prepend() != null) {
            changes.add(new Change.Prepend(as, fields.number(config.prepend(), 1, MAX_PREPEND, 1, path.key("prepend"))));
        }
        return changes;
    }

    private <T> void list(final BgpListChangeConfig config, final Function<String, T> parser, final Function<T, Change> add,
                          final Function<T, Change> remove, final Change clear, final ConfigPath path, final List<Change> changes) {
        if (config == null) {
            return;
        }
        if (config.set() != null) {
            if (config.add() != null || config.remove() != null) {
                fields.refuse(path, "has 'set' beside 'add' or 'remove': 'set' stands alone");
            }
            changes.add(clear);
        }
        members(config.set(), parser, add, path.key("set"), changes);
        members(config.remove(), parser, remove, path.key("remove"), changes);
        members(config.add(), parser, add, path.key("add"), changes);
    }

    private <T> void members(final List<String> texts, final Function<String, T> parser, final Function<T, Change> change,
                             final ConfigPath path, final List<Change> changes) {
        fields.each(texts, path, (text, at) -> {
            final T value = fields.parse(text, parser, at);
            if (value != null) {
                changes.add(change.apply(value));
            }
        });
    }
}
