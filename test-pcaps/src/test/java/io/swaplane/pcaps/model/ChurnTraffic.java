package io.swaplane.pcaps.model;

import io.swaplane.pcaps.PacketBuilder;
import io.swaplane.pcaps.random.RouterUnderTest;
import io.swaplane.pcaps.reference.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A worker that forwards packets with random labels while these change, and looks at each: it must have met the round that is being put
 * or the one before. In the first round, and in the one that takes labels out, it may have met no entry too.
 */
final class ChurnTraffic implements AutoCloseable {
    private static final int BURST = 128;
    private static final int L2_BYTES = 14;

    private final RouterUnderTest router;
    private final int lastRound;
    private final SplittableRandom random = new SplittableRandom();
    private final Thread thread = new Thread(this::run, "worker");
    private volatile int round;
    private volatile boolean running = true;
    private volatile String wrong;
    private volatile long bursts;
    private long sentByWorker;
    private volatile long sent;

    /** Begins before the first label is put. */
    ChurnTraffic(final RouterUnderTest router, final int lastRound) {
        this.router = router;
        this.lastRound = lastRound;
        thread.start();
    }

    /** From now on labels may do what they do in this round; all of them do what they do in the round before. */
    void round(final int next) {
        round = next;
    }

    /** Waits until so many bursts were forwarded from now on. */
    void await(final int more) {
        final long until = bursts + more;
        while (bursts < until && wrong == null && thread.isAlive()) {
            Thread.yield();
        }
    }

    /** What was wrong, or null. */
    String wrong() {
        return wrong;
    }

    long sent() {
        return sent;
    }

    private void run() {
        final byte[] frame = PacketBuilder.ethernet(ChangingLabels.ROUTER.toString(), "02:00:00:00:00:99").mpls(0, 0, 64)
            .ipv4("192.0.2.1", "192.0.2.2", 64).udp(1, 2).build();
        final int[] labels = new int[BURST];
        while (running && wrong == null) {
            final List<byte[]> burst = new ArrayList<>(BURST);
            for (int i = 0; i < BURST; i++) {
                labels[i] = ChangingLabels.FIRST + random.nextInt(ChangingLabels.COUNT);
                burst.add(ByteBuffer.wrap(frame.clone()).putInt(L2_BYTES, labels[i] << 12 | 1 << 8 | 64).array());
            }
            router.room(new int[] {0, BURST}, 0);
            final int from = round;
            final Verdict[] verdicts = router.forward(0, burst);
            final int to = round;
            for (int i = 0; i < BURST; i++) {
                check(labels[i], verdicts[i], from, to);
            }
            sent = sentByWorker;
            bursts = bursts + 1;
        }
    }

    private void check(final int label, final Verdict verdict, final int from, final int to) {
        if (verdict instanceof Verdict.Sent(int port, byte[] frame)) {
            sentByWorker++;
            final int out = ByteBuffer.wrap(frame).getInt(L2_BYTES) >>> 12;
            for (int candidate = Math.max(0, from - 1); candidate <= Math.min(to, lastRound); candidate++) {
                if (out == ChangingLabels.outLabel(label, candidate) && frame[5] == ChangingLabels.neighbour(candidate)) {
                    return;
                }
            }
            wrong = "label " + label + " in round " + from + " to " + to + " left with " + out + " for neighbour " + frame[5];
        } else if (from > 0 && to <= lastRound) {
            wrong = "label " + label + " in round " + from + " to " + to + " met no entry";
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
