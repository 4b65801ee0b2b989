package io.swaplane.router.run;

import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.QueueView;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The ways to lose a frame between an interface and the forwarder, each with the sentence that the log has for it. */
enum PortLoss {
    /** On queues beyond the last worker. */
    UNSERVED("MPLS frames arrive on queues that no worker serves and are dropped: give the interface as many queues as there are workers,"
        + " with `ethtool -L`", AttachmentView::unserved),
    /** At the rings, for want of frames or of room. */
    OVERFLOW("frames are lost before they are received: the worker does not keep up, or got no CPU for a while",
        perQueue(queue -> queue.rxDropped() + queue.rxRingFull())),
    /** On receive. */
    TOO_LONG_IN("frames are dropped that do not fit in frame memory", perQueue(QueueView::rxOversize)),
    /** On receive, AF_PACKET. */
    UNFINISHED("frames are dropped whose sender left the checksum to hardware that is not there: `ethtool -K … tx off` at the sender",
        perQueue(QueueView::rxUnfinished)),
    /** On transmit, AF_PACKET. */
    TOO_LONG_OUT("frames are dropped that are longer than the Linux interface's MTU allows", perQueue(QueueView::txOversize)),
    /** On transmit, by a ring or AF_PACKET. */
    NO_ROOM("frames are lost on transmit: more are to be sent than the port takes",
        port -> sendsXdpFrames(port) ? 0 : total(port, QueueView::txFull)),
    /** On transmit, as XDP frames. */
    NOT_TAKEN("frames are lost on transmit: the driver does not take them as XDP frames; a virtual interface takes none when its peer's"
        + " receive offload is off (`ethtool -K PEER gro on`)", port -> sendsXdpFrames(port) ? total(port, QueueView::txFull) : 0),
    /** On transmit; in an AF_XDP socket's ring frames wait then. */
    NOT_SENT("the kernel refuses to send frames", perQueue(QueueView::txFailed)) {
        @Override
        String sentence(final AttachmentView port) {
            return super.sentence(port) + port.queues().stream().map(QueueView::txError).filter(Objects::nonNull).distinct().sorted()
                .map(error -> ": " + error).collect(Collectors.joining());
        }
    },
    /** A fault of Swaplane's. */
    INVALID("the kernel refuses descriptors, which should not be",
        perQueue(queue -> queue.rxInvalidDescriptors() + queue.txInvalidDescriptors()));

    private final String sentence;
    private final ToLongFunction<AttachmentView> count;

    PortLoss(final String sentence, final ToLongFunction<AttachmentView> count) {
        this.sentence = sentence;
        this.count = count;
    }

    private static ToLongFunction<AttachmentView> perQueue(final ToLongFunction<QueueView> count) {
        return port -> total(port, count);
    }

    private static long total(final AttachmentView port, final ToLongFunction<QueueView> count) {
        return port.queues().stream().mapToLong(count).sum();
    }

    private static boolean sendsXdpFrames(final AttachmentView port) {
        return port.mode().endsWith(LivePort.XDP_TRANSMIT);
    }

    /** What happens, and what helps; with the kernel's reason when it gives one. */
    String sentence(final AttachmentView port) {
        return sentence;
    }

    /** How often, since the port was opened. */
    long of(final AttachmentView port) {
        return count.applyAsLong(port);
    }
}
