package io.swaplane.router.lab;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.io.link.MemoryLink;
import io.swaplane.io.pcap.PcapWriter;
import io.swaplane.memory.Memory;
import io.swaplane.router.config.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A link of a lab: two ports back to back, whose frames are written to a capture file and shown to a tap in the order in which they pass.
 * Any thread cuts and restores it.
 */
final class LabLink implements AutoCloseable {
    private static final int SLOTS = 256;
    private static final long NANOS = 1_000_000_000;

    private final Lab.Link link;
    private final MemoryLink memory;
    private final PcapWriter capture;
    private final Tap tap;
    private volatile boolean up = true;

    /** Sees what passes. */
    @FunctionalInterface
    interface Tap {
        /**
         * A frame passes. Called by the sender's thread, one frame of a link at a time.
         *
         * @param from the end that it comes from.
         */
        void passes(Lab.Link link, Lab.End from, byte[] frame);
    }

    /**
     * A link that is up.
     *
     * @param capture where its frames are written.
     * @param leftStore frame memory of the left end's router.
     * @param rightStore frame memory of the right end's router.
     */
    LabLink(final Lab.Link link, final Path capture, final FrameStore leftStore, final FrameStore rightStore, final Tap tap)
        throws IOException {
        this.link = link;
        this.tap = tap;
        this.capture = new PcapWriter(capture);
        this.memory = new MemoryLink(leftStore, rightStore, SLOTS, FrameRef.MAX_LENGTH);
    }

    Lab.Link link() {
        return link;
    }

    boolean isUp() {
        return up;
    }

    /** Nothing passes until {@link #restore}. */
    void cut() {
        up = false;
        memory.cut();
    }

    void restore() {
        memory.restore();
        up = true;
    }

    /** The end at a port of a router; null when the link does not end there. */
    Lab.End otherEnd(final Lab.End end) {
        return end.equals(link.left()) ? link.right() : end.equals(link.right()) ? link.left() : null;
    }

    /**
     * The port at an end.
     *
     * @param wakeOther tells the other end's router that there is a frame.
     */
    PacketPort port(final Lab.End end, final Runnable wakeOther) {
        return new Port(end, end.equals(link.left()) ? memory.left() : memory.right(), wakeOther);
    }

    /** Hands a frame over and notes it in one step, as the other end may answer at once; false when it is not taken. */
    private synchronized boolean pass(final Lab.End from, final PacketPort end, final long[] one) {
        final byte[] frame = new byte[FrameRef.length(one[0])];
        Memory.copyOut(FrameRef.address(one[0]), frame, 0, frame.length);
        if (end.transmit(one, 1) == 0) {
            return false;
        }
        final Instant now = Instant.now();
        try {
            capture.write(now.getEpochSecond() * NANOS + now.getNano(), frame);
        } catch (final IOException e) {
            throw new UncheckedIOException("the capture of link " + link.name() + " cannot be written: " + e.getMessage(), e);
        }
        tap.passes(link, from, frame);
        return true;
    }

    /** Ends the capture. */
    @Override
    public void close() throws IOException {
        memory.close();
        synchronized (this) {
            capture.close();
        }
    }

    private final class Port implements PacketPort {
        private final Lab.End end;
        private final PacketPort port;
        private final Runnable wakeOther;
        private final long[] one = new long[1];

        private Port(final Lab.End end, final PacketPort port, final Runnable wakeOther) {
            this.end = end;
            this.port = port;
            this.wakeOther = wakeOther;
        }

        /** What is received has been noted: the lock is the sender's until then. */
        @Override
        public int receive(final long[] frames, final int max) {
            synchronized (LabLink.this) {
                return port.receive(frames, max);
            }
        }

        @Override
        public int transmit(final long[] frames, final int count) {
            int taken = 0;
            do {
                one[0] = frames[taken];
            } while (pass(end, port, one) && ++taken < count);
            if (taken > 0) {
                wakeOther.run();
            }
            return taken;
        }

        @Override
        public void flush() {
            port.flush();
        }

        @Override
        public void close() {
            port.close();
        }
    }
}
