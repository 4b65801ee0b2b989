package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.session.InProcessFabric;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/** ASBR2 of {@link Figure78} between PE1 and ASBR3, which the test plays: where they are, and their sessions. */
final class AroundAsbr2 {
    private static final Map<InetAddress, String> AT = Map.of(Figure78.ip("1.1.1.1"), "pe1", Figure78.ip("2.2.2.2"), "asbr2",
        Figure78.ip("10.5.5.50"), "asbr2", Figure78.ip("10.5.5.5"), "asbr3");

    private AroundAsbr2() {
    }

    /** Which router has an address. */
    static String at(final InetAddress address) {
        return AT.get(address);
    }

    /** All reach each other. */
    static InProcessFabric fabric() {
        return new InProcessFabric((router, settings) -> Optional.of(
            new InProcessFabric.Arrival(at(settings.address()), "", settings.localAddress().orElseThrow())));
    }

    /** A session of VPN routes, for which ASBR2 waits. */
    static PeerSettings settings(final String address, final String from, final long localAs, final long remoteAs, final String routerId) {
        return PeerSettings.peer(Figure78.ip(address), localAs, PeerAs.of(remoteAs), Figure78.id(routerId)).localAddress(Figure78.ip(from))
            .passive(routerId.equals("2.2.2.2")).families(Family.VPNV4).build();
    }
}
