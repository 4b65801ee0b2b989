package io.swaplane.table;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports, shared by all workers: their state words, and which interface a frame's VLAN tags mean (see {@link PortLayout}).
 *
 * <p>Conductor only, except {@link #isUp}.
 */
public final class PortTable implements AutoCloseable {
    private final MappedRegion region;
    private final int ports;
    private final List<MappedRegion> vlanMaps = new ArrayList<>();

    PortTable(final int ports) {
        this.ports = ports;
        this.region = MappedRegion.reserve((long) ports << PortLayout.SHIFT);
    }

    /** Address of port 0's record. */
    public long address() {
        return region.address();
    }

    /** How many ports there can be. */
    public int size() {
        return ports;
    }

    /** Sets the state word: one release store, which moves every protection pair whose primary is on the port. */
    public void setState(final int port, final boolean up) {
        Memory.putLongRelease(record(port) + PortLayout.STATE, up ? PortLayout.UP : PortLayout.DOWN);
    }

    /** Any thread. */
    public boolean isUp(final int port) {
        return Memory.getLongAcquire(record(port) + PortLayout.STATE) == PortLayout.UP;
    }

    /** The interface of untagged and priority-tagged frames; 0 for none. */
    public void bindUntagged(final int port, final int interfaceId) {
        Memory.putLongRelease(record(port) + PortLayout.UNTAGGED, interfaceId);
    }

    /** The interface of frames with one tag, {@code vid} 1 to 4094; 0 for none. */
    public void bindVlan(final int port, final int vid, final int interfaceId) {
        Memory.putLongRelease(vlanEntry(port, vid) + PortLayout.VLAN_INTERFACE, interfaceId);
    }

    /** The interface of frames with two tags; 0 for none. */
    public void bindVlan(final int port, final int outerVid, final int innerVid, final int interfaceId) {
        final long inner = mapAt(vlanEntry(port, outerVid) + PortLayout.VLAN_INNER, (long) PortLayout.VIDS << PortLayout.INNER_SHIFT);
        Memory.putLongRelease(inner + ((long) checkVid(innerVid) << PortLayout.INNER_SHIFT), interfaceId);
    }

    private long vlanEntry(final int port, final int vid) {
        final long map = mapAt(record(port) + PortLayout.VLANS, (long) PortLayout.VIDS << PortLayout.VLAN_SHIFT);
        return map + ((long) checkVid(vid) << PortLayout.VLAN_SHIFT);
    }

    private long mapAt(final long pointer, final long bytes) {
        long map = Memory.getLongOpaque(pointer);
        if (map == 0) {
            final MappedRegion created = MappedRegion.reserve(bytes);
            vlanMaps.add(created);
            map = created.address();
            // Pairs with the acquire load in the forwarder's classification of tagged frames.
            Memory.putLongRelease(pointer, map);
        }
        return map;
    }

    private static int checkVid(final int vid) {
        if (vid < 1 || vid > PortLayout.VIDS - 2) {
            throw new IllegalArgumentException("VLAN id " + vid + " must be 1 to 4094");
        }
        return vid;
    }

    private long record(final int port) {
        if (port < 0 || port >= ports) {
            throw new IllegalArgumentException("port " + port + " must be 0 to " + (ports - 1));
        }
        return PortLayout.record(region.address(), port);
    }

    @Override
    public void close() {
        vlanMaps.forEach(MappedRegion::close);
        region.close();
    }
}
