package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.RouteTargetMembership;
import io.swaplane.bgp.rib.Destinations;
import io.swaplane.bgp.rib.PeerInfo;
import io.swaplane.bgp.rib.PeerSlot;
import io.swaplane.bgp.rib.PeerSlots;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.TableUser;
import io.swaplane.bgp.rib.TargetSet;
import io.swaplane.bgp.rib.TargetSet.Membership;
import io.swaplane.bgp.vpn.TargetFilter;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Which VPN routes this router wants (RFC 4684): its own memberships as paths in the table of those that its peers have sent, from which
 * peers are told. They are for targets that it keeps routes of, or the default membership when it keeps all. When it keeps what peers want,
 * their memberships count as well, and a peer that says nothing of what it wants makes it want everything. On the speaker's loop.
 */
final class Memberships implements TableUser {
    private static final Membership EVERYTHING = new Membership(0, 0, 0);
    private static final PathAttributes OWN = PathAttributes.builder().origin(BgpOrigin.IGP).build();
    /** What leads to this router's own memberships. */
    private static final Object SELF = new Object() {
        @Override
        public String toString() {
            return "own memberships";
        }
    };

    private final RibTable table;
    private final PeerSlot slot;
    private final TargetFilter kept;
    /** The table's destinations that have a path, and their number. */
    private final TargetSet wanted = new TargetSet();
    private final BitSet counted = new BitSet();
    private final Set<Membership> own = new HashSet<>();
    /** This router's AS; 0 as long as no peer has asked. */
    private long as;
    private int unasked;
    private boolean grown;

    /** None yet. */
    Memberships(final RibTable table, final PeerSlots slots, final TargetFilter kept) {
        this.table = table;
        this.slot = slots.openOwn("memberships");
        this.kept = kept;
        table.follow(this);
    }

    private static boolean hasVpn(final PeerInfo peer) {
        return peer.form().families().stream().anyMatch(Family::vpn);
    }

    /** Whether a session brings VPN routes, and the peer does not say which ones it wants: all. */
    private static boolean isUnasked(final PeerInfo peer) {
        return hasVpn(peer) && (peer.wanted() == null || peer.wanted().isEverything());
    }

    /** A session is up: its peer may ask what this router wants, or want everything itself. */
    void up(final PeerInfo peer) {
        if (peer.wanted() != null) {
            as = peer.localAs();
        }
        unasked(isUnasked(peer) ? 1 : 0);
    }

    /** What a peer wants is not known any more: everything, if it takes VPN routes at all. */
    void everything(final PeerInfo peer) {
        unasked(hasVpn(peer) ? 1 : 0);
    }

    /** A session, and what its peer went on using after its end, is over. */
    void down(final PeerInfo peer) {
        unasked(isUnasked(peer) ? -1 : 0);
    }

    private void unasked(final int more) {
        grown |= kept.isOfPeersToo() && unasked == 0 && more > 0;
        unasked += more;
        tell();
    }

    /** What this router keeps may have changed: peers that ask are told. */
    void tell() {
        if (as == 0) {
            return;
        }
        final Set<Membership> now = new HashSet<>();
        if (kept.isAll() || kept.isOfPeersToo() && unasked > 0) {
            now.add(EVERYTHING);
        } else {
            kept.forEach(target -> now.add(new Membership(RouteTargetMembership.high(as, target), RouteTargetMembership.low(target),
                RouteTargetMembership.FULL_LENGTH)));
        }
        for (final Membership each : now) {
            if (own.add(each)) {
                final int via = table.vias().ofLocal(SELF);
                table.vias().use(via);
                table.announce(slot, 0, 0, each.high(), each.low(), each.length(), OWN, via);
            }
        }
        own.removeIf(each -> {
            if (!now.contains(each)) {
                table.withdraw(slot, 0, 0, each.high(), each.low(), each.length());
            }
            return !now.contains(each);
        });
    }

    /** Whether a VPN route with these attributes is kept. */
    boolean keeps(final PathAttributes attributes) {
        return kept.keeps(attributes) || kept.isOfPeersToo() && (unasked > 0 || wanted.matches(attributes));
    }

    /** Whether more routes are kept than when this was asked last, by what peers want. */
    boolean takeGrown() {
        final boolean was = grown;
        grown = false;
        return was;
    }

    @Override
    public void mark(final int destination) {
        final int best = table.destinations().best(destination);
        final boolean is = best != Destinations.NONE && table.paths().slot(best).counts();
        if (is != counted.get(destination)) {
            counted.set(destination, is);
            final Destinations all = table.destinations();
            final Membership changed = new Membership(all.high(destination), all.low(destination), all.length(destination));
            if (is) {
                wanted.add(changed);
                grown |= kept.isOfPeersToo();
            } else {
                wanted.remove(changed);
            }
        }
    }

    @Override
    public boolean holds(final int destination) {
        return counted.get(destination);
    }
}
