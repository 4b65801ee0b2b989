package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.RawSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Takes down, on a thread of its own, every MPLS or IP frame that the router sends to one host. */
final class Sniffer implements AutoCloseable {
    private static final int STEP_MILLIS = 50;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SOURCE = 6;
    private static final int MAC_BYTES = 6;
    private static final int TYPE = 12;

    private final RawSocket socket;
    private final byte[] router;
    private final List<byte[]> frames = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean failed;

    /** Begins at once; {@code router} is the MAC address from which the router sends. */
    Sniffer(final Namespace host, final String device, final byte[] router) throws Exception {
        socket = new RawSocket(host, device);
        this.router = router.clone();
        thread = Thread.ofPlatform().daemon().name("sniffer-" + host.name()).start(this::run);
    }

    private void run() {
        try {
            while (running) {
                final byte[] frame = socket.receive(STEP_MILLIS);
                if (frame != null && isForwarded(frame)) {
                    frames.add(frame);
                }
            }
        } catch (final KernelException e) {
            failed = true;
            throw new IllegalStateException(e);
        }
    }

    private boolean isForwarded(final byte[] frame) {
        return Arrays.equals(frame, SOURCE, SOURCE + MAC_BYTES, router, 0, MAC_BYTES)
            && switch ((frame[TYPE] & 0xFF) << 8 | frame[TYPE + 1] & 0xFF) {
                case 0x8847, 0x8100, 0x88A8, 0x0800, 0x86DD -> true;
                default -> false;
            };
    }

    /** Waits until that many frames have come, or in vain; returns all, as hexadecimal digits in order, for comparison. */
    List<String> atLeast(final int count) {
        final long deadline = System.nanoTime() + LIMIT_NANOS;
        while (frames.size() < count && !failed && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        synchronized (frames) {
            return sorted(frames);
        }
    }

    /** How many have come. */
    int count() {
        return frames.size();
    }

    /** Forgets what has come. */
    void clear() {
        frames.clear();
    }

    /** Frames as hexadecimal digits, in order. */
    static List<String> sorted(final List<byte[]> frames) {
        return frames.stream().map(HexFormat.of()::formatHex).sorted().toList();
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.close();
    }
}
