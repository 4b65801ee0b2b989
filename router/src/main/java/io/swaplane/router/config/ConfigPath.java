package io.swaplane.router.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;

/**
 * A place in the configuration, as in {@code lsps[3].swap}.
 *
 * @param parent what it is in, or null for the whole file.
 * @param key key in a map, or null for an entry of a list and the whole file.
 * @param index position in a list, from 0; unused for a key.
 */
record ConfigPath(ConfigPath parent, String key, int index) {
    static final ConfigPath ROOT = new ConfigPath(null, null, -1);

    ConfigPath key(final String child) {
        return new ConfigPath(this, child, -1);
    }

    ConfigPath index(final int child) {
        return new ConfigPath(this, null, child);
    }

    /** A place in what is at this one. */
    ConfigPath append(final ConfigPath inner) {
        return inner.parent == null ? this : new ConfigPath(append(inner.parent), inner.key, inner.index);
    }

    /** Where a parser stands: the value that its current token is, or begins. */
    static ConfigPath of(final JsonParser parser) {
        final JsonStreamContext context = parser.getParsingContext();
        final boolean begins = parser.currentToken() != null && parser.currentToken().isStructStart();
        return of(begins ? context.getParent() : context);
    }

    private static ConfigPath of(final JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return ROOT;
        }
        final ConfigPath parent = of(context.getParent());
        return context.inObject() ? parent.key(context.getCurrentName()) : parent.index(context.getCurrentIndex());
    }

    @Override
    public String toString() {
        if (parent == null) {
            return "";
        }
        final String before = parent.toString();
        if (key == null) {
            return before + "[" + index + "]";
        }
        return before.isEmpty() ? key : before + "." + key;
    }
}
