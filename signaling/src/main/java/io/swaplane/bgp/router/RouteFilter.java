package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.rib.Destinations;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.view.BgpRouteFilter;
import java.net.Inet4Address;

/** Which destinations are meant, by their prefix. */
final class RouteFilter {
    private final BgpRouteFilter.Match match;
    private final boolean all;
    private final boolean ipv4;
    private final long high;
    private final long low;
    private final int length;

    RouteFilter(final Prefix prefix, final BgpRouteFilter.Match match) {
        this.match = match;
        this.all = prefix == null;
        this.ipv4 = !all && prefix.address() instanceof Inet4Address;
        this.high = all ? 0 : Addresses.high(prefix.address());
        this.low = all ? 0 : Addresses.low(prefix.address());
        this.length = all ? 0 : prefix.length();
    }

    /** Whether a destination of a family with such addresses is meant. */
    boolean takes(final boolean ofIpv4, final Destinations destinations, final int destination) {
        if (all) {
            return true;
        }
        final int itsLength = destinations.length(destination);
        final boolean fits = switch (match) {
            case WITHIN -> itsLength >= length;
            case EXACT -> itsLength == length;
            case COVERING -> itsLength <= length;
        };
        return ofIpv4 == ipv4 && fits && isSame(destinations, destination, Math.min(length, itsLength));
    }

    private boolean isSame(final Destinations destinations, final int destination, final int bits) {
        return ((destinations.high(destination) ^ high) & Addresses.maskHigh(bits)) == 0
            && ((destinations.low(destination) ^ low) & Addresses.maskLow(bits)) == 0;
    }
}
