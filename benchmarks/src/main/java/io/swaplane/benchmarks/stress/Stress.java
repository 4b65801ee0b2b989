package io.swaplane.benchmarks.stress;

import io.swaplane.memory.Memory;
import io.swaplane.table.CounterLayout;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Geometry;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.NextHopLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tables that all states of a stress test share, and values that betray a mix: every field of an entry, record or word is made
 * from one small number, and reading gives the number back only when all fields agree.
 *
 * <p>A state owns one index, which is label, next-hop id and group id in one; far fewer states live at a time than there are indices.
 * States are made between the phases in which actors run, by several threads: they write to the tables under this class's lock.
 * The conductor's actor needs none, as it then is the only writer.
 */
final class Stress {
    /** What {@link #numberOf} and its kin give for a mix. */
    static final int MIX = -1;

    private static final int INDICES = 500_000;
    private static final int FIRST = 16;
    private static final long EVERY_BYTE = 0x0101_0101_0101_0101L;
    private static final int L2_BYTES = 22;

    private static final ForwardingTables TABLES = new ForwardingTables(new Geometry(1, 1, 1, 1));
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Stress() {
    }

    static ForwardingTables tables() {
        return TABLES;
    }

    /** An index that no living state has; {@link #sibling} is its own as well. */
    static int index() {
        return FIRST + Math.floorMod(NEXT.getAndIncrement(), INDICES);
    }

    /** The second index of the state that owns this one. */
    static int sibling(final int index) {
        return index + INDICES;
    }

    /** Runs a state's preparation alone, and gives back what no one holds any more. */
    static synchronized void prepare(final Runnable preparation) {
        preparation.run();
        TABLES.epochs().reclaim();
    }

    /** A next hop made from a number, 1 to 7. */
    static NextHopEntry nextHop(final int number) {
        final byte[] l2 = new byte[L2_BYTES];
        Arrays.fill(l2, (byte) number);
        final int[] pushes = new int[NextHopLayout.MAX_PUSHES];
        Arrays.fill(pushes, number);
        return new NextHopEntry(number, number, l2, pushes, number, number, number);
    }

    /** The number that a next-hop record was made from; 0 for the unresolved record. */
    static int numberOf(final long record) {
        final long header = Memory.getLong(record + NextHopLayout.HEADER);
        if (NextHopLayout.flags(header) != 0) {
            return 0;
        }
        final int number = NextHopLayout.port(header);
        boolean whole = NextHopLayout.mtu(header) == number && NextHopLayout.l2Bytes(header) == L2_BYTES
            && NextHopLayout.pushes(header) == NextHopLayout.MAX_PUSHES
            && Memory.getInt(record + NextHopLayout.COUNTERS) == number << CounterLayout.NEXT_HOP_SHIFT
            && Memory.getByte(record + NextHopLayout.PIPE_TTL) == number && Memory.getByte(record + NextHopLayout.PIPE_TC) == number
            && Memory.getLong(record + NextHopLayout.L2_FIRST) == number * EVERY_BYTE
            && Memory.getLong(record + NextHopLayout.L2_MIDDLE) == number * EVERY_BYTE
            && Memory.getLong(record + NextHopLayout.L2_LAST) == number * EVERY_BYTE;
        for (int i = 0; i < NextHopLayout.MAX_PUSHES; i++) {
            whole &= Memory.getInt(record + NextHopLayout.PUSHES + 4L * i) == number << 12;
        }
        return whole ? number : MIX;
    }

    /** A forwarding word made from a number: low and high half both tell it. */
    static long word(final int number) {
        return ForwardingWord.withAcceptClass(ForwardingWord.swap(number, number), number);
    }

    /** The number that a word was made from; 0 for no entry. */
    static int numberOfWord(final long word) {
        final int number = ForwardingWord.outLabel(word);
        return word == ForwardingWord.EMPTY || word == word(number) ? number : MIX;
    }

    /** A group's buckets made from a number: their count, twice as many with each number, and every word. */
    static long[] buckets(final int number) {
        final long[] buckets = new long[8 << number];
        Arrays.fill(buckets, word(number));
        return buckets;
    }

    /** The number that a group record was made from. */
    static int numberOfGroup(final long record) {
        final int count = ((int) Memory.getLong(record + GroupLayout.HEADER) & GroupLayout.MASK) + 1;
        final int number = Integer.numberOfTrailingZeros(count >>> 3);
        boolean whole = count == 8 << number;
        for (int i = 0; i < count; i++) {
            whole &= Memory.getLong(GroupLayout.bucket(record, i)) == word(number);
        }
        return whole ? number : MIX;
    }
}
