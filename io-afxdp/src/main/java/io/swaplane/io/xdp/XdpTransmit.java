package io.swaplane.io.xdp;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.HotPath;
import io.swaplane.io.bpf.BpfMap;
import io.swaplane.io.bpf.BpfTracepoint;
import io.swaplane.io.bpf.LiveRun;
import io.swaplane.io.bpf.XdpProgram;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;

/**
 * Sends bursts as XDP frames: copies them next to each other into memory shared with the kernel and has {@link TransmitProgram} run over as
 * many blank frames. The kernel makes no packet buffer for them and hands them to the driver in bulk.
 *
 * <p>Nothing stays here between two calls: what {@code transmit} accepts has been taken by the driver, and its chunks are free again. What
 * the driver had no room for, or refused, is not accepted. Owning worker's thread only.
 */
final class XdpTransmit implements AutoCloseable {
    /** Runs for one burst while a signal interrupts them. */
    private static final int MAX_RUNS = 64;

    private final BpfMap memory;
    private final BpfMap target;
    private final MappedRegion region;
    private final long base;
    private BpfTracepoint sent;
    private BpfTracepoint refused;
    private XdpProgram program;
    private LiveRun run;
    private int lastResult;
    private boolean open = true;

    private XdpTransmit(final BpfMap memory, final BpfMap target) throws KernelException {
        this.memory = memory;
        this.target = target;
        this.region = memory.mapped();
        this.base = region.address();
    }

    /** The kernel's objects for sending to an interface in the calling thread's namespace; {@link #start} makes it ready. */
    static XdpTransmit open(final String interfaceName, final int interfaceIndex) throws KernelException {
        final BpfMap memory = BpfMap.memory("swaplane_frames", TransmitLayout.BYTES);
        BpfMap target = null;
        XdpTransmit transmit = null;
        try {
            target = BpfMap.devices("swaplane_target", 1);
            target.update(0, interfaceIndex);
            transmit = new XdpTransmit(memory, target);
            transmit.watch(interfaceName);
            return transmit;
        } catch (final KernelException | RuntimeException | Error e) {
            if (transmit != null) {
                transmit.close();
            } else {
                memory.close();
                if (target != null) {
                    target.close();
                }
            }
            throw e;
        }
    }

    private void watch(final String interfaceName) throws KernelException {
        try {
            sent = BpfTracepoint.attach(code().sent(), TransmitProgram.SENT_TRACEPOINT);
            refused = BpfTracepoint.attach(code().refused(), TransmitProgram.REFUSED_TRACEPOINT);
        } catch (final KernelException e) {
            throw new KernelException(e.call(), e.subject(), e.result(), e.errno() == Errno.EPERM
                ? "Counting what " + interfaceName + " sends as XDP frames needs CAP_PERFMON" : "");
        }
    }

    /** The kernel's half. */
    TransmitProgram code() {
        return new TransmitProgram(memory, target);
    }

    /** Makes it ready. The program, which begins with {@link #code}, is attached to an interface and is this object's from now on. */
    void start(final XdpProgram attached) {
        program = attached;
        run = attached.liveRun(TransmitLayout.MAX_BLANK_LENGTH);
    }

    boolean isStarted() {
        return run != null;
    }

    /** Sends frames and frees the chunks of those that left; returns how many, the first ones. The others stay the caller's. */
    @HotPath
    int transmit(final long[] frames, final int count, final FrameStore store) {
        final long before = Memory.getLong(base + TransmitLayout.SENT);
        lastResult = 0;
        int at = 0;
        while (at < count) {
            at += send(frames, at, count);
        }
        // A frame that was lost counts as one of the last: they are all copied, so that it makes no difference whose chunk is freed here.
        final int left = (int) Math.min(count, Memory.getLong(base + TransmitLayout.SENT) - before);
        for (int i = 0; i < left; i++) {
            store.free(FrameRef.address(frames[i]));
        }
        return left;
    }

    /** Sends what fits into the memory; returns how many frames were looked at, one at least. */
    @HotPath
    private int send(final long[] frames, final int from, final int to) {
        int place = 0;
        int offset = 0;
        int at = from;
        while (at < to && place < TransmitLayout.MAX_FRAMES && offset < TransmitLayout.FRAME_BYTES) {
            final int length = FrameRef.length(frames[at]);
            if (length >= TransmitLayout.MIN_LENGTH && length <= TransmitLayout.MAX_LENGTH) {
                Memory.copy(FrameRef.address(frames[at]), base + TransmitLayout.FRAMES + offset, length);
                final long entry = base + TransmitLayout.PLACES + ((long) place << TransmitLayout.PLACE_SHIFT);
                Memory.putInt(entry, offset);
                Memory.putInt(entry + TransmitLayout.PLACE_LENGTH, length);
                offset += length + TransmitLayout.FRAME_ALIGNMENT - 1 & -TransmitLayout.FRAME_ALIGNMENT;
                place++;
            }
            at++;
        }
        run(place);
        return at - from;
    }

    @HotPath
    private void run(final int count) {
        // The first frame's length is often that of all.
        final int length = Math.min(Memory.getInt(base + TransmitLayout.PLACES + TransmitLayout.PLACE_LENGTH),
            TransmitLayout.MAX_BLANK_LENGTH);
        Memory.putInt(base + TransmitLayout.BLANK, length);
        Memory.putInt(base + TransmitLayout.NEXT, 0);
        int made = 0;
        int result = Errno.EINTR.asResult();
        for (int i = 0; i < MAX_RUNS && made < count && result == Errno.EINTR.asResult(); i++) {
            Memory.putLong(base + TransmitLayout.UNDER_WAY, 0);
            result = run.run(count - made, length);
            made = Memory.getInt(base + TransmitLayout.NEXT);
        }
        if (result < 0 && made < count) {
            lastResult = result;
        }
    }

    /** 0, or {@code -errno} of the kernel's last refusal to run over all frames of the last burst. */
    int lastResult() {
        return lastResult;
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        if (run != null) {
            run.close();
            program.close();
        }
        if (sent != null) {
            sent.close();
        }
        if (refused != null) {
            refused.close();
        }
        region.close();
        target.close();
        memory.close();
    }
}
