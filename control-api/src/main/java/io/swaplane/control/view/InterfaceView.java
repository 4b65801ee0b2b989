package io.swaplane.control.view;

import java.util.List;

/**
 * An interface that takes MPLS or IP: a port, or one VLAN of a port.
 *
 * @param interfaceName its name.
 * @param port its port, whose counters the port's interfaces share.
 * @param attachment how the port is attached to the host, or null when it is not.
 * @param vrf the VRF that routes its IP packets, {@code global} for the global table; null when it takes none.
 * @param addresses its own addresses there, as {@code 10.1.0.1/24}.
 */
public record InterfaceView(String interfaceName, PortView port, AttachmentView attachment, String vrf, List<String> addresses) {
    /** One that takes no IP packets. */
    public InterfaceView(final String interfaceName, final PortView port, final AttachmentView attachment) {
        this(interfaceName, port, attachment, null, List.of());
    }
}
