package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.Destinations;
import io.swaplane.bgp.rib.DirtySet;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.TableUser;
import io.swaplane.bgp.rib.Vias;
import io.swaplane.control.command.Notice;
import io.swaplane.control.command.Outcome;
import io.swaplane.control.command.Producer;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Makes tunnels of labelled routes to hosts (RFC 8277 §4): next hops of VPN routes are resolved over them. One table's, outside VRFs. On
 * the speaker's loop.
 *
 * <p>A tunnel has a next hop of its own, which pushes the received label over the route's next hop and is changed in place. It follows the
 * best labelled path that is resolved, but none by the tunnel's own end: that would lead over itself. Larger circles are refused by the
 * router; then it follows the best of the others until that is tried again, so that the choice of paths, which depends on what tunnels
 * resolve, comes to rest.
 */
final class LabelledTunnels implements TableUser, Answers.Receiver {
    /** Behind tunnels of the configuration, which have 0 unless it says otherwise. */
    static final int PREFERENCE = 200;

    private static final int SLICE = 1024;
    private static final int IMPLICIT_NULL = 3;

    private final RibTable table;
    private final Vias vias;
    private final Producer producer;
    private final Answers answers;
    private final Predicate<NextHop> own;
    private final int receiver;
    private final DirtySet dirty = new DirtySet();
    private final Int2ObjectHashMap<Tunnel> tunnels = new Int2ObjectHashMap<>();
    /** Those whose last change is to be answered before the next, so that it is known what a refusal leaves. */
    private final DirtySet changing = new DirtySet();
    private boolean retrying;

    /** Where a path leads: by value, so that no via is kept by it. */
    private record Way(NextHop nextHop, int label) { }

    /** A tunnel in the router, or on its way there. */
    private static final class Tunnel {
        private Way way;
        /** What it was before its last change, which may be refused. */
        private Way before;
        /** What it was when it was put last. */
        private Way putWith;
        /** What the router refused. */
        private final Set<Way> refused = new HashSet<>();
        /** The commands whose answers are awaited, 0 for none. */
        private long opening;
        private long changing;
        private long putting;
        private int index;
        private boolean put;
    }

    /**
     * Follows a table from now on.
     *
     * @param own whether an address is this router's: no tunnel leads there.
     */
    LabelledTunnels(final RibTable table, final Producer producer, final Answers answers, final Predicate<NextHop> own) {
        this.table = table;
        this.vias = table.vias();
        this.producer = producer;
        this.answers = answers;
        this.own = own;
        this.receiver = answers.join(this);
        table.follow(this);
        markAll();
    }

    /** All routes are looked at again: this router's addresses have changed. */
    void markAll() {
        for (int destination = 0; destination < table.destinations().limit(); destination++) {
            if (table.destinations().best(destination) != Destinations.NONE) {
                mark(destination);
            }
        }
    }

    /** Whether it is of a table. */
    boolean isOf(final RibTable other) {
        return table == other;
    }

    @Override
    public void mark(final int destination) {
        if (table.destinations().length(destination) == table.family().prefixBits()) {
            dirty.add(destination);
        }
    }

    @Override
    public boolean holds(final int destination) {
        return dirty.contains(destination) || tunnels.containsKey(destination);
    }

    /** How many destinations wait for their turn. */
    int marked() {
        return dirty.size() + changing.size();
    }

    /** Follows some changes; how many, or -1 when the router takes no command now. */
    int doWork() {
        int work = changed();
        while (work < SLICE && !dirty.isEmpty()) {
            final int destination = dirty.poll();
            if (!settle(destination)) {
                dirty.add(destination);
                return -1;
            }
            work++;
        }
        return work;
    }

    /** Goes on with what waited for the answer to a change; how many. */
    private int changed() {
        if (changing.isEmpty()) {
            return 0;
        }
        final long acknowledged = producer.acknowledged();
        answers.poll();
        int answered = 0;
        for (int left = changing.size(); left > 0; left--) {
            final int destination = changing.poll();
            final Tunnel tunnel = tunnels.get(destination);
            if (tunnel != null && tunnel.changing > acknowledged) {
                changing.add(destination);
            } else {
                if (tunnel != null) {
                    tunnel.changing = 0;
                    dirty.add(destination);
                }
                answered++;
            }
        }
        return answered;
    }

    /** Asks again for what was refused. Called now and then. */
    void retry() {
        if (!retrying) {
            return;
        }
        retrying = false;
        final Int2ObjectHashMap<Tunnel>.KeyIterator destinations = tunnels.keySet().iterator();
        while (destinations.hasNext()) {
            final int destination = destinations.nextInt();
            final Tunnel tunnel = tunnels.get(destination);
            if (!tunnel.refused.isEmpty()) {
                tunnel.refused.clear();
                dirty.add(destination);
            }
        }
    }

    private boolean settle(final int destination) {
        final Tunnel tunnel = tunnels.get(destination);
        final InetAddress endpoint = Addresses.address(table.family().ipv4(), table.destinations().high(destination),
            table.destinations().low(destination));
        final int path = isOwn(destination) ? Destinations.NONE : table.best(destination, each -> isUsable(each, endpoint)
            && (tunnel == null || !tunnel.refused.contains(way(each))));
        final Way wanted = path == Destinations.NONE ? null : way(path);
        if (tunnel == null) {
            return wanted == null || open(destination, new Tunnel(), wanted);
        }
        if (tunnel.opening != 0) {
            return true;
        }
        if (wanted == null) {
            return takeOut(endpoint, tunnel) && (!tunnel.refused.isEmpty() || close(destination, tunnel));
        }
        if (tunnel.index == 0) {
            return open(destination, tunnel, wanted);
        }
        if (!wanted.equals(tunnel.way) && tunnel.changing != 0) {
            changing.add(destination);
            return true;
        }
        return (wanted.equals(tunnel.way) || change(destination, tunnel, wanted)) && (tunnel.put || put(destination, endpoint, tunnel));
    }

    private boolean isOwn(final int destination) {
        final int best = table.destinations().best(destination);
        return best != Destinations.NONE && table.paths().slot(best).local() || own.test(new NextHop(table.family().ipv4(),
            table.destinations().high(destination), table.destinations().low(destination), 0, 0));
    }

    private boolean isUsable(final int path, final InetAddress endpoint) {
        final int via = table.paths().via(path);
        final NextHopState to = vias.nextHop(via);
        return vias.label(via) != Vias.NO_LABEL && to.resolved() && !to.address().address().equals(endpoint);
    }

    private Way way(final int path) {
        final int via = table.paths().via(path);
        return new Way(vias.nextHop(via).address(), vias.label(via));
    }

    private boolean open(final int destination, final Tunnel tunnel, final Way way) {
        final long generation = putNextHop(destination, 0, way);
        if (generation > 0) {
            tunnel.way = way;
            tunnel.opening = generation;
            tunnels.put(destination, tunnel);
        }
        return generation > 0;
    }

    private boolean change(final int destination, final Tunnel tunnel, final Way way) {
        final long generation = putNextHop(destination, tunnel.index, way);
        if (generation > 0) {
            tunnel.before = tunnel.way;
            tunnel.way = way;
            tunnel.changing = generation;
        }
        return generation > 0;
    }

    private long putNextHop(final int destination, final int index, final Way way) {
        final long generation = producer.putNextHop(new NextHopIntent.Recursive(index, null, way.nextHop.address(),
            way.label == IMPLICIT_NULL ? List.of() : List.of(way.label)));
        if (generation > 0) {
            answers.expect(generation, receiver, destination);
        }
        return generation;
    }

    private boolean put(final int destination, final InetAddress endpoint, final Tunnel tunnel) {
        final long generation = producer.putTunnel(new TunnelIntent(endpoint, producer.settings().owner(), tunnel.index, PREFERENCE, 0));
        if (generation > 0) {
            answers.expect(generation, receiver, destination);
            tunnel.put = true;
            tunnel.putWith = tunnel.way;
            tunnel.putting = generation;
        }
        return generation > 0;
    }

    private boolean takeOut(final InetAddress endpoint, final Tunnel tunnel) {
        if (tunnel.put && producer.removeTunnel(endpoint) <= 0) {
            return false;
        }
        tunnel.put = false;
        return true;
    }

    private boolean close(final int destination, final Tunnel tunnel) {
        if (tunnel.index != 0 && producer.removeNextHop(tunnel.index) <= 0) {
            return false;
        }
        tunnels.remove(destination);
        return true;
    }

    @Override
    public void answered(final int destination, final Notice notice) {
        final Tunnel tunnel = tunnels.get(destination);
        if (tunnel == null) {
            return;
        }
        final boolean isRefused = notice.outcome() == Outcome.REFUSED;
        if (notice.generation() == tunnel.opening) {
            tunnel.opening = 0;
            tunnel.index = isRefused ? 0 : notice.assigned();
            settleLater(destination, tunnel, isRefused ? tunnel.way : null);
        } else if (isRefused && notice.generation() == tunnel.changing) {
            final Way refused = tunnel.way;
            tunnel.way = tunnel.before;
            tunnel.changing = 0;
            settleLater(destination, tunnel, refused);
        } else if (isRefused && notice.generation() == tunnel.putting) {
            tunnel.put = false;
            settleLater(destination, tunnel, tunnel.putWith);
        }
    }

    private void settleLater(final int destination, final Tunnel tunnel, final Way refused) {
        if (refused != null) {
            tunnel.refused.add(refused);
            retrying = true;
        }
        dirty.add(destination);
    }
}
