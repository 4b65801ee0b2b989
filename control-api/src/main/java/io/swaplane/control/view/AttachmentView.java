package io.swaplane.control.view;

import java.util.List;

/**
 * How a port is attached to an interface of the Linux host.
 *
 * @param linuxInterface the Linux interface.
 * @param mode the mode that it got: {@code xdp-zero-copy}, {@code xdp-copy}, {@code xdp-generic}, {@code af-packet} or {@code tap}; behind
 *     it {@code +xdp-transmit} when it sends as XDP frames.
 * @param refusedModes the better modes that were tried before, best first.
 * @param queues its queues by number, those that workers serve; empty when their counters cannot be read.
 * @param unserved MPLS frames dropped because they arrived on a queue that no worker serves; 0 when that cannot be read.
 * @param unreadable why the counters of its queues cannot be read, or null when they can.
 */
public record AttachmentView(String linuxInterface, String mode, List<RefusedModeView> refusedModes, List<QueueView> queues,
                             long unserved, String unreadable) { }
