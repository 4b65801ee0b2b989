package io.swaplane.bgp.rib;

/**
 * Which next hops a peer may name that is one hop away and not of this network: external ones, and customers in a VRF (RFC 4271 §5.1.3,
 * §6.3). Its own address always.
 *
 * @param anywhere whether any, as of a peer several hops away.
 * @param interfaceName else the interface that it is behind, on whose link they must be; null: the one whose link its address is on.
 */
public record NextHopScope(boolean anywhere, String interfaceName) {
    /** Any. */
    public static final NextHopScope ANYWHERE = new NextHopScope(true, null);
    /** Those on the link that its address is on. */
    public static final NextHopScope LINK = new NextHopScope(false, null);

    /** Those on the link of an interface, or (null) on the one that its address is on. */
    public static NextHopScope link(final String interfaceName) {
        return new NextHopScope(false, interfaceName);
    }
}
