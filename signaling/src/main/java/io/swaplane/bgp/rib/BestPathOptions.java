package io.swaplane.bgp.rib;

/**
 * How the best path is chosen where there is a choice.
 *
 * @param alwaysCompareMed whether MEDs of different neighbouring ASs are compared, too.
 * @param preferOldest whether of two external paths that are equal so far the older one is better, which spares changes; without, the
 *     choice does not depend on the order of events.
 * @param ways how many paths that are equal but for their peers share the packets of a VRF's route: 1 for no multipath.
 */
public record BestPathOptions(boolean alwaysCompareMed, boolean preferOldest, int ways) {
    /** Neither, and one path. */
    public static final BestPathOptions STANDARD = new BestPathOptions(false, false, 1);
}
