package io.swaplane.pcaps.model;

import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.TunnelIntent;
import java.net.InetAddress;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What may not be in a graph of next hops, worked out anew from all of them: circles, more than 16 labels out, more than three groups
 * inside one another, records of more than 16 KiB. All tunnels to an address count, used or not.
 */
final class Graph {
    private static final int MOST_LABELS = 16;
    private static final int MOST_LEVELS = 3;
    private static final int MOST_BYTES = 16_384;
    private static final int HOP_BYTES = 128;
    private static final int GROUP_BYTES = 384;
    private static final int PAIR_BYTES = 128;

    private final Map<Integer, NextHopIntent> hops;
    private final Collection<TunnelIntent> tunnels;
    private final Set<Integer> swapped;
    private final Map<Integer, Size> sizes = new HashMap<>();
    private final Set<Integer> entered = new HashSet<>();
    private final Set<RefusalReason> wrong = EnumSet.noneOf(RefusalReason.class);

    private record Size(int labels, int levels, int bytes) { }

    /**
     * A graph in which every next hop that is named exists.
     *
     * @param swapped next hops on which a label entry puts a label of its own first.
     */
    Graph(final Map<Integer, NextHopIntent> hops, final Collection<TunnelIntent> tunnels, final Set<Integer> swapped) {
        this.hops = hops;
        this.tunnels = tunnels;
        this.swapped = swapped;
    }

    /** Everything that is wrong with it. */
    Set<RefusalReason> wrong() {
        hops.keySet().forEach(this::size);
        return wrong;
    }

    /** Next hops that the intent names. */
    static List<Integer> named(final NextHopIntent intent) {
        return switch (intent) {
            case NextHopIntent.Direct direct -> List.of();
            case NextHopIntent.Recursive recursive -> recursive.via() == null ? List.of() : List.of(recursive.via());
            case NextHopIntent.Group group -> group.legs().stream().map(NextHopIntent.Leg::nextHop).toList();
            case NextHopIntent.Protected pair -> List.of(pair.primary(), pair.backup());
        };
    }

    /** Next hops that it may lead to: those that it names, or to which any tunnel to its peer leads. */
    static Stream<Integer> targets(final NextHopIntent intent, final Collection<TunnelIntent> tunnels) {
        if (intent instanceof NextHopIntent.Recursive(int index, Integer via, InetAddress peer, List<Integer> push) && via == null) {
            return tunnels.stream().filter(tunnel -> tunnel.endpoint().equals(peer)).map(TunnelIntent::nextHop);
        }
        return named(intent).stream();
    }

    private Size size(final int index) {
        if (sizes.containsKey(index)) {
            return sizes.get(index);
        }
        if (!entered.add(index)) {
            wrong.add(RefusalReason.INVALID);
            return new Size(0, 0, 0);
        }
        final NextHopIntent intent = hops.get(index);
        final List<Size> targets = targets(intent, tunnels).map(this::size).toList();
        final int labels = intent.push().size() + targets.stream().mapToInt(Size::labels).max().orElse(0);
        final int levels = targets.stream().mapToInt(Size::levels).max().orElse(0);
        final int bytes = targets.stream().mapToInt(Size::bytes).sum();
        final Size size = switch (intent) {
            case NextHopIntent.Direct direct -> new Size(labels, 0, HOP_BYTES);
            case NextHopIntent.Recursive recursive ->
                new Size(labels, levels, targets.stream().mapToInt(Size::bytes).max().orElse(HOP_BYTES));
            case NextHopIntent.Group group -> new Size(labels, levels + 1, GROUP_BYTES + bytes);
            case NextHopIntent.Protected pair -> new Size(labels, levels + 1, PAIR_BYTES + bytes);
        };
        if (labels + (swapped.contains(index) ? 1 : 0) > MOST_LABELS || size.levels > MOST_LEVELS) {
            wrong.add(RefusalReason.INVALID);
        }
        if (size.bytes > MOST_BYTES) {
            wrong.add(RefusalReason.TOO_LARGE);
        }
        entered.remove(index);
        sizes.put(index, size);
        return size;
    }
}
