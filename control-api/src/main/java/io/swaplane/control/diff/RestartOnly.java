package io.swaplane.control.diff;

import io.swaplane.control.intent.AcceptSetIntent;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.SpecialLabels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What a router cannot change while it runs: gathers the configuration's keys that differ. */
final class RestartOnly {
    private final List<String> keys = new ArrayList<>();

    private RestartOnly() {
    }

    static List<String> between(final RouterIntent was, final RouterIntent now) {
        final RestartOnly found = new RestartOnly();
        found.compare("router", was, now, RouterIntent::name);
        found.compare("router-id", was, now, RouterIntent::routerId);
        found.mpls(was, now);
        found.named("interfaces", was.interfaces(), now.interfaces(), InterfaceIntent::name, found::interfaces);
        found.named("accept-sets", was.acceptSets(), now.acceptSets(), AcceptSetIntent::name,
            (path, old, each) -> found.compare(path + ".members", old, each, set -> new HashSet<>(set.members())));
        found.compare("label-ranges", was.labels(), now.labels(), labels -> new HashSet<>(labels.ranges()));
        found.compare("label-bindings", was.labels(), now.labels(), labels -> new HashSet<>(labels.pins()));
        return List.copyOf(found.keys);
    }

    private <T> void compare(final String key, final T was, final T now, final Function<T, ?> value) {
        if (!Objects.equals(value.apply(was), value.apply(now))) {
            keys.add(key);
        }
    }

    private void mpls(final RouterIntent was, final RouterIntent now) {
        compare("mpls.ttl-model", was.defaults(), now.defaults(), Defaults::ttl);
        compare("mpls.tc-model", was.defaults(), now.defaults(), Defaults::tc);
        compare("mpls.pipe-ttl", was.defaults(), now.defaults(), Defaults::pipeTtl);
        compare("mpls.pipe-tc", was.defaults(), now.defaults(), Defaults::pipeTc);
        compare("mpls.hash-ip-payload", was.defaults(), now.defaults(), Defaults::hashIpPayload);
        compare("mpls.hash-seed", was.defaults(), now.defaults(), Defaults::hashSeed);
        compare("mpls.dynamic-labels", was, now, RouterIntent::dynamicLabels);
        compare("mpls.label-hold-time", was.labels(), now.labels(), LabelSettings::holdTime);
        compare("mpls.dscp-to-tc", was.routing(), now.routing(), RoutingIntent::dscpToTc);
        compare("mpls.special-labels.drop", was.specialLabels(), now.specialLabels(), SpecialLabels::dropped);
        compare("mpls.special-labels.entropy-label", was.specialLabels(), now.specialLabels(), SpecialLabels::entropyOnTop);
        compare("mpls.special-labels.explicit-null-from", was.specialLabels(), now.specialLabels(),
            SpecialLabels::explicitNullFromAnywhere);
    }

    private void interfaces(final String path, final InterfaceIntent was, final InterfaceIntent now) {
        compare(path + ".port", was, now, InterfaceIntent::port);
        compare(path + ".vlan", was, now, each -> List.of(each.vlans(), each.vlans().size() == 2 ? each.outerTpid() : 0));
        compare(path + ".mac", was, now, InterfaceIntent::mac);
        compare(path + ".mpls", was, now, InterfaceIntent::mpls);
        compare(path + ".mtu", was, now, InterfaceIntent::mtu);
        compare(path + ".multicast", was, now, InterfaceIntent::groupMac);
        compare(path + ".label-space", was, now, InterfaceIntent::ownLabelSpace);
        compare(path + ".vrf", was, now, InterfaceIntent::vrf);
        compare(path + ".addresses", was, now, each -> new HashSet<>(each.addresses()));
    }

    private interface Comparison<T> {
        void compare(String path, T was, T now);
    }

    private <T> void named(final String section, final List<T> was, final List<T> now, final Function<T, String> name,
                           final Comparison<T> comparison) {
        final Map<String, T> old = new LinkedHashMap<>();
        was.forEach(each -> old.put(name.apply(each), each));
        for (final T each : now) {
            final String path = section + "[" + name.apply(each) + "]";
            final T before = old.remove(name.apply(each));
            if (before == null) {
                keys.add(path);
            } else {
                comparison.compare(path, before, each);
            }
        }
        old.keySet().forEach(gone -> keys.add(section + "[" + gone + "]"));
    }
}
