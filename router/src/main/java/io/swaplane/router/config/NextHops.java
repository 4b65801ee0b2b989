package io.swaplane.router.config;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.table.NextHopGroupLayout;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code next-hops:}, and answers for them to the sections that refer to them. */
final class NextHops {
    private static final int MAX_WEIGHT = 255;

    private final Fields fields;
    private final Interfaces interfaces;
    private final Neighbours neighbours;
    private final Map<Integer, NextHopIntent> byIndex = new LinkedHashMap<>();
    private final Map<Integer, ConfigPath> places = new HashMap<>();
    private final Set<Integer> declared = new HashSet<>();
    /** Where next hops name others, looked at once all are known. */
    private final Map<ConfigPath, Integer> references = new LinkedHashMap<>();

    NextHops(final Fields fields, final Interfaces interfaces, final Neighbours neighbours, final List<NextHopConfig> configs,
             final ConfigPath path) {
        this.fields = fields;
        this.interfaces = interfaces;
        this.neighbours = neighbours;
        fields.each(configs, path, this::read);
        references.forEach((at, index) -> refer(index, at));
    }

    List<NextHopIntent> intents() {
        return new ArrayList<>(byIndex.values());
    }

    /** The next hops that could be read, by index, in the order of the file. */
    Map<Integer, NextHopIntent> byIndex() {
        return byIndex;
    }

    /** Where a next hop stands in the file. */
    ConfigPath place(final int index) {
        return places.get(index).parent();
    }

    /** True when there is a next hop with this index; else a problem. */
    boolean refer(final int index, final ConfigPath path) {
        if (!declared.contains(index)) {
            fields.dangling(path, "next hop", Integer.toString(index), declared.stream().sorted().map(String::valueOf).toList());
            return false;
        }
        return true;
    }

    /** Takes an index for a next hop; a problem when it is taken. */
    void take(final int index, final ConfigPath path) {
        final ConfigPath first = places.putIfAbsent(index, path);
        if (first != null) {
            fields.refuse(path, "next-hop index " + index + " is taken on line " + fields.line(first) + ": indices are unique");
        }
    }

    private void read(final NextHopConfig config, final ConfigPath path) {
        if (fields.missing(config.index(), path.key("index"), "the next hop's number, 1 to " + Fields.MAX_NEXT_HOP_INDEX)) {
            return;
        }
        final int index = fields.number(config.index(), 1, Fields.MAX_NEXT_HOP_INDEX, 0, path.key("index"));
        if (index == 0) {
            return;
        }
        take(index, path.key("index"));
        declared.add(index);
        final NextHopIntent intent = intent(config, index, path);
        if (intent != null) {
            byIndex.putIfAbsent(index, intent);
        }
    }

    private NextHopIntent intent(final NextHopConfig config, final int index, final ConfigPath path) {
        final List<Integer> push = new ArrayList<>();
        fields.each(config.push(), path.key("push"), (label, at) -> push.add(fields.outLabel(label, at)));
        final List<String> kinds = kinds(config);
        if (kinds.size() > 1) {
            fields.refuse(path, "has both '" + kinds.get(0) + "' and '" + kinds.get(1)
                + "': a next hop leaves by an interface, is resolved by others, or chooses among them");
            return null;
        }
        return switch (kinds.isEmpty() ? "peer" : kinds.getFirst()) {
            case "via" -> recursive(config, index, push, path);
            case "group" -> group(config, index, path);
            case "primary" -> protection(config, index, path);
            case "interface" -> direct(config, index, push, path);
            default -> config.peer() == null ? nothing(path) : recursive(config, index, push, path);
        };
    }

    /** The keys that say what it is, as far as they exclude one another. */
    private static List<String> kinds(final NextHopConfig config) {
        final List<String> kinds = new ArrayList<>();
        if (config.interfaceName() != null) {
            kinds.add("interface");
        }
        if (config.via() != null) {
            kinds.add("via");
        }
        if (config.group() != null) {
            kinds.add("group");
        }
        if (config.primary() != null || config.backup() != null) {
            kinds.add("primary");
        }
        return kinds;
    }

    private NextHopIntent nothing(final ConfigPath path) {
        fields.missing(null, path.key("interface"),
            "the egress interface, or 'via' another next hop, a 'peer', a 'group', or 'primary' with 'backup'");
        return null;
    }

    private NextHopIntent direct(final NextHopConfig config, final int index, final List<Integer> push, final ConfigPath path) {
        final InterfaceIntent on = interfaces.refer(config.interfaceName(), path.key("interface"));
        final InetAddress neighbour = fields.missing(config.neighbour(), path.key("neighbour"), "the address of a neighbour on it")
            ? null : neighbours.refer(on, config.neighbour(), path.key("neighbour"));
        if (config.peer() != null) {
            fields.refuse(path.key("peer"), "a next hop with an interface stands for no peer: leave it out");
        }
        if (config.pipeTtl() != null) {
            fields.number(config.pipeTtl(), 1, 255, 1, path.key("pipe-ttl"));
        }
        if (config.pipeTc() != null) {
            fields.number(config.pipeTc(), 0, 7, 0, path.key("pipe-tc"));
        }
        return new NextHopIntent.Direct(index, config.interfaceName(), neighbour, push, fields.truth(config.statistics(), true),
            config.pipeTtl(), config.pipeTc());
    }

    private NextHopIntent recursive(final NextHopConfig config, final int index, final List<Integer> push, final ConfigPath path) {
        final String decides = config.via() == null ? "what leads to the peer decides" : "next hop 'via' decides";
        refuseDirectKeys(config, path, decides);
        if (config.via() != null) {
            references.put(path.key("via"), config.via());
        }
        final InetAddress peer = config.peer() == null ? null : fields.address(config.peer(), path.key("peer"));
        return new NextHopIntent.Recursive(index, config.via(), peer, push);
    }

    private NextHopIntent group(final NextHopConfig config, final int index, final ConfigPath path) {
        refuseGroupKeys(config, path);
        if (config.group().isEmpty() || config.group().size() > NextHopGroupLayout.MAX_MEMBERS) {
            fields.refuse(path.key("group"), config.group().size() + " legs: give 1 to " + NextHopGroupLayout.MAX_MEMBERS);
        }
        final List<NextHopIntent.Leg> legs = new ArrayList<>();
        fields.each(config.group(), path.key("group"), (leg, at) -> {
            final int weight = fields.number(leg.weight(), 1, MAX_WEIGHT, 1, at.key("weight"));
            if (!fields.missing(leg.nextHop(), at.key("next-hop"), "the index of a next hop")) {
                references.put(at.key("next-hop"), leg.nextHop());
                legs.add(new NextHopIntent.Leg(weight, leg.nextHop()));
            }
        });
        return new NextHopIntent.Group(index, legs);
    }

    private NextHopIntent protection(final NextHopConfig config, final int index, final ConfigPath path) {
        refuseGroupKeys(config, path);
        if (fields.missing(config.primary(), path.key("primary"), "the next hop to use while its port is up")
            | fields.missing(config.backup(), path.key("backup"), "the next hop to use when the primary's port is down")) {
            return null;
        }
        references.put(path.key("primary"), config.primary());
        references.put(path.key("backup"), config.backup());
        return new NextHopIntent.Protected(index, config.primary(), config.backup());
    }

    private void refuseGroupKeys(final NextHopConfig config, final ConfigPath path) {
        if (config.push() != null) {
            fields.refuse(path.key("push"), "a next hop with legs pushes nothing itself: put another one before it, with 'via' and 'push'");
        }
        if (config.peer() != null) {
            fields.refuse(path.key("peer"), "a next hop with legs stands for no peer: put another one before it, with 'via' and 'peer'");
        }
        refuseDirectKeys(config, path, "its legs decide");
    }

    private void refuseDirectKeys(final NextHopConfig config, final ConfigPath path, final String decides) {
        refuse(config.neighbour(), path.key("neighbour"), decides);
        refuse(config.statistics(), path.key("statistics"), decides);
        refuse(config.pipeTtl(), path.key("pipe-ttl"), decides);
        refuse(config.pipeTc(), path.key("pipe-tc"), decides);
    }

    private void refuse(final Object value, final ConfigPath path, final String decides) {
        if (value != null) {
            fields.refuse(path, "belongs to a next hop with an interface: leave it out here, " + decides);
        }
    }
}
