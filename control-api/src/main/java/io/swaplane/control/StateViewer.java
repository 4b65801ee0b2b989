package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.label.BindingState;
import io.swaplane.control.label.LabelBindings;
import io.swaplane.control.view.ActionView;
import io.swaplane.control.view.BindingPage;
import io.swaplane.control.view.BindingView;
import io.swaplane.control.view.IndirectNextHopPage;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopPage;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouterView;
import io.swaplane.control.view.StatisticsView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.AddressText;
import io.swaplane.table.Counters;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.LabelRange;
import io.swaplane.table.PortCounters;
import io.swaplane.table.PuntReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/** Makes the pictures of the router's state that are shown. Conductor only. */
final class StateViewer {
    private static final String SPECIAL_OWNER = "special";
    /** A page ends after so many entries for each one that it may have, as what a filter leaves out takes time, too. */
    private static final long LOOKS = 4;

    private final String router;
    private final Topology topology;
    private final NextHopGraph nextHops;
    private final LabelEntries labels;
    private final LabelBindings bindings;
    private final ForwardingTables tables;
    private final NextHopViewer hops;
    private final ActionText text;

    StateViewer(final String router, final Topology topology, final NextHopGraph nextHops, final LabelEntries labels,
                final LabelBindings bindings, final Owners owners, final ForwardingTables tables) {
        this.router = router;
        this.topology = topology;
        this.nextHops = nextHops;
        this.labels = labels;
        this.bindings = bindings;
        this.tables = tables;
        this.hops = new NextHopViewer(nextHops, owners, tables.ports());
        this.text = new ActionText(topology, nextHops);
    }

    RouterView router() {
        final List<LabelView> labelViews = new ArrayList<>();
        for (int space = 0; space < topology.labelSpaces().limit(); space++) {
            if (topology.labelSpaces().exists(space)) {
                for (int label = nextShown(space, 0); label >= 0; label = nextShown(space, label + 1)) {
                    labelViews.add(label(space, label));
                }
            }
        }
        final TreeSet<Integer> indices = new TreeSet<>(nextHops.indices());
        indices.addAll(labels.ownHops(0, Integer.MAX_VALUE));
        return new RouterView(router, Collections.unmodifiableList(labelViews), indices.stream().map(this::nextHop).toList(),
            tunnels(), indices.stream().flatMap(each -> hops.indirect(each).stream()).toList(), ports(), drops(), punts());
    }

    LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) {
        final LabelSpaces all = topology.labelSpaces();
        final int only = filter.labelSpace() == null ? -1 : all.number(filter.labelSpace());
        final int spaces = only < 0 ? all.limit() : only + 1;
        final List<LabelView> views = new ArrayList<>();
        int space = Math.max(from.labelSpace(), only);
        int start = space == from.labelSpace() ? Math.max(0, from.label()) : 0;
        for (long looks = 0; space < spaces && views.size() < limit && looks < LOOKS * limit; looks++) {
            final int label = all.exists(space) ? next(space, Math.max(start, filter.first()), filter) : -1;
            if (label >= 0 && isWithin(filter.prefix(), label)) {
                views.add(label(space, label));
            }
            space += label < 0 ? 1 : 0;
            start = label + 1;
        }
        return new LabelPage(List.copyOf(views), filter.withNextHops() ? nextHopsOf(views) : List.of(),
            space < spaces ? new LabelPosition(space, start) : null);
    }

    /** The first label from one on that the filter may let through; -1 when there is none. */
    private int next(final int space, final int from, final LabelFilter filter) {
        final int last = filter.last();
        if (from > last) {
            return -1;
        }
        final int label;
        if (filter.prefix() != null) {
            label = space == ForwardingTables.PLATFORM ? bindings.next(from) : -1;
        } else {
            label = from == last ? (isShown(space, from) ? from : -1) : nextShown(space, from);
        }
        return label > last ? -1 : label;
    }

    private boolean isWithin(final Prefix prefix, final int label) {
        if (prefix == null) {
            return true;
        }
        final BindingState binding = bindings.find(label);
        return binding.hasEntry() && binding.key().fec() instanceof Fec.Route(final String route) && prefix.contains(route);
    }

    BindingPage bindings(final int from, final int limit) {
        final List<BindingView> views = new ArrayList<>();
        int label = bindings.next(from);
        while (label >= 0 && views.size() < limit) {
            final BindingState each = bindings.find(label);
            views.add(new BindingView(label, each.fec(), spoofCheck(each.key().accept()), each.origin().owner(), each.origin().producer(),
                each.state(), each.users()));
            label = bindings.next(label + 1);
        }
        return new BindingPage(List.copyOf(views), Math.max(label, 0));
    }

    private int nextShown(final int space, final int from) {
        for (int label = from; label < LabelRange.FIRST_ORDINARY; label++) {
            if (isShown(space, label)) {
                return label;
            }
        }
        return labels.next(space, Math.max(from, LabelRange.FIRST_ORDINARY));
    }

    /** Special-purpose labels show once they have counted something. */
    private boolean isShown(final int space, final int label) {
        return labels.exists(space, label)
            || label < LabelRange.FIRST_ORDINARY && !tables.labelCounters(space, label).equals(Counters.ZERO);
    }

    private List<NextHopView> nextHopsOf(final List<LabelView> views) {
        return views.stream().flatMap(view -> view.actions().stream()).flatMap(action -> action.nextHops().stream()).distinct()
            .map(this::nextHop).toList();
    }

    NextHopPage nextHops(final int from, final int limit) {
        // One more than the page, to read on from.
        final List<Integer> indices = Stream.concat(nextHops.indices().tailSet(from, true).stream().limit(limit + 1L),
            labels.ownHops(from, limit == Integer.MAX_VALUE ? limit : limit + 1).stream()).sorted().limit(limit + 1L).toList();
        final boolean last = indices.size() <= limit;
        return new NextHopPage(indices.stream().limit(limit).map(this::nextHop).toList(), last ? 0 : indices.getLast());
    }

    List<NextHopView> nextHopChain(final int index) {
        final Action.Forward own = nextHops.contains(index) ? null : labels.ownHop(index);
        if (own != null) {
            return chain(index, own).stream().map(this::nextHop).toList();
        }
        return nextHops.contains(index) ? hops.reached(index).stream().map(this::nextHop).toList() : List.of();
    }

    private List<Integer> chain(final int ownIndex, final Action.Forward leg) {
        return Stream.concat(Stream.of(ownIndex), hops.reached(leg.nextHop()).stream()).toList();
    }

    List<TunnelView> tunnels() {
        return hops.tunnels();
    }

    IndirectNextHopPage indirectNextHops(final int from, final int limit) {
        return hops.indirect(from, limit);
    }

    /** Whether there is a next hop of that index, configured or a label entry's own. */
    boolean contains(final int index) {
        return nextHops.contains(index) || labels.ownHop(index) != null;
    }

    LabelView label(final int space, final int label) {
        final String spaceName = topology.labelSpaces().name(space);
        final String shownSpace = space == ForwardingTables.PLATFORM ? "platform label space" : "label space of " + spaceName;
        final StatisticsView statistics = StatisticsView.of(tables.labelCounters(space, label));
        final LabelEntry entry = labels.find(space, label);
        if (entry == null) {
            final long word = tables.word(space, label);
            final Accept accept = ForwardingWord.acceptClass(word) == AcceptClass.CORE ? new Accept.Core() : new Accept.Router();
            return new LabelView(label, shownSpace, SPECIAL_OWNER, spoofCheck(accept),
                List.of(new ActionView(null, true, text.ofSpecial(word), List.of())), statistics);
        }
        final List<ActionView> actions = new ArrayList<>();
        addActions(actions, entry.intent().action(), null, true, entry.hops().iterator());
        final BindingState binding = space == ForwardingTables.PLATFORM ? bindings.find(label) : null;
        return new LabelView(label, shownSpace, entry.intent().owner(), spoofCheck(entry.intent().accept()), List.copyOf(actions),
            statistics, binding == null ? null : binding.fec(), binding == null ? null : binding.state());
    }

    /** Adds a view per leg; takes the entry's own next hops as it goes. */
    private void addActions(final List<ActionView> views, final Action action, final String role, final boolean active,
                            final Iterator<LabelEntry.OwnHop> ownHops) {
        switch (action) {
            case Action.Ecmp ecmp -> {
                for (final Action.Leg leg : ecmp.legs()) {
                    addActions(views, leg.action(), "weight " + leg.weight(), active, ownHops);
                }
            }
            case Action.Protect pair -> {
                final String prefix = role == null ? "" : role + " ";
                final boolean onBackup = !hops.isUp(pair.primary().nextHop()) && hops.isUp(pair.backup().nextHop());
                addActions(views, pair.primary(), prefix + "primary", !onBackup, ownHops);
                addActions(views, pair.backup(), prefix + "backup", onBackup, ownHops);
            }
            case Action.Forward forward -> {
                views.add(new ActionView(role, active, text.of(forward), chain(ownHops.next().index(), forward)));
            }
            default -> views.add(new ActionView(role, active, text.of(action), List.of()));
        }
    }

    private String spoofCheck(final Accept accept) {
        return switch (accept) {
            case Accept.Core core -> "core";
            case Accept.Router anyInterface -> "router " + router;
            case Accept.Interface each -> "interface " + each.name();
            case Accept.Neighbour each -> "neighbor " + AddressText.of(each.address()) + " on " + each.interfaceName();
            case Accept.Named each -> "set " + each.setName();
        };
    }

    NextHopView nextHop(final int index) {
        return nextHops.contains(index) ? hops.nextHop(index) : ownHop(index, labels.ownHop(index));
    }

    private NextHopView ownHop(final int index, final Action.Forward leg) {
        final List<Integer> outLabel =
            leg instanceof Action.Swap swap && !WordCompiler.isImplicitNull(swap) ? List.of(swap.outLabel()) : List.of();
        return new NextHopView(index, outLabel, leg.nextHop(), null, null, null, List.of(),
            nextHops.isResolved(leg.nextHop()), false, 1, null, null);
    }

    List<PortView> ports() {
        final List<PortView> views = new ArrayList<>();
        for (final String port : topology.ports()) {
            final int number = topology.port(port);
            final PortCounters counters = tables.portCounters(number);
            views.add(new PortView(port, tables.ports().isUp(number), counters.inPackets(), counters.inOctets(), counters.outPackets(),
                counters.outOctets(), counters.outDiscards()));
        }
        return List.copyOf(views);
    }

    List<ReasonView> drops() {
        final List<ReasonView> views = new ArrayList<>();
        for (final DropReason reason : DropReason.values()) {
            views.add(reason(reason.label(), reason.severity(), reason.sentence(), port -> tables.drops(port, reason)));
        }
        return List.copyOf(views);
    }

    List<ReasonView> punts() {
        final List<ReasonView> views = new ArrayList<>();
        for (final PuntReason reason : PuntReason.values()) {
            views.add(reason(reason.label(), DropReason.Severity.INFO, reason.sentence(), port -> tables.punts(port, reason)));
        }
        return List.copyOf(views);
    }

    private ReasonView reason(final String label, final DropReason.Severity severity, final String sentence,
                              final IntToLongFunction counter) {
        final Map<String, Long> byPort = new LinkedHashMap<>();
        long sum = 0;
        for (final String port : topology.ports()) {
            final long packets = counter.applyAsLong(topology.port(port));
            if (packets != 0) {
                byPort.put(port, packets);
                sum += packets;
            }
        }
        return new ReasonView(label, severity.name().toLowerCase(Locale.ROOT), sentence, sum, Collections.unmodifiableMap(byPort));
    }
}
