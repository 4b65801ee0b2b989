package io.swaplane.router.config;

/**
 * A binding that always gets the same in-label. Its key: {@code next-hop} with or without {@code label}, {@code route}, or {@code vrf}
 * alone.
 *
 * @param nextHop a next hop's address.
 * @param label with {@code next-hop}: the label received from it, 0 to 1048575; default: everything over the next hop.
 * @param route a route, in its producer's spelling.
 * @param vrf the VRF's name; default: outside of VRFs.
 * @param accept from where the label is valid; default {@code core}.
 * @param inLabel in-label, 16 to 1048575; required.
 * @param index index of the entry's own next hop in {@code show}, 1 to 1048575, unique; default: 1048576 and the in-label.
 */
record LabelBindingConfig(String nextHop, Integer label, String route, String vrf, AcceptConfig accept, Integer inLabel, Integer index) { }
