package io.swaplane.io.packet;

/**
 * What a {@link PacketSocketPort} is made of.
 *
 * @param interfaceName the interface's name, for messages.
 * @param interfaceIndex the interface.
 * @param mtu its MTU; longer frames are refused.
 * @param blockBytes bytes of a block of the receive ring: a multiple of the page size, and longer than any frame.
 * @param blocks blocks of the receive ring.
 * @param sendBytes socket memory that frames on their way out may take.
 */
public record PacketSocketSettings(String interfaceName, int interfaceIndex, int mtu, int blockBytes, int blocks, int sendBytes) {
    /** A block long enough for any frame, and short enough to be full soon. */
    public static final int DEFAULT_BLOCK_BYTES = 1 << 17;
    /** 4 MiB of ring: some 25,000 short frames. */
    public static final int DEFAULT_BLOCKS = 32;
    /** Room for a few thousand frames in the device's queue. */
    public static final int DEFAULT_SEND_BYTES = 4 << 20;

    /** Checks what the kernel would refuse without saying why. */
    public PacketSocketSettings {
        if (mtu < 1 || blocks < 2 || blockBytes < DEFAULT_BLOCK_BYTES || (blockBytes & 4095) != 0) {
            throw new IllegalArgumentException("MTU " + mtu + ", " + blocks + " blocks of " + blockBytes
                + " bytes: 2 or more blocks of whole pages, " + DEFAULT_BLOCK_BYTES + " bytes or more each");
        }
    }

    /** The usual sizes. */
    public static PacketSocketSettings of(final String interfaceName, final int interfaceIndex, final int mtu) {
        return new PacketSocketSettings(interfaceName, interfaceIndex, mtu, DEFAULT_BLOCK_BYTES, DEFAULT_BLOCKS, DEFAULT_SEND_BYTES);
    }
}
