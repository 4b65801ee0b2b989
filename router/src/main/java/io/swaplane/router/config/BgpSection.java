package io.swaplane.router.config;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.BestPathOptions;
import io.swaplane.bgp.rib.SpeakerIdentity;
import io.swaplane.bgp.router.BgpLink;
import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.bgp.router.BgpVrf;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.speaker.SpeakerOptions;
import io.swaplane.bgp.vpn.TargetFilter;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code bgp:}, and what VRFs originate. */
final class BgpSection {
    private static final int PORT = 179;
    private static final int MAX_WAYS = 16;
    private static final Duration MOST_WAIT = Duration.ofHours(1);
    private static final List<InetSocketAddress> EVERYWHERE = List.of(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), PORT),
        new InetSocketAddress(InetAddress.ofLiteral("::"), PORT));
    private static final String ALL = "all";
    private static final String WANTED = "wanted";
    private static final String STATIC = "static";
    private static final String CONNECTED = "connected";

    private final Fields fields;
    private final Interfaces interfaces;
    private final Vrfs vrfs;
    private final LiveSection live;
    private final AcceptSets accepts;
    private final NextHops nextHops;
    private final List<RouteIntent> routes;

    BgpSection(final Fields fields, final Interfaces interfaces, final Vrfs vrfs, final LiveSection live, final AcceptSets accepts,
               final NextHops nextHops, final List<RouteIntent> routes) {
        this.fields = fields;
        this.interfaces = interfaces;
        this.vrfs = vrfs;
        this.live = live;
        this.accepts = accepts;
        this.nextHops = nextHops;
        this.routes = routes;
    }

    /** An AS number that is given. */
    static long as(final Fields fields, final String text, final ConfigPath path) {
        final long as = fields.wide(text, 0, 1, path);
        if (!PeerAs.valid(as)) {
            fields.refuse(path, "AS " + text + " is reserved: use 1 to 4294967294, but not 23456");
            return 1;
        }
        return as;
    }

    /** The settings; null when the router speaks no BGP. The intent is all but BGP. */
    BgpSettings read(final RouterConfig router, final RouterIntent intent, final ConfigPath root) {
        final BgpConfig config = router.bgp();
        final List<BgpVrf> taking = vrfs(router, root.key("vrfs"));
        if (config == null) {
            return null;
        }
        final ConfigPath path = root.key("bgp");
        final long as = fields.missing(config.as(), path.key("as"), "the router's AS number") ? 1 : as(fields, config.as(), path.key("as"));
        final int routerId = id(router.routerId(), root.key("router-id"));
        final int cluster = config.clusterId() == null ? routerId : id(fields.dotted(config.clusterId(), path.key("cluster-id")),
            path.key("cluster-id"));
        final BgpPolicies policies =
            new BgpPolicies(fields, as, BgpNeighbors.names(config.neighbors()), config.policies(), path.key("policies"));
        final BgpNeighbors neighbors = new BgpNeighbors(fields, interfaces, vrfs, live, accepts, policies,
            new BgpRestarts(fields, config.gracefulRestart(), config.neighbors(), path.key("graceful-restart")), as, routerId,
            fields.truth(config.ebgpRequiresPolicy(), true), intent.specialLabels().explicitNullFromAnywhere(),
            fields.truth(config.fastExternalFallover(), true));
        fields.each(config.neighbors(), path.key("neighbors"), neighbors::read);
        final Map<NextHop, Integer> metrics = new HashMap<>();
        final Map<NextHop, Integer> indices = new HashMap<>();
        nextHops(config.nextHops(), path.key("next-hops"), metrics, indices);
        final boolean perRoute = fields.word(config.labels(), Map.of("per-next-hop-label", false, "per-route", true), false,
            path.key("labels"));
        final SpeakerOptions options = new SpeakerOptions(new SpeakerIdentity(routerId, cluster),
            bestPath(config.bestPath(), path.key("best-path")),
            retain(config.retain(), taking, path.key("retain")), perRoute,
            fields.duration(config.routeTargetWait(), Duration.ZERO, MOST_WAIT, SpeakerOptions.TARGETS_WAIT,
                path.key("route-target-wait")));
        final List<Prefix> networks = prefixes(config.networks(), path.key("networks"));
        return new BgpSettings(as, options, listen(config.listen(), path.key("listen")), neighbors.peers(), taking, networks,
            endpoints(networks, intent.tunnels()), metrics, indices, BgpLink.of(interfaces.intents()));
    }

    /** Those that are a host to which a tunnel leads. */
    private static List<Prefix> endpoints(final List<Prefix> networks, final List<TunnelIntent> tunnels) {
        final Set<InetAddress> hosts = tunnels.stream().map(TunnelIntent::endpoint).collect(Collectors.toSet());
        return networks.stream().filter(each -> each.length() == each.address().getAddress().length * Byte.SIZE)
            .filter(each -> hosts.contains(each.address())).toList();
    }

    private int id(final String dotted, final ConfigPath path) {
        return dotted == null || fields.isRefused(path) ? 0 : (int) (Addresses.high(InetAddress.ofLiteral(dotted)) >>> Integer.SIZE);
    }

    private BestPathOptions bestPath(final BgpBestPathConfig config, final ConfigPath path) {
        return config == null ? BestPathOptions.STANDARD : new BestPathOptions(fields.truth(config.alwaysCompareMed(), false),
            fields.truth(config.preferOldest(), false),
            fields.number(config.multipath(), 1, MAX_WAYS, 1, path.key("multipath")));
    }

    private TargetFilter retain(final OneOrMore config, final List<BgpVrf> taking, final ConfigPath path) {
        if (config == null ? taking.isEmpty() : ALL.equals(config.word())) {
            return TargetFilter.retainAll();
        }
        final Set<RouteTarget> targets = new LinkedHashSet<>();
        taking.forEach(each -> targets.addAll(each.vrf().imports()));
        if (config != null && WANTED.equals(config.word())) {
            return TargetFilter.ofPeersAnd(targets);
        }
        if (config != null) {
            config.each(fields, path, (text, at) -> {
                final RouteTarget target = fields.parse(text, RouteTarget::parse, at);
                if (target != null) {
                    targets.add(target);
                }
            });
        }
        return TargetFilter.of(targets);
    }

    private List<InetSocketAddress> listen(final List<String> texts, final ConfigPath path) {
        if (texts == null) {
            return EVERYWHERE;
        }
        final List<InetSocketAddress> addresses = new ArrayList<>();
        fields.each(texts, path, (text, at) -> {
            final InetSocketAddress address = fields.endpoint(text, "0.0.0.0:179 or \"[::]:179\"", at);
            if (address != null && addresses.contains(address)) {
                fields.refuse(at, "this address and port are here twice: keep one");
            } else if (address != null) {
                addresses.add(address);
            }
        });
        return addresses;
    }

    private void nextHops(final List<BgpNextHopConfig> configs, final ConfigPath path, final Map<NextHop, Integer> metrics,
                          final Map<NextHop, Integer> indices) {
        final Map<InetAddress, ConfigPath> places = new HashMap<>();
        fields.each(configs, path, (config, at) -> {
            final InetAddress address = fields.missing(config.address(), at.key("address"), "the next hop's IP address") ? null
                : fields.address(config.address(), at.key("address"));
            final ConfigPath first = address == null ? null : places.putIfAbsent(address, at);
            if (first != null) {
                fields.refuse(at, "next hop " + config.address() + " is on line " + fields.line(first) + " already: keep one");
            }
            final int metric = fields.number(config.metric(), 0, Integer.MAX_VALUE, 0, at.key("metric"));
            if (address != null && metric > 0) {
                metrics.put(NextHop.of(address), metric);
            }
            if (config.index() != null
                && fields.number(config.index(), 1, Fields.MAX_NEXT_HOP_INDEX, 0, at.key("index")) != 0 && address != null) {
                nextHops.take(config.index(), at.key("index"));
                indices.put(NextHop.of(address), config.index());
            }
        });
    }

    private List<Prefix> prefixes(final List<String> texts, final ConfigPath path) {
        final List<Prefix> prefixes = new ArrayList<>();
        fields.each(texts, path, (text, at) -> {
            final Prefix prefix = fields.parse(text, Prefix::parse, at);
            if (prefix != null && prefixes.contains(prefix)) {
                fields.refuse(at, prefix + " is here twice: keep one");
            } else if (prefix != null) {
                prefixes.add(prefix);
            }
        });
        return prefixes;
    }

    /** The VRFs that take part: those with a route distinguisher. */
    private List<BgpVrf> vrfs(final RouterConfig router, final ConfigPath path) {
        final List<BgpVrf> taking = new ArrayList<>();
        fields.each(router.vrfs(), path, (config, at) -> {
            final VrfIntent vrf = config.name() == null ? null : vrfs.find(config.name());
            if (vrf == null || !vrfs.place(vrf.name()).equals(at)) {
                return;
            }
            refuseOrigins(config, router.bgp() != null, vrf, at);
            if (router.bgp() != null && vrf.routeDistinguisher() != null) {
                taking.add(new BgpVrf(vrf, origins(config, at)));
            }
        });
        return taking;
    }

    private void refuseOrigins(final VrfConfig config, final boolean spoken, final VrfIntent vrf, final ConfigPath path) {
        for (final String key : List.of("networks", "redistribute")) {
            final List<String> given = key.equals("networks") ? config.networks() : config.redistribute();
            if (given != null && !spoken) {
                fields.refuse(path.key(key), "is BGP's, which this router does not speak: give 'bgp', or leave it out");
            } else if (given != null && vrf.routeDistinguisher() == null && config.rd() == null) {
                fields.refuse(path.key(key), "needs a route distinguisher: give the VRF an 'rd'");
            }
        }
    }

    private List<Prefix> origins(final VrfConfig config, final ConfigPath path) {
        final Set<Prefix> origins = new LinkedHashSet<>(prefixes(config.networks(), path.key("networks")));
        fields.each(config.redistribute(), path.key("redistribute"), (word, at) -> {
            switch (word) {
                case CONNECTED -> origins.addAll(interfaces.addresses().prefixes(config.name()));
                case STATIC -> routes.stream().filter(each -> each.vrf().equals(config.name()) && each.prefix() != null)
                    .forEach(each -> origins.add(each.prefix()));
                default -> fields.refuse(at, "'" + word + "' is not known: use " + CONNECTED + " or " + STATIC);
            }
        });
        return new ArrayList<>(origins);
    }
}
