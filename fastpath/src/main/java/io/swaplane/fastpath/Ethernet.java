package io.swaplane.fastpath;

/** Ethernet and 802.1Q header facts: offsets in bytes and ethertypes as numbers (big-endian on the wire). */
public final class Ethernet {
    public static final int SOURCE = 6;
    public static final int TYPE = 12;
    public static final int HEADER_BYTES = 14;
    public static final int TAG_BYTES = 4;

    public static final int MPLS = 0x8847;
    public static final int MPLS_UPSTREAM = 0x8848;
    public static final int IPV4 = 0x0800;
    public static final int IPV6 = 0x86DD;
    public static final int VLAN = 0x8100;
    public static final int SERVICE_VLAN = 0x88A8;

    private Ethernet() {
    }

    /** True for either kind of VLAN tag. */
    public static boolean isTag(final int type) {
        return type == VLAN || type == SERVICE_VLAN;
    }
}
