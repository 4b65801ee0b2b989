package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watchers;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.label.LabelBindings;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.LabelRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * The label entries of all label spaces, with the indices of the entries' own next hops. Conductor only.
 *
 * <p>The common entry, which forwards by one next hop, lives in {@link EntryPages} alone, and is put without making an object; one that
 * drops as withdrawn, of which a lost session leaves many, lives there too. Others have a {@link LabelEntry} beside.
 *
 * <p>In the platform label space an entry that is not a label binding's claims its label, so that no binding gets it.
 */
final class LabelEntries {
    private final Topology topology;
    private final AcceptClasses classes;
    private final Ingresses ingresses;
    private final NextHopGraph nextHops;
    private final Groups groups;
    private final WordCompiler compiler;
    private final Vrfs vrfs;
    private final ForwardingTables tables;
    private final IdAllocator indices;
    private final LabelBindings bindings;
    private final NanoClock clock;
    private final Watchers watchers;
    private final OwnHops ownHops;
    private final LabelHolders holders;
    private final Space[] spaces;

    /** One label space. */
    private static final class Space {
        private final EntryPages pages = new EntryPages();
        private final Map<Integer, LabelEntry> objects = new HashMap<>();
        /** How many entries look the next label up in it. */
        private int lookups;
    }

    /** The entries' collaborators; {@code indices} holds the configured next hops' indices, {@code bindings} who may have which label. */
    LabelEntries(final Topology topology, final AcceptClasses classes, final Ingresses ingresses, final NextHopGraph nextHops,
                 final Groups groups, final WordCompiler compiler, final Vrfs vrfs, final ForwardingTables tables,
                 final IdAllocator indices, final LabelBindings bindings, final NanoClock clock, final Watchers watchers) {
        this.topology = topology;
        this.classes = classes;
        this.ingresses = ingresses;
        this.nextHops = nextHops;
        this.groups = groups;
        this.compiler = compiler;
        this.vrfs = vrfs;
        this.tables = tables;
        this.indices = indices;
        this.bindings = bindings;
        this.clock = clock;
        this.watchers = watchers;
        ownHops = new OwnHops(indices);
        holders = new LabelHolders(topology.labelSpaces().most());
        spaces = new Space[topology.labelSpaces().most()];
        for (int space = 0; space < topology.labelSpaces().limit(); space++) {
            addSpace(space);
        }
    }

    /** A label space came. */
    void addSpace(final int space) {
        spaces[space] = new Space();
    }

    /** Whether a label space has entries, or an entry looks labels up in it. */
    boolean isSpaceInUse(final int space) {
        return spaces[space].pages.count() > 0 || spaces[space].lookups > 0;
    }

    /** A label space is to go: refused while it has entries or an entry looks labels up in it. */
    void removeSpace(final int space) {
        final Space each = spaces[space];
        if (isSpaceInUse(space)) {
            throw new RefusedException(RefusalReason.IN_USE, "label space " + topology.labelSpaces().name(space) + " cannot go: it has "
                + each.pages.count() + " entries, and " + each.lookups + " entries look labels up in it");
        }
        spaces[space] = null;
    }

    /** Gives an entry's ingress its accept class ahead of the entry, so that each interface is published once for all of them. */
    void assignClass(final LspIntent lsp) {
        try {
            checkAccept(lsp.accept());
            classes.classOf(lsp.accept());
        } catch (final RefusedException e) {
            throw e.in(text(lsp.labelSpace(), lsp.label()));
        }
    }

    /** Takes the configuration's first entries, each of which may stand once. */
    void load(final List<LspIntent> lsps) {
        for (final LspIntent lsp : lsps) {
            if (exists(topology.labelSpace(lsp.labelSpace()), lsp.label())) {
                throw new RefusedException(text(lsp.labelSpace(), lsp.label()) + " appears twice");
            }
            put(Origin.STATIC, lsp);
        }
    }

    /** Creates or replaces an entry: one word per worker. It shows the intent's owner, whosever it is. */
    Applied put(final Origin origin, final LspIntent lsp) {
        final int space = topology.labelSpace(lsp.labelSpace());
        try {
            checkLabel(lsp.label());
            if (lsp.owner() == null || lsp.owner().isBlank()) {
                throw new RefusedException("it has no owner");
            }
            final Origin shown = lsp.owner().equals(origin.owner()) ? origin
                : new Origin(origin.producer(), origin.session(), lsp.owner(), origin.preference());
            if (lsp.action() instanceof Action.Forward forward && lsp.nextHopIndex() == null) {
                return putForward(shown, space, lsp.label(), Forwarding.of(forward, lsp.ttl(), lsp.tc()), lsp.accept());
            }
            return isWithdrawn(lsp) ? putWithdrawn(shown, space, lsp) : putObject(shown, space, lsp);
        } catch (final RefusedException e) {
            throw e.in(text(lsp.labelSpace(), lsp.label()));
        }
    }

    /** {@link #put} for an entry with one next hop, by numbers. */
    Applied put(final Origin origin, final int space, final int label, final long forwarding, final Accept accept) {
        checkSpace(space);
        try {
            checkLabel(label);
            return putForward(origin, space, label, forwarding, accept);
        } catch (final RefusedException e) {
            throw e.in(text(space, label));
        }
    }

    private Applied putForward(final Origin origin, final int space, final int label, final long forwarding, final Accept accept) {
        checkForward(forwarding, accept);
        final Space in = spaces[space];
        final long old = in.pages.asked(label);
        checkOwner(origin, space, label, old);
        // From here on nothing is refused.
        final int nextHop = Forwarding.nextHop(forwarding);
        final int acceptClass = ingresses.classOf(accept);
        classes.addLabel(acceptClass);
        nextHops.addLeg(nextHop, Forwarding.replacesLabel(forwarding), classes.vrf(accept));
        tables.publishLabel(space, label, ForwardingWord.withAcceptClass(compiler.word(forwarding), acceptClass));
        replace(space, label, old);
        commit(origin, space, label, PackedEntry.forwarding(forwarding, acceptClass));
        return nextHops.isResolved(nextHop) ? Applied.PROGRAMMED : Applied.ACCEPTED;
    }

    private void checkForward(final long forwarding, final Accept accept) {
        if (!Forwarding.isValid(forwarding)) {
            throw new RefusedException("0x" + Long.toHexString(forwarding) + " is not what can be done with a label");
        }
        checkAccept(accept);
        nextHops.checkLeg(Forwarding.nextHop(forwarding), Forwarding.replacesLabel(forwarding), classes.vrf(accept));
    }

    private static boolean isWithdrawn(final LspIntent lsp) {
        return lsp.action() instanceof Action.Withdrawn && lsp.nextHopIndex() == null && lsp.ttl() == null && lsp.tc() == null;
    }

    private Applied putWithdrawn(final Origin origin, final int space, final LspIntent lsp) {
        final int label = lsp.label();
        final Space in = spaces[space];
        final long old = in.pages.asked(label);
        checkAccept(lsp.accept());
        checkOwner(origin, space, label, old);
        // From here on nothing is refused.
        final int acceptClass = ingresses.classOf(lsp.accept());
        classes.addLabel(acceptClass);
        tables.publishLabel(space, label,
            ForwardingWord.withAcceptClass(ForwardingWord.drop(DropReason.WITHDRAWN), acceptClass));
        replace(space, label, old);
        commit(origin, space, label, PackedEntry.withdrawn(acceptClass));
        return Applied.PROGRAMMED;
    }

    /** Another entry comes in the place of an old one, and takes over nothing of it. */
    private void replace(final int space, final int label, final long old) {
        if (PackedEntry.isObject(old)) {
            ownHops.release(spaces[space].objects.get(label).hops());
        }
        if (old != PackedEntry.NONE) {
            forget(space, label, old);
        }
    }

    private Applied putObject(final Origin origin, final int space, final LspIntent lsp) {
        final int label = lsp.label();
        final Space in = spaces[space];
        final long old = in.pages.asked(label);
        final List<LabelEntry.OwnHop> oldHops = PackedEntry.isObject(old) ? in.objects.get(label).hops() : List.of();
        checkAccept(lsp.accept());
        if (lsp.action() == null) {
            throw new RefusedException("it has no action");
        }
        final String vrf = classes.vrf(lsp.accept());
        compiler.check(lsp.action(), vrf);
        if (lsp.nextHopIndex() != null) {
            checkIndex(lsp, oldHops);
        }
        checkOwner(origin, space, label, old);
        final List<Integer> made = new ArrayList<>();
        final long word = compiler.compile(lsp, vrf, made);
        // From here on nothing is refused.
        final int acceptClass = ingresses.classOf(lsp.accept());
        classes.addLabel(acceptClass);
        final List<Action.Forward> legs = WordCompiler.legs(lsp.action());
        legs.forEach(leg -> nextHops.addLeg(leg.nextHop(), WordCompiler.replacesLabel(leg), vrf));
        countLookup(lsp.action(), 1);
        tables.publishLabel(space, label, ForwardingWord.withAcceptClass(word, acceptClass));
        if (old != PackedEntry.NONE) {
            forget(space, label, old);
        }
        in.objects.put(label, new LabelEntry(lsp, ownHops.take(lsp, legs, oldHops), List.copyOf(made)));
        commit(origin, space, label, PackedEntry.object(acceptClass));
        return legs.isEmpty() || legs.stream().anyMatch(leg -> nextHops.isResolved(leg.nextHop())) ? Applied.PROGRAMMED : Applied.ACCEPTED;
    }

    private void commit(final Origin origin, final int space, final int label, final long packed) {
        final LabelHolder holder = holders.of(origin);
        holder.add(space, label);
        spaces[space].pages.put(label, packed, holder.number());
        if (claims(origin, space)) {
            bindings.claim(label);
        }
        tell(origin, space, label);
    }

    private void tell(final Origin origin, final int space, final int label) {
        if (watchers.want(Event.Kind.LABEL)) {
            watchers.publish(new Event.LabelPut(topology.labelSpaces().name(space), label, origin.owner(), origin.producer()));
        }
    }

    private void checkSpace(final int space) {
        if (!topology.labelSpaces().exists(space)) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no label space of number " + space);
        }
    }

    private static void checkLabel(final int label) {
        if (label < LabelRange.FIRST_ORDINARY || label >= IlmLayout.LABELS) {
            throw new RefusedException("an entry's label must be " + LabelRange.FIRST_ORDINARY + " to " + (IlmLayout.LABELS - 1));
        }
    }

    private void checkAccept(final Accept accept) {
        if (accept == null) {
            throw new RefusedException("it does not say from where it is valid");
        }
        classes.check(accept);
    }

    /** Refuses an origin that may not put or remove the label's entry. */
    private void checkOwner(final Origin origin, final int space, final int label, final long old) {
        final Origin owner = old == PackedEntry.NONE ? null : owner(space, label);
        if (owner == origin) {
            return;
        }
        if (claims(origin, space) && (owner == null || !claims(owner, space))) {
            bindings.checkClaim(origin.owner(), label);
        }
        if (owner != null) {
            Owners.check("it", owner, origin);
        }
    }

    /** Whether an origin's entries in a label space claim their labels. */
    private static boolean claims(final Origin origin, final int space) {
        return space == ForwardingTables.PLATFORM && origin.producer() != LabelBindings.PRODUCER;
    }

    private void checkIndex(final LspIntent lsp, final List<LabelEntry.OwnHop> old) {
        final int index = lsp.nextHopIndex();
        if (!(lsp.action() instanceof Action.Forward)) {
            throw new RefusedException("next-hop index " + index + ": only an entry with a single next hop can ask for an index");
        }
        if (index < 1 || index >= ForwardingWord.FIELD_LIMIT) {
            throw new RefusedException("next-hop index " + index + " must be 1 to " + (ForwardingWord.FIELD_LIMIT - 1));
        }
        if (indices.isTaken(index) && old.stream().noneMatch(hop -> hop.index() == index)) {
            throw new RefusedException(RefusalReason.IN_USE, "next-hop index " + index + " is taken");
        }
    }

    /** Takes an entry out. */
    void remove(final Origin origin, final int space, final int label) {
        checkSpace(space);
        if (!exists(space, label)) {
            throw new RefusedException(RefusalReason.NOT_FOUND, text(space, label) + " has no entry");
        }
        final long old = spaces[space].pages.asked(label);
        try {
            checkOwner(origin, space, label, old);
        } catch (final RefusedException e) {
            throw e.in(text(space, label));
        }
        takeOut(space, label, old);
    }

    private void takeOut(final int space, final int label, final long old) {
        final Space in = spaces[space];
        final Origin owner = holders.get(in.pages.holder(label)).origin();
        tables.removeLabel(space, label);
        if (PackedEntry.isObject(old)) {
            ownHops.release(in.objects.get(label).hops());
        }
        forget(space, label, old);
        in.pages.remove(label);
        if (claims(owner, space)) {
            bindings.unclaim(label, clock.nanoTime());
        }
        if (watchers.want(Event.Kind.LABEL)) {
            watchers.publish(new Event.LabelRemoved(topology.labelSpaces().name(space), label, owner.owner(), owner.producer()));
        }
    }

    /** Gives up what an entry leads to, and its holder's count. */
    private void forget(final int space, final int label, final long old) {
        final Space in = spaces[space];
        final String vrf = classes.vrf(classes.accept(PackedEntry.acceptClass(old)));
        holders.get(in.pages.holder(label)).remove(space, label);
        classes.removeLabel(PackedEntry.acceptClass(old));
        if (PackedEntry.isForwarding(old)) {
            final long forwarding = PackedEntry.forwarding(old);
            nextHops.removeLeg(Forwarding.nextHop(forwarding), Forwarding.replacesLabel(forwarding), vrf);
        }
        if (!PackedEntry.isObject(old)) {
            return;
        }
        final LabelEntry entry = in.objects.remove(label);
        entry.hops().forEach(hop -> nextHops.removeLeg(hop.leg().nextHop(), WordCompiler.replacesLabel(hop.leg()), vrf));
        countLookup(entry.intent().action(), -1);
        groups.retire(entry.groups());
    }

    private void countLookup(final Action action, final int more) {
        if (action instanceof Action.Lookup lookup) {
            spaces[topology.labelSpace(lookup.labelSpace())].lookups += more;
        } else if (action instanceof Action.LookupVrf lookup) {
            vrfs.get(lookup.vrf()).lookups += more;
        }
    }

    /** Whether a producer has entries. */
    boolean hasAnyOf(final int producer) {
        return holders.hasAnyOf(producer);
    }

    /**
     * Takes out what the origin's producer put in earlier sessions. It finds them by what each holder counts by page: its time depends on
     * how many it takes out.
     *
     * @return how many were taken out; fewer than the limit when none is left.
     */
    int sweep(final Origin origin, final int limit) {
        int done = 0;
        LabelHolder holder = holders.stale(origin);
        while (done < limit && holder != null) {
            final int space = holder.anySpace();
            done += sweepPage(holder, space, holder.firstPage(space), limit - done);
            holder = holders.stale(origin);
        }
        return done;
    }

    private int sweepPage(final LabelHolder holder, final int space, final int page, final int limit) {
        final EntryPages pages = spaces[space].pages;
        int done = 0;
        int label = pages.next(page, 0, holder.number());
        while (label >= 0 && done < limit) {
            takeOut(space, label, pages.asked(label));
            done++;
            label = pages.next(page, label + 1, holder.number());
        }
        return done;
    }

    /** Whether a label has an entry, whatever number it is. */
    boolean exists(final int space, final int label) {
        return label >= 0 && label < IlmLayout.LABELS && spaces[space].pages.asked(label) != PackedEntry.NONE;
    }

    /** The first label with an entry from {@code from} on; -1 when there is none. */
    int next(final int space, final int from) {
        return spaces[space].pages.next(from);
    }

    /** A label's entry, put together anew where it is kept packed; null when it has none. */
    LabelEntry find(final int space, final int label) {
        if (!exists(space, label)) {
            return null;
        }
        final Space in = spaces[space];
        final long packed = in.pages.asked(label);
        if (PackedEntry.isObject(packed)) {
            return in.objects.get(label);
        }
        final String owner = owner(space, label).owner();
        final Accept accept = classes.accept(PackedEntry.acceptClass(packed));
        final String name = topology.labelSpaces().name(space);
        if (PackedEntry.isWithdrawn(packed)) {
            return new LabelEntry(new LspIntent(label, name, owner, accept, new Action.Withdrawn(), null, null, null), List.of(),
                List.of());
        }
        final long forwarding = PackedEntry.forwarding(packed);
        final Action.Forward action = Forwarding.action(forwarding);
        final LspIntent intent =
            new LspIntent(label, name, owner, accept, action, Forwarding.ttl(forwarding), Forwarding.tc(forwarding), null);
        return new LabelEntry(intent, List.of(new LabelEntry.OwnHop(OwnHops.index(space, label), action)), List.of());
    }

    /** Whose a label's entry is, which must exist. */
    Origin owner(final int space, final int label) {
        return holders.get(spaces[space].pages.holder(label)).origin();
    }

    /** The entry is another's from now on, and else as it is; both claim their labels, or neither does. */
    void handOver(final int space, final int label, final Origin origin) {
        final EntryPages pages = spaces[space].pages;
        final LabelHolder old = holders.get(pages.holder(label));
        if (old.origin().equals(origin)) {
            return;
        }
        old.remove(space, label);
        final LabelHolder holder = holders.of(origin);
        holder.add(space, label);
        pages.put(label, pages.asked(label), holder.number());
        spaces[space].objects.computeIfPresent(label, (key, entry) -> entry.of(origin.owner()));
        tell(origin, space, label);
    }

    /** What the labels of a label space are used for. */
    LabelUsageView usage(final int space) {
        return new LabelUsageView(topology.labelSpaces().name(space), spaces[space].pages.count(), holders.countByOwner(space),
            space == ForwardingTables.PLATFORM ? bindings.usage() : List.of());
    }

    /** An entry's own next hop by its index; null when there is none. */
    Action.Forward ownHop(final int index) {
        if (index < OwnHops.FIRST || index >= OwnHops.FIRST_LEG) {
            return ownHops.apart().get(index);
        }
        final int space = OwnHops.space(index);
        final int label = OwnHops.label(index);
        if (!topology.labelSpaces().exists(space) || !exists(space, label)) {
            return null;
        }
        final long packed = spaces[space].pages.asked(label);
        return PackedEntry.isForwarding(packed) ? Forwarding.action(PackedEntry.forwarding(packed)) : null;
    }

    /** The first {@code limit} indices of entries' own next hops from one on, rising. */
    List<Integer> ownHops(final int from, final int limit) {
        final List<Integer> found = new ArrayList<>(
            ownHops.apart().subMap(Math.min(from, OwnHops.FIRST), OwnHops.FIRST).keySet().stream().limit(limit).toList());
        int index = Math.max(from, OwnHops.FIRST);
        while (found.size() < limit && OwnHops.space(index) < topology.labelSpaces().limit()) {
            final int space = OwnHops.space(index);
            final int label = topology.labelSpaces().exists(space) ? next(space, OwnHops.label(index)) : -1;
            if (label >= 0 && PackedEntry.isForwarding(spaces[space].pages.asked(label))) {
                found.add(OwnHops.index(space, label));
            }
            index = label < 0 ? OwnHops.index(space + 1, 0) : OwnHops.index(space, label) + 1;
        }
        ownHops.apart().tailMap(Math.max(from, OwnHops.FIRST_LEG)).keySet().stream().limit(limit - found.size()).forEach(found::add);
        return found;
    }

    private String text(final int space, final int label) {
        return text(topology.labelSpaces().name(space), label);
    }

    static String text(final String space, final int label) {
        return "label " + label + (LspIntent.PLATFORM.equals(space) ? "" : " in the label space of " + space);
    }
}
