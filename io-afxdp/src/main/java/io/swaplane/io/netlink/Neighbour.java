package io.swaplane.io.netlink;

/**
 * An entry of the kernel's neighbour table.
 *
 * @param key whom it is about.
 * @param state what the kernel thinks of it.
 * @param mac its MAC address; null when there is none of six bytes.
 * @param managed whether the kernel refreshes it by itself, without traffic.
 */
public record Neighbour(NeighbourKey key, NeighbourState state, HardwareAddress mac, boolean managed) {
    /** Whether frames may be sent to its MAC address. */
    public boolean isResolved() {
        return mac != null && state.isUsable();
    }
}
