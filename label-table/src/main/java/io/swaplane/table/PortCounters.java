package io.swaplane.table;

/**
 * A port's counters at one moment, added up over the workers; octets are whole frames without FCS.
 *
 * @param inPackets frames received.
 * @param inOctets their octets.
 * @param outPackets frames that the port took for sending.
 * @param outOctets their octets.
 * @param outDiscards frames that it had no room for, or that found it down.
 */
public record PortCounters(long inPackets, long inOctets, long outPackets, long outOctets, long outDiscards) { }
