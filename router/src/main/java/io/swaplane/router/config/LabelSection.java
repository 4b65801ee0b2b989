package io.swaplane.router.config;

import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.table.LabelRange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code label-ranges:} and {@code label-bindings:}, and says which labels they leave to static entries. */
final class LabelSection {
    private static final int NOTHING = -1;

    private final Fields fields;
    private final AcceptSets accepts;
    private final NextHops nextHops;
    private final List<LabelSettings.OwnedRange> ranges = new ArrayList<>();
    private final List<LabelSettings.Pin> pins = new ArrayList<>();
    private final Map<String, ConfigPath> owners = new HashMap<>();
    private final Map<BindingKey, ConfigPath> keys = new HashMap<>();
    private final Map<Integer, ConfigPath> inLabels = new HashMap<>();

    LabelSection(final Fields fields, final AcceptSets accepts, final NextHops nextHops, final RouterConfig config, final ConfigPath root) {
        this.fields = fields;
        this.accepts = accepts;
        this.nextHops = nextHops;
        fields.each(config.labelRanges(), root.key("label-ranges"), this::readRange);
        fields.each(config.labelBindings(), root.key("label-bindings"), this::readBinding);
    }

    LabelSettings settings(final Duration holdTime) {
        return new LabelSettings(holdTime, ranges, pins);
    }

    /** Refuses a static entry whose label is kept for another owner or pinned. */
    void checkEntry(final String owner, final String space, final int label, final ConfigPath path) {
        if (!space.equals(LspIntent.PLATFORM)) {
            return;
        }
        for (final LabelSettings.OwnedRange each : ranges) {
            if (each.range().contains(label) && !each.owner().equals(owner)) {
                fields.refuse(path, "label " + label + " is in the range " + each.range() + " that is kept for '" + each.owner()
                    + "' on line " + fields.line(owners.get(each.owner())) + ": use another label, or narrow the range");
            }
        }
        final ConfigPath pin = inLabels.get(label);
        if (pin != null) {
            fields.refuse(path, "label " + label + " is pinned to a binding on line " + fields.line(pin) + ": use another label");
        }
    }

    private void readRange(final LabelRangeConfig config, final ConfigPath path) {
        final boolean nameless = fields.missing(config.owner(), path.key("owner"), "the owner that the range is kept for");
        if (!nameless) {
            fields.name(config.owner(), path.key("owner"));
            final ConfigPath first = owners.putIfAbsent(config.owner(), path);
            if (first != null) {
                fields.refuse(path.key("owner"), "'" + config.owner() + "' has a range on line " + fields.line(first)
                    + " already: keep one");
            }
        }
        final LabelRange range = fields.missing(config.range(), path.key("range"), "its labels, as in 16-9999") ? null
            : fields.labelRange(config.range(), path.key("range"));
        if (range != null && !nameless && !fields.isRefused(path.key("range"))) {
            for (final LabelSettings.OwnedRange other : ranges) {
                if (range.first() <= other.range().last() && other.range().first() <= range.last()) {
                    fields.refuse(path.key("range"), range + " overlaps " + other.range() + " of '" + other.owner() + "' on line "
                        + fields.line(owners.get(other.owner())) + ": a label is kept for one owner");
                }
            }
            ranges.add(new LabelSettings.OwnedRange(config.owner(), range));
        }
    }

    private void readBinding(final LabelBindingConfig config, final ConfigPath path) {
        final BindingKey key = new BindingKey(fec(config, path), accepts.read(config.accept(), path.key("accept")), vrf(config, path));
        final int label = inLabel(config.inLabel(), path.key("in-label"));
        if (key.fec() == null || label == NOTHING) {
            return;
        }
        final ConfigPath same = keys.putIfAbsent(key, path);
        if (same != null) {
            fields.refuse(path, "the same binding is on line " + fields.line(same) + " already: keep one");
        }
        final ConfigPath taken = inLabels.putIfAbsent(label, path);
        if (taken != null) {
            fields.refuse(path.key("in-label"), "label " + label + " is pinned to a binding on line " + fields.line(taken)
                + " already: use another");
        }
        pins.add(new LabelSettings.Pin(key, label, index(config.index(), path.key("index"))));
    }

    private Fec fec(final LabelBindingConfig config, final ConfigPath path) {
        if (config.label() != null && config.nextHop() == null) {
            fields.refuse(path.key("label"), "belongs to 'next-hop': give the next hop that it was received from");
            return null;
        }
        if (config.nextHop() != null && config.route() != null) {
            fields.refuse(path, "has next-hop and route: keep one");
            return null;
        }
        if (config.route() != null) {
            fields.name(config.route(), path.key("route"));
            return new Fec.Route(config.route());
        }
        if (config.nextHop() == null) {
            if (config.vrf() == null) {
                fields.refuse(path, "does not say what the label is for: give next-hop, next-hop and label, route, or vrf");
                return null;
            }
            return new Fec.WholeVrf();
        }
        final InetAddress nextHop = fields.address(config.nextHop(), path.key("next-hop"));
        if (nextHop == null || config.label() == null) {
            return nextHop == null ? null : new Fec.NextHop(nextHop);
        }
        return new Fec.ReceivedLabel(nextHop, fields.number(config.label(), 0, LabelRange.LAST, 0, path.key("label")));
    }

    private String vrf(final LabelBindingConfig config, final ConfigPath path) {
        if (config.vrf() != null) {
            fields.name(config.vrf(), path.key("vrf"));
        }
        return config.vrf();
    }

    private Integer index(final Integer index, final ConfigPath path) {
        if (index != null && fields.number(index, 1, Fields.MAX_NEXT_HOP_INDEX, 0, path) != 0) {
            nextHops.take(index, path);
        }
        return index;
    }

    private int inLabel(final Integer label, final ConfigPath path) {
        return fields.missing(label, path, "the in-label, " + LabelRange.FIRST_ORDINARY + " to " + LabelRange.LAST) ? NOTHING
            : fields.number(label, LabelRange.FIRST_ORDINARY, LabelRange.LAST, NOTHING, path);
    }
}
