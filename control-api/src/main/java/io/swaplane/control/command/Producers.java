package io.swaplane.control.command;

import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Opens producers' sessions on one command ring. Any thread.
 *
 * <p>A session's opening and end do not go through the ring but beside it, in a queue of their own that is never full: a producer can
 * always end. The order of commands is kept, as an opening is there before the session's first command, and an end waits for its last.
 */
public final class Producers {
    /** Name of the producer whose number is 0: what it puts replaces what the configuration put. */
    public static final String CONFIGURATION = "configuration";
    /** How many commands of a session may be unanswered, unless said otherwise. */
    public static final int DEFAULT_WINDOW = 1 << 15;
    /**
     * How many producers there can be. When there are half as many, those are forgotten that have neither a session nor anything in the
     * router.
     */
    public static final int MOST_PRODUCERS = 4096;

    private static final int LEAST_WINDOW = 4;

    private final CommandRing ring;
    private final int window;
    private final NanoClock clock;
    private final Doorbell doorbell;
    private final Map<String, ProducerCounters> producers = new LinkedHashMap<>();
    private final Map<String, RingProducer> open = new HashMap<>();
    private final Queue<SessionEvent> events = new ConcurrentLinkedQueue<>();
    private int sessions;
    private int numbers;
    private volatile boolean crowded;

    /** Sessions on this ring with the default window. */
    public Producers(final CommandRing ring) {
        this(ring, () -> { });
    }

    /**
     * Sessions on this ring with the default window.
     *
     * @param wake called by a producer's thread when the conductor's thread sleeps and there is a command for it; it ends the sleep, the
     *     running one or the next.
     */
    public Producers(final CommandRing ring, final Runnable wake) {
        this(ring, DEFAULT_WINDOW, SystemNanoClock.INSTANCE, wake);
    }

    /**
     * Sessions on this ring.
     *
     * @param window how many commands of a session may be unanswered, 4 or more.
     * @param clock times commands.
     * @param wake ends the sleep of the conductor's thread.
     */
    public Producers(final CommandRing ring, final int window, final NanoClock clock, final Runnable wake) {
        if (window < LEAST_WINDOW) {
            throw new IllegalArgumentException("a window of " + window + " commands: must be " + LEAST_WINDOW + " or more");
        }
        this.ring = ring;
        this.window = window;
        this.clock = clock;
        this.doorbell = new Doorbell(wake);
        producers.put(CONFIGURATION, new ProducerCounters(CONFIGURATION, Origin.STATIC.producer()));
    }

    /**
     * Opens a session.
     *
     * @throws RefusedException when the producer has a session open, or there are too many others.
     */
    public synchronized Producer open(final ProducerSettings settings) {
        final String name = settings.name();
        if (open.containsKey(name)) {
            throw new RefusedException(RefusalReason.CONFLICTING_OWNER, "producer " + name + " has a session open");
        }
        final ProducerCounters counters = known(name);
        counters.sessions().incrementAndGet();
        sessions++;
        final Origin origin = new Origin(counters.number(), sessions, settings.owner(), settings.preference());
        final RingProducer producer = new RingProducer(this, new Session(origin, settings, window, counters), counters);
        open.put(name, producer);
        events.add(new SessionEvent.Opened(producer.session()));
        doorbell.ring();
        return producer;
    }

    private ProducerCounters known(final String name) {
        final ProducerCounters known = producers.get(name);
        if (known != null) {
            return known;
        }
        if (producers.size() > MOST_PRODUCERS / 2) {
            crowded = true;
            doorbell.ring();
        }
        if (producers.size() > MOST_PRODUCERS) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "producer " + name + ": the router knows " + MOST_PRODUCERS
                + " others, as many as it can, each with a session or with something in the router that is not removed yet");
        }
        numbers++;
        final ProducerCounters made = new ProducerCounters(name, numbers);
        producers.put(name, made);
        return made;
    }

    /** Whether producers came since {@link #idle} that there is little room for. */
    boolean isCrowded() {
        return crowded;
    }

    /** Producers without a session, the configuration left out. */
    synchronized List<ProducerCounters> idle() {
        crowded = false;
        return producers.values().stream().filter(each -> each.number() != Origin.STATIC.producer() && each.sessions().get() == 0).toList();
    }

    /** A producer has nothing in the router: it is forgotten unless it has a session now. */
    synchronized void forget(final ProducerCounters counters) {
        if (counters.sessions().get() == 0) {
            producers.remove(counters.producer(), counters);
        }
    }

    /** A session has ended. */
    synchronized void ended(final RingProducer producer) {
        open.remove(producer.settings().name(), producer);
        events.add(new SessionEvent.Ended(producer.session(), producer.sent()));
        doorbell.ring();
    }

    /** The sessions that are open. */
    public synchronized List<Producer> sessions() {
        return List.copyOf(open.values());
    }

    /** Every producer that is known, with or without a session now. */
    public synchronized List<ProducerCounters> counters() {
        return List.copyOf(producers.values());
    }

    /** The ring that they share. */
    public CommandRing ring() {
        return ring;
    }

    NanoClock clock() {
        return clock;
    }

    /** Wakes the conductor. */
    Doorbell doorbell() {
        return doorbell;
    }

    /** To the conductor. */
    Queue<SessionEvent> events() {
        return events;
    }
}
