package io.swaplane.control.label;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.LabelUsage;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.LabelRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The label manager: gives each producer's binding its in-label of the platform label space, and carries the label through its life.
 *
 * <p>The same producer and {@link BindingKey} have the same label as long as the binding lives and while it rests. A binding lives as
 * long as it has users. What becomes of its entry when the last one leaves depends on how that one left:
 *
 * <pre>
 * {@link #remove}     the entry goes at once; the label rests
 * {@link #withdraw}   the entry drops at once, counted as withdrawn; the label rests; then the entry goes
 * {@link #release}    the entry forwards for the hold time, then goes; the label rests
 * </pre>
 *
 * <p>A rest lasts for the hold time. A binding that is put again before its end goes on with its label. For a path change (a route
 * gets a new key) the producer puts the new binding, advertises the label that it is told, and then releases the old one.
 *
 * <p>Labels of entries that others put by their label are claimed here, so that no binding gets them.
 *
 * <p>Conductor only. Each method is carried out as a whole, or refused with a {@link RefusedException} and has changed nothing. Times
 * are {@link System#nanoTime} and never fall from call to call.
 */
public final class LabelBindings {
    /** The manager's own producer number, under which its entries are put; no producer's number is negative. */
    public static final int PRODUCER = -1;
    /** Most rests that {@link #doWork} ends in a call. */
    public static final int MAX_WORK = 256;

    private final LabelProgrammer programmer;
    private final long holdTime;
    private final LabelPools pools;
    private final Map<Integer, ProducerBindings> producers = new HashMap<>();
    /** Bindings whose label is pinned: their key has one holder among all producers. */
    private final Map<BindingKey, Binding> pinned = new HashMap<>();
    private final BindingsByLabel byLabel = new BindingsByLabel();
    /** Bindings without users, by deadline. */
    private final BindingList leaving = new BindingList();

    /**
     * A manager without bindings.
     *
     * @param dynamic labels for owners without a range of their own; less what the settings keep for others.
     * @param settings hold time, ranges and pins.
     * @param programmer where entries are put.
     * @throws RefusedException when ranges overlap, or pins contradict each other.
     */
    public LabelBindings(final LabelRange dynamic, final LabelSettings settings, final LabelProgrammer programmer) {
        this.programmer = programmer;
        this.holdTime = settings.holdTime().toNanos();
        this.pools = new LabelPools(dynamic, settings);
    }

    /**
     * Adds a user to its binding, and makes the binding when there is none. The entry is programmed before this returns.
     *
     * @throws RefusedException when no label is left, another producer has the pinned label, or the entry cannot be.
     */
    public Bound put(final Origin origin, final BindingIntent intent, final long nanoTime) {
        check(intent);
        final ProducerBindings mine = producers.computeIfAbsent(origin.producer(), producer -> new ProducerBindings());
        final Binding old = mine.find(intent.key());
        if (old == null) {
            return bind(origin, intent, mine, nanoTime);
        }
        final boolean resolved = program(origin, intent, old.label());
        if (old.stage() != Binding.Stage.LIVE) {
            pools.wake(old.label());
            old.stage(Binding.Stage.LIVE);
        }
        old.enter(origin);
        old.users().put(origin.session(), intent.user());
        mine.list(old);
        return new Bound(old.label(), resolved);
    }

    private static void check(final BindingIntent intent) {
        final BindingKey key = intent.key();
        if (key.accept() == null) {
            throw new RefusedException("binding: it does not say from where its label is valid");
        }
        if (key.fec() == null) {
            throw new RefusedException("binding: it does not say which packets share its label");
        }
        if (key.fec() instanceof Fec.WholeVrf && key.vrf() == null) {
            throw new RefusedException("binding: a label for a whole VRF needs the VRF's name");
        }
        if (key.fec() instanceof Fec.ReceivedLabel received && (received.label() < 0 || received.label() >= IlmLayout.LABELS)) {
            throw new RefusedException("binding " + key + ": the received label must be 0 to " + (IlmLayout.LABELS - 1));
        }
        if (intent.action() instanceof Action.Withdrawn) {
            throw new RefusedException("binding " + key + ": its users withdraw, it is not put as withdrawn");
        }
    }

    private Bound bind(final Origin origin, final BindingIntent intent, final ProducerBindings mine, final long nanoTime) {
        final BindingKey key = intent.key();
        final int given = pools.pinnedTo(key);
        final Binding binding = new Binding(key, given == FreeLabels.NONE ? allocate(origin.owner(), nanoTime) : given, origin);
        boolean programmed = false;
        final boolean resolved;
        try {
            if (given != FreeLabels.NONE) {
                checkHolder(origin, key, given);
            }
            resolved = program(origin, intent, binding.label());
            programmed = true;
        } finally {
            if (!programmed && given == FreeLabels.NONE) {
                pools.free(binding.label());
            }
        }
        if (given != FreeLabels.NONE) {
            takeOver(key);
            pools.usePinned(given);
            pinned.put(key, binding);
        }
        binding.users().put(origin.session(), intent.user());
        mine.add(binding);
        byLabel.put(binding);
        mine.list(binding);
        return new Bound(binding.label(), resolved);
    }

    private int allocate(final String owner, final long nanoTime) {
        int label = pools.allocate(owner);
        while (label == FreeLabels.NONE && expireOne(nanoTime)) {
            label = pools.allocate(owner);
        }
        if (label == FreeLabels.NONE) {
            throw pools.exhausted(owner);
        }
        return label;
    }

    private void checkHolder(final Origin origin, final BindingKey key, final int label) {
        final Binding holder = pinned.get(key);
        if (holder != null && holder.stage() == Binding.Stage.LIVE && holder.origin().preference() <= origin.preference()) {
            throw new RefusedException(RefusalReason.CONFLICTING_OWNER, "binding " + key + ": its pinned label " + label + " is used by "
                + "another producer, for " + holder.origin().owner());
        }
    }

    /** Another producer's binding of a pinned label ends; its entry was replaced already. */
    private void takeOver(final BindingKey key) {
        final Binding holder = pinned.get(key);
        if (holder != null) {
            if (holder.stage() != Binding.Stage.LIVE) {
                pools.wake(holder.label());
            }
            forget(holder);
        }
    }

    private boolean program(final Origin origin, final BindingIntent intent, final int label) {
        return programmer.put(own(origin), new LspIntent(label, LspIntent.PLATFORM, origin.owner(), intent.key().accept(), intent.action(),
            intent.ttl(), intent.tc(), intent.action() instanceof Action.Forward ? pools.nextHopIndex(label) : null));
    }

    private Origin own(final Origin origin) {
        return producers.get(origin.producer()).own(origin);
    }

    /**
     * A user goes; with the last one the entry.
     *
     * @throws RefusedException when it is no user of the binding.
     */
    public void remove(final Origin origin, final BindingKey key, final long user, final long nanoTime) {
        leave(origin, key, user, Binding.Stage.GONE, nanoTime);
    }

    /**
     * A user goes, as what the label led to was withdrawn downstream; with the last one the entry drops. A released binding, which
     * has no users, drops too.
     *
     * @throws RefusedException when it is no user of the binding.
     */
    public void withdraw(final Origin origin, final BindingKey key, final long user, final long nanoTime) {
        final Binding binding = find(origin, key);
        if (binding.stage() == Binding.Stage.RELEASED) {
            end(binding, Binding.Stage.WITHDRAWN, nanoTime);
        } else {
            leave(origin, key, user, Binding.Stage.WITHDRAWN, nanoTime);
        }
    }

    /**
     * What the label led to was withdrawn downstream: all users go, and the entry drops.
     *
     * @throws RefusedException when the binding neither has users nor was released.
     */
    public void withdrawAll(final Origin origin, final BindingKey key, final long nanoTime) {
        final Binding binding = find(origin, key);
        if (binding.stage() != Binding.Stage.LIVE && binding.stage() != Binding.Stage.RELEASED) {
            throw noUser(key);
        }
        end(binding, Binding.Stage.WITHDRAWN, nanoTime);
        binding.users().clear();
    }

    /**
     * A user goes, as it has another binding now, which was advertised; with the last one the hold time begins, for which the entry
     * goes on.
     *
     * @throws RefusedException when it is no user of the binding.
     */
    public void release(final Origin origin, final BindingKey key, final long user, final long nanoTime) {
        leave(origin, key, user, Binding.Stage.RELEASED, nanoTime);
    }

    private void leave(final Origin origin, final BindingKey key, final long user, final Binding.Stage next, final long nanoTime) {
        final Binding binding = find(origin, key);
        if (!binding.users().remove(user)) {
            throw noUser(key);
        }
        binding.enter(origin);
        listOrEnd(binding, next, nanoTime);
    }

    /** A binding that was live has fewer users now, or none any more. */
    private void listOrEnd(final Binding binding, final Binding.Stage next, final long nanoTime) {
        if (binding.users().isEmpty()) {
            end(binding, next, nanoTime);
        } else {
            producers.get(binding.origin().producer()).list(binding);
        }
    }

    private Binding find(final Origin origin, final BindingKey key) {
        final ProducerBindings mine = producers.get(origin.producer());
        final Binding binding = mine == null ? null : mine.find(key);
        if (binding == null) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no binding for " + key);
        }
        return binding;
    }

    private static RefusedException noUser(final BindingKey key) {
        return new RefusedException(RefusalReason.NOT_FOUND, "the binding for " + key + " has no such user");
    }

    /** A binding begins to leave, or to leave in another way. */
    private void end(final Binding binding, final Binding.Stage next, final long nanoTime) {
        final Origin origin = binding.origin();
        if (next == Binding.Stage.GONE) {
            programmer.remove(own(origin), binding.label());
        } else if (next == Binding.Stage.WITHDRAWN) {
            programmer.put(own(origin), new LspIntent(binding.label(), LspIntent.PLATFORM, origin.owner(), binding.key().accept(),
                new Action.Withdrawn(), null, null, null));
        }
        if (binding.stage() == Binding.Stage.LIVE) {
            pools.rest(binding.label());
        }
        binding.stage(next);
        binding.deadline(nanoTime + holdTime);
        leaving.append(binding);
    }

    /** Whether a producer has bindings, also such as rest; what else is known of one that has none is forgotten. */
    public boolean hasAnyOf(final int producer) {
        return producers.computeIfPresent(producer, (number, mine) -> mine.isEmpty() ? null : mine) != null;
    }

    /**
     * Removes users that the producer's sessions before the origin's have put last. The origin's session may be over: what later ones
     * put stays.
     *
     * @return how many bindings were looked at, fewer than the limit when nothing stale is left.
     */
    public int sweep(final Origin origin, final int limit, final long nanoTime) {
        final ProducerBindings mine = producers.get(origin.producer());
        if (mine == null) {
            return 0;
        }
        int looked = 0;
        while (looked < limit) {
            final Binding binding = mine.stale(origin.session());
            if (binding == null) {
                return looked;
            }
            binding.users().removeBefore(origin.session());
            listOrEnd(binding, Binding.Stage.GONE, nanoTime);
            looked++;
        }
        return looked;
    }

    /** Ends what is due, {@value #MAX_WORK} labels at most; returns how many. */
    public int doWork(final long nanoTime) {
        int done = 0;
        while (done < MAX_WORK && expireOne(nanoTime)) {
            done++;
        }
        return done;
    }

    private boolean expireOne(final long nanoTime) {
        final Binding binding = leaving.first();
        if (binding == null || binding.deadline() - nanoTime > 0) {
            return pools.endRest(nanoTime);
        }
        if (binding.stage() == Binding.Stage.RELEASED) {
            end(binding, Binding.Stage.GONE, nanoTime);
            return true;
        }
        if (binding.stage() == Binding.Stage.WITHDRAWN) {
            programmer.remove(own(binding.origin()), binding.label());
        }
        pools.wake(binding.label());
        forget(binding);
        return true;
    }

    /** A binding that does not rest has its end. */
    private void forget(final Binding binding) {
        BindingList.remove(binding);
        producers.get(binding.origin().producer()).forget(binding);
        pinned.remove(binding.key(), binding);
        byLabel.remove(binding.label());
        pools.free(binding.label());
    }

    /** The label of a producer's binding, also of one that rests. */
    public OptionalInt label(final int producer, final BindingKey key) {
        final ProducerBindings bindings = producers.get(producer);
        final Binding binding = bindings == null ? null : bindings.find(key);
        return binding == null ? OptionalInt.empty() : OptionalInt.of(binding.label());
    }

    /** The binding that has a label; null when there is none. */
    public BindingState find(final int label) {
        final Binding binding = byLabel.get(label);
        return binding == null ? null : BindingState.of(binding);
    }

    /** The first label from one on, 0 at least, that has a binding; -1 when there is none. */
    public int next(final int from) {
        return byLabel.next(from);
    }

    /**
     * Checks that an entry may be put by its label.
     *
     * @param owner the entry's owner.
     * @throws RefusedException when the label is a binding's or rests after one, is pinned, or is in a range kept for another owner.
     */
    public void checkClaim(final String owner, final int label) {
        pools.checkClaim(owner, label);
    }

    /** An entry was put by its label, which {@link #checkClaim} allowed: no binding gets it. Claiming it again changes nothing. */
    public void claim(final int label) {
        pools.claim(label);
    }

    /** An entry that was put by its label is gone. The label rests before a binding can get it; it can be claimed at any time. */
    public void unclaim(final int label, final long nanoTime) {
        pools.unclaim(label, nanoTime + holdTime);
    }

    /** How far each range is used: those with an owner by their first label, then the one for all other owners. */
    public List<LabelUsage> usage() {
        return pools.usage();
    }
}
