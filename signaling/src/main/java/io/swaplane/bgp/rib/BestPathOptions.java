package io.swaplane.bgp.rib;

/**
 * How the best path is chosen where there is a choice.
 *
 * @param alwaysCompareMed whether MEDs of different neighbouring ASs are compared, too.
 * @param preferOldest whether of two external paths that are equal so far the older one is better, which spares changes; without, the
 *     choice does not depend on the order of events.
 */
public record BestPathOptions(boolean alwaysCompareMed, boolean preferOldest) {
    /** Neither. */
    public static final BestPathOptions STANDARD = new BestPathOptions(false, false);
}
