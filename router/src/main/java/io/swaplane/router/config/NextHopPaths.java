package io.swaplane.router.config;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.NextHopGroupLayout;
import io.swaplane.table.NextHopLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Follows next hops to where they lead, and refuses those that lead in a circle, too far, or with too many labels. */
final class NextHopPaths {
    /** Most labels that a packet leaves with, and most next hops in a chain. */
    private static final int MAX_DEPTH = NextHopLayout.MAX_PUSHES;

    private static final int MAX_GROUPS = 3;

    private final Fields fields;
    private final Interfaces interfaces;
    private final NextHops nextHops;
    private final List<TunnelIntent> tunnels;
    private final Map<Integer, Ends> ends = new HashMap<>();

    /**
     * Where a next hop leads.
     *
     * @param egresses interfaces at its ends, each with the most labels pushed on the way.
     * @param labels most labels pushed on any way.
     * @param depth most next hops in a row, itself included.
     * @param groups most groups inside one another.
     * @param bytes of its record in the tables.
     */
    private record Ends(Map<InterfaceIntent, Integer> egresses, int labels, int depth, int groups, int bytes) {
        /** The VRFs into which it leads: one at most, or it is refused. */
        private List<String> vrfs() {
            return egresses.keySet().stream().map(InterfaceIntent::vrf)
                .filter(vrf -> vrf != null && !vrf.equals(VrfIntent.GLOBAL)).distinct().sorted().toList();
        }
    }

    NextHopPaths(final Fields fields, final Interfaces interfaces, final NextHops nextHops, final List<TunnelIntent> tunnels) {
        this.fields = fields;
        this.interfaces = interfaces;
        this.nextHops = nextHops;
        this.tunnels = tunnels;
        refuseCircles(follow());
    }

    /**
     * Refers to the next hop with this index.
     *
     * @param under labels that packets have under its own.
     * @param vrf the VRF, or the global table, whose packets they are, which they may not leave for another VRF; null for the core's.
     */
    void refer(final int index, final int under, final String vrf, final ConfigPath path) {
        final Ends found = nextHops.refer(index, path) ? ends.get(index) : null;
        if (found == null) {
            return; // unknown for a reason that was told, now or already
        }
        if (found.labels() + under > MAX_DEPTH) {
            fields.refuse(path, found.labels() + under + " labels would go out: at most " + MAX_DEPTH);
        }
        found.egresses().forEach((egress, labels) -> {
            if (labels + under > 0 && egress.mpls() == MplsMode.OFF) {
                fields.refuse(path, "leads to '" + egress.name() + "', where MPLS is off, with a label: set 'mpls: core' or "
                    + "'mpls: external' on it");
            }
        });
        if (vrf != null) {
            refuseLeak(vrf, found, path);
        }
    }

    /** Refuses what would lead from a VRF's customers, or from the global table, into another VRF. */
    private void refuseLeak(final String vrf, final Ends to, final ConfigPath path) {
        for (final String other : to.vrfs()) {
            if (!other.equals(vrf)) {
                final String from = vrf.equals(VrfIntent.GLOBAL) ? "the global table: choose another"
                    : "VRF '" + vrf + "', which its customers leave for the backbone only";
                fields.refuse(path, "leads into VRF '" + other + "', not out of " + from);
            }
        }
    }

    private List<Integer> targets(final NextHopIntent intent) {
        return switch (intent) {
            case NextHopIntent.Direct direct -> List.of();
            case NextHopIntent.Recursive recursive when recursive.via() != null -> List.of(recursive.via());
            case NextHopIntent.Recursive recursive -> tunnels.stream().filter(each -> each.endpoint().equals(recursive.peer()))
                .map(TunnelIntent::nextHop).toList();
            case NextHopIntent.Group group -> group.legs().stream().map(NextHopIntent.Leg::nextHop).toList();
            case NextHopIntent.Protected pair -> List.of(pair.primary(), pair.backup());
        };
    }

    /** Works out where they lead, each after those that it leads to; returns the rest, in circles or leading into one. */
    private Set<Integer> follow() {
        final Map<Integer, NextHopIntent> all = nextHops.byIndex();
        final Map<Integer, List<Integer>> dependents = new HashMap<>();
        final Map<Integer, Integer> waitingFor = new HashMap<>();
        final Deque<Integer> ready = new ArrayDeque<>();
        for (final NextHopIntent each : all.values()) {
            final Set<Integer> known = new HashSet<>(targets(each));
            known.retainAll(all.keySet());
            known.forEach(target -> dependents.computeIfAbsent(target, key -> new ArrayList<>()).add(each.index()));
            waitingFor.put(each.index(), known.size());
            if (known.isEmpty()) {
                ready.add(each.index());
            }
        }
        final Set<Integer> left = new TreeSet<>(all.keySet());
        while (!ready.isEmpty()) {
            final int index = ready.remove();
            left.remove(index);
            end(all.get(index));
            for (final int dependent : dependents.getOrDefault(index, List.of())) {
                if (waitingFor.merge(dependent, -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        return left;
    }

    private void end(final NextHopIntent intent) {
        final List<Ends> reached = new ArrayList<>();
        for (final int target : targets(intent)) {
            if (ends.get(target) == null) {
                return;
            }
            reached.add(ends.get(target));
        }
        final Ends found = ends(intent, reached);
        if (check(intent, found)) {
            ends.put(intent.index(), found);
        }
    }

    private Ends ends(final NextHopIntent intent, final List<Ends> reached) {
        final int pushed = intent.push().size();
        final Map<InterfaceIntent, Integer> egresses = new HashMap<>();
        reached.forEach(each -> each.egresses().forEach((egress, labels) -> egresses.merge(egress, labels + pushed, Math::max)));
        if (intent instanceof NextHopIntent.Direct direct && interfaces.find(direct.interfaceName()) != null) {
            egresses.put(interfaces.find(direct.interfaceName()), pushed);
        }
        final boolean isGroup = intent instanceof NextHopIntent.Group || intent instanceof NextHopIntent.Protected;
        return new Ends(egresses, pushed + most(reached.stream().map(Ends::labels)), 1 + most(reached.stream().map(Ends::depth)),
            (isGroup ? 1 : 0) + most(reached.stream().map(Ends::groups)), bytes(intent, reached.stream().map(Ends::bytes).toList()));
    }

    private static int most(final Stream<Integer> numbers) {
        return numbers.reduce(0, Math::max);
    }

    private static int bytes(final NextHopIntent intent, final Collection<Integer> reached) {
        final int sum = reached.stream().mapToInt(Integer::intValue).sum();
        return switch (intent) {
            case NextHopIntent.Group group -> NextHopGroupLayout.GROUP_BYTES + sum;
            case NextHopIntent.Protected pair -> NextHopGroupLayout.PROTECTION_BYTES + sum;
            default -> Math.max(NextHopLayout.BYTES, most(reached.stream()));
        };
    }

    private boolean check(final NextHopIntent intent, final Ends found) {
        final ConfigPath place = nextHops.place(intent.index());
        if (found.labels() > MAX_DEPTH) {
            fields.refuse(intent.push().isEmpty() ? leadsOn(intent) : place.key("push"),
                found.labels() + " labels would be pushed in total: at most " + MAX_DEPTH);
        } else if (found.depth() > MAX_DEPTH) {
            fields.refuse(leadsOn(intent), "more than " + MAX_DEPTH + " next hops in a row: shorten the chain");
        } else if (found.groups() > MAX_GROUPS) {
            fields.refuse(leadsOn(intent), found.groups() + " groups inside one another: at most " + MAX_GROUPS);
        } else if (found.bytes() > NextHopGroupLayout.MAX_BYTES) {
            fields.refuse(leadsOn(intent), "its legs and their legs take " + found.bytes() + " bytes of the tables: at most "
                + NextHopGroupLayout.MAX_BYTES);
        } else if (found.vrfs().size() > 1) {
            fields.refuse(leadsOn(intent), "leads into VRF '" + String.join("' and into VRF '", found.vrfs())
                + "': a next hop leads into one, or into none");
        } else {
            return true;
        }
        return false;
    }

    /** The key that says where a next hop leads. */
    private ConfigPath leadsOn(final NextHopIntent intent) {
        return nextHops.place(intent.index()).key(switch (intent) {
            case NextHopIntent.Direct direct -> "interface";
            case NextHopIntent.Recursive recursive -> recursive.via() != null ? "via" : "peer";
            case NextHopIntent.Group group -> "group";
            case NextHopIntent.Protected pair -> "primary";
        });
    }

    /** Tells one circle that each of these is in or leads into, once, at its member with the lowest index. */
    private void refuseCircles(final Set<Integer> left) {
        for (final int start : left) {
            final List<Integer> way = new ArrayList<>();
            int at = start;
            while (!way.contains(at)) {
                way.add(at);
                at = targets(nextHops.byIndex().get(at)).stream().filter(left::contains).findFirst().orElseThrow();
            }
            final List<Integer> circle = way.subList(way.indexOf(at), way.size());
            if (start == Collections.min(circle)) {
                fields.refuse(leadsOn(nextHops.byIndex().get(start)), "next hops resolve each other ("
                    + String.join(" via ", circle.stream().map(String::valueOf).toList()) + " via " + start
                    + "): one of them needs an interface");
            }
        }
    }
}
