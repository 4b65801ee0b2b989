package io.swaplane.control.view;

/**
 * A neighbour on an interface.
 *
 * @param interfaceName the interface.
 * @param address its IP address.
 * @param mac its MAC address, or null while it is unknown.
 * @param state the owner that gives the MAC address ({@code static} for the configuration, a producer's such as {@code api}), else the
 *     kernel's word for it ({@code reachable}, {@code stale}, {@code incomplete}, {@code failed}, …), {@code unknown} when the kernel has
 *     no entry.
 * @param managed true when the kernel keeps the entry fresh for the router.
 * @param refusal why the kernel refused the last request to resolve it, or cannot be asked; null when it did not.
 */
public record NeighbourView(String interfaceName, String address, String mac, String state, boolean managed, String refusal) { }
