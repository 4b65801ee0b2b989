package io.swaplane.io.netlink;

import io.swaplane.io.kernel.KernelException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds and follows the MAC addresses of next hops by the kernel's neighbour table (RFC 826, RFC 4861).
 *
 * <p>The kernel sees none of the labelled traffic, so it would neither resolve these neighbours nor keep them. Each next hop is
 * therefore made a managed neighbour, which the kernel probes by itself. Until that is seen in the table, and while the next hop is
 * unresolved, the request is repeated after {@link #FIRST_WAIT_NANOS 1 s}, 2, 4, 8, 16 and then every {@link #LONGEST_WAIT_NANOS 30 s}; it
 * starts over when the link comes up or gets an address, and when a next hop that was resolved is lost, but never within 1 s of the last
 * request. Entries that the administrator made (permanent, no-ARP) are used as they are.
 *
 * <p>A kernel without managed neighbours (before 5.16) is asked again every 30 s, which keeps them fresh as well.
 *
 * <p>One thread, the one that polls the {@link KernelNetwork}.
 */
public final class NeighbourResolver implements NetworkListener {
    /** Wait between the first and the second request. */
    public static final long FIRST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Longest wait between requests. */
    public static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

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

    /**
     * Asks for what is due.
     *
     * @param nowNanos the time; any monotonic clock.
     * @return how many requests were made.
     */
    public int doWork(final long nowNanos) {
        now = nowNanos;
        int work = 0;
        for (final Map.Entry<NeighbourKey, NextHop> entry : nextHops.entrySet()) {
            if (entry.getValue().isDue(now)) {
                ask(entry.getKey(), entry.getValue());
                work++;
            }
        }
        return work;
    }

    private void ask(final NeighbourKey key, final NextHop nextHop) {
        nextHop.asked(now);
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
            nextHop.startOver(now);
            listener.lost(key);
        }
    }

    @Override
    public void linkChanged(final Link link) {
        if (link.isRunning()) {
            startOver(link.index());
        }
    }

    /** Before there was an address, nothing that the kernel sent could be answered. */
    @Override
    public void addressChanged(final InterfaceAddress address) {
        startOver(address.interfaceIndex());
    }

    private void startOver(final int interfaceIndex) {
        nextHops.forEach((key, nextHop) -> {
            if (key.interfaceIndex() == interfaceIndex) {
                nextHop.startOver(now);
            }
        });
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
        private long wait;
        private long due;

        NextHop(final long now) {
            lastAsk = now - FIRST_WAIT_NANOS;
            startOver(now);
        }

        boolean isDue(final long now) {
            return !content && now - due >= 0;
        }

        void asked(final long now) {
            lastAsk = now;
            due = now + wait;
            wait = Math.min(2 * wait, LONGEST_WAIT_NANOS);
        }

        void startOver(final long now) {
            wait = FIRST_WAIT_NANOS;
            due = now - lastAsk >= FIRST_WAIT_NANOS ? now : lastAsk + FIRST_WAIT_NANOS;
        }
    }
}
