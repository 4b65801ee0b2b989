package io.swaplane.io.xdp;

/**
 * Settings of an AF_XDP port queue.
 *
 * @param fillEntries chunks that wait in the kernel for arriving frames; a power of two from 32.
 * @param receiveEntries frames that wait for the worker; a power of two from 32.
 * @param transmitEntries frames that wait for the kernel, and completions that wait for the worker; a power of two from 32.
 * @param transmitBudget frames that one system call may send in copy mode, where the kernel is new enough to be told: 32 to the transmit
 *     ring's size.
 * @param busyPollBudget frames that the device is polled for when a call finds nothing, up to 64; 0 leaves it to its interrupts.
 * @param transmitWay how frames are sent.
 * @param ip the IP packets that the port takes.
 */
public record XdpOptions(int fillEntries, int receiveEntries, int transmitEntries, int transmitBudget, int busyPollBudget,
                         TransmitWay transmitWay, IpTraffic ip) {
    /** What suits most ports. */
    public static final XdpOptions DEFAULT = new XdpOptions(2048, 2048, 2048, 256, 0);

    /** What a driver is asked for at once when it polls by itself. */
    public static final int MAX_BUSY_POLL_BUDGET = 64;

    /** The kernel sends this many frames a call anyway, and refuses a smaller budget or one above the ring's size. */
    private static final int KERNEL_BATCH = 32;
    private static final int MAX_ENTRIES = 1 << 16;

    /** Settings that send by the socket. */
    public XdpOptions(final int fillEntries, final int receiveEntries, final int transmitEntries, final int transmitBudget,
                      final int busyPollBudget) {
        this(fillEntries, receiveEntries, transmitEntries, transmitBudget, busyPollBudget, TransmitWay.SOCKET, IpTraffic.NONE);
    }

    /** The same settings with another way of sending. */
    public XdpOptions sendingBy(final TransmitWay way) {
        return new XdpOptions(fillEntries, receiveEntries, transmitEntries, transmitBudget, busyPollBudget, way, ip);
    }

    /** Checks the numbers. */
    public XdpOptions {
        entries("fill", fillEntries);
        entries("receive", receiveEntries);
        entries("transmit", transmitEntries);
        if (transmitBudget < KERNEL_BATCH || transmitBudget > transmitEntries) {
            throw new IllegalArgumentException("the transmit budget must lie between " + KERNEL_BATCH + " and the transmit ring's "
                + transmitEntries + " entries: " + transmitBudget);
        }
        if (busyPollBudget < 0 || busyPollBudget > MAX_BUSY_POLL_BUDGET) {
            throw new IllegalArgumentException("busy polling takes 0 to " + MAX_BUSY_POLL_BUDGET + " frames a call, not " + busyPollBudget);
        }
    }

    /** The same with busy polling for so many frames a call, or 0 for none. */
    public XdpOptions busyPolling(final int budget) {
        return new XdpOptions(fillEntries, receiveEntries, transmitEntries, transmitBudget, budget, transmitWay, ip);
    }

    /** The same for a port that takes IP packets. */
    public XdpOptions taking(final IpTraffic packets) {
        return new XdpOptions(fillEntries, receiveEntries, transmitEntries, transmitBudget, busyPollBudget, transmitWay, packets);
    }

    private static void entries(final String ring, final int entries) {
        if (entries < KERNEL_BATCH || Integer.bitCount(entries) != 1 || entries > MAX_ENTRIES) {
            throw new IllegalArgumentException("the " + ring + " ring needs a power of two of entries from " + KERNEL_BATCH + " to "
                + MAX_ENTRIES + ", not " + entries);
        }
    }
}
