package io.swaplane.table;

/**
 * Every reason for which the forwarder drops a packet. Each packet that it drops is counted under exactly one of them (what a port loses
 * at its rings before that is in the port's own counters); the command line, the metrics and the documentation are generated from this
 * list.
 *
 * <p>The ordinal is the counter's index and the code in a {@code DROP} forwarding word.
 */
public enum DropReason {
    SNAPPED("snapped", Severity.WARNING, "the capture holds only the frame's beginning"),
    RUNT("runt", Severity.WARNING, "the frame ends inside its Ethernet header or VLAN tags"),
    NOT_MPLS("not-mpls", Severity.INFO, "the ethertype is not MPLS: the packet is the host's, not the forwarder's"),
    UNKNOWN_VLAN("unknown-vlan", Severity.WARNING, "no interface is configured for the port and VLAN tags"),
    MPLS_DISABLED("mpls-disabled", Severity.WARNING, "MPLS is off on the interface"),
    WRONG_MAC("wrong-mac", Severity.INFO, "the destination MAC address is another station's"),
    MULTICAST_MAC("multicast-mac", Severity.INFO, "the destination MAC address is a group's and the interface takes none"),
    UPSTREAM_LABEL("upstream-label", Severity.WARNING, "upstream-assigned label (ethertype 0x8848) without a context label space"),
    MALFORMED_STACK("malformed-stack", Severity.WARNING, "the frame ends before the label stack does"),
    UNKNOWN_LABEL("unknown-label", Severity.WARNING, "the label has no entry in its label space"),
    ACCEPT_CLASS("accept-class", Severity.WARNING, "the label was not given to the neighbour that used it (spoof check)"),
    IMPLICIT_NULL("implicit-null", Severity.WARNING, "label 3 is never valid on the wire"),
    SPECIAL_LABEL("special-label", Severity.INFO, "a special-purpose label that the configuration drops"),
    MALFORMED_SPECIAL("malformed-special", Severity.WARNING, "label 7 or 15 at the bottom of the stack, where its second half is missing"),
    ENTROPY_LABEL("entropy-label", Severity.WARNING, "label 7 arrived on top and this router has not signalled that it pops it"),
    NOT_IP("not-ip", Severity.WARNING, "what the pop laid bare is not the IP packet that the label promises"),
    MALFORMED_IP("malformed-ip", Severity.WARNING,
        "version, header length, total length or options of an IP packet to be routed are impossible"),
    IP_CHECKSUM("ip-checksum", Severity.WARNING, "the IPv4 header checksum is wrong"),
    MARTIAN("martian", Severity.WARNING, "an IP source or destination address that no router may forward"),
    MULTICAST_IP("multicast-ip", Severity.INFO, "the IP destination is a multicast group, which is not routed"),
    IP_OPTIONS("ip-options", Severity.WARNING, "an IPv4 source route option"),
    TTL_ZERO("ttl-zero", Severity.WARNING, "an IP packet to be routed arrived with TTL or hop limit 0"),
    NO_ROUTE("no-route", Severity.INFO, "the VRF has no route to the IP destination"),
    MTU_EXCEEDED("mtu-exceeded", Severity.WARNING, "the packet with its new labels is longer than the egress MTU"),
    UNRESOLVED("unresolved", Severity.WARNING, "the next hop has no interface, tunnel or neighbour address yet"),
    ADMINISTRATIVE("administrative", Severity.INFO, "the configuration discards this label"),
    WITHDRAWN("withdrawn", Severity.INFO, "the label's path was withdrawn downstream and the label rests"),
    PORT_DOWN("port-down", Severity.WARNING, "the egress port is down"),
    TX_FULL("tx-full", Severity.WARNING, "the egress port had no room"),
    PUNT_FULL("punt-full", Severity.WARNING, "the queue to the host had no room");

    /** How much an operator should mind. */
    public enum Severity { INFO, WARNING }

    private static final DropReason[] VALUES = values();

    private final String label;
    private final Severity severity;
    private final String sentence;

    DropReason(final String label, final Severity severity, final String sentence) {
        this.label = label;
        this.severity = severity;
        this.sentence = sentence;
    }

    /** The name in command output, JSON and metrics. */
    public String label() {
        return label;
    }

    public Severity severity() {
        return severity;
    }

    /** What happened, in one sentence without its full stop. */
    public String sentence() {
        return sentence;
    }

    /** How many there are. */
    public static int count() {
        return VALUES.length;
    }

    /** The reason with this ordinal. */
    public static DropReason of(final int code) {
        return VALUES[code];
    }
}
