package io.swaplane.control.intent;

import java.net.InetAddress;

/** From where a label is valid: the spoof check. */
public sealed interface Accept {
    /** Any core interface of this router. */
    record Core() implements Accept { }

    /** Any interface of this router with MPLS on (JunosE's {@code spoof-check: router}). */
    record Router() implements Accept { }

    /** One interface, whoever is behind it. */
    record Interface(String name) implements Accept { }

    /** One neighbour on an interface, told by the source MAC address that the configuration gives for it. */
    record Neighbour(String interfaceName, InetAddress address) implements Accept { }

    /** A configured set. */
    record Named(String setName) implements Accept { }
}
