package io.swaplane.router.config;

import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.table.LabelRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code mpls:}. */
final class MplsSection {
    private static final MplsConfig NOTHING = new MplsConfig(null, null, null, null, null, null, null, null, null, null);
    private static final SpecialLabelsConfig NOTHING_SPECIAL = new SpecialLabelsConfig(null, null, null);
    private static final Duration LEAST_HOLD = Duration.ofSeconds(1);
    private static final Duration MOST_HOLD = Duration.ofHours(24);
    /** Explicit and implicit null and the entropy label have rules of their own. */
    private static final Set<Integer> NOT_PUNTED = Set.of(0, 2, 3, 7);

    private final Fields fields;
    private final Defaults defaults;
    private final LabelRange dynamicLabels;
    private final Duration holdTime;
    private final List<Integer> dscpToTc;
    private final SpecialLabels specialLabels;

    /** With the router id as a number. */
    MplsSection(final Fields fields, final MplsConfig given, final int routerId, final ConfigPath path) {
        final MplsConfig config = given == null ? NOTHING : given;
        final Defaults standard = Defaults.STANDARD;
        this.fields = fields;
        defaults = new Defaults(
            fields.model(config.ttlModel(), standard.ttl(), path.key("ttl-model")),
            fields.model(config.tcModel(), standard.tc(), path.key("tc-model")),
            fields.number(config.pipeTtl(), 1, 255, standard.pipeTtl(), path.key("pipe-ttl")),
            fields.number(config.pipeTc(), 0, 7, standard.pipeTc(), path.key("pipe-tc")),
            fields.truth(config.hashIpPayload(), standard.hashIpPayload()),
            (int) fields.wide(config.hashSeed(), 0, routerId, path.key("hash-seed")));
        dynamicLabels = config.dynamicLabels() == null ? Fields.ALL_LABELS
            : fields.labelRange(config.dynamicLabels(), path.key("dynamic-labels"));
        holdTime = fields.duration(config.labelHoldTime(), LEAST_HOLD, MOST_HOLD, LabelSettings.STANDARD.holdTime(),
            path.key("label-hold-time"));
        dscpToTc = dscpToTc(config.dscpToTc(), path.key("dscp-to-tc"));
        specialLabels = special(config.specialLabels() == null ? NOTHING_SPECIAL : config.specialLabels(), path.key("special-labels"));
    }

    Defaults defaults() {
        return defaults;
    }

    LabelRange dynamicLabels() {
        return dynamicLabels;
    }

    Duration holdTime() {
        return holdTime;
    }

    SpecialLabels specialLabels() {
        return specialLabels;
    }

    List<Integer> dscpToTc() {
        return dscpToTc;
    }

    private List<Integer> dscpToTc(final Map<String, Integer> given, final ConfigPath path) {
        final List<Integer> classes = new ArrayList<>(RoutingIntent.CLASS_SELECTORS);
        if (given != null) {
            given.forEach((text, trafficClass) -> {
                final ConfigPath at = path.key(text);
                final Integer dscp = WholeNumber.parse(text);
                if (dscp == null || dscp < 0 || dscp >= classes.size()) {
                    fields.refuse(at, "'" + text + "' is not a DSCP: use 0 to " + (classes.size() - 1));
                } else if (trafficClass == null) {
                    fields.refuse(at, "is empty: write a traffic class, 0 to 7");
                } else {
                    classes.set(dscp, fields.number(trafficClass, 0, 7, 0, at));
                }
            });
        }
        return classes;
    }

    private SpecialLabels special(final SpecialLabelsConfig config, final ConfigPath path) {
        final Set<Integer> dropped = new TreeSet<>();
        fields.each(config.drop(), path.key("drop"), (label, at) -> {
            if (label < 0 || label >= LabelRange.FIRST_ORDINARY || NOT_PUNTED.contains(label)) {
                fields.refuse(at, "label " + label + " cannot be dropped by rule: use 1, 4 to 6 or 8 to 15");
            } else if (!dropped.add(label)) {
                fields.refuse(at, "label " + label + " is here twice: keep one");
            }
        });
        return new SpecialLabels(dropped, fields.truth(config.entropyLabel(), false),
            fields.word(config.explicitNullFrom(), Map.of("core", false, "any", true), false, path.key("explicit-null-from")));
    }
}
