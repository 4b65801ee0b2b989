package io.swaplane.router.config;

import java.util.List;

/**
 * BGP.
 *
 * @param as the router's AS; required.
 * @param listen addresses and ports that it takes connections at; default: port 179 of every address.
 * @param clusterId the cluster that it reflects routes in, a dotted IPv4 address; default the router id.
 * @param ebgpRequiresPolicy whether external neighbors without a policy get and give nothing; default true.
 * @param fastExternalFallover whether sessions with external neighbors one hop away end when their port goes down; default true.
 * @param retain {@code all}, {@code wanted} by VRFs and neighbors, or route targets of the VPN routes that are kept besides those that
 *     VRFs import; default {@code all} without VRFs, else none.
 * @param routeTargetWait how long a neighbor may take to say which VPN routes it wants, {@code 0s} to {@code 1h}; default {@code 60s}.
 * @param labels {@code per-next-hop-label} or {@code per-route}: what VPN routes that are passed on get labels for; default
 *     {@code per-next-hop-label}.
 * @param bestPath how the best path is chosen; default: every default of {@link BgpBestPathConfig}.
 * @param gracefulRestart what neighbors and this router keep when a session is lost; default: every default of
 *     {@link BgpRestartConfig}.
 * @param policies policies; default none.
 * @param nextHops what is known of next hops; default none.
 * @param networks prefixes of the global table that it originates; default none.
 * @param neighbors neighbors; default none.
 */
record BgpConfig(String as, List<String> listen, String clusterId, Boolean ebgpRequiresPolicy,
                 Boolean fastExternalFallover, OneOrMore retain, String routeTargetWait, String labels,
                 BgpBestPathConfig bestPath, BgpRestartConfig gracefulRestart, List<BgpPolicyConfig> policies,
                 List<BgpNextHopConfig> nextHops, List<String> networks, List<BgpNeighborConfig> neighbors) { }
