package io.swaplane.io.xdp;

import java.util.List;

/**
 * Where on a port an interface is: the VLAN ids of its frames, 0 where there is no tag. Priority tags (VID 0) count as none.
 *
 * @param outer VLAN id of the first tag, or 0.
 * @param inner VLAN id of the second tag, or 0.
 */
public record Vlans(int outer, int inner) {
    /** Frames without tags. */
    public static final Vlans NONE = new Vlans(0, 0);

    private static final int MAX_ID = 4094;
    private static final int INNER_SHIFT = 16;

    /** Checks the ids. */
    public Vlans {
        if (outer < 0 || outer > MAX_ID || inner < 0 || inner > MAX_ID || outer == 0 && inner != 0) {
            throw new IllegalArgumentException("no VLANs: " + outer + ", " + inner);
        }
    }

    /** From a list of none, one or two VLAN ids, the outer one first. */
    public static Vlans of(final List<Integer> ids) {
        return new Vlans(ids.isEmpty() ? 0 : ids.getFirst(), ids.size() < 2 ? 0 : ids.get(1));
    }

    /** As the steering program computes it: outer id in bits 0 to 11, inner id in bits 16 to 27. */
    int key() {
        return outer | inner << INNER_SHIFT;
    }
}
