package io.swaplane.table;

/** Sizes of records that are to be published, to ask {@link ForwardingTables#hasRoom} about beforehand. Conductor only. */
public final class RecordDemand {
    private final long[] records = new long[RecordPool.CLASSES];

    /** One more record, of at most this many bytes. */
    public RecordDemand add(final int bytes) {
        records[RecordPool.sizeClass(bytes)]++;
        return this;
    }

    /** How many records need a block of this size class. */
    long records(final int sizeClass) {
        return records[sizeClass];
    }
}
