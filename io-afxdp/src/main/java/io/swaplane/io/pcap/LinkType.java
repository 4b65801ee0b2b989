package io.swaplane.io.pcap;

/** Link types of capture files, as tcpdump.org registers them. Swaplane reads Ethernet; the others are known by name to refuse them. */
final class LinkType {
    static final int ETHERNET = 1;

    private LinkType() {
    }

    static String refusal(final int type) {
        return "link type " + type + " (" + name(type) + ") instead of 1 (Ethernet)";
    }

    private static String name(final int type) {
        return switch (type) {
            case 0 -> "BSD loopback";
            case 9 -> "PPP";
            case 12, 14, 101 -> "raw IP";
            case 50 -> "PPP in HDLC-like framing";
            case 51 -> "PPPoE";
            case 104 -> "Cisco HDLC";
            case 105 -> "IEEE 802.11";
            case 107 -> "Frame Relay";
            case 108 -> "OpenBSD loopback";
            case 113 -> "Linux cooked capture, SLL";
            case 127 -> "IEEE 802.11 with radiotap";
            case 219 -> "MPLS without a link layer";
            case 228 -> "raw IPv4";
            case 229 -> "raw IPv6";
            case 253 -> "Linux netlink";
            case 276 -> "Linux cooked capture, SLL2";
            default -> "not known by name";
        };
    }
}
