package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.RouteRefresh;
import io.swaplane.bgp.message.RouteTargetMembership;
import io.swaplane.bgp.message.UpdateWriter;
import io.swaplane.bgp.rib.PeerInfo;
import io.swaplane.bgp.rib.UpdateSink;
import io.swaplane.bgp.vpn.TargetFilter;

/**
 * Tells a peer which VPN routes this router wants (RFC 4684): those that it keeps, by target, or all of them, by the default membership.
 * On the speaker's loop.
 */
final class OwnTargets {
    private static final long LOCAL_PREF = 100;
    private static final int DEFAULT_LENGTH = 0;

    private final PeerInfo peer;
    private final TargetFilter kept;
    private final UpdateSink sink;
    private final UpdateWriter writer;

    OwnTargets(final PeerInfo peer, final TargetFilter kept, final UpdateSink sink) {
        this.peer = peer;
        this.kept = kept;
        this.sink = sink;
        this.writer = new UpdateWriter(peer.form(), sink::send);
    }

    /** Tells all, then that it is all. */
    void tellAll() {
        tell();
        writer.endOfRib(Family.ROUTE_TARGET);
    }

    /** Tells all again, between marks if the peer knows them. */
    void tellAgain() {
        mark(RouteRefresh.BEGIN);
        tell();
        mark(RouteRefresh.END);
    }

    private void mark(final int subtype) {
        if (peer.form().enhancedRefresh()) {
            final byte[] message = new RouteRefresh(Family.ROUTE_TARGET.numbers(), subtype).encode();
            sink.send(message, 0, message.length);
        }
    }

    /** Tells all, also what the peer knows. */
    void tell() {
        final NextHop own = peer.rules().selfIpv4() != null ? peer.rules().selfIpv4() : peer.rules().selfIpv6();
        writer.announce(Family.ROUTE_TARGET, attributes(), own);
        if (kept.isAll()) {
            writer.add(0, 0, 0, 0, 0, DEFAULT_LENGTH);
        } else {
            kept.forEach(target -> writer.add(0, 0, 0, RouteTargetMembership.high(peer.localAs(), target),
                RouteTargetMembership.low(target), RouteTargetMembership.FULL_LENGTH));
        }
        writer.flush();
    }

    private PathAttributes attributes() {
        final PathAttributes.Builder made = PathAttributes.builder().origin(BgpOrigin.IGP);
        return peer.internal() ? made.asPath(AsPath.sequence()).localPref(LOCAL_PREF).build()
            : made.asPath(AsPath.sequence(peer.localAs())).build();
    }
}
