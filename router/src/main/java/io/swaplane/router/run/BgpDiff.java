package io.swaplane.router.run;

import io.swaplane.bgp.router.BgpPeer;
import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.control.view.Difference;
import io.swaplane.table.AddressText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How BGP differs between two configurations: neighbors can change while the router runs, the rest cannot. */
final class BgpDiff {
    private final List<String> keys = new ArrayList<>();

    private BgpDiff() {
    }

    /** The keys that differ and need a restart; either may be null for no BGP. */
    static List<String> between(final BgpSettings was, final BgpSettings now) {
        if (was == null || now == null) {
            return was == now ? List.of() : List.of("bgp");
        }
        final BgpDiff found = new BgpDiff();
        found.compare("bgp.as", was, now, BgpSettings::as);
        found.compare("bgp.listen", was, now, BgpSettings::listen);
        found.compare("bgp.cluster-id", was, now, each -> each.options().identity());
        found.compare("bgp.route-target-wait", was, now, each -> each.options().targetsWait());
        found.compare("bgp.labels", was, now, each -> each.options().labelPerRoute());
        found.compare("bgp.best-path", was, now, each -> each.options().bestPath());
        found.compare("bgp.next-hops", was, now, each -> List.of(each.metrics(), each.indices()));
        found.compare("bgp.networks", was, now, BgpSettings::networks);
        found.compare("tunnels to bgp.networks", was, now, BgpSettings::endpoints);
        final int before = found.keys.size();
        found.named("BGP of vrfs", was.vrfs(), now.vrfs(), each -> each.vrf().name());
        if (found.keys.size() == before) {
            // Else it may differ only by what VRFs import.
            found.compare("bgp.retain", was, now, each -> each.options().kept());
        }
        return found.keys;
    }

    /** Neighbors that come, go or change, when nothing needs a restart. */
    static List<Difference> neighbors(final BgpSettings was, final BgpSettings now) {
        if (was == null || now == null) {
            return List.of();
        }
        final Map<String, BgpPeer> next = new LinkedHashMap<>();
        now.peers().forEach(each -> next.put(each.name(), each));
        final List<Difference> differences = new ArrayList<>();
        for (final BgpPeer each : was.peers()) {
            final BgpPeer other = next.remove(each.name());
            if (!each.equals(other)) {
                differences.add(new Difference(what(each), text(each), other == null ? null : changed(each, other)));
            }
        }
        next.values().forEach(each -> differences.add(new Difference(what(each), null, text(each))));
        return differences;
    }

    private static String what(final BgpPeer peer) {
        return "BGP neighbor " + peer.name();
    }

    private static String text(final BgpPeer peer) {
        return AddressText.of(peer.session().address()) + ", AS " + peer.session().remoteAs() + (peer.vrf() == null ? "" : ", VRF "
            + peer.vrf()) + peer.session().families().stream().sorted().map(each -> ", " + each).collect(Collectors.joining())
            + ", import " + peer.rules().importPolicy() + ", export " + peer.rules().exportPolicy()
            + (peer.shutdown() ? ", shut down" : "");
    }

    private static String changed(final BgpPeer was, final BgpPeer now) {
        return text(now) + (text(was).equals(text(now)) ? ", with another " + String.join(", ", keys(was, now)) : "");
    }

    /** The keys of a neighbor that differ, where they are not all of the session's. */
    private static List<String> keys(final BgpPeer was, final BgpPeer now) {
        final BgpDiff found = new BgpDiff();
        found.compare("description", was, now, BgpPeer::description);
        found.compare("import", was, now, each -> each.rules().importPolicy());
        found.compare("export", was, now, each -> each.rules().exportPolicy());
        found.compare("accept", was, now, each -> each.rules().accept());
        found.compare("next-hop", was, now, each -> each.rules().nextHopRule());
        found.compare("allow-as", was, now, each -> each.rules().allowAs());
        found.compare("as-override", was, now, each -> each.rules().asOverride());
        found.compare("explicit-null", was, now, each -> each.rules().explicitNull());
        found.compare("route-reflector-client", was, now, each -> each.rules().client());
        found.compare("fast-external-fallover", was, now, each -> each.port() != null);
        found.compare("graceful-restart", was, now, each -> each.session().gracefulRestart());
        return found.keys.isEmpty() ? List.of("session") : found.keys;
    }

    private <T> void compare(final String key, final T was, final T now, final Function<T, ?> value) {
        if (!Objects.equals(value.apply(was), value.apply(now))) {
            keys.add(key);
        }
    }

    /** Entries that come, go or change, by name. */
    private <T> void named(final String section, final List<T> was, final List<T> now, final Function<T, String> name) {
        final Map<String, T> old = new LinkedHashMap<>();
        was.forEach(each -> old.put(name.apply(each), each));
        for (final T each : now) {
            if (!each.equals(old.remove(name.apply(each)))) {
                keys.add(section + "[" + name.apply(each) + "]");
            }
        }
        old.keySet().forEach(gone -> keys.add(section + "[" + gone + "]"));
    }
}
