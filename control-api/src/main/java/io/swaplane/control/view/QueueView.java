package io.swaplane.control.view;

/**
 * One queue of a port, and what the kernel counted at its rings since it was opened: {@code XDP_STATISTICS} for AF_XDP; for AF_PACKET
 * frames lost at its ring count as {@code rxRingFull} and the rest stays 0.
 *
 * @param queue its number.
 * @param rxDropped frames dropped on receive for another reason than the two that follow.
 * @param rxRingFull frames dropped because the receive ring was full.
 * @param fillRingEmpty how often there was no empty frame in the fill ring.
 * @param rxInvalidDescriptors descriptors in the fill ring that the kernel refused.
 * @param txInvalidDescriptors descriptors in the transmit ring that the kernel refused.
 * @param txRingEmpty how often there was nothing to send in the transmit ring.
 */
public record QueueView(int queue, long rxDropped, long rxRingFull, long fillRingEmpty, long rxInvalidDescriptors,
                        long txInvalidDescriptors, long txRingEmpty) { }
