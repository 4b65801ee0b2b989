package io.swaplane.table;

import io.swaplane.memory.Memory;
import java.util.HashMap;
import java.util.Map;

/**
 * All forwarding state of one router: what the workers share, and each worker's own copy.
 *
 * <p>One writer, the conductor; any number of readers. Counter totals may be read by any thread and are monotonic per worker, not
 * a snapshot across counters.
 */
public final class ForwardingTables implements AutoCloseable {
    /** The platform label space's index. */
    public static final int PLATFORM = 0;

    private static final long RECORD_BYTES = 1L << 30;

    private final Geometry geometry;
    private final Epochs epochs;
    private final RecordPool pool;
    private final NextHopTable nextHops;
    private final GroupTable groups;
    private final PortTable ports;
    private final WorkerTables[] workers;
    /** What a label's counters stood at when it was created anew: subtracted on reading, since only workers write counters. */
    private final Map<Long, Counters> baselines = new HashMap<>();

    public ForwardingTables(final Geometry geometry) {
        this.geometry = geometry;
        epochs = new Epochs(geometry.workers());
        pool = new RecordPool(RECORD_BYTES);
        nextHops = new NextHopTable(pool, epochs);
        groups = new GroupTable(pool, epochs);
        ports = new PortTable(geometry.ports());
        workers = new WorkerTables[geometry.workers()];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new WorkerTables(geometry, epochs);
        }
    }

    public Geometry geometry() {
        return geometry;
    }

    public Epochs epochs() {
        return epochs;
    }

    public NextHopTable nextHops() {
        return nextHops;
    }

    public GroupTable groups() {
        return groups;
    }

    public PortTable ports() {
        return ports;
    }

    public WorkerTables worker(final int worker) {
        return workers[worker];
    }

    /** Conductor: makes a label space exist in every worker; making it twice is no error. */
    public void createLabelSpace(final int space) {
        if (space < 0 || space >= geometry.labelSpaces()) {
            throw new IllegalArgumentException("label space " + space + " must be 0 to " + (geometry.labelSpaces() - 1));
        }
        for (final WorkerTables worker : workers) {
            worker.createSpace(space);
        }
    }

    /**
     * Conductor: creates or replaces a label's word in every worker, one release store each, which pairs with the acquire load in
     * the forwarder. A label that had no word before starts with zero counters.
     */
    public void publishLabel(final int space, final int label, final long word) {
        checkLabel(label);
        if (workers[0].word(space, label) == ForwardingWord.EMPTY) {
            rebase(space, label);
        }
        for (final WorkerTables worker : workers) {
            worker.publishLabel(space, label, word);
        }
    }

    /** Conductor: takes a label out; its packets drop as {@link DropReason#UNKNOWN_LABEL} from now on. */
    public void removeLabel(final int space, final int label) {
        checkLabel(label);
        for (final WorkerTables worker : workers) {
            worker.publishLabel(space, label, ForwardingWord.EMPTY);
        }
        // Packets in flight may still count for the old entry: take the baseline again once no worker can.
        epochs.retire(() -> {
            if (workers[0].word(space, label) == ForwardingWord.EMPTY) {
                rebase(space, label);
            }
        });
    }

    private void rebase(final int space, final int label) {
        final Counters now = rawLabelCounters(space, label);
        if (!now.equals(Counters.ZERO)) {
            baselines.put(key(space, label), now);
        }
    }

    /**
     * Conductor: creates or replaces an interface in every worker. While it is replaced it is off, and a burst that is under way may meet
     * parts of both configurations: an interface with traffic is better published under a free id, to which {@link PortTable} then
     * re-binds the port or VLAN in one store.
     */
    public void publishInterface(final int id, final InterfaceEntry entry) {
        if (id < 1 || id >= geometry.interfaces()) {
            throw new IllegalArgumentException("interface id " + id + " must be 1 to " + (geometry.interfaces() - 1));
        }
        for (final WorkerTables worker : workers) {
            worker.publishInterface(id, entry);
        }
    }

    /** A label's word; {@link ForwardingWord#EMPTY} when it has none. */
    public long word(final int space, final int label) {
        checkLabel(label);
        return workers[0].word(space, label);
    }

    /** Conductor: a label's counters since it was created. */
    public Counters labelCounters(final int space, final int label) {
        return rawLabelCounters(space, label).minus(baselines.getOrDefault(key(space, label), Counters.ZERO));
    }

    private Counters rawLabelCounters(final int space, final int label) {
        Counters sum = Counters.ZERO;
        for (final WorkerTables worker : workers) {
            final long entry = IlmLayout.entry(worker.ilm(space), label);
            final long cold = IlmLayout.cold(worker.ilm(space), label);
            sum = sum.plus(new Counters(
                Memory.getLongOpaque(entry + IlmLayout.PACKETS), Memory.getLongOpaque(entry + IlmLayout.OCTETS),
                Memory.getLongOpaque(cold + IlmLayout.ERRORS), Memory.getLongOpaque(cold + IlmLayout.DISCARDS)));
        }
        return sum;
    }

    /** A next hop's counters. */
    public Counters nextHopCounters(final int id) {
        Counters sum = Counters.ZERO;
        for (final WorkerTables worker : workers) {
            final long at = worker.nextHopCountersAddress() + ((long) id << CounterLayout.NEXT_HOP_SHIFT);
            sum = sum.plus(new Counters(
                Memory.getLongOpaque(at + CounterLayout.PACKETS), Memory.getLongOpaque(at + CounterLayout.OCTETS),
                Memory.getLongOpaque(at + CounterLayout.ERRORS), Memory.getLongOpaque(at + CounterLayout.DISCARDS)));
        }
        return sum;
    }

    /** A port's counters. */
    public PortCounters portCounters(final int port) {
        final long[] sums = new long[5];
        for (final WorkerTables worker : workers) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Memory.getLongOpaque(worker.portCounters(port) + 8L * i);
            }
        }
        return new PortCounters(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    /** Packets that came in by a port and were dropped for a reason. */
    public long drops(final int port, final DropReason reason) {
        long sum = 0;
        for (final WorkerTables worker : workers) {
            sum += Memory.getLongOpaque(worker.dropCounters(port) + 8L * reason.ordinal());
        }
        return sum;
    }

    /** Packets that came in by a port and left the packet path for a reason. */
    public long punts(final int port, final PuntReason reason) {
        long sum = 0;
        for (final WorkerTables worker : workers) {
            sum += Memory.getLongOpaque(worker.puntCounters(port) + 8L * reason.ordinal());
        }
        return sum;
    }

    private static void checkLabel(final int label) {
        if (label < 0 || label >= IlmLayout.LABELS) {
            throw new IllegalArgumentException("label " + label + " must be 0 to " + (IlmLayout.LABELS - 1));
        }
    }

    private static long key(final int space, final int label) {
        return (long) space << 20 | label;
    }

    /** Unmaps everything; no worker may run any more. */
    @Override
    public void close() {
        for (final WorkerTables worker : workers) {
            worker.close();
        }
        ports.close();
        groups.close();
        nextHops.close();
        pool.close();
        epochs.close();
    }
}
