package io.swaplane.control.command;

import io.swaplane.control.intent.Forwarding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A ring, its producers, its reader and a recording target, with a clock that the test moves. */
final class Spine {
    static final int RING = 1 << 16;

    final RecordingTarget target = new RecordingTarget();
    final List<Throwable> errors = new ArrayList<>();
    final Producers producers;
    final CommandReader reader;
    long now = 1_000_000_000L;

    Spine(final int window, final long bulkOctets) {
        producers = new Producers(new CommandRing(RING), window, () -> now, () -> { });
        reader = new CommandReader(producers, target, errors::add, bulkOctets);
    }

    Spine() {
        this(64, 1 << 20);
    }

    Producer open(final String name) {
        return open(name, SessionMode.RESYNC, null);
    }

    Producer open(final String name, final SessionMode mode, final Duration staleAfter) {
        return producers.open(new ProducerSettings(name, "api", 50, mode, staleAfter));
    }

    /** Lets the conductor work until it has nothing left to do. */
    void drain() {
        for (int i = 0; i < 100_000; i++) {
            // No work, but octets in the ring: the padding at its end.
            if (reader.doWork(now) == 0 && producers.ring().occupied() == 0) {
                return;
            }
        }
        throw new AssertionError("the reader finds work without end");
    }

    /** Puts a plain label. */
    static long put(final Producer producer, final int label) {
        return producer.putForward(0, label, Forwarding.swap(label, 7), 0);
    }

    static List<Notice> notices(final Producer producer) {
        final List<Notice> notices = new ArrayList<>();
        Notice notice = producer.poll();
        while (notice != null) {
            notices.add(notice);
            notice = producer.poll();
        }
        return notices;
    }
}
