package io.swaplane.io.netlink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One kind of kernel object by key, kept in step by events and dumps: a dump marks what it meets, and what stayed unmarked at its end is
 * swept out. Tells its listeners of differences only.
 */
final class SweptTable<K, V> {
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>();
    private final Consumer<V> changed;
    private final Consumer<V> gone;
    private long generation;

    SweptTable(final Consumer<V> changed, final Consumer<V> gone) {
        this.changed = changed;
        this.gone = gone;
    }

    /** A dump begins: nothing is marked. */
    void beginDump() {
        generation++;
    }

    /** An event or a dump tells that this is so now. */
    void put(final K key, final V value) {
        final Entry<V> before = entries.put(key, new Entry<>(value, generation));
        if (before == null || !before.value.equals(value)) {
            changed.accept(value);
        }
    }

    void remove(final K key) {
        final Entry<V> before = entries.remove(key);
        if (before != null) {
            gone.accept(before.value);
        }
    }

    void removeIf(final Predicate<K> which) {
        final List<K> keys = new ArrayList<>(entries.keySet());
        keys.stream().filter(which).forEach(this::remove);
    }

    /** The dump is complete: what it did not meet is gone. */
    void endDump() {
        removeIf(key -> entries.get(key).generation != generation);
    }

    V get(final K key) {
        final Entry<V> entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    Collection<V> values() {
        return entries.values().stream().map(Entry::value).toList();
    }

    private record Entry<V>(V value, long generation) { }
}
