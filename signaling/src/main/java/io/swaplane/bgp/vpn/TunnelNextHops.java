package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.Vias;
import io.swaplane.control.command.Notice;
import io.swaplane.control.command.Outcome;
import io.swaplane.control.command.Producer;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2IntHashMap;

/**
 * The next hops of paths as next hops of the router: outside VRFs recursive ones, looked up among tunnels and MPLS neighbours; in a VRF its
 * customers' on their links. Those of paths without label that are on a link are gateways, and are here only when a label is given for
 * them. Whether one is resolved comes first with its notice, then by events. On the speaker's loop.
 *
 * <p>Each is kept for a while when no path needs it, and as long as something in the router still leads to it.
 */
public final class TunnelNextHops implements Answers.Receiver {
    private static final int UNKNOWN = -1;
    private static final int POLLED = 4096;

    private final Producer producer;
    private final Answers answers;
    private final Watcher watcher;
    private final int receiver;
    private final Runnable changed;
    private final Map<NextHopState, Tracked> tracked = new HashMap<>();
    private final List<Tracked> byNumber = new ArrayList<>();
    private final Map<Integer, Tracked> byIndex = new HashMap<>();
    private final Map<NextHop, Integer> metrics = new HashMap<>();
    private final Map<NextHop, Integer> indices = new HashMap<>();
    /** Those put under a given index, until that is known to be theirs. */
    private final List<Tracked> claiming = new ArrayList<>();
    /** Those put once more under their index: when no notice says otherwise they are resolved. */
    private final List<Tracked> repeated = new ArrayList<>();
    private final Deque<Tracked> toPut = new ArrayDeque<>();
    /** Those whose removal is on its way: paths may need them again. */
    private final List<Tracked> removing = new ArrayList<>();
    /** What events said last of each next hop of the router: 1 resolved, 0 not. */
    private final Int2IntHashMap seen = new Int2IntHashMap(UNKNOWN);
    private final Links links = new Links();
    private Vias vias;

    /** A next hop in the router. */
    private static final class Tracked {
        private final NextHopState state;
        private final int number;
        private long unusedSince;
        private boolean asked;
        private int claimed;
        private long claim;
        private long again;
        private long removal;
        private boolean refused;
        private boolean gone;

        Tracked(final NextHopState state, final int number) {
            this.state = state;
            this.number = number;
        }
    }

    /**
     * None yet.
     *
     * @param watcher of {@link Event.Kind#NEXT_HOP}, opened before the producer's first command and read by nobody else.
     * @param changed called when paths are to be looked at again.
     */
    TunnelNextHops(final Producer producer, final Answers answers, final Watcher watcher, final Runnable changed) {
        this.producer = producer;
        this.answers = answers;
        this.watcher = watcher;
        this.receiver = answers.join(this);
        this.changed = changed;
    }

    void vias(final Vias all) {
        vias = all;
    }

    /** The neighbours on an interface's link are in a VRF, or (null) outside; it takes IP or only labels. Before their first paths. */
    public void link(final String vrf, final Prefix prefix, final String interfaceName, final boolean ip) {
        links.add(vrf, prefix, interfaceName, ip);
    }

    /** Whether a next hop is a gateway on a link: packets without label go straight there. */
    boolean isOnLink(final NextHopState state) {
        return state.takesPackets() && !state.labelled() && links.ipInterfaceOf(state.vrf(), state.address()) != null;
    }

    /** The interface on whose link an address is in a VRF, or (null) outside; null when there is none. */
    public String interfaceOf(final String vrf, final NextHop address) {
        return links.interfaceOf(vrf, address);
    }

    /** Says how far an address is; 0 unless said. */
    public void metric(final NextHop address, final int metric) {
        metrics.put(address, metric);
        for (final Tracked each : tracked.values()) {
            if (each.state.address().equals(address)) {
                settle(each, each.state.takesLabels());
            }
        }
    }

    /** Gives an address a number among the router's next hops, as long as nobody else has it; the others get free ones. */
    public void index(final NextHop address, final int index) {
        indices.put(address, index);
    }

    void wanted(final NextHopState state) {
        if (!state.asked() && intent(state, 0) != null) {
            state.asked(true);
            final int gap = byNumber.indexOf(null);
            final Tracked made = new Tracked(state, gap < 0 ? byNumber.size() : gap);
            if (gap < 0) {
                byNumber.add(made);
            } else {
                byNumber.set(gap, made);
            }
            tracked.put(state, made);
            toPut.add(made);
        }
    }

    void unwanted(final NextHopState state, final long nanoTime) {
        tracked.get(state).unusedSince = nanoTime;
    }

    /** Sends what waits and follows events; how much that was. */
    int doWork() {
        int work = settleRemovals() + settleSilent() + events();
        while (!toPut.isEmpty()) {
            final Tracked first = toPut.peek();
            if (first.gone || first.claim != 0 || first.removal != 0) {
                toPut.poll();
                continue;
            }
            if (!put(first)) {
                return work;
            }
            toPut.poll();
            work++;
        }
        return work;
    }

    /**
     * A next hop as the router is to have it; null when nothing leads there. A VRF's is on a link of the VRF, as are gateways that have
     * one: they are sent what has no label any more.
     */
    private NextHopIntent intent(final NextHopState state, final int index) {
        final String link = state.vrf() == null && state.labelled() ? null : links.ipInterfaceOf(state.vrf(), state.address());
        if (link != null) {
            return new NextHopIntent.Direct(index, link, state.address().address(), List.of(), false, null, null);
        }
        return state.vrf() == null ? new NextHopIntent.Recursive(index, null, state.address().address(), List.of()) : null;
    }

    /** Whether an address is to have a certain index, and neither its labelled nor its plain next hop has it yet. */
    private boolean isGiven(final NextHop address) {
        final Integer index = indices.get(address);
        return index != null && !byIndex.containsKey(index) && claiming.stream().noneMatch(each -> each.claimed == index);
    }

    private boolean put(final Tracked each) {
        final boolean named = each.state.index() == 0 && each.state.vrf() == null && isGiven(each.state.address());
        final int index = named ? indices.get(each.state.address()) : each.state.index();
        final long generation = producer.putNextHop(intent(each.state, index));
        if (generation > 0) {
            answers.expect(generation, receiver, each.number);
            each.asked = each.state.index() == 0;
            if (named) {
                each.claimed = index;
                each.claim = generation;
                claiming.add(each);
            } else if (index != 0) {
                each.again = generation;
                repeated.add(each);
            }
        }
        return generation > 0;
    }

    /**
     * Of a next hop put under an index a notice comes only when it was refused or is not resolved: without one it has the index, and is
     * resolved unless a later event says otherwise. How many were settled.
     */
    private int settleSilent() {
        if (claiming.isEmpty() && repeated.isEmpty()) {
            return 0;
        }
        final long acknowledged = producer.acknowledged();
        answers.poll();
        allEvents();
        final int before = claiming.size() + repeated.size();
        for (final Tracked each : List.copyOf(claiming)) {
            if (each.claim == 0 || acknowledged >= each.claim) {
                claiming.remove(each);
                if (each.claim != 0) {
                    claimed(each);
                }
            }
        }
        repeated.removeIf(each -> each.again == 0 || acknowledged >= each.again && isRepeated(each));
        return before - claiming.size() - repeated.size();
    }

    private boolean isRepeated(final Tracked each) {
        each.again = 0;
        settle(each, seen.get(each.state.index()) != 0);
        return true;
    }

    private void allEvents() {
        int events = events();
        while (events == POLLED) {
            events = events();
        }
    }

    private void claimed(final Tracked each) {
        each.claim = 0;
        each.asked = false;
        vias.settle(each.state, each.claimed, each.state.takesLabels(), each.state.metric());
        byIndex.put(each.claimed, each);
        final int event = seen.get(each.claimed);
        if (event == UNKNOWN) {
            // Its event was lost, or is none as it is unresolved: putting it again tells.
            toPut.add(each);
        } else {
            settle(each, event == 1);
        }
    }

    /** Whether something waits for the router to take commands again. */
    boolean busy() {
        return !toPut.isEmpty();
    }

    private int events() {
        int polled = 0;
        Event event = watcher.poll();
        while (event != null) {
            polled++;
            switch (event) {
                case Event.NextHopChanged change -> {
                    seen.put(change.index(), change.resolved() ? 1 : 0);
                    if (byIndex.containsKey(change.index())) {
                        settle(byIndex.get(change.index()), change.resolved());
                    }
                }
                case Event.NextHopRemoved removed -> seen.remove(removed.index());
                case Event.Gap gap -> askAgain();
                default -> throw new IllegalStateException("the watcher was opened for next hops alone, and got " + event);
            }
            event = polled < POLLED ? watcher.poll() : null;
        }
        return polled;
    }

    /** Events were lost: putting the next hops again tells whether they are resolved. */
    private void askAgain() {
        seen.clear();
        for (final Tracked each : tracked.values()) {
            if (each.state.index() != 0 && each.removal == 0) {
                toPut.add(each);
            }
        }
    }

    @Override
    public void answered(final int number, final Notice notice) {
        final Tracked about = byNumber.get(number);
        if (about == null) {
            return;
        }
        if (about.removal == notice.generation()) {
            about.refused = true;
            return;
        }
        about.asked = false;
        if (about.again == notice.generation()) {
            about.again = 0;
        }
        if (about.claim == notice.generation() && notice.outcome() == Outcome.REFUSED) {
            about.claim = 0;
            indices.remove(about.state.address());
            toPut.add(about);
            return;
        }
        if (notice.outcome() == Outcome.REFUSED) {
            about.refused = true;
            return;
        }
        if (about.claim != 0) {
            return;
        }
        if (notice.assigned() != null) {
            vias.settle(about.state, notice.assigned(), about.state.takesLabels(), about.state.metric());
            // What is left of events of the index's last holder is not this one's.
            allEvents();
            byIndex.put(notice.assigned(), about);
        }
        final int event = seen.get(about.state.index());
        settle(about, event == UNKNOWN ? notice.outcome() == Outcome.PROGRAMMED : event == 1);
    }

    private void settle(final Tracked about, final boolean resolved) {
        if (vias.settle(about.state, about.state.index(), resolved, metrics.getOrDefault(about.state.address(), 0))) {
            changed.run();
        }
    }

    /** Removes what has not been used for some time, and asks again for what was refused. Called now and then. */
    void tidy(final long nanoTime, final long lingering) {
        for (final Tracked each : List.copyOf(tracked.values())) {
            if (each.removal != 0) {
                settleRemoval(each, nanoTime);
            } else if (each.refused && each.state.users() > 0) {
                each.refused = false;
                toPut.add(each);
            } else if (each.refused && each.state.index() == 0) {
                gone(each);
            } else if (isIdle(each) && nanoTime - each.unusedSince >= lingering) {
                remove(each);
            }
        }
    }

    /** Whether it is in the router without need, and no answer is awaited. */
    private static boolean isIdle(final Tracked each) {
        return each.state.users() == 0 && each.state.index() != 0 && !each.asked && each.again == 0;
    }

    /** From the removal on its index may be somebody else's. */
    private void remove(final Tracked each) {
        final long generation = producer.removeNextHop(each.state.index());
        if (generation > 0) {
            answers.expect(generation, receiver, each.number);
            each.removal = generation;
            removing.add(each);
            each.refused = false;
            byIndex.remove(each.state.index());
            settle(each, false);
        }
    }

    /** Those that are gone by now; how many. What was refused is left to {@link #tidy}. */
    private int settleRemovals() {
        if (removing.isEmpty()) {
            return 0;
        }
        final long acknowledged = producer.acknowledged();
        answers.poll();
        final int before = removing.size();
        removing.removeIf(each -> {
            if (acknowledged >= each.removal && each.removal != 0 && !each.refused && !each.gone) {
                gone(each);
            }
            return each.gone || each.removal == 0;
        });
        return before - removing.size();
    }

    /** The acknowledgement was read before the notices, so that a refusal is known by now. */
    private void settleRemoval(final Tracked each, final long nanoTime) {
        if (each.refused) {
            each.refused = false;
            each.removal = 0;
            each.unusedSince = nanoTime;
            byIndex.put(each.state.index(), each);
            toPut.add(each);
        } else if (producer.acknowledged() >= each.removal) {
            answers.poll();
            if (!each.refused) {
                gone(each);
            }
        }
    }

    private void gone(final Tracked each) {
        each.gone = true;
        byNumber.set(each.number, null);
        tracked.remove(each.state);
        each.state.asked(false);
        if (each.state.users() > 0) {
            vias.settle(each.state, 0, false, each.state.metric());
            changed.run();
            wanted(each.state);
        } else {
            vias.forget(each.state);
        }
    }
}
