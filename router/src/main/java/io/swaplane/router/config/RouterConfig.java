package io.swaplane.router.config;

import java.util.List;

/**
 * The whole file.
 *
 * @param router the router's name; required.
 * @param routerId its router id, a dotted IPv4 address; required.
 * @param mpls router-wide MPLS settings; default: every default of {@link MplsConfig}.
 * @param interfaces interfaces; at least one.
 * @param neighbours static neighbours; default none.
 * @param acceptSets named sets of ingresses; default none.
 * @param nextHops next hops; default none.
 * @param tunnels tunnels that resolve next hops by their peers; default none.
 * @param lsps label entries; default none.
 * @param vrfs VRFs; default none.
 * @param routes static routes of the global table; default none.
 * @param labelRanges ranges of labels kept for one owner each; default none.
 * @param labelBindings bindings whose in-label is given; default none.
 * @param bgp BGP; default: the router speaks none.
 * @param ports how {@code run} opens ports; default: every default of {@link PortConfig}.
 * @param workers packet workers of {@code run}; default: every default of {@link WorkersConfig}.
 * @param host how {@code run} meets its host; default: every default of {@link HostConfig}.
 */
record RouterConfig(String router, String routerId, MplsConfig mpls, List<InterfaceConfig> interfaces, List<NeighbourConfig> neighbours,
                    List<AcceptSetConfig> acceptSets, List<NextHopConfig> nextHops, List<TunnelConfig> tunnels,
                    List<LspConfig> lsps, List<VrfConfig> vrfs, List<RouteConfig> routes, List<LabelRangeConfig> labelRanges,
                    List<LabelBindingConfig> labelBindings, BgpConfig bgp, List<PortConfig> ports, WorkersConfig workers,
                    HostConfig host) { }
