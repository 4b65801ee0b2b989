package io.swaplane.table;

import io.swaplane.memory.Memory;
import io.swaplane.table.fib.FibTable;

/**
 * All forwarding state of one router: what the workers share, and each worker's own copy.
 *
 * <p>One writer, the conductor; any number of readers. Counter totals may be read by any thread and are monotonic per worker, not
 * a snapshot across counters.
 */
public final class ForwardingTables implements AutoCloseable {
    /** The platform label space's index. */
    public static final int PLATFORM = 0;

    /** The number of the global table, the FIB that always exists. */
    public static final int GLOBAL_TABLE = 0;

    /** Room for records of next hops and groups; what is not written takes no memory. */
    public static final long RECORD_BYTES = 1L << 30;

    private final Geometry geometry;
    private final Epochs epochs;
    private final RecordPool pool;
    private final NextHopTable nextHops;
    private final GroupTable groups;
    private final PortTable ports;
    private final FibTable fibs;
    private final DscpTable dscps = new DscpTable();
    private final WorkerTables[] workers;
    private final Baselines baselines;
    private int hashSeed;

    public ForwardingTables(final Geometry geometry) {
        this(geometry, RECORD_BYTES);
    }

    /** Tables with another amount of memory for records, a multiple of 16 KiB. */
    public ForwardingTables(final Geometry geometry, final long recordBytes) {
        this(geometry, recordBytes, FibTable.BYTES);
    }

    /** Tables with another amount of memory for routes, too, at least 1 MiB. */
    public ForwardingTables(final Geometry geometry, final long recordBytes, final long fibBytes) {
        this.geometry = geometry;
        pool = new RecordPool(recordBytes);
        epochs = new Epochs(geometry.workers());
        nextHops = new NextHopTable(pool, epochs);
        groups = new GroupTable(pool, epochs);
        ports = new PortTable(geometry.ports());
        fibs = new FibTable(epochs::retire, fibBytes);
        fibs.create(GLOBAL_TABLE);
        workers = new WorkerTables[geometry.workers()];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new WorkerTables(geometry, epochs);
        }
        baselines = new Baselines(geometry);
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

    /** The FIBs by VRF number, of which {@link #GLOBAL_TABLE} is there from the start; what they give back waits for {@link #reclaim}. */
    public FibTable fibs() {
        return fibs;
    }

    /** The traffic class of a pushed label for each DSCP. */
    public DscpTable dscps() {
        return dscps;
    }

    /** What makes the ECMP hash this router's own; 0 unless set. */
    public int hashSeed() {
        return hashSeed;
    }

    /** Conductor, before there are workers, which read it once. */
    public void hashSeed(final int seed) {
        hashSeed = seed;
    }

    /**
     * Conductor, once in each cycle: lets the grace period of what was taken out of the tables begin, and gives back what no worker can
     * hold any more; returns how many actions ran. See {@link Epochs#reclaim}.
     */
    public int reclaim() {
        fibs.endCycle();
        return epochs.reclaim();
    }

    public WorkerTables worker(final int worker) {
        return workers[worker];
    }

    /**
     * Conductor: whether all these records can be published now. What is published in a record's place needs memory of its own, as the old
     * record's is free only once no worker can hold it.
     */
    public boolean hasRoom(final RecordDemand demand) {
        return pool.hasRoom(demand);
    }

    /** Conductor: how many records' memory has become free again since the start. */
    public long releasedRecords() {
        return pool.released();
    }

    /** Conductor: makes a label space exist in every worker; making it twice is no error. */
    public void createLabelSpace(final int space) {
        if (space < 0 || space >= geometry.labelSpaces()) {
            throw new IllegalArgumentException("label space " + space + " must be 0 to " + (geometry.labelSpaces() - 1));
        }
        for (final WorkerTables worker : workers) {
            worker.createSpace(space);
        }
        baselines.createSpace(space);
    }

    /**
     * Conductor: takes a label space out of every worker. Its memory is unmapped once no worker can hold its address; a worker that still
     * meets a lookup in it drops the packet as {@link DropReason#UNRESOLVED}. The number may be given to another space once an action
     * retired after this call has run.
     */
    public void removeLabelSpace(final int space) {
        if (space == PLATFORM) {
            throw new IllegalArgumentException("the platform's label space cannot go");
        }
        workers[0].ilm(space); // refuses one that does not exist
        for (final WorkerTables worker : workers) {
            worker.removeSpace(space);
        }
        baselines.removeSpace(space);
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

    /**
     * Conductor: takes a label out; its packets drop as {@link DropReason#UNKNOWN_LABEL} from now on.
     *
     * <p>Packets in flight may still count for the old entry. What they count before the label is made again is left out of its new life;
     * a label made again before its last packets have passed may show those few.
     */
    public void removeLabel(final int space, final int label) {
        checkLabel(label);
        for (final WorkerTables worker : workers) {
            worker.publishLabel(space, label, ForwardingWord.EMPTY);
        }
    }

    private void rebase(final int space, final int label) {
        long packets = 0;
        long octets = 0;
        long errors = 0;
        long discards = 0;
        for (final WorkerTables worker : workers) {
            final long ilm = worker.ilm(space);
            final long entry = IlmLayout.entry(ilm, label);
            final long cold = IlmLayout.cold(ilm, label);
            packets += Memory.getLongOpaque(entry + IlmLayout.PACKETS);
            octets += Memory.getLongOpaque(entry + IlmLayout.OCTETS);
            errors += Memory.getLongOpaque(cold + IlmLayout.ERRORS);
            discards += Memory.getLongOpaque(cold + IlmLayout.DISCARDS);
        }
        final long at = baselines.label(space, label);
        Baselines.put(at + CounterLayout.PACKETS, packets);
        Baselines.put(at + CounterLayout.OCTETS, octets);
        Baselines.put(at + CounterLayout.ERRORS, errors);
        Baselines.put(at + CounterLayout.DISCARDS, discards);
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

    /** Conductor: a label's counters since it was made or they were cleared; zero when it has no word. */
    public Counters labelCounters(final int space, final int label) {
        if (word(space, label) == ForwardingWord.EMPTY) {
            return Counters.ZERO;
        }
        final Counters then = counters(baselines.label(space, label));
        Counters sum = Counters.ZERO;
        for (final WorkerTables worker : workers) {
            final long entry = IlmLayout.entry(worker.ilm(space), label);
            final long cold = IlmLayout.cold(worker.ilm(space), label);
            sum = sum.plus(new Counters(
                Memory.getLongOpaque(entry + IlmLayout.PACKETS), Memory.getLongOpaque(entry + IlmLayout.OCTETS),
                Memory.getLongOpaque(cold + IlmLayout.ERRORS), Memory.getLongOpaque(cold + IlmLayout.DISCARDS)));
        }
        return sum.minus(then);
    }

    /** Conductor: lets a label count from zero. */
    public void clearLabelCounters(final int space, final int label) {
        checkLabel(label);
        rebase(space, label);
    }

    /** A next hop's counters since they were cleared. */
    public Counters nextHopCounters(final int id) {
        final Counters then = counters(baselines.nextHop(id));
        return rawNextHopCounters(id).minus(then);
    }

    /** Conductor: lets a next hop count from zero. */
    public void clearNextHopCounters(final int id) {
        final Counters now = rawNextHopCounters(id);
        final long at = baselines.nextHop(id);
        Baselines.put(at + CounterLayout.PACKETS, now.packets());
        Baselines.put(at + CounterLayout.OCTETS, now.octets());
        Baselines.put(at + CounterLayout.ERRORS, now.errors());
        Baselines.put(at + CounterLayout.DISCARDS, now.discards());
    }

    private Counters rawNextHopCounters(final int id) {
        Counters sum = Counters.ZERO;
        for (final WorkerTables worker : workers) {
            final long at = worker.nextHopCountersAddress() + ((long) id << CounterLayout.NEXT_HOP_SHIFT);
            sum = sum.plus(new Counters(
                Memory.getLongOpaque(at + CounterLayout.PACKETS), Memory.getLongOpaque(at + CounterLayout.OCTETS),
                Memory.getLongOpaque(at + CounterLayout.ERRORS), Memory.getLongOpaque(at + CounterLayout.DISCARDS)));
        }
        return sum;
    }

    private static Counters counters(final long at) {
        return new Counters(Baselines.get(at + CounterLayout.PACKETS), Baselines.get(at + CounterLayout.OCTETS),
            Baselines.get(at + CounterLayout.ERRORS), Baselines.get(at + CounterLayout.DISCARDS));
    }

    /** A port's counters since they were cleared. */
    public PortCounters portCounters(final int port) {
        final long[] sums = new long[5];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = -Baselines.get(baselines.port(port) + 8L * i);
        }
        for (final WorkerTables worker : workers) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Memory.getLongOpaque(worker.portCounters(port) + 8L * i);
            }
        }
        return new PortCounters(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    /** Packets that came in by a port and were dropped for a reason, since the port's counters were cleared. */
    public long drops(final int port, final DropReason reason) {
        final long then = Baselines.get(baselines.drops(port) + 8L * reason.ordinal());
        return rawDrops(port, reason) - then;
    }

    private long rawDrops(final int port, final DropReason reason) {
        long sum = 0;
        for (final WorkerTables worker : workers) {
            sum += Memory.getLongOpaque(worker.dropCounters(port) + 8L * reason.ordinal());
        }
        return sum;
    }

    /** Packets that came in by a port and left the packet path for a reason, since the port's counters were cleared. */
    public long punts(final int port, final PuntReason reason) {
        final long then = Baselines.get(baselines.punts(port) + 8L * reason.ordinal());
        return rawPunts(port, reason) - then;
    }

    private long rawPunts(final int port, final PuntReason reason) {
        long sum = 0;
        for (final WorkerTables worker : workers) {
            sum += Memory.getLongOpaque(worker.puntCounters(port) + 8L * reason.ordinal());
        }
        return sum;
    }

    /** Conductor: lets a port count from zero, what came in by it and was dropped or punted included. */
    public void clearPortCounters(final int port) {
        for (long offset = 0; offset < 5 * 8; offset += 8) {
            long sum = 0;
            for (final WorkerTables worker : workers) {
                sum += Memory.getLongOpaque(worker.portCounters(port) + offset);
            }
            Baselines.put(baselines.port(port) + offset, sum);
        }
        for (final DropReason reason : DropReason.values()) {
            Baselines.put(baselines.drops(port) + 8L * reason.ordinal(), rawDrops(port, reason));
        }
        for (final PuntReason reason : PuntReason.values()) {
            Baselines.put(baselines.punts(port) + 8L * reason.ordinal(), rawPunts(port, reason));
        }
    }

    private static void checkLabel(final int label) {
        if (label < 0 || label >= IlmLayout.LABELS) {
            throw new IllegalArgumentException("label " + label + " must be 0 to " + (IlmLayout.LABELS - 1));
        }
    }

    /** Unmaps everything, also what waits for a grace period; no worker may run any more. */
    @Override
    public void close() {
        epochs.finish();
        for (final WorkerTables worker : workers) {
            worker.close();
        }
        baselines.close();
        dscps.close();
        fibs.close();
        ports.close();
        groups.close();
        nextHops.close();
        pool.close();
        epochs.close();
    }
}
