package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.DirtySet;
import io.swaplane.bgp.rib.InLabels;
import io.swaplane.bgp.rib.IntPages;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.Vias;
import io.swaplane.control.command.Notice;
import io.swaplane.control.command.Outcome;
import io.swaplane.control.command.Producer;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.table.PayloadType;
import io.swaplane.table.fib.AddressFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels that peers of one accept class are told: a binding for each via that somebody holds, made by the router's label manager.
 *
 * <p>The life of a label: put with the first holder; told when the router has acknowledged it; with the last holder released (it goes on
 * for the hold time) while some path leads by its via, else withdrawn (its packets drop at once). A released one is withdrawn when its via
 * ends. Commands that the router does
 * not take now are marks, each once. Eight octets for each via. On the speaker's loop.
 *
 * <p>The vias of one route with a label of its own share that label. Packets go where the last one put leads; when that one goes, another
 * is put again.
 */
public final class ClassLabels implements InLabels, Answers.Receiver {
    private static final int FREE = -3;
    /** Nobody holds it, and that it was released is to be made a withdrawal. */
    private static final int LEFT = -4;

    private final Accept accept;
    private final String vrf;
    private final Vias vias;
    private final Producer producer;
    private final Answers answers;
    private final int receiver;
    private final IntPages labels = new IntPages(FREE);
    private final IntPages holders = new IntPages(0);
    private final DirtySet toWithdraw = new DirtySet();
    /** To be released, or withdrawn when by then no path leads by the via. */
    private final DirtySet toRelease = new DirtySet();
    private final DirtySet released = new DirtySet();
    private final DirtySet refused = new DirtySet();
    private final SharedLabels shared = new SharedLabels();
    /** To be put again, as the via whose packets theirs went with is gone. */
    private final DirtySet toRenew = new DirtySet();
    private final List<Follower> followers = new ArrayList<>();
    private int bound;

    /** No labels yet; for peers in a VRF, or (null) in none. */
    ClassLabels(final Accept accept, final String vrf, final Vias vias, final Producer producer, final Answers answers) {
        this.accept = accept;
        this.vrf = vrf;
        this.vias = vias;
        this.producer = producer;
        this.answers = answers;
        this.receiver = answers.join(this);
    }

    /** From where they are valid. */
    public Accept accept() {
        return accept;
    }

    /** How many bindings there are. */
    public int size() {
        return bound;
    }

    /** Octets on the heap. */
    public long octets() {
        return labels.octets() + holders.octets() + toWithdraw.octets() + toRelease.octets() + released.octets() + refused.octets()
            + toRenew.octets();
    }

    @Override
    public void follow(final Follower follower) {
        followers.add(follower);
    }

    @Override
    public void unfollow(final Follower follower) {
        followers.remove(follower);
    }

    @Override
    public int label(final int via) {
        return labels.get(via);
    }

    @Override
    public boolean hold(final int via) {
        final int label = labels.get(via);
        if (label == FREE || label == LEFT) {
            if (!put(via)) {
                return false;
            }
            labels.set(via, PENDING);
            if (label == FREE) {
                released.remove(via);
                vias.use(via);
                bound++;
            }
        } else if (label != REFUSED && shared.isHidden(vias.route(via), via) && !put(via)) {
            return false;
        }
        holders.add(via, 1);
        toWithdraw.remove(via);
        toRelease.remove(via);
        return true;
    }

    private boolean put(final int via) {
        final long generation = isReceived(via) ? putReceived(via)
            : producer.putBinding(new BindingIntent(key(via), via, action(via), null, null));
        if (generation > 0) {
            answers.expect(generation, receiver, via);
            shared.put(vias.route(via), via);
            toRenew.remove(via);
        }
        return generation > 0;
    }

    /** Whether its label is for a label received from a next hop outside of VRFs: then commands are numbers alone. */
    private boolean isReceived(final int via) {
        final NextHopState to = vias.nextHop(via);
        return to != null && to.vrf() == null && vrf == null && vias.route(via) == null && vias.label(via) != Vias.NO_LABEL;
    }

    private long putReceived(final int via) {
        final int from = producer.acceptHandle(accept);
        final NextHopState to = vias.nextHop(via);
        return from < 0 ? from : producer.putReceived(via, family(to), to.address().high(), to.address().low(), vias.label(via), from,
            Forwarding.swap(vias.label(via), to.index()));
    }

    private static AddressFamily family(final NextHopState to) {
        return to.address().ipv4() ? AddressFamily.IPV4 : AddressFamily.IPV6;
    }

    private long withdraw(final int via) {
        if (!isReceived(via)) {
            return producer.withdrawBinding(key(via), via);
        }
        final int from = producer.acceptHandle(accept);
        final NextHop to = vias.nextHop(via).address();
        return from < 0 ? from
            : producer.withdrawReceived(via, family(vias.nextHop(via)), to.high(), to.low(), vias.label(via), from);
    }

    private long release(final int via) {
        if (!isReceived(via)) {
            return producer.releaseBinding(key(via), via);
        }
        final int from = producer.acceptHandle(accept);
        final NextHop to = vias.nextHop(via).address();
        return from < 0 ? from
            : producer.releaseReceived(via, family(vias.nextHop(via)), to.high(), to.low(), vias.label(via), from);
    }

    private BindingKey key(final int via) {
        if (vias.local(via) instanceof final LocalVia local) {
            return local.key(accept);
        }
        final String route = vias.route(via);
        final NextHopState to = vias.nextHop(via);
        final int label = vias.label(via);
        return new BindingKey(route != null ? new Fec.Route(route) : label == Vias.NO_LABEL ? new Fec.NextHop(to.address().address())
            : new Fec.ReceivedLabel(to.address().address(), label), accept, to.vrf() == null ? vrf : to.vrf());
    }

    private Action action(final int via) {
        if (vias.local(via) instanceof final LocalVia local) {
            return local.action();
        }
        final NextHopState to = vias.nextHop(via);
        final int label = vias.label(via);
        return label == Vias.NO_LABEL ? new Action.Pop(PayloadType.IP, to.index()) : new Action.Swap(label, to.index());
    }

    @Override
    public void answered(final int via, final Notice notice) {
        if (notice.outcome() != Outcome.REFUSED) {
            labelled(via, notice.assigned());
        } else if (shared.answered(via)) {
            refused(via);
            settled(via);
        }
    }

    /** A via that was put again goes on having its label. */
    private void refused(final int via) {
        final boolean had = labels.get(via) >= 0;
        if (!had) {
            labels.set(via, REFUSED);
        }
        if (holders.get(via) > 0) {
            refused.add(via);
        } else if (had) {
            toWithdraw.add(via);
        } else {
            free(via);
        }
    }

    @Override
    public void labelled(final int via, final int label) {
        if (!shared.answered(via)) {
            return;
        }
        labels.set(via, label);
        if (holders.get(via) == 0) {
            toWithdraw.add(via);
        }
        settled(via);
    }

    private void settled(final int via) {
        for (int i = 0; i < followers.size(); i++) {
            followers.get(i).settled(via);
        }
    }

    @Override
    public void drop(final int via) {
        if (holders.add(via, -1) > 0) {
            return;
        }
        if (labels.get(via) >= 0) {
            toRenew.remove(via);
            refused.remove(via);
            if (!shared.isAwaited(via)) {
                toRelease.add(via);
            }
        } else if (labels.get(via) == REFUSED) {
            refused.remove(via);
            free(via);
            settled(via);
        }
    }

    private void free(final int via) {
        labels.set(via, FREE);
        bound--;
        final int other = shared.leave(vias.route(via), via);
        if (other != Vias.NONE) {
            uncovered(other);
        }
        vias.leave(via);
    }

    /** Packets with the label of this via's route go where another led that is gone. */
    private void uncovered(final int via) {
        if (holders.get(via) > 0) {
            toRenew.add(via);
        } else if (toRelease.contains(via)) {
            toRelease.remove(via);
            toWithdraw.add(via);
        }
    }

    /** A via has no user left: when its label was released, it is withdrawn now. */
    void ending(final int via) {
        if (released.contains(via)) {
            released.remove(via);
            vias.use(via);
            bound++;
            labels.set(via, LEFT);
            toWithdraw.add(via);
        }
    }

    /** Sends what waits; false when the router takes no command now. */
    boolean flush() {
        return renew() && flush(toWithdraw) && flush(toRelease) && renew();
    }

    private boolean renew() {
        while (!toRenew.isEmpty()) {
            final int via = toRenew.poll();
            if (!put(via)) {
                toRenew.add(via);
                return false;
            }
        }
        return true;
    }

    private boolean flush(final DirtySet waiting) {
        while (!waiting.isEmpty()) {
            final int via = waiting.poll();
            final boolean withdrawn = waiting == toWithdraw || !vias.hasPaths(via);
            final long generation = withdrawn ? withdraw(via) : release(via);
            if (generation <= 0) {
                waiting.add(via);
                return false;
            }
            if (!withdrawn && !shared.isShared(vias.route(via))) {
                released.add(via);
            }
            free(via);
        }
        return true;
    }

    /** Asks again for labels that were refused; false when the router takes no command now. */
    boolean retry() {
        for (int left = refused.size(); left > 0; left--) {
            final int via = refused.poll();
            if (!put(via)) {
                refused.add(via);
                return false;
            }
            if (labels.get(via) == REFUSED) {
                labels.set(via, PENDING);
            }
        }
        return true;
    }
}
