package io.swaplane.pcaps.live;

import io.swaplane.io.kernel.KernelException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends random frames into a {@link LeakSite} on all sides and holds each that comes out against what it tells about itself. Behind every
 * burst a beacon is sent, and no more than two bursts are under way, so that nothing is lost for want of room.
 */
final class LeakRun {
    private static final int BURST = 512;
    private static final int UNDER_WAY = 2;
    private static final long BEACON_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final LeakSite site;
    private final LeakFrames frames;
    private final SplittableRandom random;
    private final Map<LeakSite.Side, Long> out = new EnumMap<>(LeakSite.Side.class);
    private final long deadline;
    private boolean withTaps = true;
    private int bursts;
    private int arrived;
    private long sent;
    private long refused;

    /** For so long at most. */
    LeakRun(final LeakSite site, final long seed, final long limitNanos) {
        this.site = site;
        random = new SplittableRandom(seed);
        frames = new LeakFrames(site, random.split());
        deadline = System.nanoTime() + limitNanos;
        Arrays.stream(LeakSite.Side.values()).forEach(side -> out.put(side, 0L));
    }

    /** Sends so many frames while the router forwards, fewer when the time is over; throws {@link AssertionError} at the first leak. */
    void forwarding(final long count) throws KernelException {
        final long end = sent + count;
        while (sent < end && System.nanoTime() - deadline < 0) {
            burst();
            site.send(LeakSite.Side.RED, frames.beacon(++bursts));
            await(bursts - UNDER_WAY + 1);
        }
        await(bursts);
        drainUntilSilent();
    }

    /** The same when there is no router any more, whose TAP devices are gone. */
    void alone(final long count) throws KernelException {
        site.forgetTaps();
        withTaps = false;
        for (final long end = sent + count; sent < end && System.nanoTime() - deadline < 0;) {
            burst();
            drain();
        }
        drainUntilSilent();
    }

    private void burst() {
        final LeakSite.Side[] sides = LeakSite.Side.values();
        for (int i = 0; i < BURST; i++) {
            final LeakSite.Side side = sides[random.nextInt(withTaps ? sides.length : LeakSite.Side.RED_TAP.ordinal())];
            if (!site.send(side, frames.next(side))) {
                refused++;
            }
            sent++;
        }
    }

    private void await(final int burst) throws KernelException {
        final long begin = System.nanoTime();
        while (arrived < burst) {
            if (!drain()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            if (System.nanoTime() - begin > BEACON_NANOS) {
                throw new AssertionError("nothing comes out of the router: beacon " + burst + " is missing; " + this);
            }
        }
    }

    private void drainUntilSilent() throws KernelException {
        long last = System.nanoTime();
        while (System.nanoTime() - last < SILENCE_NANOS) {
            if (drain()) {
                last = System.nanoTime();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean drain() throws KernelException {
        boolean some = false;
        for (final LeakSite.Side side : LeakSite.Side.values()) {
            for (byte[] frame = site.receive(side); frame != null; frame = site.receive(side)) {
                check(side, frame);
                some = true;
            }
        }
        return some;
    }

    private void check(final LeakSite.Side side, final byte[] frame) {
        final int mark = LeakFrames.mark(frame);
        if (mark < 0) {
            return; // the kernel's own, such as ARP
        }
        final String wrong = LeakFrames.wrong(side, frame, mark);
        if (wrong != null) {
            throw new AssertionError(wrong + ": " + HexFormat.of().formatHex(frame) + "; after " + this);
        }
        out.merge(side, 1L, Long::sum);
        arrived = Math.max(arrived, LeakFrames.burst(frame, mark));
    }

    long sent() {
        return sent;
    }

    /** Marked frames that came out by a side, each of which belongs there. */
    long out(final LeakSite.Side side) {
        return out.get(side);
    }

    @Override
    public String toString() {
        return sent + " frames sent, " + refused + " of them refused by the sender's kernel; out " + out;
    }
}
