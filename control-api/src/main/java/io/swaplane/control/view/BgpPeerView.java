package io.swaplane.control.view;

import java.util.List;

/**
 * A BGP peer and its session.
 *
 * @param name what the configuration and policies call it; its address unless it has a name.
 * @param address its address.
 * @param interfaceName the interface that the session is bound to, or null.
 * @param vrf the VRF that the session is in, or null.
 * @param internal whether it is of the same AS.
 * @param localAs this router's AS towards it.
 * @param remoteAs its AS; null while nobody knows it.
 * @param remoteId its BGP identifier, dotted; null unless the session is established.
 * @param state {@code idle}, {@code connect}, {@code active}, {@code open-sent}, {@code open-confirm}, {@code established}, and why it
 *     does not go on: {@code shut-down}, {@code prefix-limit}.
 * @param seconds for which it has been established, or down.
 * @param holdSeconds the hold time that was agreed on; 0 without.
 * @param localEnd address and port of this side; null unless the session is established.
 * @param remoteEnd address and port of the peer; null unless the session is established.
 * @param messagesIn messages received.
 * @param messagesOut messages sent.
 * @param updatesIn UPDATE messages received.
 * @param updatesOut UPDATE messages sent.
 * @param established how often the session has come up.
 * @param lastEnd why it ended last; null when it never did.
 * @param accept from where labels that it is told are valid, as {@code show mpls forwarding} says it.
 * @param capabilities what was agreed on besides families, in words.
 * @param families what is exchanged.
 * @param description what the configuration says about it, for people; null for nothing.
 * @param faults what of it was not taken as it came, and how often since it was configured; nothing that never happened.
 * @param kept what of its last session's routes goes on counting, and for how long; null when none does.
 * @param routeTargets which VPN routes it wants (RFC 4684), or for how long that is waited for; null of one that does not say.
 */
public record BgpPeerView(String name, String address, String interfaceName, String vrf, boolean internal, long localAs, Long remoteAs,
                          String remoteId, String state, long seconds, int holdSeconds, String localEnd, String remoteEnd, long messagesIn,
                          long messagesOut, long updatesIn, long updatesOut, long established, String lastEnd, String accept,
                          List<String> capabilities, List<Family> families, String description, List<Fault> faults,
                          String kept, String routeTargets) {
    /** Copies the lists. */
    public BgpPeerView {
        capabilities = List.copyOf(capabilities);
        families = List.copyOf(families);
        faults = List.copyOf(faults);
    }

    /**
     * A family that is exchanged with a peer.
     *
     * @param family {@code ipv4-unicast}, {@code ipv6-unicast}, {@code ipv4-labeled-unicast}, {@code ipv6-labeled-unicast}, {@code vpnv4},
     *     {@code vpnv6}.
     * @param negotiated whether both sides speak it now.
     * @param disabled whether none of its routes are taken for the rest of the session, as some could not be read (RFC 7606).
     * @param received routes of the peer.
     * @param limit how many are taken at most; null for any number.
     */
    public record Family(String family, boolean negotiated, boolean disabled, int received, Integer limit) { }

    /**
     * Something that was not taken as it came.
     *
     * @param kind of routes {@code foreign-next-hop}, {@code reserved-label}, {@code own-as}; of UPDATE messages by what was done about the
     *     worst of them {@code ignored-prefix}, {@code discarded-attribute}, {@code treated-as-withdraw}, {@code disabled-family},
     *     {@code reset-session}.
     * @param count how many routes or messages.
     */
    public record Fault(String kind, long count) { }
}
