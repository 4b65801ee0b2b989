package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.PathAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * One table: the destinations of a family (in a VRF or outside), their paths, and the best of each. What has changed is marked at those
 * that follow it, once each. What counts is how things are when a follower looks, not how they were meanwhile.
 *
 * <p>On the speaker's loop. {@link #doWork} follows what became of peers and next hops in slices.
 */
public final class RibTable {
    private static final int SLICE = 4096;

    private final Family family;
    private final String vrf;
    private final PeerSlots peers;
    private final Vias vias;
    private final Destinations destinations;
    private final PathTable paths;
    private final BestPath bestPath;
    private final List<TableUser> users = new ArrayList<>();
    private final DirtySet empty = new DirtySet();
    private int sweepAt = Integer.MAX_VALUE;
    private boolean sweepAgain;

    /** An empty table of a family, in a VRF or (null) outside. */
    public RibTable(final Family family, final String vrf, final PeerSlots peers, final Vias vias, final BestPathOptions options) {
        this.family = family;
        this.vrf = vrf;
        this.peers = peers;
        this.vias = vias;
        this.destinations = new Destinations(family);
        this.paths = new PathTable(peers);
        this.bestPath = new BestPath(paths, vias, options);
    }

    /** Its family. */
    public Family family() {
        return family;
    }

    /** The VRF that it is of, or null. */
    public String vrf() {
        return vrf;
    }

    /** Its destinations. */
    public Destinations destinations() {
        return destinations;
    }

    /** Their paths. */
    public PathTable paths() {
        return paths;
    }

    /** Where paths lead. */
    public Vias vias() {
        return vias;
    }

    /** Tells somebody of what changes from now on. */
    public void follow(final TableUser user) {
        users.add(user);
    }

    /** Tells somebody no more. */
    public void unfollow(final TableUser user) {
        users.remove(user);
    }

    /** The best of those paths of a destination that are suitable, or {@link Destinations#NONE}. */
    public int best(final int destination, final IntPredicate suitable) {
        return bestPath.choose(destinations.first(destination), suitable);
    }

    /** The paths of a destination that are as good as its best one but for whose they are. */
    public int[] multipath(final int destination) {
        return bestPath.equal(destinations.first(destination));
    }

    /** Why a path of a destination is not its best one, in words; null for the best, and for one that does not count. */
    public String reason(final int destination, final int path) {
        return bestPath.reason(destinations.first(destination), path);
    }

    /**
     * A path is there, or is another now.
     *
     * @param via where it leads; the caller's use of it goes over to the path.
     */
    public void announce(final PeerSlot slot, final int pathId, final long rd, final long high, final long low, final int length,
                         final PathAttributes attributes, final int via) {
        final int destination = destinations.findOrAdd(rd, high, low, length);
        int path = find(destination, slot, pathId);
        if (path == Destinations.NONE) {
            path = paths.add(destination, destinations.first(destination));
            destinations.first(destination, path);
            empty.remove(destination);
        } else {
            final PeerSlot before = paths.slot(path);
            if (before == slot && paths.via(path) == via && paths.attributes(path).equals(attributes)) {
                vias.leave(via);
                return;
            }
            before.count(-1);
            leave(paths.via(path));
        }
        paths.fill(path, slot, pathId, attributes, via);
        vias.count(via, 1);
        slot.count(1);
        choose(destination);
    }

    private void leave(final int via) {
        vias.count(via, -1);
        vias.leave(via);
    }

    private int find(final int destination, final PeerSlot slot, final int pathId) {
        int path = destinations.first(destination);
        while (path != Destinations.NONE && (paths.id(path) != pathId || !paths.slot(path).isSameSource(slot))) {
            path = paths.next(path);
        }
        return path;
    }

    /** A path is gone; nothing happens when there is none. */
    public void withdraw(final PeerSlot slot, final int pathId, final long rd, final long high, final long low, final int length) {
        final int destination = destinations.find(rd, high, low, length);
        final int path = destination == Destinations.NONE ? Destinations.NONE : find(destination, slot, pathId);
        if (path != Destinations.NONE) {
            remove(destination, path);
        }
    }

    private void remove(final int destination, final int path) {
        int before = Destinations.NONE;
        int at = destinations.first(destination);
        while (at != path) {
            before = at;
            at = paths.next(at);
        }
        if (before == Destinations.NONE) {
            destinations.first(destination, paths.next(path));
        } else {
            paths.next(before, paths.next(path));
        }
        paths.slot(path).count(-1);
        leave(paths.via(path));
        paths.remove(path);
        if (destinations.first(destination) == Destinations.NONE) {
            empty.add(destination);
        }
        choose(destination);
    }

    private void choose(final int destination) {
        destinations.best(destination, bestPath.choose(destinations.first(destination)));
        for (int i = 0; i < users.size(); i++) {
            users.get(i).mark(destination);
        }
    }

    /** Slots have ended or next hops have changed: all paths are looked at, step by step. */
    public void sweep() {
        if (sweepAt == Integer.MAX_VALUE) {
            sweepAt = 0;
        } else {
            sweepAgain = true;
        }
    }

    /** Whether a sweep is under way. */
    public boolean sweeping() {
        return sweepAt != Integer.MAX_VALUE;
    }

    /** A slice of the sweep, and of what empty destinations there are; how much there was to do. */
    public int doWork() {
        return sweepSlice() + freeSlice();
    }

    private int sweepSlice() {
        if (!sweeping()) {
            return 0;
        }
        final int end = Math.min(sweepAt + SLICE, paths.limit());
        for (int path = sweepAt; path < end; path++) {
            final int destination = paths.destination(path);
            if (destination != Destinations.NONE) {
                if (!paths.slot(path).counts()) {
                    remove(destination, path);
                } else if (changed(path)) {
                    choose(destination);
                }
            }
        }
        sweepAt = end;
        if (end == paths.limit()) {
            sweepAt = sweepAgain ? 0 : Integer.MAX_VALUE;
            sweepAgain = false;
        }
        return 1;
    }

    private boolean changed(final int path) {
        final NextHopState to = vias.nextHop(paths.via(path));
        return to != null && to.changed();
    }

    private int freeSlice() {
        int looked = 0;
        int freed = 0;
        final int most = Math.min(SLICE, empty.size());
        while (looked < most) {
            looked++;
            final int destination = empty.poll();
            if (isHeld(destination)) {
                empty.add(destination);
            } else {
                destinations.remove(destination);
                freed++;
            }
        }
        return freed;
    }

    private boolean isHeld(final int destination) {
        for (int i = 0; i < users.size(); i++) {
            if (users.get(i).holds(destination)) {
                return true;
            }
        }
        return false;
    }

    /** Octets on the heap, without attributes, vias and what followers keep. */
    public long octets() {
        return destinations.octets() + paths.octets() + empty.octets();
    }
}
