package io.swaplane.io.netlink;

/**
 * A network interface of the kernel.
 *
 * @param index its number, which stays when it is renamed.
 * @param name its name.
 * @param mac its MAC address; null when it has none of six bytes.
 * @param mtu most octets behind the L2 header.
 * @param up the administrator's wish.
 * @param carrier whether the layer below is up: a cable, a peer.
 * @param kind its driver's kind such as {@code veth} or {@code tun}; empty for most hardware.
 * @param lower index of the link that it is a VLAN of, or another kind of share in; 0 when it is none.
 * @param master index of the bridge, bond, kernel VRF or the like that it belongs to; 0 when to none.
 */
public record Link(int index, String name, HardwareAddress mac, int mtu, boolean up, boolean carrier, String kind, int lower,
                   int master) {
    /** One that stands for itself. */
    public Link(final int index, final String name, final HardwareAddress mac, final int mtu, final boolean up, final boolean carrier,
                final String kind) {
        this(index, name, mac, mtu, up, carrier, kind, 0, 0);
    }

    /** Whether frames can leave by it. */
    public boolean isRunning() {
        return up && carrier;
    }
}
