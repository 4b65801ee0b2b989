package io.swaplane.bgp.message;

import java.util.Arrays;

/**
 * A path attribute that goes on as it came: one that this codec does not know, or whose contents nothing here looks at.
 *
 * @param flags optional and transitive, and partial when a speaker on the way did not know it; no other.
 * @param type its type.
 * @param value not to be changed.
 */
public record RawAttribute(int flags, int type, byte[] value) {
    @Override
    public boolean equals(final Object other) {
        return other instanceof final RawAttribute that && flags == that.flags && type == that.type && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * flags + type) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return AttributeLayout.text(type) + " " + Octets.hex(value);
    }
}
