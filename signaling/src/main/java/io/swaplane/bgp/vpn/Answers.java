package io.swaplane.bgp.vpn;

import io.swaplane.control.command.Notice;
import io.swaplane.control.command.Outcome;
import io.swaplane.control.command.Producer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/** Gives each notice of a producer to whoever sent the command. On the speaker's loop. */
public final class Answers {
    private static final long NONE = Long.MIN_VALUE;
    private static final int LIMIT = 4096;

    private final Producer producer;
    private final List<Receiver> receivers = new ArrayList<>();
    private final Long2LongHashMap expected = new Long2LongHashMap(NONE);
    private long refused;
    private String lastRefusal;

    /** Somebody who sends commands. */
    public interface Receiver {
        /** What became of a command about something. */
        void answered(int subject, Notice notice);
    }

    /** The notices of a producer, which nobody else polls. */
    public Answers(final Producer producer) {
        this.producer = producer;
    }

    /** A number for a receiver. */
    int join(final Receiver receiver) {
        receivers.add(receiver);
        return receivers.size() - 1;
    }

    /** A notice of this command goes to a receiver. */
    void expect(final long generation, final int receiver, final int subject) {
        expected.put(generation, (long) receiver << Integer.SIZE | subject);
    }

    /** Hands out notices; how many. */
    public int poll() {
        int polled = 0;
        Notice notice = producer.poll();
        while (notice != null) {
            polled++;
            final long to = expected.remove(notice.generation());
            if (notice.outcome() == Outcome.REFUSED) {
                refused++;
                lastRefusal = notice.text();
            }
            if (to != NONE) {
                receivers.get((int) (to >>> Integer.SIZE)).answered((int) to, notice);
            }
            notice = polled < LIMIT ? producer.poll() : null;
        }
        return polled;
    }

    /** How many commands were refused. */
    public long refused() {
        return refused;
    }

    /** What was wrong with the last one that was, or null. */
    public String lastRefusal() {
        return lastRefusal;
    }
}
