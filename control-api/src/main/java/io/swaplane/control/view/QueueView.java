package io.swaplane.control.view;

/**
 * One queue of a port, and what was lost or waited at its rings since it was opened. The counters are the kernel's
 * ({@code XDP_STATISTICS}; for AF_PACKET, frames that found its ring full count as {@code rxRingFull}) except those said to be the port's.
 *
 * <p>Frames lost on receive are the sum of {@code rxDropped}, {@code rxRingFull}, {@code rxOversize} and {@code rxUnfinished}.
 *
 * @param queue its number.
 * @param rxDropped frames dropped on receive because no empty frame was waiting, or they were too long for one.
 * @param rxRingFull frames dropped because the receive ring was full.
 * @param fillRingEmpty how often there was no empty frame in the fill ring; in copy mode once for each frame that {@code rxDropped}
 *     counts for this reason, so not to be added to it.
 * @param rxInvalidDescriptors descriptors in the fill ring that the kernel refused.
 * @param txInvalidDescriptors descriptors in the transmit ring that the kernel refused.
 * @param txRingEmpty how often there was nothing to send in the transmit ring.
 * @param rxOversize received frames longer than frame memory, dropped by the port.
 * @param rxUnfinished received frames whose checksum the sender left to hardware, dropped by the port (AF_PACKET).
 * @param txOversize frames longer than the Linux interface's MTU allows, dropped by the port (AF_PACKET).
 * @param txFull how often there was no room to send all frames of a burst, or the driver did not take them (XDP frames); the others count
 *     as the port's discards.
 * @param txFailed how often the kernel refused to send for another reason; the frames count as the port's discards, but in an AF_XDP
 *     socket's ring they wait.
 * @param txError the reason of the last of these refusals, or null when there was none.
 */
public record QueueView(int queue, long rxDropped, long rxRingFull, long fillRingEmpty, long rxInvalidDescriptors,
                        long txInvalidDescriptors, long txRingEmpty, long rxOversize, long rxUnfinished, long txOversize, long txFull,
                        long txFailed, String txError) {
    /** A queue of an AF_XDP port, which has no other counters, and has never been refused anything. */
    public static QueueView xdp(final int queue, final long rxDropped, final long rxRingFull, final long fillRingEmpty,
                                final long rxInvalidDescriptors, final long txInvalidDescriptors, final long txRingEmpty,
                                final long rxOversize) {
        return new QueueView(queue, rxDropped, rxRingFull, fillRingEmpty, rxInvalidDescriptors, txInvalidDescriptors, txRingEmpty,
            rxOversize, 0, 0, 0, 0, null);
    }

    /** This queue with what it could not send. */
    public QueueView notSent(final long full, final long failed, final String error) {
        return new QueueView(queue, rxDropped, rxRingFull, fillRingEmpty, rxInvalidDescriptors, txInvalidDescriptors, txRingEmpty,
            rxOversize, rxUnfinished, txOversize, full, failed, error);
    }

    /** The queue of an AF_PACKET port, which has no other counters. */
    public static QueueView packet(final long rxRingFull, final long rxOversize, final long rxUnfinished, final long txOversize,
                                   final long txFull, final long txFailed, final String txError) {
        return new QueueView(0, 0, rxRingFull, 0, 0, 0, 0, rxOversize, rxUnfinished, txOversize, txFull, txFailed, txError);
    }
}
