package io.swaplane.io.xdp;

/**
 * Settings of an AF_XDP port queue.
 *
 * @param fillEntries chunks that wait in the kernel for arriving frames; a power of two.
 * @param receiveEntries frames that wait for the worker; a power of two.
 * @param transmitEntries frames that wait for the kernel, and completions that wait for the worker; a power of two.
 * @param transmitBudget frames that one system call may send in copy mode, where the kernel is new enough to be told.
 * @param busyPollMicros how long the kernel polls the device for a call that finds nothing; 0 leaves it to interrupts.
 */
public record XdpOptions(int fillEntries, int receiveEntries, int transmitEntries, int transmitBudget, int busyPollMicros) {
    /** What suits most ports. */
    public static final XdpOptions DEFAULT = new XdpOptions(2048, 2048, 2048, 256, 0);

    /** Checks the numbers. */
    public XdpOptions {
        entries("fill", fillEntries);
        entries("receive", receiveEntries);
        entries("transmit", transmitEntries);
        if (transmitBudget < 1 || busyPollMicros < 0) {
            throw new IllegalArgumentException("a transmit budget of " + transmitBudget + " or busy polling of " + busyPollMicros + " us");
        }
    }

    private static void entries(final String ring, final int entries) {
        if (entries < 1 || Integer.bitCount(entries) != 1 || entries > 1 << 16) {
            throw new IllegalArgumentException("the " + ring + " ring needs a power of two of entries up to 65536, not " + entries);
        }
    }
}
