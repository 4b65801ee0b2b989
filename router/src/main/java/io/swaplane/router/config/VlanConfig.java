package io.swaplane.router.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * VLAN tags: a number alone is one tag.
 *
 * @param outer VLAN id of the outer or only tag, 1 to 4094; required.
 * @param inner VLAN id of the inner tag, 1 to 4094; default: one tag.
 * @param tpid ethertype of the outer of two tags, {@code 0x88a8} or {@code 0x8100}; default {@code 0x88a8}.
 */
record VlanConfig(Integer outer, Integer inner, String tpid) {
    @JsonCreator
    VlanConfig(@JsonProperty("outer") final Integer outer, @JsonProperty("inner") final Integer inner,
               @JsonProperty("tpid") final String tpid) {
        this.outer = outer;
        this.inner = inner;
        this.tpid = tpid;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static VlanConfig single(final int vid) {
        return new VlanConfig(vid, null, null);
    }
}
