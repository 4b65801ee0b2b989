package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.rib.Destinations;
import io.swaplane.bgp.rib.DirtySet;
import io.swaplane.bgp.rib.IntPages;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.PeerSlot;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.TableUser;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.agrona.collections.LongHashSet;

/**
 * Takes the best paths of a VPN table into the tables of those VRFs that import one of their targets (RFC 4364 §4.3). Several route
 * distinguishers of one prefix are several paths there. Four octets for each VPN destination. On the speaker's loop.
 */
final class VrfImport implements TableUser {
    private static final int SLICE = 1024;

    private final RibTable vpn;
    private final PeerSlot slot;
    private final List<Into> vrfs = new ArrayList<>();
    private final DirtySet dirty = new DirtySet();
    /** Which set of VRFs has a destination. */
    private final IntPages imported = new IntPages(VrfSets.EMPTY);
    private final VrfSets sets = new VrfSets();
    private final BitSet now = new BitSet();

    private record Into(String vrf, LongHashSet targets, RibTable table) { }

    /**
     * Imports into no VRF yet.
     *
     * @param slot the source of what is imported.
     */
    VrfImport(final RibTable vpn, final PeerSlot slot) {
        this.vpn = vpn;
        this.slot = slot;
        vpn.follow(this);
    }

    /** Imports into one VRF more. */
    void add(final String vrf, final LongHashSet targets, final RibTable table) {
        int at = 0;
        while (at < vrfs.size() && (!vrfs.get(at).targets.isEmpty() || sets.anyHas(at))) {
            at++;
        }
        final Into into = new Into(vrf, targets, table);
        if (at < vrfs.size()) {
            // The place of one that imports nothing, or nothing any more.
            vrfs.set(at, into);
        } else {
            vrfs.add(into);
        }
        markAll();
    }

    /** Imports into a VRF no more. */
    void remove(final String vrf) {
        for (final Into into : vrfs) {
            if (into.vrf.equals(vrf)) {
                into.targets.clear();
            }
        }
        markAll();
    }

    private void markAll() {
        for (int destination = 0; destination < vpn.destinations().limit(); destination++) {
            if (vpn.destinations().best(destination) != Destinations.NONE) {
                dirty.add(destination);
            }
        }
    }

    @Override
    public void mark(final int destination) {
        dirty.add(destination);
    }

    @Override
    public boolean holds(final int destination) {
        return dirty.contains(destination) || imported.get(destination) != VrfSets.EMPTY;
    }

    /** How many destinations wait for their turn. */
    int marked() {
        return dirty.size();
    }

    int doWork() {
        int work = 0;
        while (work < SLICE && !dirty.isEmpty()) {
            settle(dirty.poll());
            work++;
        }
        return work;
    }

    private void settle(final int destination) {
        final Destinations all = vpn.destinations();
        final int path = all.best(destination);
        final boolean counts = path != Destinations.NONE && vpn.paths().slot(path).counts();
        final int had = imported.get(destination);
        final BitSet before = sets.get(had);
        now.clear();
        for (int i = 0; counts && i < vrfs.size(); i++) {
            now.set(i, isFor(vrfs.get(i), path));
        }
        for (int i = before.nextSetBit(0); i >= 0; i = before.nextSetBit(i + 1)) {
            if (!now.get(i)) {
                vrfs.get(i).table.withdraw(slot, destination, 0, all.high(destination), all.low(destination), all.length(destination));
            }
        }
        for (int i = now.nextSetBit(0); i >= 0; i = now.nextSetBit(i + 1)) {
            final int via = vpn.paths().via(path);
            vpn.vias().use(via);
            vrfs.get(i).table.announce(slot, destination, 0, all.high(destination), all.low(destination), all.length(destination),
                vpn.paths().attributes(path), via);
        }
        if (!now.equals(before)) {
            imported.set(destination, sets.use(now));
            sets.leave(had);
        }
    }

    private boolean isFor(final Into into, final int path) {
        final int via = vpn.paths().via(path);
        final NextHopState to = vpn.vias().nextHop(via);
        final String from = to != null ? to.vrf() : vpn.vias().local(via) instanceof final LocalVia local ? local.vrf() : null;
        if (into.vrf.equals(from)) {
            return false;
        }
        final PathAttributes attributes = vpn.paths().attributes(path);
        for (int i = 0; i < attributes.extendedCommunityCount(); i++) {
            if (into.targets.contains(attributes.extendedCommunity(i))) {
                return true;
            }
        }
        return false;
    }
}
