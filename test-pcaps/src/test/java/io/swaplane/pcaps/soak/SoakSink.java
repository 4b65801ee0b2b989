package io.swaplane.pcaps.soak;

import java.io.IOException;

/**
 * Counts the MPLS and IPv4 frames that arrive at an interface, until its standard input ends; then prints both numbers. The kernel's
 * counters have 32 bits: for fewer than 4,294,967,296 packets.
 */
public final class SoakSink {
    private static final int MPLS = 0x8847;
    private static final int IPV4 = 0x0800;

    private SoakSink() {
    }

    /** {@code DEVICE}. */
    public static void main(final String... arguments) throws IOException {
        try (RawDevice mpls = RawDevice.open(arguments[0], MPLS); RawDevice ipv4 = RawDevice.open(arguments[0], IPV4)) {
            System.out.println("counting");
            while (System.in.read() >= 0) {
                // Waits for the end.
            }
            System.out.println("mpls " + mpls.arrived() + " ipv4 " + ipv4.arrived());
        }
    }
}
