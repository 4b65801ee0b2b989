package io.swaplane.bgp.message;

/**
 * An address family and subsequent address family as numbers (RFC 4760), known to this codec or not.
 *
 * @param afi 16 bits.
 * @param safi 8 bits.
 */
public record AfiSafi(int afi, int safi) {
    /** The family that it is, or null when this codec cannot read its NLRI. */
    public Family family() {
        return Family.of(afi, safi);
    }

    @Override
    public String toString() {
        final Family family = family();
        return family == null ? "afi " + afi + " safi " + safi : family.toString();
    }
}
