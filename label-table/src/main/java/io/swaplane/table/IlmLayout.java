package io.swaplane.table;

/**
 * Layout of an incoming label map: 2^20 entries of 32 bytes, indexed by label, and beside them 2^20 cold entries of 16 bytes for
 * what is counted rarely, so that a forwarded packet touches one half of one cache line.
 *
 * <pre>
 * entry  +0  forwarding word (written by the conductor only, release / acquire)
 *        +8  packets         (written by the owning worker only, opaque)
 *       +16  octets
 *       +24  reserved, zero
 *
 * cold   +0  errors          (packets that matched and were dropped)
 *        +8  discards        (packets acted on that the egress then had no room for)
 * </pre>
 */
public final class IlmLayout {
    public static final int LABELS = 1 << 20;

    public static final int ENTRY_SHIFT = 5;
    public static final int WORD = 0;
    public static final int PACKETS = 8;
    public static final int OCTETS = 16;

    public static final int COLD_SHIFT = 4;
    public static final int ERRORS = 0;
    public static final int DISCARDS = 8;

    /** Bytes of the entries. */
    public static final long ENTRIES_BYTES = (long) LABELS << ENTRY_SHIFT;
    /** Bytes of the cold entries, which follow the entries directly. */
    public static final long COLD_BYTES = (long) LABELS << COLD_SHIFT;

    static {
        assert OCTETS + 16 == 1 << ENTRY_SHIFT && DISCARDS + 8 == 1 << COLD_SHIFT;
    }

    private IlmLayout() {
    }

    /** Address of a label's entry. */
    public static long entry(final long ilm, final int label) {
        return ilm + ((long) label << ENTRY_SHIFT);
    }

    /** Address of a label's cold entry. */
    public static long cold(final long ilm, final int label) {
        return ilm + ENTRIES_BYTES + ((long) label << COLD_SHIFT);
    }
}
