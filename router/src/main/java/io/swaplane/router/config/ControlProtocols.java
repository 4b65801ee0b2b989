package io.swaplane.router.config;

import io.swaplane.router.config.LiveSettings.ControlProtocol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;

/** Reads {@code host.control-protocols:}. */
final class ControlProtocols {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int MAX_PROTOCOL = 255;
    /** Every packet pays for each of them. */
    private static final int MAX_PROTOCOLS = 32;
    private static final int MAX_PORT = 65_535;
    private static final Map<String, List<ControlProtocol>> NAMES = new TreeMap<>(Map.ofEntries(
        Map.entry("bfd", List.of(new ControlProtocol(UDP, 3784), new ControlProtocol(UDP, 3785), new ControlProtocol(UDP, 4784))),
        Map.entry("bgp", List.of(new ControlProtocol(TCP, 179))),
        Map.entry("dhcp", List.of(new ControlProtocol(UDP, 67), new ControlProtocol(UDP, 68))),
        Map.entry("eigrp", List.of(new ControlProtocol(88, null))),
        Map.entry("ldp", List.of(new ControlProtocol(TCP, 646), new ControlProtocol(UDP, 646))),
        Map.entry("ospf", List.of(new ControlProtocol(89, null))),
        Map.entry("pim", List.of(new ControlProtocol(103, null))),
        Map.entry("rip", List.of(new ControlProtocol(UDP, 520))),
        Map.entry("ripng", List.of(new ControlProtocol(UDP, 521))),
        Map.entry("rsvp", List.of(new ControlProtocol(46, null))),
        Map.entry("vrrp", List.of(new ControlProtocol(112, null)))));

    private final Fields fields;
    private final SequencedSet<ControlProtocol> found = new LinkedHashSet<>();

    private ControlProtocols(final Fields fields) {
        this.fields = fields;
    }

    /** What is configured, each once. */
    static List<ControlProtocol> read(final Fields fields, final List<ProtocolConfig> configs, final ConfigPath path) {
        final ControlProtocols read = new ControlProtocols(fields);
        fields.each(configs, path, read::read);
        if (read.found.size() > MAX_PROTOCOLS) {
            fields.refuse(path, read.found.size() + " protocols and ports are too many: at most " + MAX_PROTOCOLS);
        }
        return new ArrayList<>(read.found);
    }

    private void read(final ProtocolConfig config, final ConfigPath path) {
        if (config.name() == null) {
            numbered(config, path);
        } else if (NAMES.containsKey(config.name())) {
            found.addAll(NAMES.get(config.name()));
        } else {
            final String near = Nearest.of(config.name(), NAMES.keySet());
            fields.refuse(path, "'" + config.name() + "' is not known: " + (near == null
                ? "use {protocol: tcp, port: 179}, {protocol: 89}, or one of " + String.join(", ", NAMES.keySet())
                : "did you mean '" + near + "'?"));
        }
    }

    private void numbered(final ProtocolConfig config, final ConfigPath path) {
        if (fields.missing(config.protocol(), path.key("protocol"), "tcp, udp or an IP protocol's number")) {
            return;
        }
        final Integer protocol = switch (config.protocol()) {
            case "tcp" -> Integer.valueOf(TCP);
            case "udp" -> Integer.valueOf(UDP);
            default -> WholeNumber.parse(config.protocol());
        };
        if (protocol == null) {
            fields.refuse(path.key("protocol"), "'" + config.protocol() + "' is not known: use tcp, udp or a number");
            return;
        }
        fields.number(protocol, 0, MAX_PROTOCOL, 0, path.key("protocol"));
        final boolean hasPorts = protocol == TCP || protocol == UDP;
        if (!hasPorts && config.port() != null) {
            fields.refuse(path.key("port"), "only tcp and udp have ports: leave it out");
        } else if (!hasPorts || !fields.missing(config.port(), path.key("port"), "a port, 1 to " + MAX_PORT)) {
            found.add(new ControlProtocol(protocol, config.port() == null ? null
                : Integer.valueOf(fields.number(config.port(), 1, MAX_PORT, 1, path.key("port")))));
        }
    }
}
