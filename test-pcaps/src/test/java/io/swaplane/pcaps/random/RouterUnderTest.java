package io.swaplane.pcaps.random;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketTracer;
import io.swaplane.fastpath.PuntSink;
import io.swaplane.memory.Memory;
import io.swaplane.pcaps.reference.Verdict;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.PuntReason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** The real forwarder on tables that the conductor programmed, with ports and a punt sink that keep what they get. */
public final class RouterUnderTest implements AutoCloseable {
    /** Most frames in a burst. */
    static final int BURST = 200;
    private static final int CHUNK = 4096;
    private static final int WORKER = 0;

    private final Conductor conductor;
    private final FrameStore store = new FrameStore(BURST, CHUNK);
    private final Verdict[] verdicts = new Verdict[BURST];
    private final CollectingPort[] ports;
    private final Forwarder forwarder;
    private final Trace trace = new Trace();
    private final long[] burst = new long[BURST];
    private int puntRoom;
    private boolean traced;

    public RouterUnderTest(final RouterIntent intent) {
        this(intent, SystemNanoClock.INSTANCE);
    }

    /** With a clock of its own, for what takes time. */
    public RouterUnderTest(final RouterIntent intent, final NanoClock clock) {
        conductor = new Conductor(intent, 1, clock);
        ports = IntStream.range(0, intent.ports().size()).mapToObj(port -> new CollectingPort(port, store, verdicts))
            .toArray(CollectingPort[]::new);
        final PuntSink sink = (frame, port, reason, about) -> {
            if (puntRoom == 0) {
                return false;
            }
            puntRoom--;
            verdicts[CollectingPort.Collected.number(store, frame)] = new Verdict.Punted(reason, CollectingPort.Collected.bytes(frame));
            store.free(FrameRef.address(frame));
            return true;
        };
        forwarder = new Forwarder(conductor.tables(), WORKER, store, ports.clone(), sink);
        conductor.tables().epochs().online(WORKER);
    }

    public Conductor conductor() {
        return conductor;
    }

    public ForwardingTables tables() {
        return conductor.tables();
    }

    /** With a tracer the reason of each single drop is known; without it, only how many there were. */
    public void trace(final boolean on) {
        traced = on;
        forwarder.tracer(on ? trace : null);
    }

    boolean isTraced() {
        return traced;
    }

    /** Room for the next burst. */
    public void room(final int[] byPort, final int punts) {
        for (int port = 0; port < ports.length; port++) {
            ports[port].room(byPort[port]);
        }
        puntRoom = punts;
    }

    /** Forwards a burst; what became of each frame, null for a dropped one whose reason was not traced. */
    public Verdict[] forward(final int port, final List<byte[]> frames) {
        Arrays.fill(verdicts, null);
        for (int i = 0; i < frames.size(); i++) {
            final byte[] frame = frames.get(i);
            final long address = store.allocate();
            Memory.putLong(store.note(address), i);
            Memory.copyIn(frame, 0, address, frame.length);
            burst[i] = FrameRef.of(address, frame.length);
        }
        forwarder.forward(port, burst, frames.size());
        if (store.available() != store.capacity()) {
            throw new AssertionError(store.capacity() - store.available() + " frames were neither sent, punted nor freed");
        }
        conductor.tables().epochs().quiescent(WORKER);
        return Arrays.copyOf(verdicts, frames.size());
    }

    @Override
    public void close() {
        conductor.tables().epochs().offline(WORKER);
        conductor.close();
        store.close();
    }

    /** Remembers why each frame was dropped; refusals by a port come after the frame was said to be sent. */
    private final class Trace implements PacketTracer {
        private int current;

        @Override
        public void received(final int ingressPort, final long frame) {
            current = CollectingPort.Collected.number(store, frame);
        }

        @Override
        public void entry(final int lse, final long word) {
            assert current < BURST;
        }

        @Override
        public void leg(final long word) {
            assert current < BURST;
        }

        @Override
        public void sent(final int egressPort, final long frame) {
            assert current == CollectingPort.Collected.number(store, frame);
        }

        @Override
        public void punted(final PuntReason reason, final long frame) {
            assert current == CollectingPort.Collected.number(store, frame);
        }

        @Override
        public void dropped(final DropReason reason) {
            verdicts[current] = new Verdict.Dropped(reason);
        }
    }
}
