package io.swaplane.control.view;

/**
 * An MPLS interface: a port, or one VLAN of a port.
 *
 * @param interfaceName its name.
 * @param port its port, whose counters the port's interfaces share.
 * @param attachment how the port is attached to the host, or null when it is not.
 */
public record InterfaceView(String interfaceName, PortView port, AttachmentView attachment) { }
