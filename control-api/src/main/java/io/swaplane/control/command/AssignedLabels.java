package io.swaplane.control.command;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * From the conductor to a session's producer: the labels that commands were assigned, as numbers and no objects. A ring of one writer and
 * one reader, never full, as the producer sends no more than its window.
 *
 * <pre>
 * record   2 longs: generation of the command, label (its bitwise complement where the command is in the intent alone)
 * ends     tail and head count records; each is released by its writer after the records, and acquired by the other side before them
 * </pre>
 */
final class AssignedLabels {
    /** Two cache lines around each end, so that neither side is slowed by what stands beside. */
    private static final int PADDING = 16;
    private static final int TAIL = PADDING;
    private static final int HEAD = 2 * PADDING;

    private final AtomicLongArray ends = new AtomicLongArray(3 * PADDING);
    private final long[] records;
    private final int mask;
    /** The reader's copy of {@link #TAIL}: as far as it may read. */
    private long readable;

    /** A ring for this many records or more. */
    AssignedLabels(final int least) {
        final int capacity = Integer.highestOneBit(Math.max(1, least - 1)) << 1;
        records = new long[2 * capacity];
        mask = capacity - 1;
    }

    /** Writer: a command was assigned a label. */
    void offer(final long generation, final int label) {
        final long tail = ends.getPlain(TAIL);
        final int at = (int) tail & mask;
        records[2 * at] = generation;
        records[2 * at + 1] = label;
        ends.setRelease(TAIL, tail + 1);
    }

    /** Reader: how many records are not taken. */
    int size() {
        return (int) (ends.getAcquire(TAIL) - ends.getPlain(HEAD));
    }

    /** Reader: finds out what there is; whether there is a record. */
    boolean look() {
        readable = ends.getAcquire(TAIL);
        return hasNext();
    }

    /** Reader: whether a record is left of those that {@link #look} found. */
    boolean hasNext() {
        return ends.getPlain(HEAD) < readable;
    }

    /** Reader: generation of the next record. */
    long generation() {
        return records[2 * ((int) ends.getPlain(HEAD) & mask)];
    }

    /** Reader: takes the next record, and gives its label. */
    int take() {
        final long head = ends.getPlain(HEAD);
        final int label = (int) records[2 * ((int) head & mask) + 1];
        ends.setRelease(HEAD, head + 1);
        return label;
    }
}
