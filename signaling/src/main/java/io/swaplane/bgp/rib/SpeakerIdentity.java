package io.swaplane.bgp.rib;

/**
 * Who this router is as a BGP speaker.
 *
 * @param routerId its router id, as on the wire.
 * @param clusterId the cluster that it reflects routes in (RFC 4456 §7), as on the wire.
 */
public record SpeakerIdentity(int routerId, int clusterId) { }
