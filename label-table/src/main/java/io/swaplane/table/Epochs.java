package io.swaplane.table;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;

/**
 * Says when what the conductor took out of the tables can be used again: after every worker has passed a quiescent point, that
 * is, a moment at which it holds no address read from the tables.
 *
 * <p>Each worker owns one cache-line pair with the last epoch that it saw. It calls {@link #quiescent} between bursts, and
 * {@link #offline} before it blocks, so that a sleeping worker holds nothing up. The conductor calls {@link #retire} with what is
 * to happen later and {@link #reclaim} now and then. The state is off-heap and has no owner but its memory.
 *
 * <p>Ordering: the conductor's unpublishing store precedes its epoch store (release) in {@link #retire}; a worker that reads the
 * new epoch (acquire) in {@link #quiescent} therefore sees the unpublished state in all its later table reads.
 */
public final class Epochs implements AutoCloseable {
    private static final int STRIDE = 128;
    private static final long OFFLINE = Long.MAX_VALUE;

    private final MappedRegion region;
    private final int workers;
    private final ArrayDeque<Retired> waiting = new ArrayDeque<>();

    private record Retired(long epoch, Runnable action) { }

    /** All workers start offline. */
    public Epochs(final int workers) {
        this.workers = workers;
        this.region = MappedRegion.reserve((long) (workers + 1) * STRIDE);
        Memory.putLongRelease(region.address(), 1);
        for (int worker = 0; worker < workers; worker++) {
            Memory.putLongRelease(seenAddress(worker), OFFLINE);
        }
    }

    private long seenAddress(final int worker) {
        return region.address() + (long) (worker + 1) * STRIDE;
    }

    /** Worker thread, online: nothing read from the tables is held any more. Two memory accesses, no fence. */
    public void quiescent(final int worker) {
        Memory.putLongRelease(seenAddress(worker), Memory.getLongAcquire(region.address()));
    }

    /** Worker thread: goes offline, for instance before it blocks; it must touch no table until {@link #online}. */
    public void offline(final int worker) {
        Memory.putLongRelease(seenAddress(worker), OFFLINE);
    }

    /** Worker thread: back online. The full fence keeps later table reads behind the announcement. */
    public void online(final int worker) {
        Memory.putLongRelease(seenAddress(worker), Memory.getLongAcquire(region.address()));
        VarHandle.fullFence();
    }

    /** Any thread: whether a worker may hold what it read from the tables; by the time of the answer it may be otherwise. */
    public boolean isOnline(final int worker) {
        return Memory.getLongAcquire(seenAddress(worker)) != OFFLINE;
    }

    /** Conductor: runs {@code action} in a later {@link #reclaim}, once no worker can still hold what was unpublished before. */
    public void retire(final Runnable action) {
        final long epoch = Memory.getLongOpaque(region.address()) + 1;
        Memory.putLongRelease(region.address(), epoch);
        waiting.addLast(new Retired(epoch, action));
    }

    /** Conductor: runs what has become safe; returns how many actions ran. */
    public int reclaim() {
        if (waiting.isEmpty()) {
            return 0;
        }
        // Pairs with the fence in online(): either this sees the worker online, or the worker sees the tables as they are now.
        VarHandle.fullFence();
        // Not beyond the present epoch: what an action retires while this runs has to wait for workers that come online meanwhile.
        long oldest = Memory.getLongOpaque(region.address());
        for (int worker = 0; worker < workers; worker++) {
            oldest = Math.min(oldest, Memory.getLongAcquire(seenAddress(worker)));
        }
        int ran = 0;
        while (!waiting.isEmpty() && waiting.peekFirst().epoch <= oldest) {
            waiting.pollFirst().action.run();
            ran++;
        }
        return ran;
    }

    /** Conductor, at the end, when no worker runs any more: runs all that waits, and what that retires. */
    void finish() {
        while (!waiting.isEmpty()) {
            waiting.pollFirst().action.run();
        }
    }

    /** How many actions wait for a worker. */
    public int waiting() {
        return waiting.size();
    }

    @Override
    public void close() {
        region.close();
    }
}
