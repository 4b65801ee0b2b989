package io.swaplane.control.command;

import io.swaplane.control.Applied;
import io.swaplane.control.CommandTarget;
import io.swaplane.control.command.codec.AbortDecoder;
import io.swaplane.control.command.codec.BeginDecoder;
import io.swaplane.control.command.codec.CommitDecoder;
import io.swaplane.control.command.codec.DefineAcceptDecoder;
import io.swaplane.control.command.codec.DefineVrfDecoder;
import io.swaplane.control.command.codec.EndOfSyncDecoder;
import io.swaplane.control.command.codec.MessageHeaderDecoder;
import io.swaplane.control.command.codec.PutReceivedDecoder;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import org.agrona.ErrorHandler;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.ControlledMessageHandler;

/**
 * The conductor's end of the command ring: takes commands in the order in which they came, has the target carry them out, and answers
 * them. Called on the control thread only.
 *
 * <p>A call does a bounded amount of work, so that the control thread gets to its other work in between: a certain number of commands,
 * or a slice of a bulk or sweep. While one of these is under way no command is taken from the ring.
 */
public final class CommandReader {
    /** Octets that a bulk can have, unless said otherwise: about three million label entries. */
    public static final long DEFAULT_BULK_OCTETS = 128L << 20;

    /** Commands of one call, and commands or removals of a slice. */
    private static final int LIMIT = 1000;
    /** Producers of which one call looks whether they can be forgotten. */
    private static final int IDLE_LIMIT = 16;
    /** How much larger all bulks together can be than one. */
    private static final int BULKS = 2;

    private final Producers producers;
    private final CommandTarget target;
    private final ErrorHandler errors;
    private final CommandStatistics statistics = new CommandStatistics();
    private final Execution execution;
    private final Bulk.Room room;
    private final ControlledMessageHandler handler = this::onMessage;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DefineAcceptDecoder defineAccept = new DefineAcceptDecoder();
    private final DefineVrfDecoder defineVrf = new DefineVrfDecoder();
    private final Int2ObjectHashMap<SessionState> sessions = new Int2ObjectHashMap<>();
    /** Sessions that end once their last commands are taken, in the order in which they ended. */
    private final List<SessionEvent.Ended> ending = new ArrayList<>();
    /** Producers that may have nothing in the router. */
    private final Deque<ProducerCounters> idle = new ArrayDeque<>();
    private final StaleTimers timers = new StaleTimers();
    private final Queue<Job> waiting = new ArrayDeque<>();
    private SessionState last;
    private Job job;

    /**
     * Reads the ring of these producers.
     *
     * @param target carries commands out.
     * @param errors is told what a target throws besides refusals.
     */
    public CommandReader(final Producers producers, final CommandTarget target, final ErrorHandler errors) {
        this(producers, target, errors, DEFAULT_BULK_OCTETS);
    }

    /**
     * Reads the ring of these producers.
     *
     * @param target carries commands out.
     * @param errors is told what a target throws besides refusals.
     * @param bulkOctets how much a bulk can have; all open bulks together can have twice that.
     */
    public CommandReader(final Producers producers, final CommandTarget target, final ErrorHandler errors, final long bulkOctets) {
        this.producers = producers;
        this.target = target;
        this.errors = errors;
        execution = new Execution(target, statistics, errors);
        room = new Bulk.Room(bulkOctets, BULKS * bulkOctets);
    }

    /** What became of all commands. Any thread. */
    public CommandStatistics statistics() {
        return statistics;
    }

    /** Has the router's own work done as soon as no other job is under way, as if it were a producer's. */
    public void start(final Job own) {
        waiting.add(own);
    }

    /**
     * Does a bounded amount of work.
     *
     * @param nowNanos the time, for stale timers.
     * @return how much was done; 0 when there was nothing to do.
     */
    public int doWork(final long nowNanos) {
        takeEvents();
        if (job == null) {
            endSessions(nowNanos);
            sweepExpired(nowNanos);
        }
        if (job == null) {
            job = waiting.poll();
        }
        if (job != null) {
            if (job.slice()) {
                job = null;
            }
            statistics.stagedOctets(room.used());
            return LIMIT;
        }
        final int read = producers.ring().buffer().controlledRead(handler, LIMIT);
        statistics.stagedOctets(room.used());
        return read + forgetIdle();
    }

    /**
     * Before the conductor's thread sleeps: from now on the next command wakes it.
     *
     * @return false when there is work; then it must not sleep.
     */
    public boolean beforeSleep() {
        // The doorbell hangs before the ring is looked at; a producer claims its room in the ring before it looks for the doorbell.
        producers.doorbell().hang();
        return job == null && waiting.isEmpty() && idle.isEmpty() && !producers.isCrowded()
            && producers.ring().buffer().size() == 0 && producers.events().isEmpty();
    }

    /** After its sleep, or in the place of it. */
    public void afterSleep() {
        producers.doorbell().takeDown();
    }

    private void takeEvents() {
        SessionEvent event = producers.events().poll();
        while (event != null) {
            switch (event) {
                case SessionEvent.Opened opened -> open(opened.session());
                case SessionEvent.Ended ended -> ending.add(ended);
            }
            event = producers.events().poll();
        }
    }

    private void open(final Session session) {
        sessions.put(session.number(), new SessionState(session));
        if (session.settings().mode() == SessionMode.KEEP) {
            keep(session.origin());
        }
    }

    /** What the producer's earlier sessions left stays, also that of those whose last commands are still in the ring. */
    private void keep(final Origin keeping) {
        timers.cancel(keeping.producer());
        for (final SessionEvent.Ended ended : ending) {
            final SessionState state = sessions.get(ended.session().number());
            if (state.origin().producer() == keeping.producer()) {
                state.keptBy(keeping);
            }
        }
        if (job instanceof SweepJob sweep && sweep.isTimersOf(keeping.producer())) {
            job = null;
        }
        target.keep(keeping);
    }

    private void endSessions(final long nowNanos) {
        int i = 0;
        while (i < ending.size()) {
            final SessionEvent.Ended ended = ending.get(i);
            final SessionState state = sessions.get(ended.session().number());
            if (state.taken() >= ended.last()) {
                ending.remove(i);
                end(state, nowNanos);
            } else {
                i++;
            }
        }
    }

    private void end(final SessionState state, final long nowNanos) {
        final Origin origin = state.origin();
        sessions.remove(origin.session());
        last = null;
        state.session().counters().sessions().decrementAndGet();
        if (state.bulk() != null) {
            state.bulk().release();
            statistics.stagedOctets(room.used());
        }
        final Duration staleAfter = state.session().settings().staleAfter();
        if (state.keptBy() != null) {
            // Its last commands may have swept since.
            target.keep(state.keptBy());
        } else if (staleAfter != null) {
            timers.start(new Origin(origin.producer(), origin.session() + 1, origin.owner(), origin.preference()),
                nowNanos + staleAfter.toNanos());
        }
    }

    private int forgetIdle() {
        if (idle.isEmpty() && producers.isCrowded()) {
            idle.addAll(producers.idle());
        }
        int looked = 0;
        while (looked < IDLE_LIMIT && !idle.isEmpty()) {
            final ProducerCounters each = idle.remove();
            looked++;
            if (each.sessions().get() == 0 && target.forget(each.number())) {
                timers.cancel(each.number());
                producers.forget(each);
            }
        }
        return looked;
    }

    private void sweepExpired(final long nowNanos) {
        final Origin expired = timers.expired(nowNanos);
        if (expired != null) {
            job = SweepJob.expired(target, expired, LIMIT, errors);
        }
    }

    private ControlledMessageHandler.Action onMessage(final int type, final MutableDirectBuffer buffer, final int index,
                                                      final int length) {
        final SessionState session = session(type);
        if (session == null) {
            // The producer's session was ended for it while it was sending this.
            statistics.countRefused(RefusalReason.SESSION_ENDED);
            return ControlledMessageHandler.Action.CONTINUE;
        }
        switch (Dispatcher.template(buffer, index)) {
            case DefineAcceptDecoder.TEMPLATE_ID -> session.define(defineAccept.wrapAndApplyHeader(buffer, index, header));
            case DefineVrfDecoder.TEMPLATE_ID -> session.define(defineVrf.wrapAndApplyHeader(buffer, index, header));
            case BeginDecoder.TEMPLATE_ID -> begin(session, take(session, buffer, index));
            case CommitDecoder.TEMPLATE_ID -> commit(session, take(session, buffer, index));
            case AbortDecoder.TEMPLATE_ID -> abort(session, take(session, buffer, index));
            case EndOfSyncDecoder.TEMPLATE_ID -> endOfSync(session, take(session, buffer, index));
            default -> onCommand(session, take(session, buffer, index), buffer, index, length);
        }
        return job == null ? ControlledMessageHandler.Action.CONTINUE : ControlledMessageHandler.Action.BREAK;
    }

    private SessionState session(final int number) {
        if (last == null || last.session().number() != number) {
            last = sessions.get(number);
            if (last == null) {
                takeEvents();
                last = sessions.get(number);
            }
        }
        return last;
    }

    private static long take(final SessionState session, final MutableDirectBuffer buffer, final int index) {
        final long generation = Dispatcher.generation(buffer, index);
        session.take(generation);
        return generation;
    }

    private void onCommand(final SessionState session, final long generation, final MutableDirectBuffer buffer, final int index,
                           final int length) {
        if (session.bulk() != null) {
            session.bulk().add(buffer, index, length);
            return;
        }
        // The time is taken before the answer: after it the producer may start the stopwatch again.
        try {
            final Applied applied = execution.execute(session, buffer, index);
            time(session.session().stopwatch(), generation);
            if (Dispatcher.template(buffer, index) == PutReceivedDecoder.TEMPLATE_ID) {
                session.labelled(generation, applied, execution.takeAssigned());
            } else {
                session.answered(generation, applied, execution.takeAssigned());
            }
        } catch (final RefusedException e) {
            time(session.session().stopwatch(), generation);
            session.refused(generation, e.reason(), e.getMessage());
        }
    }

    private void time(final Stopwatch stopwatch, final long generation) {
        if (stopwatch.times(generation)) {
            statistics.latency().record(producers.clock().nanoTime() - stopwatch.started());
        }
    }

    private void begin(final SessionState session, final long generation) {
        session.bulk(new Bulk(room));
        session.programmed(generation);
    }

    private void commit(final SessionState session, final long generation) {
        final Bulk bulk = session.bulk();
        session.bulk(null);
        if (bulk.refusal() != null) {
            statistics.countRefused(bulk.refusal());
            session.refused(generation, bulk.refusal(), bulk.refusalText());
            return;
        }
        statistics.countBulk();
        job = new BulkJob(session, bulk, generation, execution, LIMIT);
    }

    private void abort(final SessionState session, final long generation) {
        session.bulk().release();
        session.bulk(null);
        session.programmed(generation);
    }

    private void endOfSync(final SessionState session, final long generation) {
        job = SweepJob.endOfSync(target, session, generation, LIMIT, errors);
    }
}
