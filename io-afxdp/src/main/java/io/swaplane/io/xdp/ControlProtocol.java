package io.swaplane.io.xdp;

/**
 * A protocol of which an IP port leaves every packet to the host's kernel, whatever its destination.
 *
 * @param number IP protocol number, 0 to 255.
 * @param port TCP or UDP port that is the source or the destination, 1 to 65535; 0 for every packet of the protocol.
 */
public record ControlProtocol(int number, int port) {
    /** RFC 9293. */
    public static final int TCP = 6;
    /** RFC 768. */
    public static final int UDP = 17;

    /** Checks the numbers. */
    public ControlProtocol {
        if (number < 0 || number > 0xFF || port < 0 || port > 0xFFFF || port > 0 && number != TCP && number != UDP) {
            throw new IllegalArgumentException("no protocol: number " + number + ", port " + port);
        }
    }
}
