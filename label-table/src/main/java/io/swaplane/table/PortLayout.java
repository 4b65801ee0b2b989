package io.swaplane.table;

/**
 * Layout of a port record, shared by all workers, and of its VLAN maps.
 *
 * <pre>
 * port   +0  state: 1 up, 0 down (release / acquire); one store here moves every protection pair on the port
 *        +8  interface of untagged and priority-tagged (VID 0) frames, 0 when none
 *       +16  address of the VLAN map, 0 when the port has no VLAN interface
 *
 * VLAN map, indexed by outer VID, 16 bytes each
 *        +0  interface of frames with this one tag, 0 when none
 *        +8  address of the inner map, 0 when none: indexed by inner VID, 8 bytes each, the interface or 0
 * </pre>
 */
public final class PortLayout {
    public static final int SHIFT = 6;
    public static final int STATE = 0;
    public static final int UNTAGGED = 8;
    public static final int VLANS = 16;

    public static final int VLAN_SHIFT = 4;
    public static final int VLAN_INTERFACE = 0;
    public static final int VLAN_INNER = 8;
    public static final int INNER_SHIFT = 3;
    public static final int VIDS = 4096;

    public static final long DOWN = 0;
    public static final long UP = 1;

    private PortLayout() {
    }

    /** Address of a port's record. */
    public static long record(final long table, final int port) {
        return table + ((long) port << SHIFT);
    }
}
