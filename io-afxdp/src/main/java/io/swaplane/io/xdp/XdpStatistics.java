package io.swaplane.io.xdp;

/**
 * What the kernel counts per AF_XDP socket, since it was bound.
 *
 * @param receiveDropped frames for the socket that were dropped because no chunk waited for them or they were too long.
 * @param receiveInvalid addresses in the fill ring that the kernel refused; always 0 unless Swaplane is broken.
 * @param transmitInvalid descriptors in the transmit ring that the kernel refused; always 0 unless Swaplane is broken.
 * @param receiveRingFull frames dropped because the worker did not keep up.
 * @param fillRingEmpty times that the kernel found no chunk waiting.
 * @param transmitRingEmpty times that the kernel looked for frames to send and found none; not an error.
 */
public record XdpStatistics(long receiveDropped, long receiveInvalid, long transmitInvalid, long receiveRingFull, long fillRingEmpty,
                            long transmitRingEmpty) {
    /** The same with more frames dropped. */
    XdpStatistics withDropped(final long more) {
        return new XdpStatistics(receiveDropped + more, receiveInvalid, transmitInvalid, receiveRingFull, fillRingEmpty, transmitRingEmpty);
    }

    /** Frames lost between the interface and the worker. */
    public long lostFrames() {
        return receiveDropped + receiveRingFull;
    }
}
