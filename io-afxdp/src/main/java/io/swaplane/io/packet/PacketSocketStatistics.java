package io.swaplane.io.packet;

/**
 * What a {@link PacketSocketPort} has lost or refused since it was opened.
 *
 * @param ringDrops frames that found the receive ring full.
 * @param receiveOversize received frames longer than a chunk of frame memory.
 * @param receiveUnfinished received frames whose transport checksum the sender left to hardware: forwarded, it would be wrong.
 *     {@code ethtool -K NAME tx off} on the sender of such frames helps.
 * @param transmitOversize frames longer than the MTU allows, freed unsent.
 * @param transmitFull times that the kernel had no room; the frames stayed the caller's.
 * @param transmitFailed times that the kernel refused for another reason, such as the interface being down.
 */
public record PacketSocketStatistics(long ringDrops, long receiveOversize, long receiveUnfinished, long transmitOversize,
                                     long transmitFull, long transmitFailed) { }
