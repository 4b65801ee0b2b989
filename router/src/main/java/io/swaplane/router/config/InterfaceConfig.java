package io.swaplane.router.config;

/**
 * An interface: a port, or a VLAN on one.
 *
 * @param name its name, unique; required.
 * @param port its port's name, which names capture files too; required.
 * @param vlan a VLAN id, or two with {@code {outer, inner, tpid}}; default untagged.
 * @param mac its MAC address, in quotes; required.
 * @param mpls {@code off}, {@code core} or {@code external}; default {@code off}.
 * @param mtu octets after the L2 header, labels included, 68 to 65513; default 1500.
 * @param multicast whether frames to group MAC addresses are taken; default false.
 * @param labelSpace {@code platform} or {@code interface}; default {@code platform}.
 */
record InterfaceConfig(String name, String port, VlanConfig vlan, String mac, String mpls, Integer mtu, Boolean multicast,
                       String labelSpace) {
    static final int DEFAULT_MTU = 1500;
}
