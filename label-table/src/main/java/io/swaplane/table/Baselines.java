package io.swaplane.table;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * What counters stood at when they were cleared, or when what they count for was made: it is subtracted on reading, since only workers
 * write counters.
 *
 * <p>The conductor writes, anyone reads. A baseline is read (acquire, pairs with the release store here) before the counters that it is
 * subtracted from: counters only rise, so that no difference is negative. The memory is mapped lazily: counters that stood at zero cost
 * nothing, as most do when a label is made.
 */
final class Baselines implements AutoCloseable {
    private final List<MappedRegion> regions = new ArrayList<>();
    private final MappedRegion[] labels;
    private final long nextHops;
    private final long ports;
    private final long drops;
    private final long punts;

    Baselines(final Geometry geometry) {
        labels = new MappedRegion[geometry.labelSpaces()];
        nextHops = region((long) ForwardingWord.FIELD_LIMIT << CounterLayout.NEXT_HOP_SHIFT);
        ports = region((long) geometry.ports() << CounterLayout.PORT_SHIFT);
        drops = region((long) geometry.ports() << CounterLayout.DROPS_SHIFT);
        punts = region((long) geometry.ports() << CounterLayout.PUNTS_SHIFT);
        createSpace(ForwardingTables.PLATFORM);
    }

    private long region(final long bytes) {
        final MappedRegion region = MappedRegion.reserve(bytes);
        regions.add(region);
        return region.address();
    }

    void createSpace(final int space) {
        if (labels[space] == null) {
            labels[space] = MappedRegion.reserve((long) IlmLayout.LABELS << CounterLayout.NEXT_HOP_SHIFT);
        }
    }

    /** A space that nobody reads any more. */
    void removeSpace(final int space) {
        labels[space].close();
        labels[space] = null;
    }

    /** Address of a label's baselines, laid out as a next hop's counters. */
    long label(final int space, final int label) {
        return labels[space].address() + ((long) label << CounterLayout.NEXT_HOP_SHIFT);
    }

    long nextHop(final int id) {
        return nextHops + ((long) id << CounterLayout.NEXT_HOP_SHIFT);
    }

    long port(final int port) {
        return ports + ((long) port << CounterLayout.PORT_SHIFT);
    }

    long drops(final int port) {
        return drops + ((long) port << CounterLayout.DROPS_SHIFT);
    }

    long punts(final int port) {
        return punts + ((long) port << CounterLayout.PUNTS_SHIFT);
    }

    static long get(final long address) {
        return Memory.getLongAcquire(address);
    }

    /** Conductor: stores a baseline; one that is right already is left alone, which keeps its page unmapped. */
    static void put(final long address, final long value) {
        if (Memory.getLong(address) != value) {
            Memory.putLongRelease(address, value);
        }
    }

    @Override
    public void close() {
        for (final MappedRegion space : labels) {
            if (space != null) {
                space.close();
            }
        }
        regions.forEach(MappedRegion::close);
    }
}
