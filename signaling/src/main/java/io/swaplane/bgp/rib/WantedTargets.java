package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.rib.TargetSet.Membership;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which VPN routes a peer wants, as it has said by route target memberships (RFC 4684), all of them and not only those that are the best
 * paths. Before it has said all it is told none. A peer with too many memberships is told everything. One session's; on the speaker's loop.
 */
public final class WantedTargets {
    /** As many memberships are kept of a peer. */
    public static final int MOST = 1 << 16;

    /** The default membership. */
    private static final Membership ALL = new Membership(0, 0, 0);

    private final TargetSet memberships = new TargetSet();
    private final Set<Membership> before = new HashSet<>();
    private boolean complete;
    private boolean everything;

    /** The peer wants routes with a target, or with some; whether that is new. With one too many it wants everything from now on. */
    public boolean want(final Membership wanted) {
        before.remove(wanted);
        if (memberships.size() == MOST && !memberships.contains(wanted)) {
            final boolean changed = !everything;
            everything = true;
            return changed;
        }
        return memberships.add(wanted);
    }

    /** The peer wants them no more; whether it did. */
    public boolean leave(final Membership left) {
        before.remove(left);
        return memberships.remove(left);
    }

    /** Whether the peer wants them, and that is kept. */
    public boolean contains(final Membership membership) {
        return memberships.contains(membership);
    }

    /** All memberships follow again. */
    public void beginRefresh() {
        before.clear();
        before.addAll(memberships.copy());
    }

    /** The peer has said all that it wants, or has had the time; whether that is new. */
    public boolean complete() {
        final boolean changed = !complete;
        complete = true;
        return changed;
    }

    /** All memberships have come again: those of before the refresh that have not are gone; whether that changes anything. */
    public boolean endRefresh() {
        boolean changed = false;
        for (final Membership each : before) {
            changed |= memberships.remove(each);
        }
        before.clear();
        return changed;
    }

    /** What the peer wants cannot be known any more: it is told everything. */
    public void wantEverything() {
        complete = true;
        everything = true;
    }

    /** Whether it is told everything, as what it wants is not known. */
    public boolean isEverything() {
        return everything;
    }

    /** Whether the peer has said all that it wants, or has had the time. */
    public boolean isComplete() {
        return complete;
    }

    /** How many memberships there are. */
    public int size() {
        return memberships.size();
    }

    /**
     * What the peer wants, for people to read.
     *
     * @param nanos in which it must have said so, if it has not.
     */
    public String words(final long nanos) {
        if (everything) {
            return "not known, so it is told all routes";
        }
        if (!complete) {
            return "waited for, at most another " + Math.max(0, Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1))) + " s"
                + (size() == 0 ? "" : ", " + size() + " so far");
        }
        return "it wants " + (contains(ALL) ? "all" : size() == 0 ? "none" : size());
    }

    /** Whether the peer is told a route with these attributes. */
    public boolean wants(final PathAttributes attributes) {
        return everything || memberships.matches(attributes);
    }
}
