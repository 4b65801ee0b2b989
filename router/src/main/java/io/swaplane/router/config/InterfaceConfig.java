package io.swaplane.router.config;

import java.util.List;

/**
 * An interface: a port, or a VLAN on one.
 *
 * @param name its name, unique; required.
 * @param port its port's name, which names capture files too; required.
 * @param vlan a VLAN id, or two with {@code {outer, inner, tpid}}; default untagged.
 * @param mac its MAC address, in quotes; required, but for {@code run}, where the Linux interface's is the default.
 * @param mpls {@code off}, {@code core} or {@code external}; default {@code off}.
 * @param mtu octets after the L2 header, labels included, 68 to 65513; default 1500.
 * @param multicast whether frames to group MAC addresses are taken; default false.
 * @param labelSpace {@code platform} or {@code interface}; default {@code platform}.
 * @param vrf the VRF that routes its IP packets, or {@code global}; default: it takes none.
 * @param addresses its own addresses there, each with its link's prefix length; default none.
 */
record InterfaceConfig(String name, String port, VlanConfig vlan, String mac, String mpls, Integer mtu, Boolean multicast,
                       String labelSpace, String vrf, List<String> addresses) {
    static final int DEFAULT_MTU = 1500;
}
