package io.swaplane.control.label;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.LabelUsage;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.LabelRange;
import io.swaplane.table.fib.AddressFamily;
import java.util.List;
import java.util.OptionalInt;
import org.agrona.collections.Int2ObjectHashMap;

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
 * <p>A binding is numbers in {@link BindingStore}: a million of them are no work for the collector.
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
    private final BindingKeys keys = new BindingKeys();
    private final LabelPools pools;
    private final BindingStore store = new BindingStore();
    private final Int2ObjectHashMap<ProducerBindings> producers = new Int2ObjectHashMap<>();
    /** Bindings without users, by deadline. */
    private final BindingList leaving = new BindingList(store);

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
        this.pools = new LabelPools(dynamic, settings, keys);
    }

    /**
     * Adds a user to its binding, and makes the binding when there is none. The entry is programmed before this returns.
     *
     * @throws RefusedException when no label is left, another producer has the pinned label, or the entry cannot be.
     */
    public Bound put(final Origin origin, final BindingIntent intent, final long nanoTime) {
        check(intent);
        final long key = keys.use(intent.key());
        try {
            final int bound = put(origin, key, intent.user(), intent, 0, nanoTime);
            return new Bound(bound < 0 ? ~bound : bound, bound >= 0);
        } finally {
            keys.leave(key);
        }
    }

    /**
     * {@link #put(Origin, BindingIntent, long)} for a label received from a next hop, outside of VRFs and with the router's models, without
     * making an object.
     *
     * @param family the next hop's; its address is as {@link PrefixKey} has it.
     * @param received the label received.
     * @param accept from where the in-label is valid.
     * @param forwarding what is done, see {@link Forwarding}.
     * @return the in-label; its bitwise complement while its packets drop as {@code unresolved}: it must not be advertised yet.
     */
    public int put(final Origin origin, final long user, final AddressFamily family, final long high, final long low, final int received,
                   final Accept accept, final long forwarding, final long nanoTime) {
        if (received < 0 || received >= IlmLayout.LABELS) {
            throw noLabel(key(family, high, low, received, accept));
        }
        final long key = keys.use(family, high, low, received, accept);
        try {
            return put(origin, key, user, null, forwarding, nanoTime);
        } finally {
            keys.leave(key);
        }
    }

    private static BindingKey key(final AddressFamily family, final long high, final long low, final int received, final Accept accept) {
        return new BindingKey(new Fec.ReceivedLabel(PrefixKey.address(family, high, low), received), accept, null);
    }

    /** What is done is in the intent, or, when that is null, in a {@link Forwarding}. */
    private int put(final Origin origin, final long key, final long user, final BindingIntent intent, final long forwarding,
                    final long nanoTime) {
        final ProducerBindings mine = mine(origin);
        final int old = mine.find(key);
        if (old == FreeLabels.NONE) {
            return bind(origin, key, user, intent, forwarding, nanoTime);
        }
        final boolean resolved = program(origin, key, intent, forwarding, old);
        if (store.stage(old) != BindingStage.LIVE) {
            pools.wake(old);
            store.stage(old, BindingStage.LIVE);
        }
        store.enter(old, origin);
        store.putUser(old, origin.session(), user);
        mine.list(old);
        return resolved ? old : ~old;
    }

    private ProducerBindings mine(final Origin origin) {
        final ProducerBindings known = producers.get(origin.producer());
        if (known != null) {
            return known;
        }
        final ProducerBindings made = new ProducerBindings(store);
        producers.put(origin.producer(), made);
        return made;
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
            throw noLabel(key);
        }
        if (intent.action() instanceof Action.Withdrawn) {
            throw new RefusedException("binding " + key + ": its users withdraw, it is not put as withdrawn");
        }
    }

    private static RefusedException noLabel(final BindingKey key) {
        return new RefusedException("binding " + key + ": the received label must be 0 to " + (IlmLayout.LABELS - 1));
    }

    private int bind(final Origin origin, final long key, final long user, final BindingIntent intent, final long forwarding,
                     final long nanoTime) {
        final int given = pools.pinnedTo(key);
        final int label = given == FreeLabels.NONE ? allocate(origin.owner(), nanoTime) : given;
        boolean programmed = false;
        final boolean resolved;
        try {
            if (given != FreeLabels.NONE) {
                checkHolder(origin, key, given);
            }
            resolved = program(origin, key, intent, forwarding, label);
            programmed = true;
        } finally {
            if (!programmed && given == FreeLabels.NONE) {
                pools.free(label);
            }
        }
        if (given != FreeLabels.NONE) {
            takeOver(given);
            pools.usePinned(given);
        }
        final ProducerBindings mine = mine(origin);
        keys.use(key);
        store.add(label, key, origin);
        store.putUser(label, origin.session(), user);
        mine.add(label);
        mine.list(label);
        return resolved ? label : ~label;
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

    /** A pinned label's binding has the key that it is pinned to, whoever's it is. */
    private void checkHolder(final Origin origin, final long key, final int label) {
        if (store.has(label) && store.stage(label) == BindingStage.LIVE && store.origin(label).preference() <= origin.preference()) {
            throw new RefusedException(RefusalReason.CONFLICTING_OWNER, "binding " + keys.get(key) + ": its pinned label " + label
                + " is used by another producer, for " + store.origin(label).owner());
        }
    }

    /** Another producer's binding of a pinned label ends; its entry was replaced already. */
    private void takeOver(final int label) {
        if (store.has(label)) {
            if (store.stage(label) != BindingStage.LIVE) {
                pools.wake(label);
            }
            forget(label);
        }
    }

    private boolean program(final Origin origin, final long key, final BindingIntent intent, final long forwarding, final int label) {
        final Accept accept = keys.acceptOf(key);
        final Integer index = pools.nextHopIndex(label);
        if (intent == null && (index == null || !Forwarding.isValid(forwarding))) {
            return programmer.put(own(origin), label, forwarding, accept);
        }
        return programmer.put(own(origin), intent == null
            ? new LspIntent(label, LspIntent.PLATFORM, origin.owner(), accept, Forwarding.action(forwarding), Forwarding.ttl(forwarding),
                Forwarding.tc(forwarding), index)
            : new LspIntent(label, LspIntent.PLATFORM, origin.owner(), accept, intent.action(), intent.ttl(), intent.tc(),
                intent.action() instanceof Action.Forward ? index : null));
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
        leave(origin, find(origin, key), user, BindingStage.GONE, nanoTime);
    }

    /**
     * A user goes, as what the label led to was withdrawn downstream; with the last one the entry drops. A released binding, which
     * has no users, drops too.
     *
     * @throws RefusedException when it is no user of the binding.
     */
    public void withdraw(final Origin origin, final BindingKey key, final long user, final long nanoTime) {
        withdraw(origin, find(origin, key), user, nanoTime);
    }

    /** {@link #withdraw(Origin, BindingKey, long, long)} of a binding that was put by its received label. */
    public void withdraw(final Origin origin, final long user, final AddressFamily family, final long high, final long low,
                         final int received, final Accept accept, final long nanoTime) {
        withdraw(origin, find(origin, family, high, low, received, accept), user, nanoTime);
    }

    private void withdraw(final Origin origin, final int label, final long user, final long nanoTime) {
        if (store.stage(label) == BindingStage.RELEASED) {
            end(label, BindingStage.WITHDRAWN, nanoTime);
        } else {
            leave(origin, label, user, BindingStage.WITHDRAWN, nanoTime);
        }
    }

    /**
     * What the label led to was withdrawn downstream: all users go, and the entry drops.
     *
     * @throws RefusedException when the binding neither has users nor was released.
     */
    public void withdrawAll(final Origin origin, final BindingKey key, final long nanoTime) {
        final int label = find(origin, key);
        if (store.stage(label) != BindingStage.LIVE && store.stage(label) != BindingStage.RELEASED) {
            throw noUser(label);
        }
        store.clearUsers(label);
        end(label, BindingStage.WITHDRAWN, nanoTime);
    }

    /**
     * A user goes, as it has another binding now, which was advertised; with the last one the hold time begins, for which the entry
     * goes on.
     *
     * @throws RefusedException when it is no user of the binding.
     */
    public void release(final Origin origin, final BindingKey key, final long user, final long nanoTime) {
        leave(origin, find(origin, key), user, BindingStage.RELEASED, nanoTime);
    }

    /** {@link #release(Origin, BindingKey, long, long)} of a binding that was put by its received label. */
    public void release(final Origin origin, final long user, final AddressFamily family, final long high, final long low,
                        final int received, final Accept accept, final long nanoTime) {
        leave(origin, find(origin, family, high, low, received, accept), user, BindingStage.RELEASED, nanoTime);
    }

    private void leave(final Origin origin, final int label, final long user, final BindingStage next, final long nanoTime) {
        if (!store.removeUser(label, user)) {
            throw noUser(label);
        }
        store.enter(label, origin);
        listOrEnd(label, next, nanoTime);
    }

    /** A binding that was live has fewer users now, or none any more. */
    private void listOrEnd(final int label, final BindingStage next, final long nanoTime) {
        if (store.hasUsers(label)) {
            producers.get(store.origin(label).producer()).list(label);
        } else {
            end(label, next, nanoTime);
        }
    }

    private int find(final Origin origin, final BindingKey key) {
        final int label = find(origin.producer(), keys.find(key));
        if (label == FreeLabels.NONE) {
            throw noBinding(key);
        }
        return label;
    }

    private int find(final Origin origin, final AddressFamily family, final long high, final long low, final int received,
                     final Accept accept) {
        final int label = find(origin.producer(), keys.find(family, high, low, received, accept));
        if (label == FreeLabels.NONE) {
            throw noBinding(key(family, high, low, received, accept));
        }
        return label;
    }

    private int find(final int producer, final long key) {
        final ProducerBindings theirs = producers.get(producer);
        return theirs == null || key == BindingKeys.NONE ? FreeLabels.NONE : theirs.find(key);
    }

    private static RefusedException noBinding(final BindingKey key) {
        return new RefusedException(RefusalReason.NOT_FOUND, "there is no binding for " + key);
    }

    private RefusedException noUser(final int label) {
        return new RefusedException(RefusalReason.NOT_FOUND, "the binding for " + keys.get(store.key(label)) + " has no such user");
    }

    /** A binding without users begins to leave, or to leave in another way. */
    private void end(final int label, final BindingStage next, final long nanoTime) {
        final Origin origin = store.origin(label);
        if (next == BindingStage.GONE) {
            programmer.remove(own(origin), label);
        } else if (next == BindingStage.WITHDRAWN) {
            programmer.put(own(origin), new LspIntent(label, LspIntent.PLATFORM, origin.owner(), keys.acceptOf(store.key(label)),
                new Action.Withdrawn(), null, null, null));
        }
        if (store.stage(label) == BindingStage.LIVE) {
            pools.rest(label);
        }
        store.stage(label, next);
        store.deadline(label, nanoTime + holdTime);
        leaving.append(label);
    }

    /** Whether a producer has bindings, also such as rest; what else is known of one that has none is forgotten. */
    public boolean hasAnyOf(final int producer) {
        final ProducerBindings theirs = producers.get(producer);
        if (theirs != null && theirs.isEmpty()) {
            producers.remove(producer);
            return false;
        }
        return theirs != null;
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
            final int label = mine.stale(origin.session());
            if (label == FreeLabels.NONE) {
                return looked;
            }
            store.removeUsersBefore(label, origin.session());
            listOrEnd(label, BindingStage.GONE, nanoTime);
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
        final int label = leaving.first();
        if (label == FreeLabels.NONE || store.deadline(label) - nanoTime > 0) {
            return pools.endRest(nanoTime);
        }
        if (store.stage(label) == BindingStage.RELEASED) {
            end(label, BindingStage.GONE, nanoTime);
            return true;
        }
        if (store.stage(label) == BindingStage.WITHDRAWN) {
            programmer.remove(own(store.origin(label)), label);
        }
        pools.wake(label);
        forget(label);
        return true;
    }

    /** A binding that does not rest has its end. */
    private void forget(final int label) {
        store.list(label).remove(label);
        producers.get(store.origin(label).producer()).forget(label);
        keys.leave(store.key(label));
        store.remove(label);
        pools.free(label);
    }

    /** The label of a producer's binding, also of one that rests. */
    public OptionalInt label(final int producer, final BindingKey key) {
        final int label = find(producer, keys.find(key));
        return label == FreeLabels.NONE ? OptionalInt.empty() : OptionalInt.of(label);
    }

    /** The binding that has a label; null when there is none. */
    public BindingState find(final int label) {
        return store.has(label) ? BindingState.of(label, store, keys) : null;
    }

    /** The first label from one on, 0 at least, that has a binding; -1 when there is none. */
    public int next(final int from) {
        return store.next(from);
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
