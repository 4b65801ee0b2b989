package io.swaplane.pcaps.reference;

/** What the reference must be told about the moment at which a packet leaves. */
public interface Egress {
    /** Whether the port is up. */
    boolean isUp(int port);

    /** Whether the port has room for one more frame, which it then takes. */
    boolean take(int port);

    /** Whether the queue to the host has room for one more frame, which it then takes. */
    boolean takePunt();
}
