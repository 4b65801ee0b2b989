package io.swaplane.bgp.vpn;

import io.swaplane.control.command.AnswerHandler;
import io.swaplane.control.command.Notice;
import io.swaplane.control.command.Outcome;
import io.swaplane.control.command.Producer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each answer of a producer's to whoever sent the command. Commands are answered in their order, so those that are waited for stand
 * in a row, sixteen octets each. On the speaker's loop.
 */
public final class Answers implements AnswerHandler {
    private static final int LIMIT = 4096;
    private static final int LEAST = 1 << 8;

    private final Producer producer;
    private final List<Receiver> receivers = new ArrayList<>();
    /** In a ring, generations of commands and who sent them: receiver and subject. */
    private long[] generations = new long[LEAST];
    private long[] senders = new long[LEAST];
    private int first;
    private int waiting;
    private long refused;
    private String lastRefusal;

    /** Somebody who sends commands. */
    public interface Receiver {
        /** What became of a command about something. */
        void answered(int subject, Notice notice);

        /** A label that was asked for is there. */
        default void labelled(final int subject, final int label) {
            throw new IllegalStateException("a label for something that did not ask for one");
        }
    }

    /** The answers of a producer, which nobody else polls. */
    public Answers(final Producer producer) {
        this.producer = producer;
    }

    /** A number for a receiver. */
    int join(final Receiver receiver) {
        receivers.add(receiver);
        return receivers.size() - 1;
    }

    /** The answer to this command, the last one that was sent, goes to a receiver. */
    void expect(final long generation, final int receiver, final int subject) {
        if (waiting == generations.length) {
            grow();
        }
        final int at = first + waiting & generations.length - 1;
        generations[at] = generation;
        senders[at] = (long) receiver << Integer.SIZE | subject;
        waiting++;
    }

    private void grow() {
        final long[] moreGenerations = new long[2 * waiting];
        final long[] moreSenders = new long[2 * waiting];
        for (int i = 0; i < waiting; i++) {
            moreGenerations[i] = generations[first + i & waiting - 1];
            moreSenders[i] = senders[first + i & waiting - 1];
        }
        generations = moreGenerations;
        senders = moreSenders;
        first = 0;
    }

    /** Hands out answers; how many. */
    public int poll() {
        final long acknowledged = producer.acknowledged();
        final int polled = producer.drain(this, LIMIT);
        if (polled < LIMIT) {
            // The answers to all that was acknowledged before have come by now.
            skip(acknowledged + 1);
        }
        return polled;
    }

    /** Commands before this one were carried out without a word. */
    private void skip(final long generation) {
        while (waiting > 0 && generations[first] < generation) {
            first = first + 1 & generations.length - 1;
            waiting--;
        }
    }

    /** Whether somebody waits for the answer to a command. */
    private boolean isAwaited(final long generation) {
        skip(generation);
        return waiting > 0 && generations[first] == generation;
    }

    private Receiver receiver() {
        return receivers.get((int) (senders[first] >>> Integer.SIZE));
    }

    @Override
    public void onLabel(final long generation, final int label, final boolean resolved) {
        if (isAwaited(generation)) {
            receiver().labelled((int) senders[first], label);
        }
    }

    @Override
    public void onNotice(final Notice notice) {
        if (notice.outcome() == Outcome.REFUSED) {
            refused++;
            lastRefusal = notice.text();
        }
        if (isAwaited(notice.generation())) {
            receiver().answered((int) senders[first], notice);
        }
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
