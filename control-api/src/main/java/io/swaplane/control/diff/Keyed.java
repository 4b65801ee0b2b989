package io.swaplane.control.diff;

import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A configuration's parts that can change while the router runs, each by its key and in the order of the configuration.
 *
 * @param neighbours by interface and address.
 * @param nextHops by index.
 * @param tunnels by endpoint and owner.
 * @param labels by label space and label.
 * @param vrfs by name.
 * @param routes by VRF and prefix.
 */
record Keyed(Map<NeighbourKey, NeighbourIntent> neighbours, Map<Integer, NextHopIntent> nextHops,
             Map<TunnelKey, TunnelIntent> tunnels, Map<LabelKey, LspIntent> labels,
             Map<String, VrfIntent> vrfs, Map<RouteKey, RouteIntent> routes) {
    record NeighbourKey(String interfaceName, InetAddress address) { }

    record TunnelKey(InetAddress endpoint, String owner) { }

    record LabelKey(String labelSpace, int label) { }

    record RouteKey(String vrf, Prefix prefix) { }

    static Keyed of(final RouterIntent intent) {
        return new Keyed(map(intent.neighbours(), each -> new NeighbourKey(each.interfaceName(), each.address())),
            map(intent.nextHops(), NextHopIntent::index), map(intent.tunnels(), each -> new TunnelKey(each.endpoint(), each.owner())),
            map(intent.lsps(), Keyed::key), map(intent.routing().vrfs(), VrfIntent::name),
            map(intent.routing().routes(), Keyed::key));
    }

    static LabelKey key(final LspIntent lsp) {
        return new LabelKey(lsp.labelSpace(), lsp.label());
    }

    static RouteKey key(final RouteIntent route) {
        return new RouteKey(route.vrf(), route.prefix());
    }

    private static <K, V> Map<K, V> map(final List<V> values, final Function<V, K> key) {
        final Map<K, V> map = LinkedHashMap.newLinkedHashMap(values.size());
        values.forEach(each -> map.put(key.apply(each), each));
        return map;
    }
}
