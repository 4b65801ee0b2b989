package io.swaplane.io.netlink;

import io.swaplane.io.kernel.KernelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds and follows the MAC addresses of next hops by the kernel's neighbour table (RFC 826, RFC 4861).
 *
 * <p>The kernel sees none of the labelled traffic, so it would neither resolve these neighbours nor keep them. Each next hop is
 * therefore made a managed neighbour, which the kernel probes by itself. For one that does not answer that is not enough: the kernel pauses
 * for seconds between its rounds of requests, and drops the entry when its table grows past {@code gc_thresh1}. So an unresolved next hop
 * is asked for anew every {@link #ASK_NANOS second}; one that answers is found within about that time, whatever it was that kept it from
 * answering before. Entries that the administrator made (permanent, no-ARP) are used as they are.
 *
 * <p>A kernel without managed neighbours (before 5.16) is asked again every {@link #KEEP_NANOS 30 s}, which keeps them fresh as well.
 *
 * <p>One thread, the one that polls the {@link KernelNetwork}.
 */
public final class NeighbourResolver implements NetworkListener, AutoCloseable {
    /** Between requests for a next hop that is not resolved. */
    public static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Between requests for one that is, but that the kernel does not keep fresh by itself. */
    public static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Requests of one call, so that the kernel's events do not wait while very many next hops are unresolved. */
    static final int MAX_REQUESTS = 256;

    private final KernelNetwork network;
    private final NeighbourRequests requests;
    private final ResolutionListener listener;
    private final Map<NeighbourKey, NextHop> nextHops = new HashMap<>();
    private long now;
    private long asked;
    private long refused;

    /**
     * A resolver that listens to the network.
     *
     * @param network where the neighbour table is.
     * @param requests how the kernel is asked.
     * @param listener who is told.
     * @param nowNanos the time, on the clock that {@link #doWork} is given.
     */
    public NeighbourResolver(final KernelNetwork network, final NeighbourRequests requests, final ResolutionListener listener,
                             final long nowNanos) {
        this.network = network;
        this.requests = requests;
        this.listener = listener;
        this.now = nowNanos;
        network.addListener(this);
    }

    /** Begins to watch a next hop: tells its MAC address at once if the table has it. Watching it twice is no error. */
    public void watch(final NeighbourKey key) {
        if (nextHops.putIfAbsent(key, new NextHop(now)) == null) {
            network.neighbour(key).ifPresent(this::neighbourChanged);
        }
    }

    /** Stops watching a next hop; the kernel stops keeping it fresh. Nothing is told. */
    public void unwatch(final NeighbourKey key) {
        final NextHop nextHop = nextHops.remove(key);
        if (nextHop != null && nextHop.managed) {
            try {
                requests.unmanage(key);
            } catch (final KernelException e) {
                refused(key, e);
            }
        }
    }

    /** Stops watching them all. */
    @Override
    public void close() {
        List.copyOf(nextHops.keySet()).forEach(this::unwatch);
    }

    /**
     * Asks for what is due, a bounded number of requests.
     *
     * @param nowNanos the time; any monotonic clock.
     * @return how many requests were made; 0 when nothing is due.
     */
    public int doWork(final long nowNanos) {
        now = nowNanos;
        int work = 0;
        for (final Map.Entry<NeighbourKey, NextHop> entry : nextHops.entrySet()) {
            if (work == MAX_REQUESTS) {
                break;
            }
            if (entry.getValue().isDue(now)) {
                ask(entry.getKey(), entry.getValue());
                work++;
            }
        }
        return work;
    }

    private void ask(final NeighbourKey key, final NextHop nextHop) {
        nextHop.lastAsk = now;
        asked++;
        try {
            requests.manage(key);
            nextHop.refusal = null;
        } catch (final KernelException e) {
            nextHop.refusal = e.getMessage();
            refused(key, e);
        }
    }

    private void refused(final NeighbourKey key, final KernelException e) {
        refused++;
        listener.refused(key, e);
    }

    @Override
    public void neighbourChanged(final Neighbour neighbour) {
        final NextHop nextHop = nextHops.get(neighbour.key());
        if (nextHop == null) {
            return;
        }
        nextHop.managed = neighbour.managed();
        if (neighbour.isResolved()) {
            nextHop.content = neighbour.managed() || neighbour.state().isFixed();
            tellResolved(neighbour, nextHop);
        } else {
            tellLost(neighbour.key(), nextHop);
        }
    }

    private void tellResolved(final Neighbour neighbour, final NextHop nextHop) {
        if (!neighbour.mac().equals(nextHop.mac)) {
            nextHop.mac = neighbour.mac();
            listener.resolved(neighbour.key(), neighbour.mac());
        }
    }

    @Override
    public void neighbourGone(final Neighbour neighbour) {
        final NextHop nextHop = nextHops.get(neighbour.key());
        if (nextHop != null) {
            nextHop.managed = false;
            tellLost(neighbour.key(), nextHop);
        }
    }

    private void tellLost(final NeighbourKey key, final NextHop nextHop) {
        nextHop.content = false;
        if (nextHop.mac != null) {
            nextHop.mac = null;
            listener.lost(key);
        }
    }

    /** The MAC address of a watched next hop; null while it has none. */
    public HardwareAddress mac(final NeighbourKey key) {
        final NextHop nextHop = nextHops.get(key);
        return nextHop == null ? null : nextHop.mac;
    }

    /** Requests made so far. */
    public long asked() {
        return asked;
    }

    /** Requests that the kernel refused. */
    public long refusals() {
        return refused;
    }

    /** Why the kernel refused the last request for a watched next hop; null when it took it, or none was made. */
    public String refusal(final NeighbourKey key) {
        final NextHop nextHop = nextHops.get(key);
        return nextHop == null ? null : nextHop.refusal;
    }

    /** A watched next hop and when to ask for it again. */
    private static final class NextHop {
        private HardwareAddress mac;
        private String refusal;
        private boolean managed;
        /** Nothing need be asked: resolved, and the kernel or the administrator keeps it so. */
        private boolean content;
        private long lastAsk;

        NextHop(final long now) {
            lastAsk = now - KEEP_NANOS;
        }

        boolean isDue(final long now) {
            return !content && now - lastAsk >= (mac == null ? ASK_NANOS : KEEP_NANOS);
        }
    }
}
