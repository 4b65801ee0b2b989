package io.swaplane.router.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a popped label's packet is looked up: a label space alone, or a map.
 *
 * @param labelSpace {@code platform} or an interface with a label space of its own, when it is a word alone.
 * @param vrf the VRF that routes the bare IP packet.
 */
record LookupConfig(String labelSpace, String vrf) {
    @JsonCreator
    static LookupConfig map(@JsonProperty("vrf") final String vrf) {
        return new LookupConfig(null, vrf);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static LookupConfig word(final String labelSpace) {
        return new LookupConfig(labelSpace, null);
    }
}
