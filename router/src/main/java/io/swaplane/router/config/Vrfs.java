package io.swaplane.router.config;

import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.LabelRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code vrfs:}, but for their routes, and answers for them to the sections that refer to them. */
final class Vrfs {
    private static final Map<String, LabelMode> MODES =
        Stream.of(LabelMode.values()).collect(Collectors.toMap(LabelMode::label, mode -> mode));

    private static final int MAX_VRFS = 1 << 14;

    private final Fields fields;
    private final Map<String, VrfIntent> byName = new LinkedHashMap<>();
    private final Map<String, ConfigPath> places = new HashMap<>();
    private final Map<RouteDistinguisher, ConfigPath> distinguishers = new HashMap<>();
    private final Map<String, ConfigPath> taps = new LinkedHashMap<>();
    private final Map<String, String> tapNames = new LinkedHashMap<>();

    Vrfs(final Fields fields, final List<VrfConfig> configs, final ConfigPath path) {
        this.fields = fields;
        if (configs != null && configs.size() > MAX_VRFS) {
            fields.refuse(path, configs.size() + " VRFs are too many: at most " + MAX_VRFS);
        }
        fields.each(configs, path, this::read);
    }

    List<VrfIntent> intents() {
        return new ArrayList<>(byName.values());
    }

    /** The VRF of this name, or null. */
    VrfIntent find(final String name) {
        return byName.get(name);
    }

    /** Where a VRF stands. */
    ConfigPath place(final String name) {
        return places.get(name);
    }

    /** Names of TAP devices, by VRF. */
    Map<String, String> taps() {
        return tapNames;
    }

    /** Where the TAP device of a VRF is named. */
    ConfigPath tapPlace(final String vrf) {
        return taps.get(vrf);
    }

    /** The labels that VRFs have, each with its place. */
    void eachLabel(final ObjIntConsumer<ConfigPath> label) {
        byName.values().stream().filter(vrf -> vrf.label() != null)
            .forEach(vrf -> label.accept(places.get(vrf.name()).key("label"), vrf.label()));
    }

    /** Whether it is the global table's name or a VRF's; else a problem. */
    boolean refer(final String name, final ConfigPath path) {
        if (name.equals(VrfIntent.GLOBAL) || byName.containsKey(name)) {
            return true;
        }
        fields.dangling(path, "VRF", name, byName.keySet());
        return false;
    }

    private void read(final VrfConfig config, final ConfigPath path) {
        if (fields.missing(config.name(), path.key("name"), "the VRF's name")) {
            return;
        }
        fields.name(config.name(), path.key("name"));
        if (config.name().equals(VrfIntent.GLOBAL)) {
            fields.refuse(path.key("name"), "'global' names the global table, whose routes stand under 'routes': choose another name");
        }
        final ConfigPath first = places.putIfAbsent(config.name(), path);
        if (first != null) {
            fields.refuse(path.key("name"), "'" + config.name() + "' is taken by the VRF on line " + fields.line(first)
                + ": names are unique");
            return;
        }
        final LabelMode mode = fields.word(config.labelMode(), MODES, LabelMode.PER_VRF, path.key("label-mode"));
        byName.put(config.name(), new VrfIntent(config.name(), distinguisher(config.rd(), path.key("rd")),
            targets(config.imports(), path.key("import")), targets(config.exports(), path.key("export")), mode,
            label(config.label(), mode, path.key("label"))));
        if (config.tap() != null) {
            taps.put(config.name(), path.key("tap"));
            tapNames.put(config.name(), config.tap());
        }
    }

    private RouteDistinguisher distinguisher(final String text, final ConfigPath path) {
        if (text == null) {
            return null;
        }
        final RouteDistinguisher distinguisher = fields.parse(text, RouteDistinguisher::parse, path);
        final ConfigPath first = distinguisher == null ? null : distinguishers.putIfAbsent(distinguisher, path);
        if (first != null) {
            fields.refuse(path, "route distinguisher " + distinguisher + " is the VRF's on line " + fields.line(first)
                + " already: each has its own");
        }
        return distinguisher;
    }

    private List<RouteTarget> targets(final List<String> texts, final ConfigPath path) {
        final List<RouteTarget> targets = new ArrayList<>();
        fields.each(texts, path, (text, at) -> {
            final RouteTarget target = fields.parse(text, RouteTarget::parse, at);
            if (target != null && targets.contains(target)) {
                fields.refuse(at, "route target " + target + " is here twice: keep one");
            } else if (target != null) {
                targets.add(target);
            }
        });
        return targets;
    }

    private Integer label(final Integer label, final LabelMode mode, final ConfigPath path) {
        if (label == null) {
            return null;
        }
        if (mode != LabelMode.PER_VRF) {
            fields.refuse(path, "belongs to 'label-mode: per-vrf': leave it out");
        }
        return fields.number(label, LabelRange.FIRST_ORDINARY, LabelRange.LAST, LabelRange.FIRST_ORDINARY, path);
    }
}
