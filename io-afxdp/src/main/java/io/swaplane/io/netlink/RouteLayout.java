package io.swaplane.io.netlink;

/**
 * What follows the netlink header in route messages, in the machine's byte order; attributes follow each of them.
 *
 * <pre>
 *             0        1         2         4          8          10     11     12             16
 * link       +--------+---------+---------+----------+---------------------+--------------+
 *            | family |         | type    | index    | flags               | change mask  |
 *            +--------+---------+---------+----------+---------------------+--------------+
 * address    | family | prefix, flags, scope (1 each)| index (4)
 *            +--------+------------------------------+----------
 * neighbour  | family | padding, 3                   | index (4) | state, 2 | flags | type |
 *            +--------+------------------------------+-----------+----------+-------+------+
 * </pre>
 */
final class RouteLayout {
    static final int NEW_LINK = 16;
    static final int DELETE_LINK = 17;
    static final int GET_LINK = 18;
    static final int NEW_ADDRESS = 20;
    static final int DELETE_ADDRESS = 21;
    static final int GET_ADDRESS = 22;
    static final int NEW_NEIGHBOUR = 28;
    static final int DELETE_NEIGHBOUR = 29;
    static final int GET_NEIGHBOUR = 30;

    static final int GROUP_LINK = 1;
    static final int GROUP_NEIGHBOUR = 3;
    static final int GROUP_IPV4_ADDRESS = 5;
    static final int GROUP_IPV6_ADDRESS = 9;

    static final int FAMILY = 0;
    static final int FAMILY_ANY = 0;
    static final int FAMILY_IPV4 = 2;
    static final int FAMILY_IPV6 = 10;

    static final int LINK_BYTES = 16;
    static final int LINK_INDEX = 4;
    static final int LINK_FLAGS = 8;
    static final int LINK_CHANGE = 12;
    static final int LINK_FLAG_UP = 0x1;
    static final int LINK_FLAG_NO_ARP = 0x80;
    static final int LINK_FLAG_LOWER_UP = 0x10000;
    static final int LINK_ADDRESS = 1;
    static final int LINK_NAME = 3;
    static final int LINK_MTU = 4;
    static final int LINK_LOWER = 5;
    static final int LINK_MASTER = 10;
    static final int LINK_INFO = 18;
    static final int LINK_INFO_KIND = 1;
    static final int LINK_CARRIER = 33;
    /** Says that what {@link #LINK_LOWER} names is in another network namespace. */
    static final int LINK_NAMESPACE = 37;

    static final int ADDRESS_BYTES = 8;
    static final int ADDRESS_PREFIX = 1;
    static final int ADDRESS_INDEX = 4;
    static final int ADDRESS_ADDRESS = 1;
    static final int ADDRESS_LOCAL = 2;

    static final int NEIGHBOUR_BYTES = 12;
    static final int NEIGHBOUR_INDEX = 4;
    static final int NEIGHBOUR_STATE = 8;
    static final int NEIGHBOUR_FLAGS = 10;
    static final int NEIGHBOUR_FLAG_USE = 0x1;
    static final int NEIGHBOUR_FLAG_PROXY = 0x8;
    static final int NEIGHBOUR_DESTINATION = 1;
    static final int NEIGHBOUR_LINK_ADDRESS = 2;
    static final int NEIGHBOUR_FLAGS_EXTENDED = 15;
    static final int NEIGHBOUR_EXTENDED_MANAGED = 0x1;

    private RouteLayout() {
    }
}
