package io.swaplane.pcaps.reference;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.AcceptSetIntent;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.DropReason;
import io.swaplane.table.PayloadType;
import io.swaplane.table.PuntReason;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A router's configuration, looked up the slow way: maps and searches over the intent records, no tables. */
final class ReferenceRouter {
    private final RouterIntent intent;
    private final Map<Tally.LabelKey, Rule> rules = new HashMap<>();
    private final Map<Integer, NextHopIntent> nextHops = new HashMap<>();
    private final Map<List<Integer>, InterfaceIntent> interfaces = new HashMap<>();
    private final Map<Integer, Route> routes = new HashMap<>();
    private final ReferenceTables tables;

    ReferenceRouter(final RouterIntent intent) {
        this.intent = intent;
        tables = new ReferenceTables(intent);
        intent.nextHops().forEach(hop -> nextHops.put(hop.index(), hop));
        for (final InterfaceIntent candidate : intent.interfaces()) {
            final List<Integer> key = new ArrayList<>(List.of(intent.ports().indexOf(candidate.port())));
            key.addAll(candidate.vlans());
            interfaces.put(key, candidate);
            if (candidate.ownLabelSpace()) {
                addSpecialLabels(candidate.name());
            }
        }
        addSpecialLabels(LspIntent.PLATFORM);
        for (final LspIntent lsp : intent.lsps()) {
            final Tally.LabelKey key = new Tally.LabelKey(lsp.labelSpace(), lsp.label());
            rules.put(key, new Rule(key, lsp.accept(), new Rule.Configured(lsp.action()), isPipe(lsp.ttl(), intent.defaults().ttl()),
                isPipe(lsp.tc(), intent.defaults().tc()), lsp));
        }
        for (final VrfIntent vrf : intent.routing().vrfs()) {
            if (vrf.label() != null) {
                addOwn(LspIntent.PLATFORM, vrf.label(), new Accept.Core(),
                    new Rule.Configured(new Action.LookupVrf(vrf.name(), PayloadType.IP)));
            }
        }
        for (final int index : nextHops.keySet()) {
            routes.put(index, resolve(index));
        }
    }

    private static boolean isPipe(final Model own, final Model standard) {
        return (own != null ? own : standard) == Model.PIPE;
    }

    private void addSpecialLabels(final String space) {
        final Accept router = new Accept.Router();
        final Accept explicitNull = intent.specialLabels().explicitNullFromAnywhere() ? router : new Accept.Core();
        addOwn(space, 0, explicitNull, new Rule.Configured(new Action.Lookup(LspIntent.PLATFORM, PayloadType.IPV4)));
        addOwn(space, 2, explicitNull, new Rule.Configured(new Action.Lookup(LspIntent.PLATFORM, PayloadType.IPV6)));
        addOwn(space, 3, router, new Rule.Drop(DropReason.IMPLICIT_NULL));
        addOwn(space, 7, router, new Rule.Entropy(intent.specialLabels().entropyOnTop()));
        addOwn(space, 15, router, new Rule.Extension(intent.specialLabels().dropped().contains(15)));
        for (final int label : new int[] {1, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14}) {
            final PuntReason reason = switch (label) {
                case 1 -> PuntReason.ROUTER_ALERT;
                case 13 -> PuntReason.GAL;
                case 14 -> PuntReason.OAM_ALERT;
                default -> PuntReason.SPECIAL_LABEL;
            };
            addOwn(space, label, router, intent.specialLabels().dropped().contains(label)
                ? new Rule.Drop(DropReason.SPECIAL_LABEL) : new Rule.Punt(reason));
        }
    }

    private void addOwn(final String space, final int label, final Accept accept, final Rule.What what) {
        final Tally.LabelKey key = new Tally.LabelKey(space, label);
        rules.put(key, new Rule(key, accept, what, intent.defaults().ttl() == Model.PIPE, intent.defaults().tc() == Model.PIPE, null));
    }

    /** The interface of a frame with these VIDs, outermost first; null when there is none. */
    InterfaceIntent interfaceOf(final int port, final List<Integer> vids) {
        final List<Integer> key = new ArrayList<>(List.of(port));
        if (vids.size() == 2 && vids.get(0) == 0) {
            if (vids.get(1) != 0) {
                key.add(vids.get(1));
            }
        } else {
            vids.stream().filter(vid -> vid != 0).forEach(key::add);
        }
        return interfaces.get(key);
    }

    /** What stands behind a label; null when nothing does. */
    Rule rule(final String space, final int label) {
        return rules.get(new Tally.LabelKey(space, label));
    }

    /** Whether a label that is valid from {@code accept} may be used by this ingress. */
    boolean accepts(final Accept accept, final InterfaceIntent ingress, final byte[] sourceMac) {
        return switch (accept) {
            case Accept.Router() -> !isInVrf(ingress);
            case Accept.Core() -> ingress.mpls() == MplsMode.CORE && !isInVrf(ingress);
            case Accept.Interface(String name) -> ingress.name().equals(name);
            case Accept.Neighbour(String name, InetAddress address) ->
                ingress.name().equals(name) && Arrays.equals(sourceMac, neighbourMac(name, address));
            case Accept.Named(String name) -> members(name).stream().anyMatch(member -> accepts(member, ingress, sourceMac));
        };
    }

    /** The global table is no VRF. */
    static boolean isInVrf(final InterfaceIntent each) {
        return each.vrf() != null && !each.vrf().equals(VrfIntent.GLOBAL);
    }

    private List<Accept> members(final String set) {
        return intent.acceptSets().stream().filter(s -> s.name().equals(set)).map(AcceptSetIntent::members).findFirst().orElseThrow();
    }

    private byte[] neighbourMac(final String interfaceName, final InetAddress address) {
        return intent.neighbours().stream().filter(n -> n.interfaceName().equals(interfaceName) && n.address().equals(address))
            .findFirst().map(NeighbourIntent::mac).map(mac -> mac.bytes()).orElse(null);
    }

    /** The routes of every table. */
    ReferenceTables tables() {
        return tables;
    }

    boolean isTtlPipe(final Model own) {
        return isPipe(own, intent.defaults().ttl());
    }

    boolean isTcPipe(final Model own) {
        return isPipe(own, intent.defaults().tc());
    }

    int trafficClass(final int dscp) {
        return intent.routing().dscpToTc().get(dscp);
    }

    /** Straight to a neighbour; nowhere while its MAC address is not known. */
    Route adjacency(final String interfaceName, final InetAddress neighbour) {
        return direct(new NextHopIntent.Direct(0, interfaceName, neighbour, List.of(), false, null, null));
    }

    /** To a gateway on a connected link of a table; nowhere when it is on none. */
    Route gateway(final String table, final InetAddress address) {
        final String link = tables.link(table, address);
        return link == null ? new Route.Nowhere() : adjacency(link, address);
    }

    /** Whether ECMP looks at the IP packet behind the stack. */
    boolean hashesIpPayload() {
        return intent.defaults().hashIpPayload();
    }

    /** What makes the ECMP hash the router's own, unsigned. */
    long hashSeed() {
        return Integer.toUnsignedLong(intent.defaults().hashSeed());
    }

    /** Name of the label space in which an interface's top labels are looked up. */
    static String labelSpaceOf(final InterfaceIntent ingress) {
        return ingress.ownLabelSpace() ? ingress.name() : LspIntent.PLATFORM;
    }

    /** How packets leave by a next hop. */
    Route route(final int index) {
        return routes.getOrDefault(index, new Route.Nowhere());
    }

    /** A next hop that is a group. */
    NextHopIntent.Group group(final int index) {
        return (NextHopIntent.Group) nextHops.get(index);
    }

    private Route resolve(final int index) {
        return switch (nextHops.get(index)) {
            case NextHopIntent.Direct direct -> direct(direct);
            case NextHopIntent.Recursive recursive ->
                (recursive.via() != null ? resolve(recursive.via()) : resolve(recursive.peer())).pushing(recursive.push());
            case NextHopIntent.Group group -> {
                final List<Route> members = group.legs().stream().map(leg -> resolve(leg.nextHop())).toList();
                yield members.stream().allMatch(Route.Nowhere.class::isInstance) ? new Route.Nowhere() : new Route.Group(index, members);
            }
            case NextHopIntent.Protected pair -> {
                final Route primary = resolve(pair.primary());
                final Route backup = resolve(pair.backup());
                yield primary instanceof Route.Nowhere && backup instanceof Route.Nowhere ? primary : new Route.Pair(primary, backup);
            }
        };
    }

    /** By the best tunnel, else by a neighbour with that address. */
    private Route resolve(final InetAddress peer) {
        final Optional<TunnelIntent> best = intent.tunnels().stream().filter(tunnel -> tunnel.endpoint().equals(peer))
            .min(Comparator.comparing(TunnelIntent::preference).thenComparing(TunnelIntent::metric).thenComparing(TunnelIntent::owner));
        if (best.isPresent()) {
            return resolve(best.get().nextHop());
        }
        return intent.interfaces().stream()
            .filter(each -> each.mpls() != MplsMode.OFF && !isInVrf(each) && neighbourMac(each.name(), peer) != null).findFirst()
            .map(each -> adjacency(each.name(), peer)).orElse(new Route.Nowhere());
    }

    private Route direct(final NextHopIntent.Direct hop) {
        final InterfaceIntent egress =
            intent.interfaces().stream().filter(i -> i.name().equals(hop.interfaceName())).findFirst().orElseThrow();
        final byte[] mac = neighbourMac(hop.interfaceName(), hop.neighbour());
        if (mac == null) {
            return new Route.Nowhere();
        }
        final ByteArrayOutputStream l2 = new ByteArrayOutputStream();
        l2.writeBytes(mac);
        l2.writeBytes(egress.mac().bytes());
        for (int i = 0; i < egress.vlans().size(); i++) {
            final int tpid = egress.vlans().size() == 2 && i == 0 ? egress.outerTpid() : 0x8100;
            l2.write(tpid >> 8);
            l2.write(tpid);
            l2.write(egress.vlans().get(i) >> 8);
            l2.write(egress.vlans().get(i));
        }
        return new Hop(intent.ports().indexOf(egress.port()), egress.mtu(), l2.toByteArray(), hop.push(),
            hop.statistics() ? hop.index() : null,
            hop.pipeTtl() != null ? hop.pipeTtl() : intent.defaults().pipeTtl(),
            hop.pipeTc() != null ? hop.pipeTc() : intent.defaults().pipeTc());
    }
}
