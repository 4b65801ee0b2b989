package io.swaplane.control.intent;

import java.util.Set;

/**
 * What happens to special-purpose labels (0 to 15) on reception.
 *
 * @param dropped labels that are dropped instead of punted; any of 1, 4–6, 8–15.
 * @param entropyOnTop whether label 7 is taken when it arrives on top: this router has signalled that it pops it (RFC 6790 §4.2).
 * @param explicitNullFromAnywhere whether labels 0 and 2 are taken from external interfaces too, not only from the core.
 */
public record SpecialLabels(Set<Integer> dropped, boolean entropyOnTop, boolean explicitNullFromAnywhere) {
    /** Nothing dropped, no entropy label on top, explicit null from the core only. */
    public static final SpecialLabels STANDARD = new SpecialLabels(Set.of(), false, false);

    /** Copies the set. */
    public SpecialLabels {
        dropped = Set.copyOf(dropped);
    }
}
