package io.swaplane.router.config;

import io.swaplane.control.intent.TunnelIntent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code tunnels:}. */
final class Tunnels {
    private static final String DEFAULT_OWNER = "static";

    private final Fields fields;
    private final NextHops nextHops;
    private final List<TunnelIntent> intents = new ArrayList<>();
    private final Map<Key, ConfigPath> places = new HashMap<>();

    private record Key(InetAddress endpoint, String owner) { }

    Tunnels(final Fields fields, final NextHops nextHops, final List<TunnelConfig> configs, final ConfigPath path) {
        this.fields = fields;
        this.nextHops = nextHops;
        fields.each(configs, path, this::read);
    }

    List<TunnelIntent> intents() {
        return intents;
    }

    private void read(final TunnelConfig config, final ConfigPath path) {
        final InetAddress endpoint = fields.missing(config.endpoint(), path.key("endpoint"), "the address of the router at its end") ? null
            : fields.address(config.endpoint(), path.key("endpoint"));
        final String owner = config.owner() == null ? DEFAULT_OWNER : config.owner();
        fields.name(owner, path.key("owner"));
        final int preference = fields.number(config.preference(), 0, Integer.MAX_VALUE, 0, path.key("preference"));
        final int metric = fields.number(config.metric(), 0, Integer.MAX_VALUE, 0, path.key("metric"));
        final boolean leads = !fields.missing(config.nextHop(), path.key("next-hop"), "the index of a next hop")
            && nextHops.refer(config.nextHop(), path.key("next-hop"));
        if (endpoint == null || !leads) {
            return;
        }
        final ConfigPath first = places.putIfAbsent(new Key(endpoint, owner), path);
        if (first != null) {
            fields.refuse(path, "a tunnel of " + owner + " to " + config.endpoint() + " is on line " + fields.line(first)
                + " already: keep one");
        }
        intents.add(new TunnelIntent(endpoint, owner, config.nextHop(), preference, metric));
    }
}
