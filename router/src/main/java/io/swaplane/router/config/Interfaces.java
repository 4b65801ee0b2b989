package io.swaplane.router.config;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.table.NextHopLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code interfaces:}, and answers for them to the sections that refer to them. */
final class Interfaces {
    private static final int MAX_INTERFACES = (1 << 16) - 1;
    private static final int MIN_MTU = 68;
    /** A frame has at most 65535 octets, its Ethernet header with two VLAN tags included. */
    private static final int MAX_MTU = FrameRef.MAX_LENGTH - NextHopLayout.MAX_L2_BYTES;
    /** Each takes 48 MiB of address space. */
    private static final int MAX_LABEL_SPACES = 1024;
    private static final int MAX_VID = 4094;
    private static final int TPID_8021AD = 0x88A8;
    private static final int TPID_8021Q = 0x8100;
    /** YAML 1.1 reads {@code off} as false; it comes here as it was written. */
    private static final Map<String, MplsMode> MODES = Map.of("off", MplsMode.OFF, "core", MplsMode.CORE, "external", MplsMode.EXTERNAL);

    private final Fields fields;
    private final LiveSection live;
    private final Vrfs vrfs;
    private final InterfaceAddresses addresses;
    private final Map<String, InterfaceIntent> byName = new LinkedHashMap<>();
    private final Map<String, ConfigPath> places = new HashMap<>();
    private final Map<String, ConfigPath> bindings = new HashMap<>();
    private final Set<String> ports = new LinkedHashSet<>();
    private int labelSpaces;

    Interfaces(final Fields fields, final LiveSection live, final Vrfs vrfs, final List<InterfaceConfig> configs, final ConfigPath path) {
        this.fields = fields;
        this.live = live;
        this.vrfs = vrfs;
        this.addresses = new InterfaceAddresses(fields);
        if (configs == null || configs.isEmpty()) {
            fields.refuse(path, "is missing: give at least one interface");
        } else if (configs.size() > MAX_INTERFACES) {
            fields.refuse(path, configs.size() + " interfaces are too many: at most " + MAX_INTERFACES);
        } else {
            fields.each(configs, path, this::read);
        }
    }

    List<String> ports() {
        return new ArrayList<>(ports);
    }

    List<InterfaceIntent> intents() {
        return new ArrayList<>(byName.values());
    }

    /** The interfaces' own addresses and links. */
    InterfaceAddresses addresses() {
        return addresses;
    }

    /** The interface with this name, or null. */
    InterfaceIntent find(final String name) {
        return byName.get(name);
    }

    /** The interface that a name refers to; a problem and null when there is none. */
    InterfaceIntent refer(final String name, final ConfigPath path) {
        final InterfaceIntent found = byName.get(name);
        if (found == null) {
            fields.dangling(path, "interface", name, byName.keySet());
        }
        return found;
    }

    /** The label space that a name refers to; the platform's when none is given. */
    String labelSpace(final String name, final ConfigPath path) {
        if (name == null || name.equals(LspIntent.PLATFORM)) {
            return LspIntent.PLATFORM;
        }
        final InterfaceIntent found = refer(name, path);
        if (found != null && !found.ownLabelSpace()) {
            fields.refuse(path, "interface '" + name + "' has no label space of its own: set 'label-space: interface' on it, or use "
                + LspIntent.PLATFORM);
        }
        return name;
    }

    private void read(final InterfaceConfig config, final ConfigPath path) {
        final List<Integer> vlans = vlans(config.vlan(), path.key("vlan"));
        final String port = live.portOf(config);
        if (!fields.missing(port, path.key("port"), "the name of the port that it is on")) {
            fields.portName(port, path.key("port"));
            bind(port, vlans, path);
            ports.add(port);
        }
        final InterfaceIntent intent = new InterfaceIntent(config.name(), port, vlans, tpid(config.vlan(), path.key("vlan")),
            mac(config, port, path.key("mac")),
            mode(config.mpls(), path.key("mpls")),
            fields.number(config.mtu(), MIN_MTU, MAX_MTU, InterfaceConfig.DEFAULT_MTU, path.key("mtu")),
            fields.truth(config.multicast(), false),
            fields.word(config.labelSpace(), Map.of("platform", false, "interface", true), false, path.key("label-space")),
            vrf(config, port, path.key("vrf")), addresses.read(config, path));
        if (!fields.missing(config.name(), path.key("name"), "the interface's name")) {
            name(intent, path.key("name"));
        }
    }

    private String vrf(final InterfaceConfig config, final String port, final ConfigPath path) {
        if (config.vrf() == null) {
            return null;
        }
        if (port != null) {
            live.refuseIp(port, path);
        }
        if (vrfs.refer(config.vrf(), path) && !config.vrf().equals(VrfIntent.GLOBAL) && "core".equals(config.mpls())) {
            fields.refuse(path.parent().key("mpls"), "an interface in a VRF is a customer's, to whom no label of the core belongs: use "
                + "external or off");
        }
        return config.vrf();
    }

    private void name(final InterfaceIntent intent, final ConfigPath path) {
        fields.name(intent.name(), path);
        if (intent.name().equals(LspIntent.PLATFORM)) {
            fields.refuse(path, "'platform' names the platform label space: choose another name");
        }
        final ConfigPath first = places.putIfAbsent(intent.name(), path);
        if (first == null) {
            byName.put(intent.name(), intent);
            labelSpaces += intent.ownLabelSpace() ? 1 : 0;
            if (labelSpaces > MAX_LABEL_SPACES) {
                fields.refuse(path.parent().key("label-space"), "more than " + MAX_LABEL_SPACES + " label spaces: use platform");
            }
        } else {
            fields.refuse(path, "'" + intent.name() + "' is taken by the interface on line " + fields.line(first) + ": names are unique");
        }
    }

    private void bind(final String port, final List<Integer> vlans, final ConfigPath path) {
        final ConfigPath tag = path.key("vlan");
        if (fields.isRefused(tag) || fields.isRefused(tag.key("outer")) || fields.isRefused(tag.key("inner"))) {
            return;
        }
        final ConfigPath first = bindings.putIfAbsent(port + vlans, path);
        if (first != null) {
            final String tags = vlans.isEmpty() ? "untagged frames"
                : "frames of VLAN " + String.join(".", vlans.stream().map(String::valueOf).toList());
            fields.refuse(path, tags + " of port '" + port + "' belong to the interface on line " + fields.line(first)
                + ": give one of them another VLAN or port");
        }
    }

    private MacAddress mac(final InterfaceConfig config, final String port, final ConfigPath path) {
        final MacAddress hosts = config.mac() != null || port == null ? null : live.hostMac(port);
        return hosts != null ? hosts : fields.mac(config.mac(), path);
    }

    private MplsMode mode(final String text, final ConfigPath path) {
        return "false".equalsIgnoreCase(text) ? MplsMode.OFF : fields.word(text, MODES, MplsMode.OFF, path);
    }

    private List<Integer> vlans(final VlanConfig config, final ConfigPath path) {
        if (config == null) {
            return List.of();
        }
        final boolean alone = config.inner() == null && config.tpid() == null;
        if (fields.missing(config.outer(), path.key("outer"), "the outer tag's VLAN id")) {
            return List.of();
        }
        final int outer = fields.number(config.outer(), 1, MAX_VID, 1, alone ? path : path.key("outer"));
        return config.inner() == null ? List.of(outer) : List.of(outer, fields.number(config.inner(), 1, MAX_VID, 1, path.key("inner")));
    }

    private int tpid(final VlanConfig config, final ConfigPath path) {
        if (config == null || config.tpid() == null) {
            return TPID_8021AD;
        }
        final Integer tpid = WholeNumber.parse(config.tpid());
        if (tpid == null || tpid != TPID_8021AD && tpid != TPID_8021Q) {
            fields.refuse(path.key("tpid"), "'" + config.tpid() + "' is not known: use \"0x88a8\" or \"0x8100\"");
        } else if (config.inner() == null) {
            fields.refuse(path.key("tpid"), "a single tag is always 0x8100: give 'inner' too, or leave 'tpid' out");
        } else {
            return tpid;
        }
        return TPID_8021AD;
    }
}
