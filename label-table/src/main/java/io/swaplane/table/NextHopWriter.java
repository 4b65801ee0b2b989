package io.swaplane.table;

import io.swaplane.memory.Memory;
import java.util.List;

/** Writes next-hop records, before they are published. Conductor only. */
final class NextHopWriter {
    private NextHopWriter() {
    }

    /** Writes a record into zeroed memory of {@link Egress#recordBytes}. */
    static void write(final long record, final Egress egress) {
        switch (egress) {
            case NextHopEntry entry -> write(record, entry);
            case Egress.Group group -> write(record, group);
            case Egress.Protection pair -> write(record, pair);
            case Egress.None none -> Memory.putLong(record + NextHopLayout.HEADER, NextHopLayout.UNRESOLVED_HEADER);
        }
    }

    private static void write(final long record, final NextHopEntry entry) {
        final byte[] l2 = entry.l2Header();
        final int[] pushes = entry.pushes();
        Memory.putLong(record + NextHopLayout.HEADER, NextHopLayout.header(entry.port(), entry.mtu(), l2.length, 0, pushes.length));
        Memory.putInt(record + NextHopLayout.COUNTERS, entry.statistics() << CounterLayout.NEXT_HOP_SHIFT);
        Memory.putByte(record + NextHopLayout.PIPE_TTL, (byte) entry.pipeTtl());
        Memory.putByte(record + NextHopLayout.PIPE_TC, (byte) entry.pipeTc());
        Memory.copyIn(l2, 0, record + NextHopLayout.L2_FIRST, 8);
        if (l2.length > 16) {
            Memory.copyIn(l2, 8, record + NextHopLayout.L2_MIDDLE, 8);
        }
        Memory.copyIn(l2, l2.length - 8, record + NextHopLayout.L2_LAST, 8);
        for (int i = 0; i < pushes.length; i++) {
            Memory.putInt(record + NextHopLayout.PUSHES + 4L * i, pushes[pushes.length - 1 - i] << 12);
        }
    }

    private static void write(final long record, final Egress.Group group) {
        final List<Egress.Member> members = group.members();
        final long[] buckets = Buckets.fill(members.stream().mapToLong(Egress.Member::key).toArray(),
            members.stream().mapToInt(Egress.Member::weight).toArray());
        Memory.putLong(record + NextHopLayout.HEADER, NextHopGroupLayout.header(buckets.length, group.recordBytes(),
            group.hashIpPayload() ? 0 : NextHopGroupLayout.LABELS_ONLY));
        int at = NextHopGroupLayout.GROUP_BYTES;
        for (final Egress.Member member : members) {
            for (int bucket = 0; bucket < buckets.length; bucket++) {
                if (buckets[bucket] == member.key()) {
                    Memory.putByte(NextHopGroupLayout.bucket(record, bucket), (byte) (at >> NextHopGroupLayout.UNIT_SHIFT));
                }
            }
            write(record + at, member.egress());
            at += member.egress().recordBytes();
        }
    }

    private static void write(final long record, final Egress.Protection pair) {
        Memory.putLong(record + NextHopLayout.HEADER,
            NextHopGroupLayout.header(2, pair.recordBytes(), NextHopGroupLayout.PROTECTION));
        final int primary = NextHopGroupLayout.PROTECTION_BYTES;
        final int backup = primary + pair.primary().recordBytes();
        Memory.putByte(NextHopGroupLayout.bucket(record, 0), (byte) (primary >> NextHopGroupLayout.UNIT_SHIFT));
        Memory.putByte(NextHopGroupLayout.bucket(record, 1), (byte) (backup >> NextHopGroupLayout.UNIT_SHIFT));
        write(record + primary, pair.primary());
        write(record + backup, pair.backup());
    }
}
