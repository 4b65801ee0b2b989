package io.swaplane.router.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * From where a label is valid: a word alone, or a map.
 *
 * @param word {@code core} or {@code router}, when it is a word alone.
 * @param interfaceName one interface.
 * @param neighbour one neighbour on it, its address; default: whoever is behind the interface.
 * @param set a set of {@code accept-sets}.
 */
record AcceptConfig(String word, String interfaceName, String neighbour, String set) {
    @JsonCreator
    static AcceptConfig map(@JsonProperty("interface") final String interfaceName, @JsonProperty("neighbour") final String neighbour,
                            @JsonProperty("set") final String set) {
        return new AcceptConfig(null, interfaceName, neighbour, set);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static AcceptConfig word(final String word) {
        return new AcceptConfig(word, null, null, null);
    }
}
