package io.swaplane.router.config;

import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.table.LabelRange;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code mpls:}. */
final class MplsSection {
    private static final MplsConfig NOTHING = new MplsConfig(null, null, null, null, null, null, null);
    private static final SpecialLabelsConfig NOTHING_SPECIAL = new SpecialLabelsConfig(null, null, null);
    private static final LabelRange ALL = new LabelRange(LabelRange.FIRST_ORDINARY, LabelRange.LAST);
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\s*-\\s*(\\d{1,9})");
    /** Explicit and implicit null and the entropy label have rules of their own. */
    private static final Set<Integer> NOT_PUNTED = Set.of(0, 2, 3, 7);

    private final Fields fields;
    private final Defaults defaults;
    private final LabelRange dynamicLabels;
    private final SpecialLabels specialLabels;

    MplsSection(final Fields fields, final MplsConfig given, final ConfigPath path) {
        final MplsConfig config = given == null ? NOTHING : given;
        final Defaults standard = Defaults.STANDARD;
        this.fields = fields;
        defaults = new Defaults(
            fields.model(config.ttlModel(), standard.ttl(), path.key("ttl-model")),
            fields.model(config.tcModel(), standard.tc(), path.key("tc-model")),
            fields.number(config.pipeTtl(), 1, 255, standard.pipeTtl(), path.key("pipe-ttl")),
            fields.number(config.pipeTc(), 0, 7, standard.pipeTc(), path.key("pipe-tc")),
            fields.truth(config.hashIpPayload(), standard.hashIpPayload()));
        dynamicLabels = range(config.dynamicLabels(), path.key("dynamic-labels"));
        specialLabels = special(config.specialLabels() == null ? NOTHING_SPECIAL : config.specialLabels(), path.key("special-labels"));
    }

    Defaults defaults() {
        return defaults;
    }

    LabelRange dynamicLabels() {
        return dynamicLabels;
    }

    SpecialLabels specialLabels() {
        return specialLabels;
    }

    private LabelRange range(final String text, final ConfigPath path) {
        if (text == null) {
            return ALL;
        }
        final Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            fields.refuse(path, "'" + text + "' is not a range: write FIRST-LAST, as in " + ALL);
            return ALL;
        }
        try {
            return new LabelRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        } catch (final IllegalArgumentException e) {
            fields.refuse(path, e.getMessage());
            return ALL;
        }
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
