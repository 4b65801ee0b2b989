package io.swaplane.control.diff;

import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How two configurations differ, and how a router that does what the first one asks comes to do what the second one does.
 */
public final class IntentDiff {
    private final List<String> restartNeeded;
    private final List<Difference> differences;
    private final Keyed was;
    private final Keyed now;

    private IntentDiff(final List<String> restartNeeded, final List<Difference> differences, final Keyed was, final Keyed now) {
        this.restartNeeded = restartNeeded;
        this.differences = differences;
        this.was = was;
        this.now = now;
    }

    /** Compares a configuration that a router was programmed with to another, both of which are consistent. */
    public static IntentDiff between(final RouterIntent was, final RouterIntent now) {
        final Keyed old = Keyed.of(was);
        final Keyed next = Keyed.of(now);
        final List<Difference> differences = new ArrayList<>();
        compare(differences, old.neighbours(), next.neighbours(), IntentText::what, IntentText::text);
        compare(differences, old.nextHops(), next.nextHops(), IntentText::what, IntentText::text);
        compare(differences, old.tunnels(), next.tunnels(), IntentText::what, IntentText::text);
        compare(differences, old.labels(), next.labels(), IntentText::what, IntentText::text);
        compare(differences, old.vrfs(), next.vrfs(), IntentText::what, IntentText::text);
        compare(differences, old.routes(), next.routes(), IntentText::what, IntentText::text);
        return new IntentDiff(RestartOnly.between(was, now), List.copyOf(differences), old, next);
    }

    private static <K, V> void compare(final List<Difference> differences, final Map<K, V> was, final Map<K, V> now,
                                       final Function<V, String> what, final Function<V, String> text) {
        final Map<K, V> all = new LinkedHashMap<>(was);
        now.forEach(all::putIfAbsent);
        all.forEach((key, value) -> {
            final V old = was.get(key);
            final V next = now.get(key);
            if (old == null || !old.equals(next)) {
                differences.add(new Difference(what.apply(value), old == null ? null : text.apply(old),
                    next == null ? null : text.apply(next)));
            }
        });
    }

    /** The configuration's keys that differ and cannot be changed while the router runs, such as {@code mpls.ttl-model}. */
    public List<String> restartNeeded() {
        return restartNeeded;
    }

    /**
     * What differs and can be changed: neighbours, next hops, tunnels, labels, VRFs, then routes, each in the order of the first
     * configuration.
     */
    public List<Difference> differences() {
        return differences;
    }

    /** The steps that make the change while everything goes on forwarding; a router may refuse one that only the other way avoids. */
    List<Change> steps() {
        return Steps.between(was, now);
    }

    /** The steps that make the change while packets drop by what changes. */
    List<Change> drainedSteps() {
        return Steps.drained(was, now);
    }
}
