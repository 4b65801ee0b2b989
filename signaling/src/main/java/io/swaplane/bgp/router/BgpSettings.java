package io.swaplane.bgp.router;

import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.speaker.SpeakerOptions;
import io.swaplane.control.intent.Prefix;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A router's BGP as configured.
 *
 * @param as its AS.
 * @param options the speaker's.
 * @param listen where it takes connections; in a process of several routers nobody looks at it.
 * @param peers its peers.
 * @param vrfs the VRFs that take part.
 * @param networks prefixes of the global table that it originates.
 * @param endpoints those of them that are a host to which a tunnel leads: told with a label, they get one that leads into the tunnel.
 * @param metrics how far next hops are, where it is not 0.
 * @param indices numbers that next hops get in the router; the others get free ones.
 * @param links the router's links.
 */
public record BgpSettings(long as, SpeakerOptions options, List<InetSocketAddress> listen, List<BgpPeer> peers, List<BgpVrf> vrfs,
                          List<Prefix> networks, List<Prefix> endpoints, Map<NextHop, Integer> metrics, Map<NextHop, Integer> indices,
                          List<BgpLink> links) {
    /** Copies the collections. */
    public BgpSettings {
        listen = List.copyOf(listen);
        peers = List.copyOf(peers);
        vrfs = List.copyOf(vrfs);
        networks = List.copyOf(networks);
        endpoints = List.copyOf(endpoints);
        metrics = Map.copyOf(metrics);
        indices = Map.copyOf(indices);
        links = List.copyOf(links);
    }
}
