package io.swaplane.router.config;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.LabelRange;
import io.swaplane.table.PayloadType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code lsps:}. */
final class Lsps {
    private static final String ACTIONS = "swap, php, pop, lookup, receive, drop, ecmp, or primary with backup";
    private static final String PATHS = "swap, php or pop";
    private static final List<String> ALL = List.of("swap", "php", "pop", "lookup", "receive", "drop", "ecmp", "primary", "backup");
    private static final int MAX_WEIGHT = 255;

    private final Fields fields;
    private final Choice choice;
    private final Interfaces interfaces;
    private final Vrfs vrfs;
    private final AcceptSets accepts;
    private final LabelSection labels;
    private final NextHops nextHops;
    private final NextHopPaths paths;
    private final List<LspIntent> intents = new ArrayList<>();
    private final Map<Key, ConfigPath> places = new HashMap<>();

    private record Key(String labelSpace, int label) { }

    Lsps(final Fields fields, final Interfaces interfaces, final Vrfs vrfs, final AcceptSets accepts, final LabelSection labels,
         final NextHops nextHops, final NextHopPaths paths, final List<LspConfig> configs, final ConfigPath path) {
        this.fields = fields;
        choice = new Choice(fields, ALL);
        this.interfaces = interfaces;
        this.vrfs = vrfs;
        this.accepts = accepts;
        this.labels = labels;
        this.nextHops = nextHops;
        this.paths = paths;
        vrfs.eachLabel((at, label) -> {
            labels.checkEntry(LspConfig.DEFAULT_OWNER, LspIntent.PLATFORM, label, at);
            claim(label, LspIntent.PLATFORM, at);
        });
        fields.each(configs, path, this::read);
    }

    List<LspIntent> intents() {
        return intents;
    }

    private void read(final LspConfig config, final ConfigPath path) {
        final String space = interfaces.labelSpace(config.labelSpace(), path.key("label-space"));
        final int label = label(config.label(), space, path.key("label"));
        final String owner = config.owner() == null ? LspConfig.DEFAULT_OWNER : config.owner();
        fields.name(owner, path.key("owner"));
        labels.checkEntry(owner, space, label, path.key("label"));
        final Accept accept = accepts.read(config.accept(), path.key("accept"));
        final Action action = action(config, accepts.vrf(accept), path);
        intents.add(new LspIntent(label, space, owner, accept, action,
            fields.model(config.ttlModel(), null, path.key("ttl-model")), fields.model(config.tcModel(), null, path.key("tc-model")),
            index(config.index(), action, path.key("index"))));
    }

    private int label(final Integer label, final String space, final ConfigPath path) {
        if (fields.missing(label, path, "the in-label, " + LabelRange.FIRST_ORDINARY + " to " + LabelRange.LAST)) {
            return 0;
        }
        if (label >= 0 && label < LabelRange.FIRST_ORDINARY) {
            fields.refuse(path, "label " + label + " is special-purpose (RFC 7274): use " + LabelRange.FIRST_ORDINARY + " to "
                + LabelRange.LAST + ", or 'mpls.special-labels'");
        } else {
            fields.number(label, LabelRange.FIRST_ORDINARY, LabelRange.LAST, 0, path);
        }
        claim(label, space, path);
        return label;
    }

    private void claim(final int label, final String space, final ConfigPath path) {
        final ConfigPath first = places.putIfAbsent(new Key(space, label), path);
        if (first != null) {
            fields.refuse(path, "label " + label + " of label space " + space + " has an entry on line " + fields.line(first)
                + " already: keep one");
        }
    }

    private Integer index(final Integer index, final Action action, final ConfigPath path) {
        if (index == null) {
            return null;
        }
        if (!(action instanceof Action.Forward)) {
            fields.refuse(path, "only an entry with one next hop shows an index: leave it out");
        } else if (fields.number(index, 1, Fields.MAX_NEXT_HOP_INDEX, 0, path) != 0) {
            nextHops.take(index, path);
        }
        return index;
    }

    /** {@code vrf} is here and below the one from whose customers alone the label is valid, and in which its packets stay; or null. */
    private Action action(final LspConfig config, final String vrf, final ConfigPath path) {
        final List<String> given = new ArrayList<>(forwards(config));
        Choice.given(config.lookup(), "lookup", given);
        Choice.given(config.receive(), "receive", given);
        Choice.given(config.drop(), "drop", given);
        Choice.given(config.ecmp(), "ecmp", given);
        Choice.given(config.primary() == null ? config.backup() : config.primary(), config.primary() == null ? "backup" : "primary", given);
        final Action nothing = new Action.Drop();
        if (!choice.single(given, ACTIONS, path)) {
            return nothing;
        }
        if (config.payload() != null && config.lookup() == null) {
            fields.refuse(path.key("payload"), "belongs to 'lookup': leave it out");
        }
        final String kind = given.getFirst();
        refuseNextHop(config, kind, path);
        return switch (kind) {
            case "lookup" -> lookup(config.lookup(), config.payload(), vrf, path);
            case "receive" -> choice.flag(config.receive(), new Action.Receive(), path.key("receive"));
            case "drop" -> choice.flag(config.drop(), nothing, path.key("drop"));
            case "ecmp" -> ecmp(config.ecmp(), vrf, path.key("ecmp"));
            case "primary", "backup" -> protect(config.primary(), config.backup(), vrf, path);
            default -> forward(config, vrf, path);
        };
    }

    private static List<String> forwards(final ForwardConfig config) {
        final List<String> given = new ArrayList<>();
        Choice.given(config.swap(), "swap", given);
        Choice.given(config.php(), "php", given);
        Choice.given(config.pop(), "pop", given);
        return given;
    }

    private void refuseNextHop(final ForwardConfig config, final String kind, final ConfigPath path) {
        if (config.nextHop() != null && !PATHS.contains(kind)) {
            fields.refuse(path.key("next-hop"), "does not go with '" + kind + "': leave it out");
        }
    }

    private Action lookup(final LookupConfig config, final String payload, final String vrf, final ConfigPath path) {
        final ConfigPath at = path.key("lookup");
        final String space = config.labelSpace() == null ? null : interfaces.labelSpace(config.labelSpace(), at);
        final boolean found = space != null
            || !fields.missing(config.vrf(), at.key("vrf"), "the VRF that routes the packet") && vrfs.refer(config.vrf(), at.key("vrf"));
        if (vrf != null && found && !vrf.equals(config.vrf())) {
            fields.refuse(at, "the label is valid from customers of VRF '" + vrf + "', whose packets stay in it: look it up in that VRF, or"
                + " nowhere");
        }
        final PayloadType type = fields.payload(payload, PayloadType.IP, path.key("payload"));
        return space != null ? new Action.Lookup(space, type) : found ? new Action.LookupVrf(config.vrf(), type) : new Action.Drop();
    }

    private Action ecmp(final List<LegConfig> configs, final String vrf, final ConfigPath path) {
        final List<Action.Leg> legs = new ArrayList<>();
        if (configs.isEmpty() || configs.size() > GroupLayout.MAX_BUCKETS) {
            fields.refuse(path, configs.size() + " legs: give 1 to " + GroupLayout.MAX_BUCKETS);
        }
        fields.each(configs, path, (leg, at) -> legs.add(new Action.Leg(fields.number(leg.weight(), 1, MAX_WEIGHT, 1, at.key("weight")),
            leg(leg, vrf, at))));
        return new Action.Ecmp(legs);
    }

    private Action leg(final LegConfig config, final String vrf, final ConfigPath path) {
        if (config.primary() == null && config.backup() == null) {
            return forward(config, vrf, path);
        }
        final List<String> given = forwards(config);
        given.add(config.primary() == null ? "backup" : "primary");
        if (choice.single(given, PATHS + ", or primary with backup", path)) {
            refuseNextHop(config, "primary", path);
        }
        return protect(config.primary(), config.backup(), vrf, path);
    }

    private Action protect(final PathConfig primary, final PathConfig backup, final String vrf, final ConfigPath path) {
        if (fields.missing(primary, path.key("primary"), "the path to use while its port is up")
            | fields.missing(backup, path.key("backup"), "the path to use when the primary's port is down")) {
            return new Action.Drop();
        }
        return new Action.Protect(forward(primary, vrf, path.key("primary")), forward(backup, vrf, path.key("backup")));
    }

    private Action.Forward forward(final ForwardConfig config, final String vrf, final ConfigPath path) {
        if (!choice.single(forwards(config), PATHS, path)
            || fields.missing(config.nextHop(), path.key("next-hop"), "the index of a next hop")) {
            return new Action.Swap(0, 0);
        }
        final Action.Forward forward = forwardTo(config, config.nextHop(), path);
        paths.refer(config.nextHop(), forward instanceof Action.Swap ? 1 : 0, vrf, path.key("next-hop"));
        return forward;
    }

    private Action.Forward forwardTo(final ForwardConfig config, final int nextHop, final ConfigPath path) {
        if (config.php() != null) {
            return new Action.Php(fields.payload(config.php(), PayloadType.IP, path.key("php")), nextHop);
        }
        if (config.pop() != null) {
            return new Action.Pop(fields.payload(config.pop(), PayloadType.IP, path.key("pop")), nextHop);
        }
        final Integer label = fields.swapLabel(config.swap(), path.key("swap"));
        return label == null ? new Action.Php(PayloadType.IP, nextHop) : new Action.Swap(label, nextHop);
    }
}
