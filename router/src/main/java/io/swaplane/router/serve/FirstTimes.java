package io.swaplane.router.serve;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what has been said, so that a repeated event is logged once. Keys are made of names in the configuration, errnos and places in
 * the code, so that they are few. Any thread.
 */
public final class FirstTimes {
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** True for the first caller with this key, never again. */
    public boolean isFirst(final String key) {
        return said.add(key);
    }
}
