package io.swaplane.router.config;

import java.util.List;

/** Keys of which a section gives one, and says by it what to do. */
final class Choice {
    private final Fields fields;
    private final List<String> keys;

    Choice(final Fields fields, final List<String> keys) {
        this.fields = fields;
        this.keys = keys;
    }

    /** Adds a key to those that are given, if it has a value. */
    static void given(final Object value, final String key, final List<String> given) {
        if (value != null) {
            given.add(key);
        }
    }

    /** True when one key is given; else refuses the section, unless one was there whose value was refused. */
    boolean single(final List<String> given, final String possible, final ConfigPath path) {
        if (given.size() > 1) {
            fields.refuse(path, "has " + String.join(" and ", given) + ": keep one");
        } else if (given.isEmpty() && keys.stream().noneMatch(key -> fields.isRefused(path.key(key)))) {
            fields.refuse(path, "does not say what to do: give one of " + possible);
        }
        return given.size() == 1;
    }

    /** What a key does that is true where it is given. */
    <T> T flag(final boolean value, final T action, final ConfigPath path) {
        if (!value) {
            fields.refuse(path, "is true or left out");
        }
        return action;
    }
}
