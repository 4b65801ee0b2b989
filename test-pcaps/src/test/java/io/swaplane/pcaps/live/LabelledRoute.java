package io.swaplane.pcaps.live;

/**
 * A route with a label, as a real speaker originates it.
 *
 * @param family {@code vpnv4}, {@code vpnv6}, {@code ipv4-labeled-unicast} or {@code ipv6-labeled-unicast}.
 * @param rd its route distinguisher; empty when it is no VPN's.
 * @param prefix its prefix.
 * @param label its label; the speaker's own choice where that cannot be told.
 * @param nextHop its next hop; the speaker's own address where that cannot be told.
 */
record LabelledRoute(String family, String rd, String prefix, int label, String nextHop) {
    /** The route target of all VPN routes. */
    static final String TARGET = "100:1";

    static LabelledRoute vpn4(final String rd, final String prefix, final int label, final String nextHop) {
        return new LabelledRoute("vpnv4", rd, prefix, label, nextHop);
    }

    static LabelledRoute vpn6(final String rd, final String prefix, final int label, final String nextHop) {
        return new LabelledRoute("vpnv6", rd, prefix, label, nextHop);
    }

    static LabelledRoute unicast(final String prefix, final int label, final String nextHop) {
        return new LabelledRoute(prefix.contains(":") ? "ipv6-labeled-unicast" : "ipv4-labeled-unicast", "", prefix, label, nextHop);
    }

    /** With its route distinguisher before it, if it has one. */
    String written() {
        return rd.isEmpty() ? prefix : rd + ":" + prefix;
    }
}
