package io.swaplane.router.config;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code neighbours:}, and answers for them to the sections that refer to them. */
final class Neighbours {
    private final Fields fields;
    private final Interfaces interfaces;
    /** Whether the host finds out MAC addresses that are not given. */
    private final boolean resolved;
    private final List<NeighbourIntent> intents = new ArrayList<>();
    private final Map<Key, ConfigPath> places = new HashMap<>();

    private record Key(String interfaceName, InetAddress address) { }

    Neighbours(final Fields fields, final Interfaces interfaces, final boolean resolved, final List<NeighbourConfig> configs,
               final ConfigPath path) {
        this.fields = fields;
        this.resolved = resolved;
        this.interfaces = interfaces;
        fields.each(configs, path, this::read);
    }

    List<NeighbourIntent> intents() {
        return intents;
    }

    /** The neighbour on an interface that an address refers to; a problem when there is none. */
    InetAddress refer(final InterfaceIntent on, final String address, final ConfigPath path) {
        final InetAddress found = fields.address(address, path);
        if (!resolved && on != null && found != null && !places.containsKey(new Key(on.name(), found))) {
            fields.refuse(path, "there is no neighbour " + address + " on '" + on.name() + "': add it under 'neighbours'");
        }
        return found;
    }

    /** Refuses a gateway on an interface whose MAC address nobody can tell. */
    void referGateway(final InterfaceIntent on, final InetAddress gateway, final ConfigPath path) {
        if (!resolved && !places.containsKey(new Key(on.name(), gateway))) {
            fields.refuse(path, "there is no neighbour " + AddressText.of(gateway) + " on '" + on.name() + "': add it under 'neighbours'");
        }
    }

    private void read(final NeighbourConfig config, final ConfigPath path) {
        final InterfaceIntent on = fields.missing(config.interfaceName(), path.key("interface"), "the interface that it is on") ? null
            : interfaces.refer(config.interfaceName(), path.key("interface"));
        final MacAddress mac = fields.mac(config.mac(), path.key("mac"));
        if (on != null && mac.equals(on.mac())) {
            fields.refuse(path.key("mac"), mac + " is this router's own on '" + on.name() + "': give the neighbour's");
        }
        final InetAddress address = fields.missing(config.address(), path.key("address"), "the neighbour's IP address") ? null
            : fields.address(config.address(), path.key("address"));
        if (on != null && address != null) {
            final ConfigPath first = places.putIfAbsent(new Key(on.name(), address), path);
            if (first != null) {
                fields.refuse(path, "neighbour " + config.address() + " on '" + on.name() + "' is on line " + fields.line(first)
                    + " already: keep one");
            }
            intents.add(new NeighbourIntent(on.name(), address, mac));
        }
    }
}
