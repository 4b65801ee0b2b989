package io.swaplane.router.config;

import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.RoutingIntent;
import java.net.InetAddress;

/** Checks a configuration as a whole and turns it into intent. Sections are read in the order in which they refer to each other. */
final class IntentBuilder {
    private final Fields fields;

    private final Host host;

    IntentBuilder(final Problems problems, final Host host) {
        this.fields = new Fields(problems);
        this.host = host;
    }

    /** The configuration; good for nothing when a problem was found. */
    LiveConfiguration build(final RouterConfig config) {
        final ConfigPath root = ConfigPath.ROOT;
        final String name = name(config);
        final String routerId = orNothing(fields.dotted(config.routerId(), root.key("router-id")));
        final MplsSection mpls = new MplsSection(fields, config.mpls(), number(routerId), root.key("mpls"));
        final LiveSection live = new LiveSection(fields, host, config.ports(), root.key("ports"));
        final Vrfs vrfs = new Vrfs(fields, config.vrfs(), root.key("vrfs"));
        final Interfaces interfaces = new Interfaces(fields, live, vrfs, config.interfaces(), root.key("interfaces"));
        final Neighbours neighbours =
            new Neighbours(fields, interfaces, host.resolvesNeighbours(), config.neighbours(), root.key("neighbours"));
        final AcceptSets accepts = new AcceptSets(fields, interfaces, neighbours, config.acceptSets(), root.key("accept-sets"));
        final NextHops nextHops = new NextHops(fields, interfaces, neighbours, config.nextHops(), root.key("next-hops"));
        final Tunnels tunnels = new Tunnels(fields, nextHops, config.tunnels(), root.key("tunnels"));
        final NextHopPaths paths = new NextHopPaths(fields, interfaces, nextHops, tunnels.intents());
        final LabelSection labels = new LabelSection(fields, accepts, nextHops, config, root);
        final Lsps lsps = new Lsps(fields, interfaces, vrfs, accepts, labels, nextHops, paths, config.lsps(), root.key("lsps"));
        final Routes routes = new Routes(fields, interfaces, neighbours, paths, config, root);
        final RouterIntent intent = new RouterIntent(name, routerId, mpls.defaults(), mpls.dynamicLabels(),
            labels.settings(mpls.holdTime()), mpls.specialLabels(), interfaces.ports(), interfaces.intents(), neighbours.intents(),
            accepts.intents(), nextHops.intents(), tunnels.intents(), lsps.intents(),
            new RoutingIntent(vrfs.intents(), routes.intents(), mpls.dscpToTc()));
        final BgpSettings bgp = new BgpSection(fields, interfaces, vrfs, live, accepts, nextHops, routes.intents())
            .read(config, intent, root);
        return new LiveConfiguration(intent, live.settings(config.workers(), config.host(), vrfs, interfaces.ports()), bgp);
    }

    /** A dotted router id's four octets; 0 for none. */
    private static int number(final String routerId) {
        return routerId.isEmpty() ? 0 : (int) (PrefixKey.high(InetAddress.ofLiteral(routerId)) >>> Integer.SIZE);
    }

    private String name(final RouterConfig config) {
        final ConfigPath path = ConfigPath.ROOT.key("router");
        if (!fields.missing(config.router(), path, "the router's name")) {
            fields.name(config.router(), path);
        }
        return orNothing(config.router());
    }

    private static String orNothing(final String value) {
        return value == null ? "" : value;
    }
}
