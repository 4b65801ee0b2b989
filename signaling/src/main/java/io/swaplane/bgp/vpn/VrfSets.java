package io.swaplane.bgp.vpn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Numbers for sets of VRFs, so that a destination needs no more than one; a set that no destination has is forgotten. On the speaker's
 * loop.
 */
final class VrfSets {
    /** The number of no VRFs. */
    static final int EMPTY = 0;

    private final List<Members> byNumber = new ArrayList<>(List.of(new Members(new BitSet(), EMPTY)));
    private final Map<BitSet, Members> byMembers = new HashMap<>();
    private final Queue<Integer> free = new ArrayDeque<>();

    private static final class Members {
        private final BitSet vrfs;
        private final int number;
        private int users;

        Members(final BitSet vrfs, final int number) {
            this.vrfs = vrfs;
            this.number = number;
        }
    }

    /** The VRFs of a number in use, not to be changed. */
    BitSet get(final int number) {
        return byNumber.get(number).vrfs;
    }

    /** The number of a set, which is copied; one destination more has it. */
    int use(final BitSet vrfs) {
        if (vrfs.isEmpty()) {
            return EMPTY;
        }
        Members known = byMembers.get(vrfs);
        if (known == null) {
            final BitSet kept = (BitSet) vrfs.clone();
            known = new Members(kept, free.isEmpty() ? byNumber.size() : free.remove());
            if (known.number == byNumber.size()) {
                byNumber.add(known);
            } else {
                byNumber.set(known.number, known);
            }
            byMembers.put(kept, known);
        }
        known.users++;
        return known.number;
    }

    /** One destination less has a number. */
    void leave(final int number) {
        final Members members = byNumber.get(number);
        if (number != EMPTY && --members.users == 0) {
            byMembers.remove(members.vrfs);
            byNumber.set(number, null);
            free.add(number);
        }
    }

    /** How many numbers are or were in use at once. */
    int limit() {
        return byNumber.size();
    }

    /** Whether some destination has this VRF. */
    boolean anyHas(final int vrf) {
        return byMembers.keySet().stream().anyMatch(each -> each.get(vrf));
    }
}
