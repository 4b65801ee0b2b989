package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.NextHopGroupLayout;
import io.swaplane.table.NextHopLayout;
import io.swaplane.table.PortTable;

/** Chooses among the members of a next-hop group ({@code docs/FORWARDING.md} §4); see {@link NextHopGroupLayout}. Any worker's. */
final class NextHopMembers {
    private final PortTable ports;

    NextHopMembers(final PortTable ports) {
        this.ports = ports;
    }

    /** The record of the pair's primary, unless that is down and the backup is not. */
    long ofPair(final long pair) {
        final long primary = member(pair, 0);
        if (isUp(primary)) {
            return primary;
        }
        final long backup = member(pair, 1);
        return isUp(backup) ? backup : primary;
    }

    /** The record of the member that the hash falls to, among those that are up if there are any. */
    long ofGroup(final long group, final long header, final long hash) {
        final int mask = NextHopGroupLayout.mask(header);
        final int stride = (int) (hash >>> 40) | 1;
        final int first = (int) (hash >>> 16) & mask;
        int bucket = first;
        for (int k = 0; k <= mask; k++) {
            final long member = member(group, bucket);
            if (isUp(member)) {
                return member;
            }
            bucket = bucket + stride & mask;
        }
        return member(group, first);
    }

    private static long member(final long group, final int bucket) {
        return group + ((Memory.getByte(NextHopGroupLayout.bucket(group, bucket)) & 0xFFL) << NextHopGroupLayout.UNIT_SHIFT);
    }

    /** Whether the record leads to a port that is up; a group when any of its members does. */
    boolean isUp(final long record) {
        final long header = Memory.getLong(record + NextHopLayout.HEADER);
        final int flags = NextHopLayout.flags(header);
        return (flags & NextHopGroupLayout.GROUP) != 0 ? isAnyUp(record, header)
            : (flags & NextHopLayout.UNRESOLVED) == 0 && ports.isUp(NextHopLayout.port(header));
    }

    private boolean isAnyUp(final long group, final long header) {
        final long end = group + NextHopGroupLayout.recordBytes(header);
        long member = group + NextHopGroupLayout.firstMember(header);
        while (member < end && !isUp(member)) {
            member += NextHopGroupLayout.recordBytes(Memory.getLong(member + NextHopLayout.HEADER));
        }
        return member < end;
    }
}
