package io.swaplane.router.config;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.table.NextHopLayout;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code next-hops:}, follows what resolves them, and answers for them to label entries. */
final class NextHops {
    /** Most labels that a packet leaves with, and most next hops in a chain. */
    static final int MAX_DEPTH = NextHopLayout.MAX_PUSHES;

    private final Fields fields;
    private final Interfaces interfaces;
    private final Neighbours neighbours;
    private final Map<Integer, NextHopIntent> byIndex = new LinkedHashMap<>();
    private final Map<Integer, ConfigPath> places = new HashMap<>();
    private final Set<Integer> declared = new HashSet<>();
    private final Map<Integer, Chain> chains = new HashMap<>();

    /**
     * Where a next hop leads.
     *
     * @param egress interface at its end, or null when that is unknown for a reason that was told already.
     * @param labels labels pushed on the way.
     */
    record Chain(InterfaceIntent egress, int labels) { }

    NextHops(final Fields fields, final Interfaces interfaces, final Neighbours neighbours, final List<NextHopConfig> configs,
             final ConfigPath path) {
        this.fields = fields;
        this.interfaces = interfaces;
        this.neighbours = neighbours;
        fields.each(configs, path, this::read);
        byIndex.forEach((index, nextHop) -> follow(nextHop));
    }

    List<NextHopIntent> intents() {
        return new ArrayList<>(byIndex.values());
    }

    /** Where the next hop with this index leads; a problem and null when there is none. */
    Chain refer(final int index, final ConfigPath path) {
        if (!declared.contains(index)) {
            fields.dangling(path, "next hop", Integer.toString(index), declared.stream().sorted().map(String::valueOf).toList());
            return null;
        }
        return chains.get(index);
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
        final List<Integer> push = new ArrayList<>();
        fields.each(config.push(), path.key("push"), (label, at) -> push.add(fields.outLabel(label, at)));
        take(index, path.key("index"));
        declared.add(index);
        if (config.via() != null && config.interfaceName() != null) {
            fields.refuse(path, "has both 'interface' and 'via': a next hop leaves by one, or is resolved by the other");
        } else if (config.via() != null) {
            byIndex.putIfAbsent(index, recursive(config, index, push, path));
        } else if (!fields.missing(config.interfaceName(), path.key("interface"), "the egress interface, or 'via' another next hop")) {
            byIndex.putIfAbsent(index, direct(config, index, push, path));
        }
    }

    private NextHopIntent direct(final NextHopConfig config, final int index, final List<Integer> push, final ConfigPath path) {
        final InterfaceIntent on = interfaces.refer(config.interfaceName(), path.key("interface"));
        final InetAddress neighbour = fields.missing(config.neighbour(), path.key("neighbour"), "the address of a neighbour on it")
            ? null : neighbours.refer(on, config.neighbour(), path.key("neighbour"));
        if (config.peer() != null) {
            fields.refuse(path.key("peer"), "only a next hop with 'via' stands for a peer: leave it out");
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
        refuseWithVia(config.neighbour(), path.key("neighbour"));
        refuseWithVia(config.statistics(), path.key("statistics"));
        refuseWithVia(config.pipeTtl(), path.key("pipe-ttl"));
        refuseWithVia(config.pipeTc(), path.key("pipe-tc"));
        final InetAddress peer = config.peer() == null ? null : fields.address(config.peer(), path.key("peer"));
        return new NextHopIntent.Recursive(index, config.via(), peer, push);
    }

    private void refuseWithVia(final Object value, final ConfigPath path) {
        if (value != null) {
            fields.refuse(path, "belongs to a next hop with an interface: leave it out here, next hop 'via' decides");
        }
    }

    /** Follows the chain from a next hop to its interface without recursion, and refuses chains that have no end or are too long. */
    private void follow(final NextHopIntent start) {
        final List<Integer> seen = new ArrayList<>();
        NextHopIntent at = start;
        int labels = at.push().size();
        while (at instanceof NextHopIntent.Recursive recursive) {
            seen.add(recursive.index());
            if (seen.contains(recursive.via())) {
                refuseCycle(start.index(), seen.subList(seen.indexOf(recursive.via()), seen.size()));
                return;
            }
            at = byIndex.get(recursive.via());
            if (at == null) {
                refer(recursive.via(), via(recursive.index()));
                return;
            }
            labels += at.push().size();
            if (seen.size() >= MAX_DEPTH) {
                fields.refuse(via(start.index()), "more than " + MAX_DEPTH + " next hops in a row: shorten the chain");
                return;
            }
        }
        if (labels > MAX_DEPTH) {
            fields.refuse(places.get(start.index()).parent().key("push"),
                labels + " labels would be pushed in total: at most " + MAX_DEPTH);
        } else {
            chains.put(start.index(), new Chain(interfaces.find(((NextHopIntent.Direct) at).interfaceName()), labels));
        }
    }

    /** Told once for a cycle, at the member with the lowest index. */
    private void refuseCycle(final int start, final List<Integer> cycle) {
        if (start == Collections.min(cycle)) {
            fields.refuse(via(start), "next hops resolve each other (" + String.join(" via ", cycle.stream().map(String::valueOf).toList())
                + " via " + start + "): one of them needs an interface");
        }
    }

    private ConfigPath via(final int index) {
        return places.get(index).parent().key("via");
    }
}
