package io.swaplane.table;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;

/**
 * The traffic class of a label that is pushed on an IP packet in uniform TC model, for each DSCP (RFC 3270 §2.6, RFC 5462): 64 bytes,
 * shared by all workers. At first the class selector, the DSCP's upper three bits.
 *
 * <p>Written by the conductor; a worker reads one byte a packet, and sees a change at some time after it.
 */
public final class DscpTable implements AutoCloseable {
    /** How many values a DSCP has. */
    public static final int SIZE = 64;

    private final MappedRegion region = MappedRegion.reserve(SIZE);

    DscpTable() {
        for (int dscp = 0; dscp < SIZE; dscp++) {
            set(dscp, dscp >>> 3);
        }
    }

    /** Conductor: the traffic class, 0 to 7, for a DSCP, 0 to 63. */
    public void set(final int dscp, final int tc) {
        if (dscp < 0 || dscp >= SIZE || tc < 0 || tc > 7) {
            throw new IllegalArgumentException("DSCP " + dscp + " to traffic class " + tc + " is out of range");
        }
        Memory.putByte(region.address() + dscp, (byte) tc);
    }

    /** The traffic class for a DSCP. */
    public int tc(final int dscp) {
        return Memory.getByte(region.address() + dscp);
    }

    /** Address of DSCP 0's byte. */
    public long address() {
        return region.address();
    }

    @Override
    public void close() {
        region.close();
    }
}
