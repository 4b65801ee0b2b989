package io.swaplane.io.netlink;

/**
 * The frame of every netlink message (RFC 3549 §2.2), in the machine's byte order; lengths include the headers, and messages and
 * attributes start at multiples of four.
 *
 * <pre>
 *  0               4       6       8               12              16
 * +---------------+-------+-------+---------------+---------------+---------
 * | length        | type  | flags | sequence      | port id       | payload …
 * +---------------+-------+-------+---------------+---------------+---------
 *
 * attribute        0       2       4              error payload    0           4            20
 *                 +-------+-------+---------                      +-----------+------------+--------------
 *                 | length| type  | value …                       | -errno    | the header | attributes …
 *                 +-------+-------+---------                      +-----------+------------+--------------
 * </pre>
 */
final class NetlinkLayout {
    static final int HEADER_BYTES = 16;
    static final int LENGTH = 0;
    static final int TYPE = 4;
    static final int FLAGS = 6;
    static final int SEQUENCE = 8;

    static final int ATTRIBUTE_HEADER_BYTES = 4;
    /** The two upper bits of an attribute's type say "nested" and "network byte order". */
    static final int ATTRIBUTE_TYPE_MASK = 0x3FFF;

    static final int ERROR_BYTES = 20;

    static final int ERROR = 2;
    static final int DONE = 3;

    static final int REQUEST = 0x1;
    static final int ACK = 0x4;
    /** On replies: what was dumped changed meanwhile; the dump may lack entries. */
    static final int DUMP_INTERRUPTED = 0x10;
    static final int DUMP = 0x300;
    static final int REPLACE = 0x100;
    static final int CREATE = 0x400;
    /** On an error: the request behind its header was cut off. */
    static final int CAPPED = 0x100;
    /** On an error: attributes follow. */
    static final int ACK_ATTRIBUTES = 0x200;
    static final int ERROR_TEXT = 1;

    // The socket: its protocol, address and options.
    static final int ROUTE = 0;
    static final int SOCKET_ADDRESS_BYTES = 12;
    static final int OPTION_ADD_MEMBERSHIP = 1;
    static final int OPTION_CAPPED_ACK = 10;
    static final int OPTION_EXTENDED_ACK = 11;

    private NetlinkLayout() {
    }

    static int align(final int length) {
        return length + 3 & ~3;
    }
}
