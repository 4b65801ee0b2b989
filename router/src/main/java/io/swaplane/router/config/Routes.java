package io.swaplane.router.config;

import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.AddressText;
import io.swaplane.table.GroupLayout;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code routes:} of the global table and of VRFs. */
final class Routes {
    private static final String WAYS = "next-hop or via";
    private static final String ACTIONS = "next-hop, via, receive, drop, ecmp, or primary with backup";
    private static final List<String> ALL = List.of("next-hop", "via", "receive", "drop", "ecmp", "primary", "backup");
    private static final RouteAction.Path NOWHERE = new RouteAction.Forward(null, 0);
    private static final int MAX_WEIGHT = 255;

    private final Fields fields;
    private final Choice choice;
    private final Interfaces interfaces;
    private final Neighbours neighbours;
    private final NextHopPaths paths;
    private final List<RouteIntent> intents = new ArrayList<>();
    private final Map<Key, ConfigPath> places = new HashMap<>();

    private record Key(String vrf, Prefix prefix) { }

    Routes(final Fields fields, final Interfaces interfaces, final Neighbours neighbours, final NextHopPaths paths,
           final RouterConfig config, final ConfigPath root) {
        this.fields = fields;
        choice = new Choice(fields, ALL);
        this.interfaces = interfaces;
        this.neighbours = neighbours;
        this.paths = paths;
        fields.each(config.routes(), root.key("routes"), (route, at) -> read(VrfIntent.GLOBAL, route, at));
        if (config.vrfs() != null) {
            for (int i = 0; i < config.vrfs().size(); i++) {
                final VrfConfig vrf = config.vrfs().get(i);
                if (vrf != null && vrf.name() != null) {
                    fields.each(vrf.routes(), root.key("vrfs").index(i).key("routes"), (route, at) -> read(vrf.name(), route, at));
                }
            }
        }
    }

    List<RouteIntent> intents() {
        return intents;
    }

    private void read(final String vrf, final RouteConfig config, final ConfigPath path) {
        final Prefix prefix = prefix(config.prefix(), path.key("prefix"));
        if (prefix != null) {
            claim(vrf, prefix, path);
        }
        intents.add(new RouteIntent(vrf, prefix, action(vrf, config, path), fields.model(config.ttlModel(), null, path.key("ttl-model")),
            fields.model(config.tcModel(), null, path.key("tc-model"))));
    }

    private Prefix prefix(final String text, final ConfigPath path) {
        if (fields.missing(text, path, "the addresses that it is for, as in 10.0.0.0/8")) {
            return null;
        }
        try {
            return Prefix.parse(text);
        } catch (final IllegalArgumentException e) {
            fields.refuse(path, e.getMessage());
            return null;
        }
    }

    private void claim(final String vrf, final Prefix prefix, final ConfigPath path) {
        final ConfigPath first = places.putIfAbsent(new Key(vrf, prefix), path);
        if (first != null) {
            fields.refuse(path, "a route to " + prefix + " is on line " + fields.line(first) + " already: keep one, with 'ecmp' for "
                + "several ways");
            return;
        }
        final InterfaceAddresses.Link link = interfaces.addresses().link(vrf, prefix);
        if (link != null) {
            fields.refuse(path.key("prefix"), prefix + " is connected by '" + link.interfaceName() + "' on line "
                + fields.line(link.place()) + ", which is always preferred: leave the route out");
        }
    }

    private RouteAction action(final String vrf, final RouteConfig config, final ConfigPath path) {
        final List<String> given = ways(config);
        Choice.given(config.receive(), "receive", given);
        Choice.given(config.drop(), "drop", given);
        Choice.given(config.ecmp(), "ecmp", given);
        Choice.given(config.primary() == null ? config.backup() : config.primary(), config.primary() == null ? "backup" : "primary", given);
        if (!choice.single(given, ACTIONS, path)) {
            return NOWHERE;
        }
        final String kind = given.getFirst();
        refuseLabel(config, kind, path);
        return switch (kind) {
            case "receive" -> choice.flag(config.receive(), new RouteAction.Receive(), path.key("receive"));
            case "drop" -> choice.flag(config.drop(), new RouteAction.Drop(), path.key("drop"));
            case "ecmp" -> ecmp(vrf, config.ecmp(), path.key("ecmp"));
            case "primary", "backup" -> protect(vrf, config.primary(), config.backup(), path);
            default -> way(vrf, config, path);
        };
    }

    private static List<String> ways(final RouteWayConfig config) {
        final List<String> given = new ArrayList<>();
        Choice.given(config.nextHop(), "next-hop", given);
        Choice.given(config.via(), "via", given);
        return given;
    }

    private void refuseLabel(final RouteWayConfig config, final String kind, final ConfigPath path) {
        if (config.label() != null && !kind.equals("next-hop")) {
            fields.refuse(path.key("label"), "does not go with '" + kind + "': leave it out");
        }
    }

    private RouteAction ecmp(final String vrf, final List<RouteLegConfig> configs, final ConfigPath path) {
        final List<RouteAction.Leg> legs = new ArrayList<>();
        if (configs.isEmpty() || configs.size() > GroupLayout.MAX_BUCKETS) {
            fields.refuse(path, configs.size() + " legs: give 1 to " + GroupLayout.MAX_BUCKETS);
        }
        fields.each(configs, path, (leg, at) -> legs.add(
            new RouteAction.Leg(fields.number(leg.weight(), 1, MAX_WEIGHT, 1, at.key("weight")), leg(vrf, leg, at))));
        return new RouteAction.Ecmp(legs);
    }

    private RouteAction leg(final String vrf, final RouteLegConfig config, final ConfigPath path) {
        if (config.primary() == null && config.backup() == null) {
            return way(vrf, config, path);
        }
        final List<String> given = ways(config);
        given.add(config.primary() == null ? "backup" : "primary");
        if (choice.single(given, WAYS + ", or primary with backup", path)) {
            refuseLabel(config, "primary", path);
        }
        return protect(vrf, config.primary(), config.backup(), path);
    }

    private RouteAction protect(final String vrf, final RoutePathConfig primary, final RoutePathConfig backup, final ConfigPath path) {
        if (fields.missing(primary, path.key("primary"), "the path to use while its port is up")
            | fields.missing(backup, path.key("backup"), "the path to use when the primary's port is down")) {
            return NOWHERE;
        }
        return new RouteAction.Protect(way(vrf, primary, path.key("primary")), way(vrf, backup, path.key("backup")));
    }

    private RouteAction.Path way(final String vrf, final RouteWayConfig config, final ConfigPath path) {
        if (!choice.single(ways(config), WAYS, path)) {
            return NOWHERE;
        }
        if (config.via() != null) {
            refuseLabel(config, "via", path);
            return via(vrf, config.via(), path.key("via"));
        }
        final Integer label = config.label() == null ? null : Integer.valueOf(fields.outLabel(config.label(), path.key("label")));
        paths.refer(config.nextHop(), label == null ? 0 : 1, vrf, path.key("next-hop"));
        return new RouteAction.Forward(label, config.nextHop());
    }

    private RouteAction.Path via(final String vrf, final String text, final ConfigPath path) {
        final InetAddress gateway = fields.address(text, path);
        if (gateway == null) {
            return NOWHERE;
        }
        final InterfaceAddresses.Link link = interfaces.addresses().link(vrf, gateway);
        final ConfigPath own = interfaces.addresses().ownPlace(vrf, gateway);
        if (own != null) {
            fields.refuse(path, AddressText.of(gateway) + " is this router's own, on line " + fields.line(own) + ": give the gateway's");
        } else if (link != null && link.interfaceName() != null && interfaces.find(link.interfaceName()) != null) {
            neighbours.referGateway(interfaces.find(link.interfaceName()), gateway, path);
        }
        return new RouteAction.Via(gateway);
    }
}
