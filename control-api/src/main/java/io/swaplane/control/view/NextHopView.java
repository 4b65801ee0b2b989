package io.swaplane.control.view;

import java.util.List;

/**
 * A next hop.
 *
 * @param index its index.
 * @param labels out label of the entry it belongs to, or labels that it pushes, top of stack first.
 * @param resolvedBy index of the next hop that resolves it, or null.
 * @param peer the peer that it stands for, or null.
 * @param interfaceName egress interface, or null when others resolve it, or none.
 * @param neighbour the neighbour's address, or null.
 * @param legs those of a group, or the two of a protected next hop; empty for any other.
 * @param resolved false when packets for it drop as unresolved.
 * @param withoutMemory true when that is so as there is no memory for its record.
 * @param references how many label entries, next hops and tunnels lead to it.
 * @param statistics its counters, or null when statistics collection is disabled.
 * @param owner who made it, {@code adjacency} for the router itself; null for a label entry's own, which comes and goes with its entry.
 */
public record NextHopView(int index, List<Integer> labels, Integer resolvedBy, String peer, String interfaceName, String neighbour,
                          List<NextHopLegView> legs, boolean resolved, boolean withoutMemory, int references, StatisticsView statistics,
                          String owner) { }
