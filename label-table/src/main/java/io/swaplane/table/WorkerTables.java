package io.swaplane.table;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.List;

/**
 * One worker's own copy of the tables: an ILM per label space with this worker's label counters, the interfaces, and its
 * next-hop, port, drop and punt counters. Words are written by the conductor, counters by the worker.
 */
public final class WorkerTables implements AutoCloseable {
    private final int ports;
    private final MappedRegion[] spaces;
    private final MappedRegion interfaces;
    private final MappedRegion[] neighbourLists;
    private final MappedRegion nextHopCounters;
    private final MappedRegion portCounters;
    private final MappedRegion dropCounters;
    private final MappedRegion puntCounters;
    private final MappedRegion spaceDirectory;
    private final Epochs epochs;

    WorkerTables(final Geometry geometry, final Epochs epochs) {
        this.ports = geometry.ports();
        this.epochs = epochs;
        spaces = new MappedRegion[geometry.labelSpaces()];
        spaceDirectory = MappedRegion.reserve(8L * geometry.labelSpaces());
        interfaces = MappedRegion.reserve((long) geometry.interfaces() << InterfaceLayout.SHIFT);
        neighbourLists = new MappedRegion[geometry.interfaces()];
        nextHopCounters = MappedRegion.reserve((long) ForwardingWord.FIELD_LIMIT << CounterLayout.NEXT_HOP_SHIFT);
        portCounters = MappedRegion.reserve((long) ports << CounterLayout.PORT_SHIFT);
        dropCounters = MappedRegion.reserve((long) ports << CounterLayout.DROPS_SHIFT);
        puntCounters = MappedRegion.reserve((long) ports << CounterLayout.PUNTS_SHIFT);
        createSpace(0);
        for (int i = 0; i < geometry.interfaces(); i++) {
            Memory.putLongRelease(InterfaceLayout.record(interfaces.address(), i) + InterfaceLayout.ILM, spaces[0].address());
        }
    }

    void createSpace(final int space) {
        if (spaces[space] == null) {
            spaces[space] = MappedRegion.reserve(IlmLayout.ENTRIES_BYTES + IlmLayout.COLD_BYTES);
            // Pairs with the forwarder's acquire load when a lookup word names the space.
            Memory.putLongRelease(spaceDirectory.address() + 8L * space, spaces[space].address());
        }
    }

    void removeSpace(final int space) {
        final MappedRegion old = spaces[space];
        Memory.putLongRelease(spaceDirectory.address() + 8L * space, 0);
        spaces[space] = null;
        epochs.retire(old::close);
    }

    void publishLabel(final int space, final int label, final long word) {
        Memory.putLongRelease(IlmLayout.entry(ilm(space), label) + IlmLayout.WORD, word);
    }

    void publishInterface(final int id, final InterfaceEntry entry) {
        final long record = InterfaceLayout.record(interfaces.address(), id);
        final List<InterfaceEntry.Neighbour> neighbours = entry.neighbours();
        final long ilm = ilm(entry.labelSpace());
        final MappedRegion list = neighbours.isEmpty() ? null : neighbourList(neighbours);
        // Off while it changes: a burst that begins in between drops as MPLS_DISABLED instead of meeting half of each configuration.
        Memory.putLongRelease(record + InterfaceLayout.FLAGS, 0);
        Memory.putLongRelease(record + InterfaceLayout.ILM, ilm);
        Memory.putLongRelease(record + InterfaceLayout.MAC, macBits(entry.mac()));
        writeBitmap(record + InterfaceLayout.ACCEPT, entry.acceptClasses());
        final MappedRegion old = neighbourLists[id];
        neighbourLists[id] = list;
        Memory.putLongRelease(record + InterfaceLayout.VRF, Math.max(0, entry.vrf()));
        Memory.putLongRelease(record + InterfaceLayout.NEIGHBOURS, list == null ? 0 : list.address());
        Memory.putLongRelease(record + InterfaceLayout.FLAGS, (entry.mpls() ? InterfaceLayout.MPLS_ON : 0)
            | (entry.groupMac() ? InterfaceLayout.TAKES_GROUP_MAC : 0)
            | (entry.vrf() == InterfaceEntry.NO_IP ? 0 : InterfaceLayout.IP_ON)
            | (entry.host() ? InterfaceLayout.HOST : 0)
            | (neighbours.isEmpty() ? 0 : InterfaceLayout.HAS_NEIGHBOUR_CLASSES));
        if (old != null) {
            epochs.retire(old::close);
        }
    }

    private static MappedRegion neighbourList(final List<InterfaceEntry.Neighbour> neighbours) {
        final MappedRegion list =
            MappedRegion.reserve(InterfaceLayout.NEIGHBOUR_FIRST + (long) neighbours.size() * InterfaceLayout.NEIGHBOUR_BYTES);
        Memory.putLong(list.address() + InterfaceLayout.NEIGHBOUR_COUNT, neighbours.size());
        long at = list.address() + InterfaceLayout.NEIGHBOUR_FIRST;
        for (final InterfaceEntry.Neighbour neighbour : neighbours) {
            Memory.putLong(at, macBits(neighbour.mac()));
            writeBitmap(at + 8, neighbour.acceptClasses());
            at += InterfaceLayout.NEIGHBOUR_BYTES;
        }
        return list;
    }

    private static void writeBitmap(final long bitmap, final int[] classes) {
        final long[] bits = new long[AcceptClass.LIMIT / 64];
        for (final int acceptClass : classes) {
            bits[acceptClass >>> 6] |= 1L << acceptClass;
        }
        for (int i = 0; i < bits.length; i++) {
            Memory.putLongRelease(bitmap + 8L * i, bits[i]);
        }
    }

    /** A MAC address as the low 48 bits of a native 8-byte load at its first byte. */
    private static long macBits(final byte[] mac) {
        long bits = 0;
        for (int i = 5; i >= 0; i--) {
            bits = bits << 8 | mac[i] & 0xFF;
        }
        return bits;
    }

    /** Address of the ILM of a label space that exists. */
    public long ilm(final int space) {
        if (space < 0 || space >= spaces.length || spaces[space] == null) {
            throw new IllegalArgumentException("label space " + space + " does not exist");
        }
        return spaces[space].address();
    }

    /** Address of the directory of label spaces: the ILM's address for each, 8 bytes each, 0 when it does not exist. */
    public long spaceDirectoryAddress() {
        return spaceDirectory.address();
    }

    /** Address of interface 0's record. */
    public long interfacesAddress() {
        return interfaces.address();
    }

    /** Address of the counters of next hop 0. */
    public long nextHopCountersAddress() {
        return nextHopCounters.address();
    }

    /** Address of a port's counters. */
    public long portCounters(final int port) {
        return portCounters.address() + ((long) port << CounterLayout.PORT_SHIFT);
    }

    /** Address of a port's drop counters. */
    public long dropCounters(final int port) {
        return dropCounters.address() + ((long) port << CounterLayout.DROPS_SHIFT);
    }

    /** Address of a port's punt counters. */
    public long puntCounters(final int port) {
        return puntCounters.address() + ((long) port << CounterLayout.PUNTS_SHIFT);
    }

    /** The word of a label, as this worker sees it. */
    public long word(final int space, final int label) {
        return Memory.getLongAcquire(IlmLayout.entry(ilm(space), label) + IlmLayout.WORD);
    }

    @Override
    public void close() {
        for (final MappedRegion space : spaces) {
            if (space != null) {
                space.close();
            }
        }
        for (final MappedRegion list : neighbourLists) {
            if (list != null) {
                list.close();
            }
        }
        spaceDirectory.close();
        interfaces.close();
        nextHopCounters.close();
        portCounters.close();
        dropCounters.close();
        puntCounters.close();
    }
}
