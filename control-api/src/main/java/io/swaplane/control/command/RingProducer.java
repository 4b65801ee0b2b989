package io.swaplane.control.command;

import io.swaplane.control.command.codec.AbortEncoder;
import io.swaplane.control.command.codec.BeginEncoder;
import io.swaplane.control.command.codec.CommitEncoder;
import io.swaplane.control.command.codec.EndOfSyncEncoder;
import io.swaplane.control.command.codec.LeaveReceivedEncoder;
import io.swaplane.control.command.codec.Leaving;
import io.swaplane.control.command.codec.MessageHeaderEncoder;
import io.swaplane.control.command.codec.PutForwardEncoder;
import io.swaplane.control.command.codec.PutPlainRouteEncoder;
import io.swaplane.control.command.codec.PutReceivedEncoder;
import io.swaplane.control.command.codec.RemoveLabelEncoder;
import io.swaplane.control.command.codec.RemoveNextHopEncoder;
import io.swaplane.control.command.codec.RemovePlainRouteEncoder;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.fib.AddressFamily;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/**
 * A session's producer side. Commands of fixed size are written straight into the ring, others by way of a buffer.
 *
 * <p>The window is counted in answers that the queue of notices may have to hold: commands that are unanswered, and notices that are
 * unread. A command within a bulk has no answer of its own.
 */
final class RingProducer implements Producer {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    /** Handles are 16 bits wide. */
    private static final int MOST_HANDLES = 65_535;

    private final Producers producers;
    private final Session session;
    private final ProducerCounters counters;
    private final ManyToOneRingBuffer ring;
    private final AtomicBuffer ringMemory;
    private final NanoClock clock;
    private final int type;
    private final IntentEncoder intents = new IntentEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PutForwardEncoder putForward = new PutForwardEncoder();
    private final RemoveLabelEncoder removeLabel = new RemoveLabelEncoder();
    private final PutReceivedEncoder putReceived = new PutReceivedEncoder();
    private final LeaveReceivedEncoder leaveReceived = new LeaveReceivedEncoder();
    private final RemoveNextHopEncoder removeNextHop = new RemoveNextHopEncoder();
    private final PutPlainRouteEncoder putPlainRoute = new PutPlainRouteEncoder();
    private final RemovePlainRouteEncoder removePlainRoute = new RemovePlainRouteEncoder();
    private final BeginEncoder begin = new BeginEncoder();
    private final CommitEncoder commit = new CommitEncoder();
    private final AbortEncoder abort = new AbortEncoder();
    private final EndOfSyncEncoder endOfSync = new EndOfSyncEncoder();
    private final Map<Accept, Integer> accepts = new HashMap<>();
    private final Map<String, Integer> vrfs = new HashMap<>();
    private long generation;
    /** Commands sent that are answered one by one. */
    private long answerable;
    /** How many of these can be sent before the conductor's progress must be looked at. */
    private long credits;
    private boolean inBulk;
    /** A notice that waits for labels of earlier commands to be told. */
    private Notice pending;
    private long nextTimed = 1;

    RingProducer(final Producers producers, final Session session, final ProducerCounters counters) {
        this.producers = producers;
        this.session = session;
        this.counters = counters;
        ring = producers.ring().buffer();
        ringMemory = ring.buffer();
        clock = producers.clock();
        type = session.number();
        accepts.put(new Accept.Core(), accepts.size());
        accepts.put(new Accept.Router(), accepts.size());
        vrfs.put(VrfIntent.GLOBAL, vrfs.size());
    }

    Session session() {
        return session;
    }

    @Override
    public ProducerSettings settings() {
        return session.settings();
    }

    @Override
    public int acceptHandle(final Accept accept) {
        return handle(accepts, accept, handle -> intents.defineAccept(handle, accept));
    }

    @Override
    public int vrfHandle(final String name) {
        return handle(vrfs, name, handle -> intents.routes().defineVrf(handle, name));
    }

    /** Writes the definition of a handle into its buffer, and gives its length. */
    @FunctionalInterface
    private interface Definition {
        int length(int handle);
    }

    private <T> int handle(final Map<T, Integer> handles, final T named, final Definition definition) {
        final Integer known = handles.get(named);
        if (known != null) {
            return known;
        }
        if (isEnded()) {
            return ENDED;
        }
        if (handles.size() > MOST_HANDLES) {
            return tooLarge();
        }
        final int handle = handles.size();
        final int refused = write(() -> definition.length(handle));
        if (refused < 0) {
            return refused;
        }
        handles.put(named, handle);
        return handle;
    }

    @Override
    public long putForward(final int labelSpace, final int label, final long forwarding, final int accept) {
        checkAccept(accept);
        final int at = claim(PutForwardEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        putForward.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1).forwarding(forwarding).label(label)
            .labelSpace(labelSpace).accept(accept);
        return sent(at);
    }

    private void checkAccept(final int accept) {
        if (accept < 0 || accept >= accepts.size()) {
            throw new RefusedException(accept + " is no handle of an ingress in this session");
        }
    }

    @Override
    public long putLabel(final LspIntent intent) {
        return send(() -> intents.putLabel(generation + 1, intent));
    }

    @Override
    public long removeLabel(final int labelSpace, final int label) {
        final int at = claim(RemoveLabelEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        removeLabel.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1).label(label).labelSpace(labelSpace);
        return sent(at);
    }

    @Override
    public long removeLabel(final String labelSpace, final int label) {
        return send(() -> intents.removeLabel(generation + 1, labelSpace, label));
    }

    @Override
    public long putBinding(final BindingIntent intent) {
        return send(() -> intents.putBinding(generation + 1, intent));
    }

    @Override
    public long putReceived(final long user, final AddressFamily family, final long high, final long low, final int received,
                            final int accept, final long forwarding) {
        checkAccept(accept);
        final int at = claim(PutReceivedEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        putReceived.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1).user(user).high(high).low(low)
            .forwarding(forwarding).receivedLabel(received).accept(accept).family(RouteDecoder.code(family));
        return sent(at);
    }

    @Override
    public long withdrawReceived(final long user, final AddressFamily family, final long high, final long low, final int received,
                                 final int accept) {
        return leaveReceived(user, family, high, low, received, accept, Leaving.WITHDRAW);
    }

    @Override
    public long releaseReceived(final long user, final AddressFamily family, final long high, final long low, final int received,
                                final int accept) {
        return leaveReceived(user, family, high, low, received, accept, Leaving.RELEASE);
    }

    private long leaveReceived(final long user, final AddressFamily family, final long high, final long low, final int received,
                               final int accept, final Leaving leaving) {
        checkAccept(accept);
        final int at = claim(LeaveReceivedEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        leaveReceived.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1).user(user).high(high).low(low)
            .receivedLabel(received).accept(accept).family(RouteDecoder.code(family)).leaving(leaving);
        return sent(at);
    }

    @Override
    public long removeBinding(final BindingKey key, final long user) {
        return send(() -> intents.leaveBinding(generation + 1, key, user, Leaving.REMOVE));
    }

    @Override
    public long withdrawBinding(final BindingKey key, final long user) {
        return send(() -> intents.leaveBinding(generation + 1, key, user, Leaving.WITHDRAW));
    }

    @Override
    public long withdrawBinding(final BindingKey key) {
        return send(() -> intents.leaveBinding(generation + 1, key, 0, Leaving.WITHDRAW_ALL));
    }

    @Override
    public long releaseBinding(final BindingKey key, final long user) {
        return send(() -> intents.leaveBinding(generation + 1, key, user, Leaving.RELEASE));
    }

    @Override
    public long putNextHop(final NextHopIntent intent) {
        return send(() -> intents.putNextHop(generation + 1, intent));
    }

    @Override
    public long removeNextHop(final int index) {
        final int at = claim(RemoveNextHopEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        removeNextHop.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1).index(index);
        return sent(at);
    }

    @Override
    public long putTunnel(final TunnelIntent intent) {
        return send(() -> intents.putTunnel(generation + 1, intent));
    }

    @Override
    public long removeTunnel(final InetAddress endpoint) {
        return send(() -> intents.removeTunnel(generation + 1, endpoint));
    }

    @Override
    public long putNeighbour(final NeighbourIntent intent) {
        return send(() -> intents.putNeighbour(generation + 1, intent));
    }

    @Override
    public long removeNeighbour(final String interfaceName, final InetAddress address) {
        return send(() -> intents.removeNeighbour(generation + 1, interfaceName, address));
    }

    @Override
    public long setPortState(final String port, final boolean up) {
        return send(() -> intents.portState(generation + 1, port, up));
    }

    @Override
    public long createLabelSpace(final String name) {
        return send(() -> intents.createLabelSpace(generation + 1, name));
    }

    @Override
    public long removeLabelSpace(final String name) {
        return send(() -> intents.removeLabelSpace(generation + 1, name));
    }

    @Override
    public long putVrf(final VrfIntent intent) {
        return send(() -> intents.routes().putVrf(generation + 1, intent));
    }

    @Override
    public long removeVrf(final String name) {
        return send(() -> intents.routes().removeVrf(generation + 1, name));
    }

    @Override
    public long putRoute(final int vrf, final AddressFamily family, final long high, final long low, final int length,
                         final long forwarding) {
        checkRoute(vrf, family, length);
        final int at = claim(PutPlainRouteEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        putPlainRoute.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1).high(high).low(low).forwarding(forwarding)
            .vrf(vrf).length((short) length).family(RouteDecoder.code(family));
        return sent(at);
    }

    @Override
    public long putRoute(final RouteIntent intent) {
        return send(() -> intents.routes().putRoute(generation + 1, intent));
    }

    @Override
    public long removeRoute(final int vrf, final AddressFamily family, final long high, final long low, final int length) {
        checkRoute(vrf, family, length);
        final int at = claim(RemovePlainRouteEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        removePlainRoute.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1).high(high).low(low).vrf(vrf)
            .length((short) length).family(RouteDecoder.code(family));
        return sent(at);
    }

    private void checkRoute(final int vrf, final AddressFamily family, final int length) {
        if (vrf < 0 || vrf >= vrfs.size()) {
            throw new RefusedException(vrf + " is no handle of a VRF in this session");
        }
        if (length < 0 || length > family.bits()) {
            throw new RefusedException("a prefix's length must be 0 to " + family.bits() + ", not " + length);
        }
    }

    @Override
    public long removeRoute(final String vrf, final Prefix prefix) {
        return send(() -> intents.routes().removeRoute(generation + 1, vrf, prefix));
    }

    @Override
    public long begin() {
        if (inBulk) {
            throw new IllegalStateException("a bulk is open");
        }
        if (session.unread().get() > Session.MOST_UNREAD) {
            counters.countWindowFull();
            return isEnded() ? ENDED : WINDOW_FULL;
        }
        // Two: what ends the bulk must not meet a full window.
        final int at = claim(BeginEncoder.BLOCK_LENGTH, 2);
        if (at < 0) {
            return at;
        }
        begin.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1);
        final long taken = sent(at);
        credits--;
        inBulk = true;
        return taken;
    }

    @Override
    public long commit() {
        final int at = claimEnd(CommitEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        commit.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1);
        return bulkEnded(at);
    }

    @Override
    public long abort() {
        final int at = claimEnd(AbortEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        abort.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1);
        return bulkEnded(at);
    }

    private int claimEnd(final int blockLength) {
        if (!inBulk) {
            throw new IllegalStateException("no bulk is open");
        }
        return claim(blockLength);
    }

    private long bulkEnded(final int at) {
        final long taken = sent(at);
        answerable++;
        inBulk = false;
        return taken;
    }

    @Override
    public long endOfSync() {
        if (inBulk) {
            throw new IllegalStateException("a bulk is open");
        }
        if (settings().mode() == SessionMode.KEEP) {
            throw new IllegalStateException("the session was opened to keep what earlier ones left");
        }
        final int at = claim(EndOfSyncEncoder.BLOCK_LENGTH);
        if (at < 0) {
            return at;
        }
        endOfSync.wrapAndApplyHeader(ringMemory, at, header).generation(generation + 1);
        return sent(at);
    }

    private int claim(final int blockLength) {
        return claim(blockLength, 1);
    }

    /** Room in the ring for a command of fixed size, or why it is not taken. */
    private int claim(final int blockLength, final int answers) {
        final int refused = admit(answers);
        if (refused < 0) {
            return refused;
        }
        startTiming();
        final int at = ring.tryClaim(type, HEADER + blockLength);
        return at < 0 ? ringFull() : at;
    }

    private long sent(final int at) {
        ring.commit(at);
        return taken();
    }

    /** Writes a command of any size into its buffer, and gives its length. */
    @FunctionalInterface
    private interface Encoding {
        int length();
    }

    private long send(final Encoding encoding) {
        final int refused = admit(1);
        if (refused < 0) {
            return refused;
        }
        startTiming();
        final int unwritten = write(encoding);
        return unwritten < 0 ? unwritten : taken();
    }

    /** Writes a command into the ring; 0, or why it is not taken. */
    private int write(final Encoding encoding) {
        final int length;
        try {
            length = encoding.length();
        } catch (final RefusedException e) {
            if (e.reason() == RefusalReason.TOO_LARGE) {
                return tooLarge();
            }
            throw e;
        }
        if (length > ring.maxMsgLength()) {
            return tooLarge();
        }
        return ring.write(type, intents.buffer(), 0, length) ? 0 : ringFull();
    }

    private int ringFull() {
        counters.countRingFull();
        return RING_FULL;
    }

    private int tooLarge() {
        counters.countTooLarge();
        return TOO_LARGE;
    }

    private long taken() {
        generation++;
        session.sent().setRelease(generation);
        counters.countSent();
        producers.doorbell().ring();
        if (!inBulk) {
            answerable++;
            credits--;
        }
        return generation;
    }

    /** Whether a command may go into the ring: 0, or why it is not taken. */
    private int admit(final int answers) {
        if (isEnded()) {
            return ENDED;
        }
        if (inBulk || credits >= answers || lookForCredits() >= answers) {
            return 0;
        }
        counters.countWindowFull();
        return WINDOW_FULL;
    }

    /**
     * The conductor queues a notice or a label before it counts the answer; so all of the answers read here are in the queues' sizes.
     */
    private long lookForCredits() {
        final long unanswered = answerable - session.progress().answered();
        credits = session.window() - unanswered - session.notices().size() - session.labels().size() - (pending == null ? 0 : 1);
        return credits;
    }

    private void startTiming() {
        final long next = generation + 1;
        if (next < nextTimed || inBulk) {
            return;
        }
        final Stopwatch stopwatch = session.stopwatch();
        nextTimed = next + Stopwatch.EVERY;
        if (stopwatch.generation() <= session.progress().acknowledged()) {
            stopwatch.start(next, clock.nanoTime());
        }
    }

    @Override
    public long acknowledged() {
        return session.progress().acknowledged();
    }

    @Override
    public long sent() {
        return session.sent().getAcquire();
    }

    @Override
    public Notice poll() {
        final Notice notice = session.notices().poll();
        if (notice != null && notice.bulk() != null) {
            session.unread().addAndGet(-notice.bulk().size());
        }
        return notice;
    }

    @Override
    public int drain(final AnswerHandler handler, final int limit) {
        final AssignedLabels labels = session.labels();
        // What is found here is older than any notice that is not in the queue by now.
        labels.look();
        int drained = 0;
        while (drained < limit) {
            if (pending == null) {
                pending = poll();
            }
            // A notice may be younger than labels that came since.
            if (pending != null && !labels.hasNext()) {
                labels.look();
            }
            if (labels.hasNext() && (pending == null || labels.generation() < pending.generation())) {
                final long told = labels.generation();
                final int label = labels.take();
                handler.onLabel(told, label < 0 ? ~label : label, label >= 0);
            } else if (pending != null) {
                final Notice notice = pending;
                pending = null;
                handler.onNotice(notice);
            } else {
                return drained;
            }
            drained++;
        }
        return drained;
    }

    @Override
    public ProducerCounters counters() {
        return counters;
    }

    @Override
    public boolean isEnded() {
        return session.ended().get();
    }

    @Override
    public void close() {
        if (session.ended().compareAndSet(false, true)) {
            producers.ended(this);
        }
    }
}
