package io.swaplane.io.netlink;

/**
 * The kernel's answer to a request.
 *
 * @param errno 0 for done, else the positive error number.
 * @param text the kernel's own explanation; empty when it gave none.
 */
record Acknowledgement(int errno, String text) {
    /**
     * Reads an {@code ERROR} message, with its extended attributes if it has any.
     *
     * @throws IllegalArgumentException when it is too short.
     */
    static Acknowledgement of(final NetlinkMessage message) {
        if (message.payload().remaining() < Integer.BYTES) {
            throw new IllegalArgumentException("a netlink acknowledgement of " + message.payload().remaining() + " bytes");
        }
        final int errno = -message.payload().getInt(0);
        if (!message.hasFlag(NetlinkLayout.ACK_ATTRIBUTES) || message.payload().remaining() < NetlinkLayout.ERROR_BYTES) {
            return new Acknowledgement(errno, "");
        }
        final int echoed = message.hasFlag(NetlinkLayout.CAPPED) ? NetlinkLayout.HEADER_BYTES : message.payload().getInt(Integer.BYTES);
        final int attributes = NetlinkLayout.align(Integer.BYTES + echoed);
        return new Acknowledgement(errno, new Attributes(message.payload(), attributes).text(NetlinkLayout.ERROR_TEXT));
    }

    /** Reads the end of a dump, whose payload may begin with an error number. */
    static Acknowledgement ofDone(final NetlinkMessage message) {
        return new Acknowledgement(message.payload().remaining() < Integer.BYTES ? 0 : Math.max(0, -message.payload().getInt(0)), "");
    }
}
