package io.swaplane.router.config;

import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.AddressText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the interfaces' own {@code addresses:}, and knows what is connected to each table by them. */
final class InterfaceAddresses {
    private final Fields fields;
    private final Map<Own, ConfigPath> own = new HashMap<>();
    private final Map<String, List<Link>> links = new HashMap<>();

    private record Own(String vrf, InetAddress address) { }

    /**
     * A connected prefix.
     *
     * @param interfaceName the interface that it is on; may be null where that is missing.
     * @param prefix the addresses on it.
     * @param place where its address stands in the file.
     */
    record Link(String interfaceName, Prefix prefix, ConfigPath place) { }

    InterfaceAddresses(final Fields fields) {
        this.fields = fields;
    }

    /** The addresses of an interface. */
    List<Prefix> read(final InterfaceConfig config, final ConfigPath path) {
        final List<Prefix> addresses = new ArrayList<>();
        if (config.addresses() != null && config.vrf() == null) {
            fields.refuse(path.key("addresses"), "belongs to an interface that takes IP: give it a 'vrf' (" + VrfIntent.GLOBAL
                + " for the global table), or leave it out");
            return addresses;
        }
        fields.each(config.addresses(), path.key("addresses"), (text, at) -> {
            final Prefix address = address(text, at);
            if (address != null) {
                addresses.add(address);
                connect(config, address, at);
            }
        });
        return addresses;
    }

    /** Where an address is the router's own in a table; null where it is not. */
    ConfigPath ownPlace(final String vrf, final InetAddress address) {
        return own.get(new Own(vrf, address));
    }

    /** The longest link of a table that an address is on, or null. */
    Link link(final String vrf, final InetAddress address) {
        Link longest = null;
        for (final Link each : links.getOrDefault(vrf, List.of())) {
            if (each.prefix().contains(AddressText.of(address))
                && (longest == null || each.prefix().length() > longest.prefix().length())) {
                longest = each;
            }
        }
        return longest;
    }

    /** The link of a table with exactly this prefix, or null. */
    Link link(final String vrf, final Prefix prefix) {
        return links.getOrDefault(vrf, List.of()).stream().filter(each -> each.prefix().equals(prefix)).findFirst().orElse(null);
    }

    /** The prefixes that are connected to a table. */
    List<Prefix> prefixes(final String vrf) {
        return links.getOrDefault(vrf, List.of()).stream().map(Link::prefix).toList();
    }

    private void connect(final InterfaceConfig config, final Prefix address, final ConfigPath path) {
        final ConfigPath first = own.putIfAbsent(new Own(config.vrf(), address.address()), path);
        if (first != null) {
            fields.refuse(path, AddressText.of(address.address()) + " is the router's own on line " + fields.line(first)
                + " already: keep one");
            return;
        }
        final Prefix prefix = new Prefix(masked(address), address.length());
        final Link other = link(config.vrf(), prefix);
        if (other == null) {
            links.computeIfAbsent(config.vrf(), key -> new ArrayList<>()).add(new Link(config.name(), prefix, path));
        } else if (!Objects.equals(other.interfaceName(), config.name())) {
            fields.refuse(path, prefix + " is connected by '" + other.interfaceName() + "' on line " + fields.line(other.place())
                + " already: a link has its own prefix");
        }
    }

    private Prefix address(final String text, final ConfigPath path) {
        final int slash = text.indexOf('/');
        final Integer length = slash < 0 ? null : WholeNumber.parse(text.substring(slash + 1));
        if (length == null) {
            fields.refuse(path, "'" + text + "' is not an address with its link's prefix length: write it as "
                + "10.1.0.1/24 or 2001:db8::1/64");
            return null;
        }
        final InetAddress address = fields.address(text.substring(0, slash), path);
        if (address == null || fields.isRefused(path)) {
            return null;
        }
        final int bits = address.getAddress().length * Byte.SIZE;
        if (length < 1 || length > bits) {
            fields.refuse(path, "prefix length " + length + " is out of range: use 1 to " + bits);
            return null;
        }
        final Prefix prefix = new Prefix(address, length);
        if (address.isLoopbackAddress() || address.isLinkLocalAddress()) {
            fields.refuse(path, AddressText.of(address) + " is never routed: leave it out");
        } else if (address instanceof Inet4Address && length < bits - 1 && isEdge(prefix)) {
            fields.refuse(path, text + " is no host's address: it is the first or the last of its prefix");
        } else {
            return prefix;
        }
        return null;
    }

    /** Whether all bits behind the prefix are the same. */
    private static boolean isEdge(final Prefix prefix) {
        final byte[] octets = prefix.address().getAddress();
        int ones = 0;
        for (int bit = prefix.length(); bit < octets.length * Byte.SIZE; bit++) {
            ones += octets[bit / Byte.SIZE] >> Byte.SIZE - 1 - bit % Byte.SIZE & 1;
        }
        return ones == 0 || ones == octets.length * Byte.SIZE - prefix.length();
    }

    private static InetAddress masked(final Prefix prefix) {
        final byte[] octets = prefix.address().getAddress();
        for (int bit = prefix.length(); bit < octets.length * Byte.SIZE; bit++) {
            octets[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return inet(octets);
    }

    private static InetAddress inet(final byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }
}
