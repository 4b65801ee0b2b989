package io.swaplane.control;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.table.InterfaceEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * The accept classes of one interface's record.
 *
 * @param classes accepted from anyone on it who is not in {@code byMac}.
 * @param byMac all classes accepted from a neighbour with more than those, by its MAC address.
 */
record Acceptance(SortedSet<Integer> classes, Map<MacAddress, SortedSet<Integer>> byMac) {
    /** The interface's record; {@code vrf} is the number of the table that routes its IP packets, or {@link InterfaceEntry#NO_IP}. */
    InterfaceEntry entry(final InterfaceIntent intent, final int labelSpace, final int vrf) {
        final List<InterfaceEntry.Neighbour> neighbours = byMac.entrySet().stream()
            .map(each -> new InterfaceEntry.Neighbour(each.getKey().bytes(), array(each.getValue())))
            .toList();
        return new InterfaceEntry(intent.mac().bytes(), intent.mpls() != MplsMode.OFF, intent.groupMac(), labelSpace, array(classes),
            neighbours, vrf, intent.host());
    }

    private static int[] array(final Collection<Integer> classes) {
        return classes.stream().mapToInt(Integer::intValue).toArray();
    }
}
