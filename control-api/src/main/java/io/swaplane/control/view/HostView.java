package io.swaplane.control.view;

import java.util.List;

/**
 * What goes between the router and the kernel of its host besides packets of the ports.
 *
 * @param tap the way of packets for the host, or null when there is none.
 * @param neighbourRequests requests to resolve neighbours.
 * @param neighbourRefusals those of them that the kernel refused.
 * @param overruns how often events of the kernel were lost and its tables were read again.
 * @param repeatedDumps how often a table was read again because it changed meanwhile.
 * @param malformed messages of the kernel that could not be read.
 * @param kernelForwarding settings, as {@code sysctl} names them, by which the kernel would itself forward IP packets of interfaces that
 *     take them for the router; empty as it should be.
 */
public record HostView(TapView tap, long neighbourRequests, long neighbourRefusals, long overruns, long repeatedDumps, long malformed,
                       List<String> kernelForwarding) {
    /** Copies the list. */
    public HostView {
        kernelForwarding = List.copyOf(kernelForwarding);
    }
}
