package io.swaplane.control;

import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Routes that VRFs have from others, by route targets. What a VRF has from others follows from what the others have: nothing is kept of it
 * but the words in its FIBs. Conductor only.
 *
 * <p>A change of one prefix is carried on at once. A change of targets is carried on prefix by prefix with {@link #doWork}, as is what
 * found no memory.
 */
final class Leaks {
    /** Prefixes looked at with each {@link #doWork}. */
    private static final int STEPS = 1000;

    private final Vrfs vrfs;
    private final RouteTable table;
    /** By what they are, each once, in the order in which they have their turn. */
    private final SequencedMap<Walk.Key, Walk> walks = new LinkedHashMap<>();

    /** A prefix of a VRF that may have to go or come. */
    interface Refresher {
        /** False when there is no memory. */
        boolean refresh(Vrf vrf, AddressFamily family, long high, long low, int length);
    }

    private final Refresher refresher;

    /** Every prefix of one VRF is looked at anew in another one, or in the same. */
    private static final class Walk {
        private record Key(Vrf listed, Vrf refreshed, Vrf leaving) { }

        private final Vrf listed;
        private final Vrf refreshed;
        /** Whose routes are on their way out of {@code refreshed}, or null. */
        private final Vrf leaving;
        private AddressFamily family = AddressFamily.IPV4;
        private long high;
        private long low;
        private int length;
        private boolean done;

        Walk(final Vrf listed, final Vrf refreshed, final Vrf leaving) {
            this.listed = listed;
            this.refreshed = refreshed;
            this.leaving = leaving;
        }

        void nextFamily() {
            done = family == AddressFamily.IPV6;
            start(AddressFamily.IPV6);
        }

        void start(final AddressFamily first) {
            family = first;
            high = 0;
            low = 0;
            length = 0;
        }
    }

    Leaks(final Vrfs vrfs, final RouteTable table, final Refresher refresher) {
        this.vrfs = vrfs;
        this.table = table;
        this.refresher = refresher;
    }

    /** The best word that others export to a VRF for a prefix, as leaked; 0 when there is none. */
    long best(final Vrf importer, final AddressFamily family, final long high, final long low, final int length) {
        final long[] word = {0};
        final Vrf[] best = {null};
        vrfs.forEachExporter(importer, exporter -> {
            final long own = RouteTable.get(exporter, family, high, low, length);
            if (table.isOwn(own) && (best[0] == null || exporter.name().compareTo(best[0].name()) < 0)) {
                best[0] = exporter;
                word[0] = own;
            }
        });
        return best[0] == null ? 0 : RouteWord.of(word[0], table.origins().leakedFrom(best[0]).number());
    }

    /**
     * A VRF's own route to a prefix came, changed or went: those that import it follow.
     *
     * @param word the route now, 0 when it went.
     */
    void changed(final Vrf exporter, final AddressFamily family, final long high, final long low, final int length, final long word) {
        if (!exporter.intent.exports().isEmpty()) {
            final RouteOrigin leaked = table.origins().leakedFrom(exporter);
            vrfs.forEachImporter(exporter, importer -> follow(exporter, importer, family, high, low, length,
                word == 0 ? 0 : RouteWord.of(word, leaked.number())));
            table.origins().forget(leaked);
        }
        for (final Vrf importer : exporter.drainingTo) {
            refreshLater(exporter, importer, family, high, low, length);
        }
    }

    private void follow(final Vrf exporter, final Vrf importer, final AddressFamily family, final long high, final long low,
                        final int length, final long leaked) {
        final long present = RouteTable.get(importer, family, high, low, length);
        if (table.isOwn(present)) {
            return;
        }
        final Vrf from = present == 0 ? null : table.origins().of(present).from();
        if (leaked == 0 && from == exporter) {
            refreshLater(exporter, importer, family, high, low, length);
        } else if (leaked != 0 && (from == null || from == exporter || exporter.name().compareTo(from.name()) < 0)
            && table.put(importer, family, high, low, length, leaked) == Fib.EXHAUSTED) {
            again(exporter, importer);
        }
    }

    /** Later, as there is no memory now. */
    private void again(final Vrf listed, final Vrf refreshed) {
        begin(listed, refreshed, null);
    }

    /** From the first prefix on, also when it was under way. */
    private void begin(final Vrf listed, final Vrf refreshed, final Vrf leaving) {
        walks.computeIfAbsent(new Walk.Key(listed, refreshed, leaving), key -> new Walk(listed, refreshed, leaving))
            .start(AddressFamily.IPV4);
    }

    /** At once, and again later when there is no memory. */
    private void refreshLater(final Vrf exporter, final Vrf importer, final AddressFamily family, final long high, final long low,
                              final int length) {
        if (!refresher.refresh(importer, family, high, low, length)) {
            // What the word leads to may go: in its place one that needs no memory.
            table.put(importer, family, high, low, length,
                RouteWord.of(ForwardingWord.drop(DropReason.NO_ROUTE), table.origins().leakedFrom(exporter).number()));
            again(importer, importer);
        }
    }

    /** The exporters and importers of a VRF before its targets change. */
    record Neighbourhood(List<Vrf> exporters, List<Vrf> importers) {
        /** Of a VRF that is new. */
        static final Neighbourhood NONE = new Neighbourhood(List.of(), List.of());
    }

    Neighbourhood neighbourhood(final Vrf vrf) {
        return new Neighbourhood(List.copyOf(vrfs.exporters(vrf)), List.copyOf(vrfs.importers(vrf)));
    }

    /** A VRF came, or its targets changed. */
    void targetsChanged(final Vrf vrf, final Neighbourhood before) {
        final Neighbourhood now = neighbourhood(vrf);
        without(now.exporters, before.exporters).forEach(exporter -> begin(exporter, vrf, null));
        without(now.importers, before.importers).forEach(importer -> begin(vrf, importer, null));
        without(before.exporters, now.exporters).forEach(exporter -> drain(exporter, vrf));
        without(before.importers, now.importers).forEach(importer -> drain(vrf, importer));
    }

    private static List<Vrf> without(final List<Vrf> all, final List<Vrf> less) {
        final List<Vrf> rest = new ArrayList<>(all);
        rest.removeAll(Set.copyOf(less));
        return rest;
    }

    private void drain(final Vrf exporter, final Vrf importer) {
        exporter.drainingTo.add(importer);
        begin(importer, importer, exporter);
    }

    /** A VRF without routes of its own goes. */
    void removed(final Vrf vrf) {
        for (final Walk walk : walks.values()) {
            if (walk.refreshed == vrf && walk.leaving != null) {
                walk.leaving.drainingTo.remove(vrf);
            }
        }
        walks.values().removeIf(walk -> walk.listed == vrf || walk.refreshed == vrf);
    }

    /** Whether changes of targets are still carried on. */
    boolean isBusy() {
        return !walks.isEmpty();
    }

    /** Carries on changes of targets for some prefixes; returns how many were looked at. */
    int doWork() {
        int left = STEPS;
        while (left > 0 && !walks.isEmpty()) {
            final Walk walk = walks.firstEntry().getValue();
            final int looked = step(walk, left);
            if (looked < 0) {
                // No memory now: others may free some.
                walks.putLast(walks.firstEntry().getKey(), walk);
                return STEPS - left;
            }
            left -= Math.max(1, looked);
            if (walk.done) {
                walks.pollFirstEntry();
                if (walk.leaving != null) {
                    walk.leaving.drainingTo.remove(walk.refreshed);
                }
            }
        }
        return STEPS - left;
    }

    /** Looks at prefixes; how many, or -1 when memory ran out at one of them. */
    private int step(final Walk walk, final int limit) {
        final PrefixList list = new PrefixList(limit);
        walk.listed.fib(walk.family).walk(walk.high, walk.low, walk.length, list);
        for (int i = 0; i < list.size(); i++) {
            if (concerns(walk, list.word(i))
                && !refresher.refresh(walk.refreshed, walk.family, list.high(i), list.low(i), list.length(i))) {
                return -1;
            }
            walk.high = list.high(i);
            walk.low = list.low(i);
            walk.length = list.length(i) + 1;
        }
        if (list.size() < limit) {
            walk.nextFamily();
        }
        return list.size();
    }

    private boolean concerns(final Walk walk, final long word) {
        return table.isOwn(word) == (walk.listed != walk.refreshed);
    }
}
