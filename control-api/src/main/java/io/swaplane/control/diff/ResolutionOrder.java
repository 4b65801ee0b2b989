package io.swaplane.control.diff;

import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Next hops and tunnel endpoints, each behind all that it leads to. */
final class ResolutionOrder {
    private final Map<Integer, NextHopIntent> nextHops;
    private final Map<InetAddress, List<Integer>> endpoints = new HashMap<>();
    private final List<Object> order = new ArrayList<>();
    private final Set<Object> begun = new HashSet<>();
    private final Set<Object> done = new HashSet<>();

    private ResolutionOrder(final Map<Integer, NextHopIntent> nextHops, final Collection<TunnelIntent> tunnels) {
        this.nextHops = nextHops;
        tunnels.forEach(each -> endpoints.computeIfAbsent(each.endpoint(), key -> new ArrayList<>()).add(each.nextHop()));
        nextHops.keySet().forEach(this::visit);
        endpoints.keySet().forEach(this::visit);
    }

    /** Works the order out; those that lead to each other in a circle stand in it, too, somewhere. */
    static ResolutionOrder of(final Map<Integer, NextHopIntent> nextHops, final Collection<TunnelIntent> tunnels) {
        return new ResolutionOrder(nextHops, tunnels);
    }

    /** Indices of next hops ({@link Integer}) and endpoints ({@link InetAddress}). */
    List<Object> nodes() {
        return order;
    }

    /** Depth first, with a stack of its own: a chain may be as long as the configuration. */
    private void visit(final Object from) {
        final Deque<Object> stack = new ArrayDeque<>(List.of(from));
        while (!stack.isEmpty()) {
            final Object node = stack.peek();
            if (begun.add(node)) {
                targets(node).stream().filter(target -> !begun.contains(target)).forEach(stack::push);
            } else {
                stack.pop();
                if (done.add(node)) {
                    order.add(node);
                }
            }
        }
    }

    private Collection<?> targets(final Object node) {
        if (node instanceof InetAddress) {
            return endpoints.getOrDefault(node, List.of());
        }
        return switch (nextHops.get(node)) {
            case null -> List.of();
            case NextHopIntent.Direct direct -> List.of();
            case NextHopIntent.Recursive recursive -> List.of(recursive.via() == null ? recursive.peer() : recursive.via());
            case NextHopIntent.Group group -> group.legs().stream().map(NextHopIntent.Leg::nextHop).toList();
            case NextHopIntent.Protected pair -> List.of(pair.primary(), pair.backup());
        };
    }
}
