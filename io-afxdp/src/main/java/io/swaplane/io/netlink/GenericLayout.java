package io.swaplane.io.netlink;

/**
 * Generic netlink: behind the message header a command and a version, then attributes. A family has a number of the kernel's choice, which
 * the control family tells; {@code netdev} is the family that knows what a device's driver can do (kernel 6.3 and newer).
 *
 * <pre>
 *  0         1         2         4
 * +---------+---------+---------+-------------
 * | command | version | zero    | attributes …
 * +---------+---------+---------+-------------
 * </pre>
 */
final class GenericLayout {
    static final int PROTOCOL = 16;
    static final int HEADER_BYTES = 4;
    static final int COMMAND = 0;
    static final int VERSION = 1;

    static final int CONTROL = 0x10;
    static final int CONTROL_GET_FAMILY = 3;
    static final int CONTROL_FAMILY_ID = 1;
    static final int CONTROL_FAMILY_NAME = 2;

    static final String NETDEV = "netdev";
    static final int NETDEV_GET = 1;
    static final int NETDEV_INDEX = 1;
    /** A 64-bit set of what the driver's XDP can do. */
    static final int NETDEV_XDP_FEATURES = 3;
    /** The driver takes frames that are redirected to it. */
    static final int XDP_FEATURE_REDIRECT_TARGET = 1 << 2;

    private GenericLayout() {
    }
}
