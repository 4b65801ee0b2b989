package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.GroupTable;
import io.swaplane.table.NextHopTable;
import io.swaplane.table.Operation;

/** Chooses among the legs of a group of words ({@code docs/FORWARDING.md} §4); see {@link GroupLayout}. Any worker's. */
final class GroupLegs {
    private final GroupTable groups;
    private final NextHopTable nextHops;
    private final NextHopMembers members;

    GroupLegs(final ForwardingTables tables, final NextHopMembers members) {
        this.groups = tables.groups();
        this.nextHops = tables.nextHops();
        this.members = members;
    }

    /** Address of the group's record that the word names. */
    long record(final long word) {
        return groups.record(ForwardingWord.nextHop(word));
    }

    /** The pair's primary, unless that is down and the backup is not. */
    long ofPair(final long record) {
        final long primary = Memory.getLong(GroupLayout.bucket(record, 0));
        final long backup = Memory.getLong(GroupLayout.bucket(record, 1));
        return !isUp(primary, 0) && isUp(backup, 0) ? backup : primary;
    }

    /** The leg that the hash falls to, among those that are up if there are any. */
    long ofGroup(final long record, final long header, final long hash) {
        final int mask = (int) header & GroupLayout.MASK;
        final int first = (int) (hash >>> 16) & mask;
        final int stride = (int) (hash >>> 40) | 1;
        int bucket = first;
        for (int k = 0; k <= mask; k++) {
            final long leg = Memory.getLong(GroupLayout.bucket(record, bucket));
            if (isUp(leg, 0)) {
                return leg;
            }
            bucket = bucket + stride & mask;
        }
        return Memory.getLong(GroupLayout.bucket(record, first));
    }

    /** Whether what the leg leads to can send: its next hop is resolved and that one's port is up. */
    private boolean isUp(final long leg, final int depth) {
        final int op = ForwardingWord.op(leg);
        if (op == Operation.GROUP.ordinal()) {
            return depth < GroupLayout.MAX_DEPTH && isGroupUp(record(leg), depth + 1);
        }
        return leadsToNextHop(op) && members.isUp(nextHops.record(ForwardingWord.nextHop(leg)));
    }

    private static boolean leadsToNextHop(final int op) {
        return op == Operation.SWAP.ordinal() || op == Operation.PHP.ordinal() || op == Operation.POP.ordinal()
            || op == Operation.PUSH.ordinal();
    }

    private boolean isGroupUp(final long record, final int depth) {
        final int mask = (int) Memory.getLong(record + GroupLayout.HEADER) & GroupLayout.MASK;
        for (int bucket = 0; bucket <= mask; bucket++) {
            if (isUp(Memory.getLong(GroupLayout.bucket(record, bucket)), depth)) {
                return true;
            }
        }
        return false;
    }
}
