package io.swaplane.router.config;

import io.swaplane.control.intent.RouterIntent;

/** Checks a configuration as a whole and turns it into intent. Sections are read in the order in which they refer to each other. */
final class IntentBuilder {
    private final Fields fields;

    IntentBuilder(final Problems problems) {
        this.fields = new Fields(problems);
    }

    /** The intent; good for nothing when a problem was found. */
    RouterIntent build(final RouterConfig config) {
        final ConfigPath root = ConfigPath.ROOT;
        final String name = name(config);
        final String routerId = orNothing(fields.dotted(config.routerId(), root.key("router-id")));
        final MplsSection mpls = new MplsSection(fields, config.mpls(), root.key("mpls"));
        final Interfaces interfaces = new Interfaces(fields, config.interfaces(), root.key("interfaces"));
        final Neighbours neighbours = new Neighbours(fields, interfaces, config.neighbours(), root.key("neighbours"));
        final AcceptSets accepts = new AcceptSets(fields, interfaces, neighbours, config.acceptSets(), root.key("accept-sets"));
        final NextHops nextHops = new NextHops(fields, interfaces, neighbours, config.nextHops(), root.key("next-hops"));
        final Lsps lsps = new Lsps(fields, interfaces, accepts, nextHops, config.lsps(), root.key("lsps"));
        return new RouterIntent(name, routerId, mpls.defaults(), mpls.dynamicLabels(), mpls.specialLabels(), interfaces.ports(),
            interfaces.intents(), neighbours.intents(), accepts.intents(), nextHops.intents(), lsps.intents());
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
