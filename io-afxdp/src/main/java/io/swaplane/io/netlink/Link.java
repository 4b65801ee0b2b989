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
 */
public record Link(int index, String name, HardwareAddress mac, int mtu, boolean up, boolean carrier, String kind) {
    /** Whether frames can leave by it. */
    public boolean isRunning() {
        return up && carrier;
    }
}
