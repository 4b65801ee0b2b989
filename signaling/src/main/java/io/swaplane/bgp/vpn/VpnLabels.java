package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.InLabels;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.Vias;
import io.swaplane.control.command.Producer;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.Accept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.agrona.concurrent.NanoClock;

/**
 * What a speaker has in the router for its labelled paths: next hops, and bindings by accept class. Sends commands and hands out their
 * answers. On the speaker's loop.
 */
public final class VpnLabels implements Vias.Follower {
    private static final long SECOND = 1_000_000_000L;
    /** How long a next hop is kept that nothing needs, and how often what was refused is tried again. */
    private static final long PAUSE = 5 * SECOND;

    private final Producer producer;
    private final Answers answers;
    private final TunnelNextHops nextHops;
    private final Vias vias = new Vias(this);
    private final Map<ClassKey, ClassLabels> byAccept = new LinkedHashMap<>();
    private final List<ClassLabels> classes = new ArrayList<>();
    private final List<LabelledTunnels> tunnels = new ArrayList<>();
    private final NanoClock clock;
    private long tidied;
    private boolean blocked;
    private boolean busy;

    /**
     * Nothing yet.
     *
     * @param watcher of the router's next hops, opened before the producer's first command and read by nobody else.
     * @param changed called when next hops have changed: paths are to be looked at again.
     */
    public VpnLabels(final Producer producer, final Watcher watcher, final NanoClock clock, final Runnable changed) {
        this.producer = producer;
        this.clock = clock;
        this.answers = new Answers(producer);
        this.nextHops = new TunnelNextHops(producer, answers, watcher, changed);
        this.nextHops.vias(vias);
        this.tidied = clock.nanoTime();
    }

    /** Where paths lead. */
    public Vias vias() {
        return vias;
    }

    /** Their next hops. */
    public TunnelNextHops nextHops() {
        return nextHops;
    }

    /** What became of commands. */
    public Answers answers() {
        return answers;
    }

    private record ClassKey(Accept accept, String vrf) { }

    /** The labels that peers of an accept class are told, in a VRF or (null) outside. */
    public InLabels labels(final Accept accept, final String vrf) {
        final ClassKey key = new ClassKey(accept, vrf);
        final ClassLabels known = byAccept.get(key);
        if (known != null) {
            return known;
        }
        final ClassLabels made = new ClassLabels(accept, vrf, vias, producer, answers);
        byAccept.put(key, made);
        classes.add(made);
        return made;
    }

    /** The labels of all classes. */
    public List<ClassLabels> classes() {
        return List.copyOf(classes);
    }

    /**
     * Labelled routes to hosts in a table outside VRFs are tunnels from now on.
     *
     * @param own whether an address is this router's.
     */
    public void followTunnels(final RibTable table, final Predicate<NextHop> own) {
        if (tunnels.stream().noneMatch(each -> each.isOf(table))) {
            tunnels.add(new LabelledTunnels(table, producer, answers, own));
        }
    }

    /** This router has other addresses than before. */
    public void ownChanged() {
        tunnels.forEach(LabelledTunnels::markAll);
    }

    /** How many destinations wait for their turn. */
    public long marked() {
        return tunnels.stream().mapToLong(LabelledTunnels::marked).sum();
    }

    @Override
    public void wanted(final NextHopState nextHop) {
        if (nextHops.isOnLink(nextHop)) {
            nextHop.setOnLink();
        } else if (nextHop.takesPackets()) {
            nextHops.wanted(nextHop);
        }
    }

    @Override
    public void needed(final NextHopState nextHop) {
        nextHops.wanted(nextHop);
    }

    @Override
    public void unwanted(final NextHopState nextHop) {
        if (nextHop.asked()) {
            nextHops.unwanted(nextHop, clock.nanoTime());
        } else {
            vias.forget(nextHop);
        }
    }

    @Override
    public void ending(final int via) {
        for (int i = 0; i < classes.size(); i++) {
            classes.get(i).ending(via);
        }
    }

    /** Hands out answers and events, and sends what waits; how much that was. */
    public int doWork() {
        int work = answers.poll();
        work += nextHops.doWork();
        blocked = false;
        for (int i = 0; i < tunnels.size(); i++) {
            final int done = tunnels.get(i).doWork();
            blocked |= done < 0;
            work += Math.max(0, done);
        }
        final long now = clock.nanoTime();
        if (now - tidied >= PAUSE) {
            tidied = now;
            nextHops.tidy(now, PAUSE);
            tunnels.forEach(LabelledTunnels::retry);
            for (int i = 0; i < classes.size(); i++) {
                classes.get(i).retry();
            }
        }
        return work;
    }

    /** Sends what holders have let go of, after their peers were told. */
    public void flush() {
        busy = blocked || nextHops.busy();
        for (int i = 0; i < classes.size(); i++) {
            busy |= !classes.get(i).flush();
        }
    }

    /** Whether something waits for the router to take commands again. */
    public boolean busy() {
        return busy;
    }

    /** Octets on the heap. */
    public long octets() {
        long octets = vias.octets();
        for (int i = 0; i < classes.size(); i++) {
            octets += classes.get(i).octets();
        }
        return octets;
    }
}
