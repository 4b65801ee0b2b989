package io.swaplane.router.config;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.AcceptSetIntent;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.AcceptClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code accept-sets:} and the {@code accept:} of label entries. */
final class AcceptSets {
    private static final Accept CORE = new Accept.Core();
    private static final Accept ROUTER = new Accept.Router();
    private static final int MAX_CLASSES = AcceptClass.LIMIT - AcceptClass.FIRST_EXTERNAL;

    private final Fields fields;
    private final Interfaces interfaces;
    private final Neighbours neighbours;
    private final List<AcceptSetIntent> intents = new ArrayList<>();
    private final Map<String, ConfigPath> places = new HashMap<>();
    private final Set<Accept> classes = new HashSet<>();

    AcceptSets(final Fields fields, final Interfaces interfaces, final Neighbours neighbours, final List<AcceptSetConfig> configs,
               final ConfigPath path) {
        this.fields = fields;
        this.interfaces = interfaces;
        this.neighbours = neighbours;
        interfaces.intents().stream().filter(each -> each.mpls() == MplsMode.EXTERNAL)
            .forEach(each -> count(new Accept.Interface(each.name()), path));
        fields.each(configs, path, this::readSet);
    }

    List<AcceptSetIntent> intents() {
        return intents;
    }

    /** Reads a label entry's {@code accept:}. */
    Accept read(final AcceptConfig config, final ConfigPath path) {
        if (config == null) {
            return CORE;
        }
        final Accept accept = config.word() != null ? word(config.word(), path) : config.set() != null ? set(config, path)
            : ingress(config, path);
        count(accept, path);
        return accept;
    }

    /** External interfaces and sets have an accept class each; other ingresses get one when a label names them. */
    private void count(final Accept accept, final ConfigPath path) {
        if (accept != CORE && accept != ROUTER && classes.add(accept) && classes.size() > MAX_CLASSES) {
            fields.refuse(path, "more than " + MAX_CLASSES + " external interfaces, accept sets, and other ingresses that labels are "
                + "accepted from: name fewer");
        }
    }

    private Accept word(final String word, final ConfigPath path) {
        return switch (word) {
            case "core" -> CORE;
            case "router" -> ROUTER;
            default -> {
                fields.refuse(path, "'" + word + "' is not known: use core, router, {interface: X}, {interface: X, neighbour: A} "
                    + "or {set: S}");
                yield CORE;
            }
        };
    }

    private Accept set(final AcceptConfig config, final ConfigPath path) {
        if (config.interfaceName() != null || config.neighbour() != null) {
            fields.refuse(path, "'set' stands alone: leave 'interface' and 'neighbour' out");
        }
        if (!places.containsKey(config.set())) {
            fields.dangling(path.key("set"), "accept set", config.set(), places.keySet());
        }
        return new Accept.Named(config.set());
    }

    private Accept ingress(final AcceptConfig config, final ConfigPath path) {
        if (fields.missing(config.interfaceName(), path.key("interface"), "the interface that packets come in by")) {
            return CORE;
        }
        final InterfaceIntent on = interfaces.refer(config.interfaceName(), path.key("interface"));
        if (on != null && on.mpls() == MplsMode.OFF) {
            fields.refuse(path.key("interface"), "MPLS is off on '" + on.name() + "': set 'mpls: core' or 'mpls: external' on it");
        }
        return config.neighbour() == null ? new Accept.Interface(config.interfaceName())
            : new Accept.Neighbour(config.interfaceName(), neighbours.refer(on, config.neighbour(), path.key("neighbour")));
    }

    /** A label of a set is one VRF's, or none's. */
    private void refuseOtherVrf(final List<Accept> members, final Accept ingress, final ConfigPath path) {
        final InterfaceIntent on = on(ingress);
        final InterfaceIntent first = members.isEmpty() ? null : on(members.getFirst());
        if (on != null && first != null && !vrf(on).equals(vrf(first))) {
            fields.refuse(path, "'" + on.name() + "' is in " + place(on) + ", '" + first.name() + "' in " + place(first)
                + ": a set is within one VRF, or outside of all");
        }
    }

    /** The VRF from whose customers alone a label with this {@code accept} is valid; null when there is none. */
    String vrf(final Accept accept) {
        final Accept ingress = accept instanceof Accept.Named named ? intents.stream().filter(each -> each.name().equals(named.setName()))
            .flatMap(each -> each.members().stream()).findFirst().orElse(accept) : accept;
        final InterfaceIntent on = on(ingress);
        return on == null || vrf(on).equals(VrfIntent.GLOBAL) ? null : on.vrf();
    }

    private InterfaceIntent on(final Accept ingress) {
        return switch (ingress) {
            case Accept.Interface all -> interfaces.find(all.name());
            case Accept.Neighbour one -> interfaces.find(one.interfaceName());
            default -> null;
        };
    }

    private static String vrf(final InterfaceIntent on) {
        return on.vrf() == null ? VrfIntent.GLOBAL : on.vrf();
    }

    private static String place(final InterfaceIntent on) {
        return vrf(on).equals(VrfIntent.GLOBAL) ? "none" : "VRF '" + on.vrf() + "'";
    }

    private void readSet(final AcceptSetConfig config, final ConfigPath path) {
        final List<Accept> members = new ArrayList<>();
        fields.each(config.members(), path.key("members"), (member, at) -> {
            if (member.word() != null || member.set() != null) {
                fields.refuse(at, "a member is {interface: X} or {interface: X, neighbour: A}");
                return;
            }
            final Accept ingress = ingress(member, at);
            if (members.contains(ingress)) {
                fields.refuse(at, "this member is in the set already: keep one");
            }
            refuseOtherVrf(members, ingress, at);
            members.add(ingress);
        });
        if (config.members() == null || config.members().isEmpty()) {
            fields.refuse(path.key("members"), "is missing: give at least one member, as in [{interface: X}]");
        }
        if (!fields.missing(config.name(), path.key("name"), "the set's name")) {
            fields.name(config.name(), path.key("name"));
            final ConfigPath first = places.putIfAbsent(config.name(), path);
            if (first != null) {
                fields.refuse(path.key("name"), "'" + config.name() + "' is taken by the set on line " + fields.line(first)
                    + ": names are unique");
            }
            intents.add(new AcceptSetIntent(config.name(), members));
            count(new Accept.Named(config.name()), path);
        }
    }
}
