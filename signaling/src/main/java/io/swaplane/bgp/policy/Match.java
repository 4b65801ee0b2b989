package io.swaplane.bgp.policy;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.LargeCommunity;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteTarget;
import java.net.Inet4Address;
import java.util.List;
import java.util.Set;

/** Something that can be true of a route. */
public sealed interface Match {
    /**
     * Its prefix is in a list, whatever its route distinguisher.
     *
     * @param ranges the list.
     */
    record Prefixes(List<Range> ranges) implements Match {
        /** Copies the list. */
        public Prefixes {
            ranges = List.copyOf(ranges);
        }

        boolean contains(final Family family, final long high, final long low, final int length) {
            for (int i = 0; i < ranges.size(); i++) {
                if (ranges.get(i).contains(family.ipv4(), high, low, length)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Prefixes within another one.
     *
     * @param ipv4 whether they are IPv4.
     * @param high upper bits of the prefix that they are within.
     * @param low lower bits of it.
     * @param length its length.
     * @param least the shortest of them.
     * @param most the longest of them.
     */
    record Range(boolean ipv4, long high, long low, int length, int least, int most) {
        /** One prefix alone. */
        public static Range exactly(final Prefix prefix) {
            return of(prefix, prefix.length(), prefix.length());
        }

        /** Prefixes within another one, of these lengths. */
        public static Range of(final Prefix prefix, final int least, final int most) {
            return new Range(prefix.address() instanceof Inet4Address, Addresses.high(prefix.address()), Addresses.low(prefix.address()),
                prefix.length(), least, most);
        }

        boolean contains(final boolean itsIpv4, final long itsHigh, final long itsLow, final int itsLength) {
            return itsIpv4 == ipv4 && itsLength >= least && itsLength <= most && itsLength >= length
                && (itsHigh & Addresses.maskHigh(length)) == high && (itsLow & Addresses.maskLow(length)) == low;
        }
    }

    /**
     * It is told in one of these families. Labelled unicast is one of its own here: a peer with both can be given labels for some
     * prefixes only.
     *
     * @param families the families.
     */
    record Families(Set<Family> families) implements Match {
        /** Copies the set. */
        public Families {
            families = Set.copyOf(families);
        }
    }

    /** It has a community. */
    record Community(int value) implements Match { }

    /** It has a large community. */
    record Large(LargeCommunity value) implements Match { }

    /** It has a route target. */
    record Target(RouteTarget value) implements Match { }

    /** An AS is in its path. */
    record PathContains(long as) implements Match { }

    /** An AS is at its path's end. */
    record PathOriginates(long as) implements Match { }

    /** Its path's length is between these. */
    record PathLength(int least, int most) implements Match { }

    /** Its path looks like this. */
    record Path(AsPathPattern pattern) implements Match { }

    /** It is from the peer of this name. */
    record Neighbour(String name) implements Match { }
}
