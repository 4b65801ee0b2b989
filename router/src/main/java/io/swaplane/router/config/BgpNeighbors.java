package io.swaplane.router.config;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.NextHopScope;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.router.BgpPeer;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.PrefixLimit;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.AddressText;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code bgp.neighbors:}. */
final class BgpNeighbors {
    private static final int MAX_OCTET = 255;
    private static final int MAX_KEY = 80;
    private static final int PORT = 179;
    private static final int PERCENT = 100;
    private static final int WARN_PERCENT = 75;
    private static final int LEAST_HOLD = 3;
    private static final Duration HOLD = Duration.ofSeconds(90);
    private static final Duration MOST_HOLD = Duration.ofSeconds(65_535);
    private static final Duration MOST_RESTART = Duration.ofHours(24);
    private static final int MAX_INTERFACE_NAME = 15;
    private static final Map<String, NextHopRule> NEXT_HOPS = Map.of("standard", NextHopRule.STANDARD, "self", NextHopRule.SELF,
        "self-always", NextHopRule.SELF_ALWAYS, "unchanged", NextHopRule.UNCHANGED);

    private final Fields fields;
    private final Interfaces interfaces;
    private final Vrfs vrfs;
    private final LiveSection live;
    private final AcceptSets accepts;
    private final BgpPolicies policies;
    private final BgpRestarts restarts;
    private final long as;
    private final int routerId;
    private final boolean requiresPolicy;
    private final boolean takesNull;
    private final boolean fallsOver;
    private final List<BgpPeer> peers = new ArrayList<>();
    private final Map<String, ConfigPath> names = new HashMap<>();
    private final Map<Place, ConfigPath> places = new HashMap<>();

    private record Place(String vrf, InetAddress address) { }

    /** What of a neighbor others of its settings depend on. */
    private record Subject(BgpNeighborConfig config, ConfigPath path, InetAddress address, String vrf, PeerAs remote, boolean internal,
                           InterfaceIntent on) {
        boolean ipv4() {
            return address instanceof Inet4Address;
        }

        boolean direct() {
            return !internal && config.multihop() == null;
        }

        ConfigPath at(final String key) {
            return path.key(key);
        }
    }

    /**
     * None yet.
     *
     * @param requiresPolicy whether external ones without a policy get and give nothing.
     * @param takesNull whether explicit null is taken from external interfaces, too.
     * @param fallsOver whether sessions with external ones end with their links.
     */
    BgpNeighbors(final Fields fields, final Interfaces interfaces, final Vrfs vrfs, final LiveSection live, final AcceptSets accepts,
                 final BgpPolicies policies, final BgpRestarts restarts, final long as, final int routerId,
                 final boolean requiresPolicy, final boolean takesNull, final boolean fallsOver) {
        this.fields = fields;
        this.interfaces = interfaces;
        this.vrfs = vrfs;
        this.live = live;
        this.accepts = accepts;
        this.policies = policies;
        this.restarts = restarts;
        this.as = as;
        this.routerId = routerId;
        this.requiresPolicy = requiresPolicy;
        this.takesNull = takesNull;
        this.fallsOver = fallsOver;
    }

    /** Names of all neighbors, for policies, which are read before them. */
    static Set<String> names(final List<BgpNeighborConfig> configs) {
        final Set<String> names = new LinkedHashSet<>();
        if (configs != null) {
            configs.stream().filter(each -> each != null && (each.name() != null || each.address() != null))
                .forEach(each -> names.add(each.name() == null ? each.address() : each.name()));
        }
        return names;
    }

    List<BgpPeer> peers() {
        return peers;
    }

    void read(final BgpNeighborConfig config, final ConfigPath path) {
        final InetAddress address = address(config.address(), path.key("address"));
        final PeerAs remote = remote(config.as(), path.key("as"));
        final String vrf = vrf(config.vrf(), path.key("vrf"));
        if (address == null || fields.isRefused(path.key("vrf"))) {
            return;
        }
        final InterfaceIntent given = given(config.interfaceName(), vrf, path.key("interface"));
        final InterfaceIntent on = given != null || config.interfaceName() != null ? given : linked(vrf, address);
        final Subject subject = new Subject(config, path, address, vrf, remote, remote.internal(as), on);
        final String name = name(subject);
        final InetAddress local = local(subject);
        final Set<Family> families = families(subject);
        final PeerRules rules = rules(subject, families, local);
        final PeerSettings session = session(subject, families, local);
        if (session != null) {
            peers.add(new BgpPeer(name, vrf, session, rules, fields.truth(config.shutdown(), false), port(subject),
                config.description()));
        }
    }

    /** The port whose loss ends the session: that of an external neighbor one hop away. */
    private String port(final Subject of) {
        final Integer hops = of.config.ttlSecurity();
        return fallsOver && of.direct() && (hops == null || hops == 1) && of.on != null ? of.on.port() : null;
    }

    private InetAddress address(final String text, final ConfigPath path) {
        final InetAddress address = fields.missing(text, path, "the neighbor's IP address") ? null : fields.address(text, path);
        if (address instanceof Inet6Address && address.isLinkLocalAddress()) {
            fields.refuse(path, text + " is a link-local address, which as a next hop says nothing without its link: give a global one");
            return null;
        }
        return address;
    }

    private PeerAs remote(final String text, final ConfigPath path) {
        if (fields.missing(text, path, "the neighbor's AS number, internal or external")) {
            return PeerAs.EXTERNAL;
        }
        return switch (text) {
            case "internal" -> PeerAs.INTERNAL;
            case "external" -> PeerAs.EXTERNAL;
            default -> PeerAs.of(BgpSection.as(fields, text, path));
        };
    }

    /** Null outside of VRFs. */
    private String vrf(final String name, final ConfigPath path) {
        if (name == null || !vrfs.refer(name, path) || name.equals(VrfIntent.GLOBAL)) {
            return null;
        }
        final VrfIntent vrf = vrfs.find(name);
        if (vrf.routeDistinguisher() == null && !fields.isRefused(vrfs.place(name).key("rd"))) {
            fields.refuse(path, "VRF '" + name + "' on line " + fields.line(vrfs.place(name)) + " has no route distinguisher, without "
                + "which its routes go to nobody: give it an 'rd'");
        }
        return name;
    }

    private InterfaceIntent given(final String name, final String vrf, final ConfigPath path) {
        final InterfaceIntent on = name == null ? null : interfaces.refer(name, path);
        if (on != null && !tableOf(on).equals(vrf == null ? VrfIntent.GLOBAL : vrf)) {
            fields.refuse(path, "'" + name + "' is " + (on.vrf() == null ? "in no VRF" : "in VRF '" + on.vrf() + "'") + ", the session "
                + (vrf == null ? "in none" : "in VRF '" + vrf + "'") + ": they go together");
        }
        return on;
    }

    private static String tableOf(final InterfaceIntent on) {
        return on.vrf() == null ? VrfIntent.GLOBAL : on.vrf();
    }

    /** The interface with an address on a neighbor's subnet, or null. */
    private InterfaceIntent linked(final String vrf, final InetAddress address) {
        final InterfaceAddresses.Link link = interfaces.addresses().link(vrf == null ? VrfIntent.GLOBAL : vrf, address);
        return link == null || link.interfaceName() == null ? null : interfaces.find(link.interfaceName());
    }

    private String name(final Subject of) {
        final String name = of.config.name() == null ? of.config.address() : of.config.name();
        final boolean own = of.config.name() != null;
        if (own) {
            fields.name(name, of.at("name"));
        }
        final Place place = new Place(of.vrf, of.address);
        final ConfigPath same = places.putIfAbsent(place, of.path);
        if (same != null) {
            fields.refuse(of.path, "neighbor " + of.config.address() + (of.vrf == null ? "" : " of VRF '" + of.vrf + "'") + " is on line "
                + fields.line(same) + " already: keep one");
            return name;
        }
        final ConfigPath first = names.putIfAbsent(name, of.path);
        if (first != null) {
            fields.refuse(own ? of.at("name") : of.path, "'" + name + "' is taken by the neighbor on line " + fields.line(first)
                + (own ? ": names are unique" : ": give one of them a 'name'"));
        }
        return name;
    }

    /** The router's own address in the session; null when there is none, which is a problem. */
    private InetAddress local(final Subject of) {
        final ConfigPath path = of.at("local-address");
        final String table = of.vrf == null ? VrfIntent.GLOBAL : of.vrf;
        final ConfigPath own = interfaces.addresses().ownPlace(table, of.address);
        if (own != null) {
            fields.refuse(of.at("address"), of.config.address() + " is this router's own, on line " + fields.line(own)
                + ": give the neighbor's");
            return null;
        }
        if (of.config.localAddress() == null) {
            return linkAddress(of, path);
        }
        final InetAddress local = fields.address(of.config.localAddress(), path);
        if (local == null) {
            return null;
        }
        if (local instanceof Inet4Address != of.ipv4()) {
            fields.refuse(path, "is of another address family than the neighbor's: give an " + (of.ipv4() ? "IPv4" : "IPv6") + " address");
        } else if (local.equals(of.address)) {
            fields.refuse(path, "is the neighbor's address: give this router's");
        } else {
            return local;
        }
        return null;
    }

    private InetAddress linkAddress(final Subject of, final ConfigPath path) {
        if (of.on != null) {
            final InetAddress own = of.on.addresses().stream().filter(each -> each.contains(AddressText.of(of.address)))
                .max((one, other) -> Integer.compare(one.length(), other.length())).map(each -> each.address()).orElse(null);
            if (own != null) {
                return own;
            }
        }
        fields.refuse(path, "is missing: give the router's own address in the session, as no interface has one on the neighbor's subnet");
        return null;
    }

    private Set<Family> families(final Subject of) {
        final Set<Family> families = EnumSet.noneOf(Family.class);
        final ConfigPath path = of.at("families");
        final Family unicast = of.ipv4() ? Family.IPV4_UNICAST : Family.IPV6_UNICAST;
        if (of.config.families() == null || of.config.families().isEmpty()) {
            if (of.vrf == null) {
                fields.refuse(path, "is missing: give what is exchanged, as in [vpnv4, vpnv6]");
            }
            families.add(unicast);
            return families;
        }
        final Map<String, Family> possible = possible(of);
        fields.each(of.config.families(), path, (text, at) -> {
            final Family family = possible.get(text);
            if (family == null) {
                fields.refuse(at, "'" + text + "' is not possible with an " + (of.ipv4() ? "IPv4" : "IPv6") + " neighbor "
                    + (of.vrf == null ? "outside of VRFs" : "in a VRF") + ": use " + String.join(", ", possible.keySet()));
            } else if (!families.add(family)) {
                fields.refuse(at, "this family is here twice: keep one");
            }
        });
        if (families.contains(Family.ROUTE_TARGET) && families.stream().noneMatch(Family::vpn)) {
            fields.refuse(path, "route-target is about VPN routes, of which no family is here: give vpnv4 or vpnv6, too");
        }
        if (families.isEmpty()) {
            families.add(unicast);
        }
        return families;
    }

    /**
     * The families that go with a neighbor's address, by name. IPv4 routes go by IPv6 too, with IPv6 next hops (RFC 8950); IPv6 routes go
     * by IPv4 with labels alone, with IPv4 next hops (RFC 4798, RFC 4659 §3.2.1.2).
     */
    private static Map<String, Family> possible(final Subject of) {
        final List<Family> families = new ArrayList<>(of.ipv4() ? List.of(Family.IPV4_UNICAST, Family.IPV4_LABELED, Family.IPV6_LABELED)
            : List.of(Family.IPV6_UNICAST, Family.IPV6_LABELED, Family.IPV4_UNICAST, Family.IPV4_LABELED));
        if (of.vrf == null) {
            families.addAll(List.of(Family.VPNV4, Family.VPNV6, Family.ROUTE_TARGET));
        }
        final Map<String, Family> possible = new LinkedHashMap<>();
        families.forEach(each -> possible.put(each.toString(), each));
        return possible;
    }

    private PeerRules rules(final Subject of, final Set<Family> families, final InetAddress local) {
        final BgpNeighborConfig config = of.config;
        final Policy standard = Policy.standard(of.internal, requiresPolicy);
        if (of.internal && fields.truth(config.asOverride(), false)) {
            fields.refuse(of.at("as-override"), "is for external neighbors: leave it out");
        }
        if (!of.internal && fields.truth(config.routeReflectorClient(), false)) {
            fields.refuse(of.at("route-reflector-client"), "is for internal neighbors: leave it out");
        }
        final NextHop self = local == null ? null : NextHop.of(local);
        final Accept accept = accept(of, families);
        return new PeerRules(policies.refer(config.importPolicy(), standard, of.at("import")),
            policies.refer(config.exportPolicy(), standard, of.at("export")), accept,
            fields.truth(config.routeReflectorClient(), false),
            nextHop(of, families), of.ipv4() ? self : null,
            of.ipv4() ? null : self, fields.number(config.allowAs(), 0, MAX_OCTET, 0, of.at("allow-as")),
            fields.truth(config.asOverride(), false), explicitNull(of, families, accept), scope(of));
    }

    /** What it is told as next hop: with a label in a VRF that is this router in any case, as labels are valid from one customer alone. */
    private NextHopRule nextHop(final Subject of, final Set<Family> families) {
        final ConfigPath path = of.at("next-hop");
        final NextHopRule rule = fields.word(of.config.nextHop(), NEXT_HOPS, NextHopRule.STANDARD, path);
        if (rule == NextHopRule.UNCHANGED && of.vrf != null && families.stream().anyMatch(Family::labeled)) {
            fields.refuse(path, "labels that a customer gave are taken from this router alone, and not from other customers: in a VRF "
                + "labelled routes are told with this router as next hop; leave it out");
        }
        return rule;
    }

    /** Which next hops it may name: on the link of its interface, unless it is known to be further away. */
    private static NextHopScope scope(final Subject of) {
        final Integer hops = of.config.ttlSecurity();
        return of.config.multihop() != null || hops != null && hops > 1 ? NextHopScope.ANYWHERE
            : NextHopScope.link(of.on == null ? null : of.on.name());
    }

    /** Labels 0 and 2 are no neighbor's own: they come from the core, or from any interface outside of VRFs, and mean the global table. */
    private boolean explicitNull(final Subject of, final Set<Family> families, final Accept accept) {
        final ConfigPath path = of.at("explicit-null");
        if (!fields.truth(of.config.explicitNull(), false)) {
            return false;
        }
        if (!families.contains(Family.IPV4_LABELED) && !families.contains(Family.IPV6_LABELED)) {
            fields.refuse(path, "is about labels of networks, and no family here is labelled unicast: leave it out");
        } else if (of.vrf != null) {
            fields.refuse(path, "labels 0 and 2 lead to the global table, and not to VRF '" + of.vrf + "': leave it out");
        } else if (!(accept instanceof Accept.Core) && !takesNull) {
            fields.refuse(path, "labels 0 and 2 are taken from core interfaces alone, and not from this neighbor: set "
                + "'special-labels.explicit-null-from: any' under 'mpls', or leave it out");
        }
        return true;
    }

    /** From where the labels that it is told are valid. */
    private Accept accept(final Subject of, final Set<Family> families) {
        final ConfigPath path = of.at("accept");
        final Accept core = new Accept.Core();
        if (families.stream().noneMatch(Family::labeled)) {
            if (of.config.accept() != null) {
                fields.refuse(path, "is about labels, and no family here has any: leave it out");
            }
            return core;
        }
        if (of.config.accept() != null) {
            final Accept accept = accepts.read(of.config.accept(), path);
            final String name = switch (accept) {
                case Accept.Interface all -> all.name();
                case Accept.Neighbour one -> one.interfaceName();
                default -> null;
            };
            refuseCore(of, name == null ? null : interfaces.find(name), path);
            refuseOtherVrf(of, accept, path);
            return accept;
        }
        if (of.vrf == null && !of.direct()) {
            return core;
        }
        if (of.on == null) {
            if (of.config.interfaceName() == null) {
                fields.refuse(path, "is missing: give the 'interface' that the neighbor is behind, by which its labelled packets come, or "
                    + "'accept'");
            }
            return core;
        }
        if (of.on.mpls() == MplsMode.OFF) {
            fields.refuse(path, "MPLS is off on '" + of.on.name() + "', by which the neighbor's labelled packets would come: set "
                + "'mpls: external' on it");
        }
        refuseCore(of, of.on, path);
        return new Accept.Interface(of.on.name());
    }

    /** A label told to a neighbor leads into its VRF, or in none into the backbone: who is in another may not use it. */
    private void refuseOtherVrf(final Subject of, final Accept accept, final ConfigPath path) {
        if (fields.isRefused(path) || fields.isRefused(path.key("interface")) || fields.isRefused(path.key("neighbour"))
            || fields.isRefused(path.key("set"))) {
            return;
        }
        final String from = accepts.vrf(accept);
        if (of.vrf != null && !of.vrf.equals(from)) {
            fields.refuse(path, "a label told to a neighbor in VRF '" + of.vrf + "' leads into it, and would be valid "
                + (from == null ? "outside of it" : "from VRF '" + from + "'") + ": use an interface of '" + of.vrf
                + "', as in {interface: X}, or a set of them");
        } else if (of.vrf == null && from != null) {
            fields.refuse(path, "a label told to a neighbor outside of VRFs leads into the backbone, and would be valid from VRF '" + from
                + "': use an interface in none");
        }
    }

    private void refuseCore(final Subject of, final InterfaceIntent on, final ConfigPath path) {
        if (of.direct() && on != null && on.mpls() == MplsMode.CORE) {
            fields.refuse(path, "'" + on.name() + "' is a core interface, from where every label of the core is valid, and the neighbor "
                + "another AS: set 'mpls: external' on it");
        }
    }

    private PeerSettings session(final Subject of, final Set<Family> families, final InetAddress local) {
        final BgpNeighborConfig config = of.config;
        final PeerSettings.Builder session = PeerSettings.peer(of.address, as, of.remote, routerId)
            .port(fields.number(config.port(), 1, Fields.MAX_PORT, PORT, of.at("port")))
            .interfaceName(boundTo(of, local))
            .localAddress(local)
            .passive(fields.truth(config.passive(), false))
            .holdSeconds(hold(config.holdTime(), of.at("hold-time")))
            .extendedMessages(fields.truth(config.extendedMessages(), true))
            .gracefulRestart(restarts.of(config.gracefulRestart(), of.at("graceful-restart")))
            .families(families.toArray(Family[]::new));
        if (!of.ipv4()) {
            families.stream().filter(each -> each.ipv4() && each != Family.ROUTE_TARGET).forEach(session::ipv6NextHops);
        }
        distance(of, isBehindTap(of, local), session);
        if (config.md5() != null) {
            final int octets = config.md5().getBytes(StandardCharsets.UTF_8).length;
            if (octets < 1 || octets > MAX_KEY) {
                fields.refuse(of.at("md5"), "the key has " + octets + " octets: use 1 to " + MAX_KEY);
            }
            session.md5Key(config.md5());
        }
        limits(of, families, session);
        if (routerId == 0 || Stream.of("address", "as", "interface", "md5").anyMatch(key -> fields.isRefused(of.at(key)))) {
            return null;
        }
        try {
            return session.build();
        } catch (final IllegalArgumentException e) {
            fields.refuse(of.path, e.getMessage());
            return null;
        }
    }

    private void distance(final Subject of, final boolean tap, final PeerSettings.Builder session) {
        final BgpNeighborConfig config = of.config;
        if (tap && of.direct() && config.ttlSecurity() == null) {
            session.multihop(2);
        }
        if (config.multihop() != null) {
            final int hops = fields.number(config.multihop(), 1, MAX_OCTET, 1, of.at("multihop"));
            if (of.internal) {
                fields.refuse(of.at("multihop"), "is for external neighbors: an internal one may be anywhere");
            } else if (config.ttlSecurity() == null) {
                session.multihop(hops);
            }
        }
        if (config.ttlSecurity() != null) {
            if (tap) {
                fields.refuse(of.at("ttl-security"), "is not possible through the VRF's TAP device, which counts as a hop: leave it out");
            }
            session.ttlSecurityHops(fields.number(config.ttlSecurity(), 1, MAX_OCTET - 1, 1, of.at("ttl-security")));
            if (config.multihop() != null) {
                fields.refuse(of.at("ttl-security"), "does not go with 'multihop': it says how many hops away the neighbor may be itself");
            }
        }
    }

    private int hold(final String text, final ConfigPath path) {
        final Duration hold = fields.duration(text, Duration.ZERO, MOST_HOLD, HOLD, path);
        if (!hold.isZero() && hold.toSeconds() < LEAST_HOLD) {
            fields.refuse(path, text + " is out of range: use 0s for none, or " + LEAST_HOLD + "s to " + MOST_HOLD.toSeconds() + "s");
            return LEAST_HOLD;
        }
        return (int) hold.toSeconds();
    }

    private void limits(final Subject of, final Set<Family> families, final PeerSettings.Builder session) {
        if (of.config.maxPrefixes() == null) {
            return;
        }
        of.config.maxPrefixes().forEach((text, limit) -> {
            final ConfigPath path = of.at("max-prefixes").key(text);
            final Family family = families.stream().filter(each -> each.toString().equals(text)).findFirst().orElse(null);
            if (family == null) {
                fields.refuse(path, "'" + text + "' is none of the neighbor's families: use " + String.join(", ",
                    families.stream().map(Family::toString).toList()));
            } else if (limit == null || limit.limit() == null) {
                fields.missing(null, path.key("limit"), "how many prefixes it may send");
            } else {
                session.prefixLimit(family, limit(limit, path));
            }
        });
    }

    private PrefixLimit limit(final BgpPrefixLimitConfig config, final ConfigPath path) {
        final boolean warnOnly = fields.truth(config.warnOnly(), false);
        if (warnOnly && config.restart() != null) {
            fields.refuse(path.key("restart"), "does not go with 'warn-only': the session is not ended");
        }
        final Duration restart = config.restart() == null ? Duration.ZERO
            : fields.duration(config.restart(), Duration.ofSeconds(1), MOST_RESTART, Duration.ofMinutes(1), path.key("restart"));
        return new PrefixLimit(fields.number(config.limit(), 1, Integer.MAX_VALUE, 1, path.key("limit")),
            fields.number(config.warnAt(), 1, PERCENT, WARN_PERCENT, path.key("warn-at")), warnOnly, (int) restart.toSeconds());
    }

    /**
     * What the session's sockets are bound to; empty for nothing. In a VRF the Linux interface that has the local address; for what is
     * behind VLANs or an address of no interface the VRF's TAP device, and where there is none the name of the interface or VRF.
     */
    private String boundTo(final Subject of, final InetAddress local) {
        final String name;
        if (of.vrf != null) {
            name = isOnLinux(of, local) ? live.device(of.on.port())
                : vrfs.taps().getOrDefault(of.vrf, of.on == null ? of.vrf : of.on.name());
        } else {
            name = "";
        }
        if (name.length() > MAX_INTERFACE_NAME) {
            fields.refuse(of.path, "the session would be bound to '" + name + "': give the VRF a 'tap', or the interface a name of at most "
                + MAX_INTERFACE_NAME + " characters");
            return "";
        }
        return name;
    }

    /** Whether the kernel has the session's address on the interface itself, and not behind a TAP device. */
    private static boolean isOnLinux(final Subject of, final InetAddress local) {
        return of.on != null && of.on.vlans().isEmpty()
            && (of.on.addresses().isEmpty() || of.on.addresses().stream().anyMatch(each -> each.address().equals(local)));
    }

    /** Whether the session's packets go through a TAP device, which counts as a hop. */
    private boolean isBehindTap(final Subject of, final InetAddress local) {
        return of.vrf != null && vrfs.taps().containsKey(of.vrf) && !isOnLinux(of, local);
    }
}
