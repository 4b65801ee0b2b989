package io.swaplane.control.diff;

import io.swaplane.control.diff.Keyed.LabelKey;
import io.swaplane.control.diff.Keyed.RouteKey;
import io.swaplane.control.diff.Keyed.TunnelKey;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The steps from one configuration to another: neighbours; next hops and tunnels, each after all that it leads to; VRFs, routes, label
 * entries; then what goes, in reverse. So no entry loses its way before it has its new one.
 *
 * <p>Half-way, old things stand beside new ones, and that can be what neither configuration is: a circle, or more than 16 labels. A router
 * that refuses a step for this reason can take the {@link #drained} way, on which packets drop by what changes until it has changed.
 */
final class Steps {
    /** A peer that nobody has a tunnel to. */
    private static final InetAddress NOBODY = InetAddress.ofLiteral("0.0.0.0");

    private final Keyed was;
    private final Keyed now;
    private final List<Change> steps = new ArrayList<>();
    /** What the router has after the steps so far. */
    private final Map<Integer, NextHopIntent> nextHops;
    private final Map<TunnelKey, TunnelIntent> tunnels;
    private final Map<LabelKey, LspIntent> labels;
    private final Map<String, VrfIntent> vrfs;
    private final Map<RouteKey, RouteIntent> routes;

    private Steps(final Keyed was, final Keyed now) {
        this.was = was;
        this.now = now;
        nextHops = new LinkedHashMap<>(was.nextHops());
        tunnels = new LinkedHashMap<>(was.tunnels());
        labels = new HashMap<>(was.labels());
        vrfs = new HashMap<>(was.vrfs());
        routes = new HashMap<>(was.routes());
    }

    /** The way on which every entry goes on forwarding. */
    static List<Change> between(final Keyed was, final Keyed now) {
        final Steps made = new Steps(was, now);
        made.change();
        return List.copyOf(made.steps);
    }

    /** The way on which what changes first leads nowhere. */
    static List<Change> drained(final Keyed was, final Keyed now) {
        final Steps made = new Steps(was, now);
        made.drain();
        made.change();
        return List.copyOf(made.steps);
    }

    private void drain() {
        was.labels().forEach((key, lsp) -> {
            if (!lsp.equals(now.labels().get(key))) {
                putLabel(key, new LspIntent(lsp.label(), lsp.labelSpace(), lsp.owner(), lsp.accept(), new Action.Drop(), null, null, null));
            }
        });
        was.routes().forEach((key, route) -> {
            if (!route.equals(now.routes().get(key))) {
                putRoute(key, new RouteIntent(route.vrf(), route.prefix(), new RouteAction.Drop(), null, null));
            }
        });
        was.tunnels().forEach((key, tunnel) -> {
            if (!tunnel.equals(now.tunnels().get(key))) {
                steps.add(new Change.Tunnel(tunnels.remove(key), null));
            }
        });
        was.nextHops().forEach((index, nextHop) -> {
            if (!nextHop.equals(now.nextHops().get(index))) {
                putNextHop(new NextHopIntent.Recursive(index, null, NOBODY, List.of()));
            }
        });
    }

    private void change() {
        freeIndices();
        freeLabels();
        now.neighbours().forEach((key, each) -> put(was.neighbours().get(key), each, Change.Neighbour::new));
        nextHopsAndTunnels();
        now.vrfs().forEach((name, vrf) -> putVrf(vrf));
        now.routes().forEach(this::putRoute);
        final List<LspIntent> late = putLabels();
        removals(routes, now.routes(), Change.Route::new);
        removals(labels, now.labels(), Change.Label::new);
        removals(vrfs, now.vrfs(), Change.Vrf::new);
        removals(tunnels, now.tunnels(), Change.Tunnel::new);
        final List<Object> old = ResolutionOrder.of(nextHops, List.of()).nodes();
        old.reversed().stream().filter(each -> nextHops.containsKey(each) && !now.nextHops().containsKey(each))
            .forEach(each -> steps.add(new Change.NextHop(nextHops.get(each), null)));
        late.forEach(lsp -> putLabel(Keyed.key(lsp), lsp));
        removals(was.neighbours(), now.neighbours(), Change.Neighbour::new);
    }

    private <V> void put(final V before, final V after, final BiFunction<V, V, Change> change) {
        if (!after.equals(before)) {
            steps.add(change.apply(before, after));
        }
    }

    private void putNextHop(final NextHopIntent nextHop) {
        put(nextHops.put(nextHop.index(), nextHop), nextHop, Change.NextHop::new);
    }

    private void putLabel(final LabelKey key, final LspIntent lsp) {
        put(labels.put(key, lsp), lsp, Change.Label::new);
    }

    private void putVrf(final VrfIntent vrf) {
        put(vrfs.put(vrf.name(), vrf), vrf, Change.Vrf::new);
    }

    private void putRoute(final RouteKey key, final RouteIntent route) {
        put(routes.put(key, route), route, Change.Route::new);
    }

    /** A VRF's label that another VRF or an entry is to have, and an entry's that a VRF is to have, get out of the way first. */
    private void freeLabels() {
        final Map<Integer, String> wanted = new HashMap<>();
        now.labels().keySet().stream().filter(key -> key.labelSpace().equals(LspIntent.PLATFORM))
            .forEach(key -> wanted.put(key.label(), null));
        now.vrfs().values().stream().filter(vrf -> vrf.label() != null).forEach(vrf -> wanted.put(vrf.label(), vrf.name()));
        was.vrfs().forEach((name, vrf) -> {
            if (vrf.label() != null && wanted.containsKey(vrf.label()) && !name.equals(wanted.get(vrf.label()))) {
                putVrf(new VrfIntent(name, vrf.routeDistinguisher(), vrf.imports(), vrf.exports(), vrf.labelMode(), null));
            }
        });
        now.vrfs().values().stream().filter(vrf -> vrf.label() != null).map(vrf -> new LabelKey(LspIntent.PLATFORM, vrf.label()))
            .filter(labels::containsKey).forEach(key -> steps.add(new Change.Label(labels.remove(key), null)));
    }

    private <K, V> void removals(final Map<K, V> before, final Map<K, V> after, final BiFunction<V, V, Change> change) {
        before.forEach((key, value) -> {
            if (!after.containsKey(key)) {
                steps.add(change.apply(value, null));
            }
        });
    }

    /** Entries whose own next hop has an index that something else is to have get one out of the way first. */
    private void freeIndices() {
        final Map<Integer, LabelKey> wanted = new HashMap<>();
        now.labels().forEach((key, lsp) -> {
            if (lsp.nextHopIndex() != null) {
                wanted.put(lsp.nextHopIndex(), key);
            }
        });
        was.labels().keySet().forEach(key -> {
            final LspIntent lsp = labels.get(key);
            final Integer index = lsp.nextHopIndex();
            if (index != null && (now.nextHops().containsKey(index) || !key.equals(wanted.getOrDefault(index, key)))) {
                putLabel(key, withoutIndex(lsp));
            }
        });
    }

    private static LspIntent withoutIndex(final LspIntent lsp) {
        return new LspIntent(lsp.label(), lsp.labelSpace(), lsp.owner(), lsp.accept(), lsp.action(), lsp.ttl(), lsp.tc(), null);
    }

    /** In the order of the new ones and the old ones together. */
    private void nextHopsAndTunnels() {
        final Map<Integer, NextHopIntent> allNextHops = new LinkedHashMap<>(nextHops);
        allNextHops.putAll(now.nextHops());
        final Map<TunnelKey, TunnelIntent> allTunnels = new LinkedHashMap<>(tunnels);
        allTunnels.putAll(now.tunnels());
        final Map<InetAddress, List<TunnelIntent>> byEndpoint = new HashMap<>();
        now.tunnels().values().forEach(each -> byEndpoint.computeIfAbsent(each.endpoint(), key -> new ArrayList<>()).add(each));
        for (final Object node : ResolutionOrder.of(allNextHops, allTunnels.values()).nodes()) {
            if (node instanceof InetAddress endpoint) {
                for (final TunnelIntent tunnel : byEndpoint.getOrDefault(endpoint, List.of())) {
                    put(tunnels.put(new TunnelKey(endpoint, tunnel.owner()), tunnel), tunnel, Change.Tunnel::new);
                }
            } else if (now.nextHops().containsKey(node)) {
                putNextHop(now.nextHops().get(node));
            }
        }
    }

    /** Returns those that want an index which a next hop has until the end. */
    private List<LspIntent> putLabels() {
        final List<LspIntent> late = new ArrayList<>();
        now.labels().forEach((key, lsp) -> {
            final boolean waits = lsp.nextHopIndex() != null && was.nextHops().containsKey(lsp.nextHopIndex());
            if (waits) {
                late.add(lsp);
            }
            putLabel(key, waits ? withoutIndex(lsp) : lsp);
        });
        return late;
    }
}
