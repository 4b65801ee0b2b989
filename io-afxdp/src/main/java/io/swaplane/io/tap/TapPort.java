package io.swaplane.io.tap;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.HotPath;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.io.kernel.LibC;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TAP device as a port: receives the frames that the host's kernel sends by it, and hands frames to the kernel. One system call per
 * frame: for the host's own traffic, not for transit. Owning worker only.
 */
public final class TapPort implements PacketPort {
    /** Looks in vain after which it looks only now and then: each is a system call that a busy worker's other ports pay for. */
    private static final int PATIENCE = 4;
    /** Calls of {@link #receive} between two looks then; fewer than a worker makes before it sleeps. */
    private static final int PAUSE = 32;

    private final TapDevice device;
    private final FrameStore frames;
    private final AtomicLong oversize = new AtomicLong();
    private int vain;
    private int pause;

    /**
     * A port on a device, which it does not close.
     *
     * @param device the device.
     * @param frames the owning worker's frame memory.
     * @throws IllegalArgumentException when a chunk of it can't hold more than the device's longest frame.
     */
    public TapPort(final TapDevice device, final FrameStore frames) {
        if (frames.maxFrameLength() <= device.maxFrameLength()) {
            throw new IllegalArgumentException("frames of up to " + device.maxFrameLength() + " bytes need chunks that hold more than "
                + frames.maxFrameLength());
        }
        this.device = device;
        this.frames = frames;
    }

    /** Frames wait in the device while no frame memory is free. */
    @Override
    @HotPath
    public int receive(final long[] burst, final int max) {
        if (pause > 0) {
            pause--;
            return 0;
        }
        final int count = read(burst, max);
        vain = count > 0 ? 0 : vain + 1;
        if (vain > PATIENCE) {
            pause = PAUSE;
        }
        return count;
    }

    private int read(final long[] burst, final int max) {
        int count = 0;
        while (count < max) {
            final long at = frames.allocate();
            if (at == 0) {
                break;
            }
            final long length = LibC.read(device.fd(), at, frames.maxFrameLength());
            if (length <= 0) {
                frames.free(at);
                break;
            }
            if (length > device.maxFrameLength()) {
                frames.free(at);
                oversize.incrementAndGet();
            } else {
                burst[count++] = FrameRef.of(at, (int) length);
            }
        }
        return count;
    }

    /** Frames longer than the device could send when it was created: somebody raised its MTU. Any thread. */
    @Override
    public long receiveDrops() {
        return oversize.get();
    }

    /** Stops at the first frame that the kernel does not take, such as while the device is down. */
    @Override
    @HotPath
    public int transmit(final long[] burst, final int count) {
        for (int i = 0; i < count; i++) {
            final long at = FrameRef.address(burst[i]);
            if (LibC.write(device.fd(), at, FrameRef.length(burst[i])) < 0) {
                return i;
            }
            frames.free(at);
        }
        return count;
    }

    /** Does nothing: {@link #transmit} leaves nothing behind. */
    @Override
    public void flush() {
        // Nothing waits.
    }

    /** The descriptor to wait on for frames. */
    public int fd() {
        return device.fd();
    }

    /** Does nothing: the device is its creator's to close. */
    @Override
    public void close() {
        // The device may have a punt sink as well.
    }
}
