package io.swaplane.control;

import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.NextHopGroupLayout;
import io.swaplane.table.NextHopLayout;
import java.util.Collection;

/**
 * How far a next hop reaches at most, whichever of the ways open to it is taken.
 *
 * @param pushes labels pushed along the way.
 * @param levels groups and protection pairs inside one another.
 * @param bytes of its record with all members.
 */
record Reach(int pushes, int levels, int bytes) {
    static final int MAX_LEVELS = 3;

    private static final Reach DIRECT = new Reach(0, 0, NextHopLayout.BYTES);

    /** That of a next hop which leads to others with these reaches. */
    static Reach of(final NextHopIntent intent, final Collection<Reach> targets) {
        final int pushes = intent.push().size() + targets.stream().mapToInt(Reach::pushes).max().orElse(0);
        final int levels = targets.stream().mapToInt(Reach::levels).max().orElse(0);
        final int sum = targets.stream().mapToInt(Reach::bytes).sum();
        return switch (intent) {
            case NextHopIntent.Direct direct -> new Reach(pushes, 0, DIRECT.bytes);
            case NextHopIntent.Recursive recursive ->
                new Reach(pushes, levels, targets.stream().mapToInt(Reach::bytes).max().orElse(DIRECT.bytes));
            case NextHopIntent.Group group -> new Reach(pushes, levels + 1, NextHopGroupLayout.GROUP_BYTES + sum);
            case NextHopIntent.Protected pair -> new Reach(pushes, levels + 1, NextHopGroupLayout.PROTECTION_BYTES + sum);
        };
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
