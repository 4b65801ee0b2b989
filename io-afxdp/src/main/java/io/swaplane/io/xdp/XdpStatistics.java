package io.swaplane.io.xdp;

/**
 * What the kernel counts per AF_XDP socket, since it was bound.
 *
 * <p>In copy mode the kernel takes a chunk from the fill ring before it looks at the receive ring. Where the fill ring is no longer than
 * the receive ring, a worker that falls behind therefore shows as {@code receiveDropped}, and once more, for the same frames, as
 * {@code fillRingEmpty}; {@code receiveRingFull} stays 0.
 *
 * @param receiveDropped frames for the socket that were dropped because no chunk waited for them or they were too long.
 * @param receiveInvalid addresses in the fill ring that the kernel refused; always 0 unless Swaplane is broken.
 * @param transmitInvalid descriptors in the transmit ring that the kernel refused; always 0 unless Swaplane is broken.
 * @param receiveRingFull frames dropped because the receive ring was full.
 * @param fillRingEmpty times that the kernel found no chunk waiting; not a loss of its own.
 * @param transmitRingEmpty times that the kernel looked for frames to send and found none; not an error.
 */
public record XdpStatistics(long receiveDropped, long receiveInvalid, long transmitInvalid, long receiveRingFull, long fillRingEmpty,
                            long transmitRingEmpty) {
    /** Frames lost between the interface and the worker. */
    public long lostFrames() {
        return receiveDropped + receiveRingFull;
    }
}
