package io.swaplane.control;

import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.NextHopGroupLayout;
import io.swaplane.table.NextHopLayout;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * How far a next hop reaches at most, whichever of the ways open to it is taken.
 *
 * @param pushes labels pushed along the way.
 * @param levels groups and protection pairs inside one another.
 * @param bytes of its record with all members.
 * @param vrf the VRF by whose interfaces it may send; null when it sends by interfaces in no VRF only.
 */
record Reach(int pushes, int levels, int bytes, String vrf) {
    static final int MAX_LEVELS = 3;

    /** That of a direct next hop, on an interface in a VRF or, with null, in none. */
    static Reach of(final NextHopIntent.Direct direct, final String vrf) {
        return new Reach(direct.push().size(), 0, NextHopLayout.BYTES, vrf);
    }

    /** That of a next hop which leads to others with these reaches. */
    static Reach of(final NextHopIntent intent, final Collection<Reach> targets) {
        final String vrf = vrf(intent.index(), targets);
        final int pushes = intent.push().size() + targets.stream().mapToInt(Reach::pushes).max().orElse(0);
        final int levels = targets.stream().mapToInt(Reach::levels).max().orElse(0);
        final int sum = targets.stream().mapToInt(Reach::bytes).sum();
        return switch (intent) {
            case NextHopIntent.Direct direct -> of(direct, vrf);
            case NextHopIntent.Recursive recursive ->
                new Reach(pushes, levels, targets.stream().mapToInt(Reach::bytes).max().orElse(NextHopLayout.BYTES), vrf);
            case NextHopIntent.Group group -> new Reach(pushes, levels + 1, NextHopGroupLayout.GROUP_BYTES + sum, vrf);
            case NextHopIntent.Protected pair -> new Reach(pushes, levels + 1, NextHopGroupLayout.PROTECTION_BYTES + sum, vrf);
        };
    }

    private static String vrf(final int index, final Collection<Reach> targets) {
        final List<String> vrfs = targets.stream().map(Reach::vrf).filter(Objects::nonNull).distinct().sorted().toList();
        if (vrfs.size() > 1) {
            throw new RefusedException("next hop " + index + ": it would lead into VRF " + vrfs.get(0) + " and into VRF " + vrfs.get(1));
        }
        return vrfs.isEmpty() ? null : vrfs.getFirst();
    }

    /** Refuses more than packets or records have room for. */
    void check(final int index, final boolean swapped) {
        if (pushes + (swapped ? 1 : 0) > NextHopLayout.MAX_PUSHES) {
            throw new RefusedException("next hop " + index + ": " + pushes + " pushed labels along its chain"
                + (swapped ? " and a swapped one" : "") + " are more than " + NextHopLayout.MAX_PUSHES + " labels out");
        }
        if (levels > MAX_LEVELS) {
            throw new RefusedException("next hop " + index + ": " + levels + " groups inside one another: at most " + MAX_LEVELS);
        }
        if (bytes > NextHopGroupLayout.MAX_BYTES) {
            throw new RefusedException(RefusalReason.TOO_LARGE, "next hop " + index + ": its members and their members take " + bytes
                + " bytes, at most " + NextHopGroupLayout.MAX_BYTES);
        }
    }
}
