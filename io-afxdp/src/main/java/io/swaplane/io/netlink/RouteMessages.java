package io.swaplane.io.netlink;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/** Reads route messages into records and writes requests; layouts are in {@link RouteLayout}. */
final class RouteMessages {
    /** Kinds of links whose frames another link carries; others (a veth) name their peer in its place. */
    private static final Set<String> SHARES = Set.of("vlan", "macvlan", "macvtap", "ipvlan", "ipvtap");

    private RouteMessages() {
    }

    /** The link that a message tells of; empty when it is about another protocol's view of it, such as a bridge's. */
    static Optional<Link> link(final NetlinkMessage message) {
        final ByteBuffer in = fixed(message, RouteLayout.LINK_BYTES);
        if (in.get(RouteLayout.FAMILY) != RouteLayout.FAMILY_ANY) {
            return Optional.empty();
        }
        final int flags = in.getInt(RouteLayout.LINK_FLAGS);
        final Attributes attributes = new Attributes(in, RouteLayout.LINK_BYTES);
        final String kind = attributes.nested(RouteLayout.LINK_INFO).text(RouteLayout.LINK_INFO_KIND);
        final boolean lowerUp = (flags & RouteLayout.LINK_FLAG_LOWER_UP) != 0;
        return Optional.of(new Link(in.getInt(RouteLayout.LINK_INDEX), attributes.text(RouteLayout.LINK_NAME),
            mac(attributes.bytes(RouteLayout.LINK_ADDRESS)), attributes.number(RouteLayout.LINK_MTU, 0),
            (flags & RouteLayout.LINK_FLAG_UP) != 0, lowerUp && attributes.octet(RouteLayout.LINK_CARRIER, 1) != 0,
            kind, SHARES.contains(kind) && attributes.bytes(RouteLayout.LINK_NAMESPACE) == null
                ? attributes.number(RouteLayout.LINK_LOWER, 0) : 0, attributes.number(RouteLayout.LINK_MASTER, 0)));
    }

    /** The address that a message tells of; empty for families other than IP. */
    static Optional<InterfaceAddress> address(final NetlinkMessage message) {
        final ByteBuffer in = fixed(message, RouteLayout.ADDRESS_BYTES);
        final Attributes attributes = new Attributes(in, RouteLayout.ADDRESS_BYTES);
        // On point-to-point links "address" is the peer's; "local" is then the interface's own.
        final byte[] local = attributes.bytes(RouteLayout.ADDRESS_LOCAL);
        final InetAddress ip = ip(in.get(RouteLayout.FAMILY), local != null ? local : attributes.bytes(RouteLayout.ADDRESS_ADDRESS));
        return Optional.ofNullable(ip).map(address ->
            new InterfaceAddress(in.getInt(RouteLayout.ADDRESS_INDEX), address, in.get(RouteLayout.ADDRESS_PREFIX) & 0xFF));
    }

    /** The neighbour that a message tells of; empty for bridge entries and proxies. */
    static Optional<Neighbour> neighbour(final NetlinkMessage message) {
        final ByteBuffer in = fixed(message, RouteLayout.NEIGHBOUR_BYTES);
        final Attributes attributes = new Attributes(in, RouteLayout.NEIGHBOUR_BYTES);
        final InetAddress ip = ip(in.get(RouteLayout.FAMILY), attributes.bytes(RouteLayout.NEIGHBOUR_DESTINATION));
        if (ip == null || (in.get(RouteLayout.NEIGHBOUR_FLAGS) & RouteLayout.NEIGHBOUR_FLAG_PROXY) != 0) {
            return Optional.empty();
        }
        final int extended = attributes.number(RouteLayout.NEIGHBOUR_FLAGS_EXTENDED, 0);
        return Optional.of(new Neighbour(new NeighbourKey(in.getInt(RouteLayout.NEIGHBOUR_INDEX), ip),
            NeighbourState.of(in.getShort(RouteLayout.NEIGHBOUR_STATE) & 0xFFFF), mac(attributes.bytes(RouteLayout.NEIGHBOUR_LINK_ADDRESS)),
            (extended & RouteLayout.NEIGHBOUR_EXTENDED_MANAGED) != 0));
    }

    /** Asks for all links, addresses or neighbours, by the GET type. */
    static RequestBuilder dump(final int getType) {
        return new RequestBuilder(getType, NetlinkLayout.DUMP, switch (getType) {
            case RouteLayout.GET_LINK -> RouteLayout.LINK_BYTES;
            case RouteLayout.GET_ADDRESS -> RouteLayout.ADDRESS_BYTES;
            default -> RouteLayout.NEIGHBOUR_BYTES;
        });
    }

    /** Asks for one link. */
    static RequestBuilder getLink(final String name) {
        return new RequestBuilder(RouteLayout.GET_LINK, 0, RouteLayout.LINK_BYTES).attribute(RouteLayout.LINK_NAME, name);
    }

    /** Creates or refreshes a neighbour and has the kernel resolve it now; what is known of it stays. */
    static RequestBuilder useNeighbour(final NeighbourKey key, final boolean managed) {
        return neighbour(RouteLayout.NEW_NEIGHBOUR, NetlinkLayout.CREATE | NetlinkLayout.REPLACE | NetlinkLayout.ACK, key)
            .octet(RouteLayout.NEIGHBOUR_FLAGS, RouteLayout.NEIGHBOUR_FLAG_USE)
            .attribute(RouteLayout.NEIGHBOUR_FLAGS_EXTENDED, managed ? RouteLayout.NEIGHBOUR_EXTENDED_MANAGED : 0);
    }

    /** Takes a neighbour out of the kernel's table. */
    static RequestBuilder deleteNeighbour(final NeighbourKey key) {
        return neighbour(RouteLayout.DELETE_NEIGHBOUR, NetlinkLayout.ACK, key);
    }

    private static RequestBuilder neighbour(final int type, final int flags, final NeighbourKey key) {
        final byte[] address = key.address().getAddress();
        return new RequestBuilder(type, flags, RouteLayout.NEIGHBOUR_BYTES)
            .octet(RouteLayout.FAMILY, address.length == 4 ? RouteLayout.FAMILY_IPV4 : RouteLayout.FAMILY_IPV6)
            .number(RouteLayout.NEIGHBOUR_INDEX, key.interfaceIndex())
            .attribute(RouteLayout.NEIGHBOUR_DESTINATION, address);
    }

    /** Begins a change of a link's attributes. */
    static RequestBuilder changeLink(final int index) {
        return new RequestBuilder(RouteLayout.NEW_LINK, NetlinkLayout.ACK, RouteLayout.LINK_BYTES).number(RouteLayout.LINK_INDEX, index);
    }

    /** Sets or clears one of a link's flags. */
    static RequestBuilder setFlag(final int index, final int flag, final boolean on) {
        return changeLink(index).number(RouteLayout.LINK_FLAGS, on ? flag : 0).number(RouteLayout.LINK_CHANGE, flag);
    }

    private static ByteBuffer fixed(final NetlinkMessage message, final int bytes) {
        if (message.payload().remaining() < bytes) {
            throw new IllegalArgumentException("a route message of " + message.payload().remaining() + " bytes, not " + bytes + " or more");
        }
        return message.payload();
    }

    private static HardwareAddress mac(final byte[] bytes) {
        return bytes == null || bytes.length != HardwareAddress.BYTES ? null : HardwareAddress.of(bytes);
    }

    private static InetAddress ip(final int family, final byte[] bytes) {
        final int length = switch (family) {
            case RouteLayout.FAMILY_IPV4 -> 4;
            case RouteLayout.FAMILY_IPV6 -> 16;
            default -> -1;
        };
        if (bytes == null || bytes.length != length) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (final UnknownHostException e) {
            throw new AssertionError("an address of " + length + " bytes", e);
        }
    }
}
