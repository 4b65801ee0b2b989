package io.swaplane.control;

import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.ForwardingTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The VRFs by name and number, and which of them exports to which. Number 0 is the global table's; others are given out anew once no worker
 * can hold them. Conductor only.
 */
final class Vrfs {
    /** How many VRFs there can be, the global table not counted. */
    static final int MOST = 1 << 14;

    private static final int GLOBAL = ForwardingTables.GLOBAL_TABLE;

    private final ForwardingTables tables;
    private final IdAllocator numbers = new IdAllocator(1, MOST + 1);
    private final Map<String, Vrf> byName = new HashMap<>();
    private final List<Vrf> byNumber = new ArrayList<>();
    private final Map<RouteTarget, Set<Vrf>> importing = new HashMap<>();
    private final Map<RouteTarget, Set<Vrf>> exporting = new HashMap<>();
    private long round;

    Vrfs(final ForwardingTables tables) {
        this.tables = tables;
        register(new Vrf(GLOBAL, new VrfIntent(VrfIntent.GLOBAL, null, List.of(), List.of(), null, null),
            new Origin(RouteOrigins.PRODUCER, 0, "router", -1), tables.fibs()));
    }

    /** Refuses a VRF whose values cannot be. */
    static void check(final VrfIntent intent) {
        if (intent.name() == null || intent.name().isBlank()) {
            throw new RefusedException("a VRF needs a name");
        }
        if (intent.name().equals(VrfIntent.GLOBAL)) {
            throw new RefusedException("the global table is always there and cannot be put");
        }
        if (intent.labelMode() == null) {
            throw new RefusedException(text(intent.name()) + ": it has no label mode");
        }
        if (intent.label() != null && intent.labelMode() != LabelMode.PER_VRF) {
            throw new RefusedException(text(intent.name()) + ": only with label mode " + LabelMode.PER_VRF.label() + " it has a label");
        }
    }

    static String text(final String name) {
        return VrfIntent.GLOBAL.equals(name) ? "the global table" : "VRF " + name;
    }

    /** The VRF of a name; null when there is none. */
    Vrf find(final String name) {
        return byName.get(name);
    }

    /** The VRF of a name. */
    Vrf get(final String name) {
        final Vrf vrf = byName.get(name);
        if (vrf == null) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no VRF " + name);
        }
        return vrf;
    }

    /** The VRF of a number; null when there is none. */
    Vrf get(final int number) {
        return number < byNumber.size() ? byNumber.get(number) : null;
    }

    /** One more than the highest number in use. */
    int limit() {
        return byNumber.size();
    }

    /** How many there are, the global table not counted. */
    int count() {
        return byName.size() - 1;
    }

    /** Makes a VRF that does not exist yet. */
    Vrf add(final Origin origin, final VrfIntent intent) {
        final int number = numbers.allocate();
        if (number == IdAllocator.NONE) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "all " + MOST + " VRFs are in use, or were a moment ago");
        }
        tables.fibs().create(number);
        final Vrf vrf = new Vrf(number, intent, origin, tables.fibs());
        register(vrf);
        return vrf;
    }

    private void register(final Vrf vrf) {
        while (byNumber.size() <= vrf.number) {
            byNumber.add(null);
        }
        byNumber.set(vrf.number, vrf);
        byName.put(vrf.name(), vrf);
        addTargets(vrf);
    }

    private void addTargets(final Vrf vrf) {
        vrf.intent.imports().forEach(target -> importing.computeIfAbsent(target, key -> new LinkedHashSet<>()).add(vrf));
        vrf.intent.exports().forEach(target -> exporting.computeIfAbsent(target, key -> new LinkedHashSet<>()).add(vrf));
    }

    private void removeTargets(final Vrf vrf) {
        vrf.intent.imports().forEach(target -> drop(importing, target, vrf));
        vrf.intent.exports().forEach(target -> drop(exporting, target, vrf));
    }

    private static void drop(final Map<RouteTarget, Set<Vrf>> sets, final RouteTarget target, final Vrf vrf) {
        sets.computeIfPresent(target, (key, set) -> {
            set.remove(vrf);
            return set.isEmpty() ? null : set;
        });
    }

    /** Gives a VRF another intent of the same name. */
    void replace(final Vrf vrf, final VrfIntent intent) {
        removeTargets(vrf);
        vrf.intent = intent;
        addTargets(vrf);
    }

    /** Takes a VRF out with what its FIBs still hold. */
    void remove(final Vrf vrf) {
        removeTargets(vrf);
        byName.remove(vrf.name());
        byNumber.set(vrf.number, null);
        tables.fibs().remove(vrf.number);
        tables.epochs().retire(() -> numbers.release(vrf.number));
    }

    /** Every VRF that imports from this one now, each once. */
    void forEachImporter(final Vrf exporter, final Consumer<Vrf> visitor) {
        visit(exporter, exporter.intent.exports(), importing, visitor);
    }

    /** Every VRF that exports to this one now, each once. */
    void forEachExporter(final Vrf importer, final Consumer<Vrf> visitor) {
        visit(importer, importer.intent.imports(), exporting, visitor);
    }

    private void visit(final Vrf from, final List<RouteTarget> targets, final Map<RouteTarget, Set<Vrf>> sets,
                       final Consumer<Vrf> visitor) {
        if (targets.isEmpty()) {
            return;
        }
        final long mine = ++round;
        from.visited = mine;
        for (final RouteTarget target : targets) {
            for (final Vrf each : sets.getOrDefault(target, Set.of())) {
                if (each.visited != mine) {
                    each.visited = mine;
                    visitor.accept(each);
                }
            }
        }
    }

    /** The VRFs that import from this one. */
    Collection<Vrf> importers(final Vrf exporter) {
        final Set<Vrf> found = new LinkedHashSet<>();
        forEachImporter(exporter, found::add);
        return found;
    }

    /** The VRFs that export to this one. */
    Collection<Vrf> exporters(final Vrf importer) {
        final Set<Vrf> found = new LinkedHashSet<>();
        forEachExporter(importer, found::add);
        return found;
    }
}
