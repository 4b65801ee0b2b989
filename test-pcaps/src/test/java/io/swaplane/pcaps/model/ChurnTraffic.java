package io.swaplane.pcaps.model;

import io.swaplane.pcaps.random.RouterUnderTest;
import io.swaplane.pcaps.reference.Verdict;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A worker that forwards packets which meet random entries while these change, and looks at each: it must have met the round that is
 * being put or the one before. In the first round, and in the one that takes entries out, it may have met no entry too.
 */
final class ChurnTraffic implements AutoCloseable {
    private static final int BURST = 128;

    private final RouterUnderTest router;
    private final Churn churn;
    private final int lastRound;
    private final SplittableRandom random = new SplittableRandom();
    private final Thread thread = new Thread(this::run, "worker");
    private volatile int round;
    private volatile boolean running = true;
    private volatile String wrong;
    private volatile long bursts;
    private long sentByWorker;
    private volatile long sent;

    /** Begins before the first entry is put. */
    ChurnTraffic(final RouterUnderTest router, final Churn churn, final int lastRound) {
        this.router = router;
        this.churn = churn;
        this.lastRound = lastRound;
        thread.start();
    }

    /** From now on entries may do what they do in this round; all of them do what they do in the round before. */
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
        final int[] numbers = new int[BURST];
        while (running && wrong == null) {
            final List<byte[]> burst = new ArrayList<>(BURST);
            for (int i = 0; i < BURST; i++) {
                numbers[i] = random.nextInt(churn.count());
                burst.add(churn.packet(numbers[i]));
            }
            router.room(new int[] {0, BURST}, 0);
            final int from = round;
            final Verdict[] verdicts = router.forward(0, burst);
            final int to = round;
            for (int i = 0; i < BURST; i++) {
                check(numbers[i], verdicts[i], from, to);
            }
            sent = sentByWorker;
            bursts = bursts + 1;
        }
    }

    private void check(final int number, final Verdict verdict, final int from, final int to) {
        if (verdict instanceof Verdict.Sent(int port, byte[] frame)) {
            sentByWorker++;
            for (int candidate = Math.max(0, from - 1); candidate <= Math.min(to, lastRound); candidate++) {
                if (churn.isOf(number, candidate, frame)) {
                    return;
                }
            }
            wrong = "number " + number + " in round " + from + " to " + to + " left by port " + port + " as "
                + HexFormat.of().formatHex(frame);
        } else if (from > 0 && to <= lastRound) {
            wrong = "number " + number + " in round " + from + " to " + to + " met no entry";
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
