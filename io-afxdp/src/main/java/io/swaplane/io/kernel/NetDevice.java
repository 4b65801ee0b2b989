package io.swaplane.io.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A network interface of the calling thread's namespace, as {@code ioctl} tells and changes it. For opening and closing ports, not for
 * the packet path.
 */
public final class NetDevice {
    private final String name;

    /** The interface with this name, at most 15 bytes long; it need not exist yet. */
    public NetDevice(final String name) {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length >= KernelAbi.Device.NAME_BYTES) {
            throw new IllegalArgumentException("an interface name has 1 to 15 bytes: \"" + name + "\"");
        }
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The kernel's index of it. */
    public int index() throws KernelException {
        return KernelException.check(LibC.ifNametoindex(name), "if_nametoindex", name);
    }

    /** The largest packet without its L2 header, in bytes. */
    public int mtu() throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment request = request(arena);
            call(request, KernelAbi.Device.SIOCGIFMTU, "ioctl(SIOCGIFMTU)");
            return request.get(ValueLayout.JAVA_INT, KernelAbi.Device.IFREQ_DATA);
        }
    }

    /** How many receive queues it has; 1 for a driver that does not tell. */
    public int receiveQueues() throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment channels = arena.allocate(KernelAbi.Device.CHANNELS_SIZE, Integer.BYTES);
            channels.set(ValueLayout.JAVA_INT, 0, KernelAbi.Device.ETHTOOL_GCHANNELS);
            try {
                ethtool(arena, channels, "ethtool(GCHANNELS)");
            } catch (final KernelException e) {
                if (e.errno() == Errno.EOPNOTSUPP) {
                    return 1;
                }
                throw e;
            }
            return Math.max(1, channels.get(ValueLayout.JAVA_INT, KernelAbi.Device.CHANNELS_RX)
                + channels.get(ValueLayout.JAVA_INT, KernelAbi.Device.CHANNELS_COMBINED));
        }
    }

    /** Whether the device takes VLAN tags off received frames before anyone sees them. */
    public boolean stripsVlanTags() throws KernelException {
        return (flags() & KernelAbi.Device.ETH_FLAG_RXVLAN) != 0;
    }

    /** Whether the device merges received packets (LRO). */
    public boolean mergesPackets() throws KernelException {
        return (flags() & KernelAbi.Device.ETH_FLAG_LRO) != 0;
    }

    /** Makes the device leave VLAN tags and packets as they arrived; the same as {@code ethtool -K <name> rxvlan off lro off}. */
    public void leaveFramesAsReceived() throws KernelException {
        final int wanted = flags() & ~(KernelAbi.Device.ETH_FLAG_RXVLAN | KernelAbi.Device.ETH_FLAG_LRO);
        setValue(KernelAbi.Device.ETHTOOL_SFLAGS, wanted, "ethtool(SFLAGS)");
    }

    /** Switches generic receive offload; on a veth it also gives the device the NAPI context that a redirect into its peer needs. */
    public void setGenericReceiveOffload(final boolean on) throws KernelException {
        setValue(KernelAbi.Device.ETHTOOL_SGRO, on ? 1 : 0, "ethtool(SGRO)");
    }

    /** Switches transmit checksum offload; between veths it leaves the checksums of the host's own packets unfilled. */
    public void setTransmitChecksumOffload(final boolean on) throws KernelException {
        setValue(KernelAbi.Device.ETHTOOL_STXCSUM, on ? 1 : 0, "ethtool(STXCSUM)");
    }

    private int flags() throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(KernelAbi.Device.VALUE_SIZE, Integer.BYTES);
            value.set(ValueLayout.JAVA_INT, KernelAbi.Device.VALUE_COMMAND, KernelAbi.Device.ETHTOOL_GFLAGS);
            ethtool(arena, value, "ethtool(GFLAGS)");
            return value.get(ValueLayout.JAVA_INT, KernelAbi.Device.VALUE_DATA);
        }
    }

    private void setValue(final int command, final int wanted, final String call) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(KernelAbi.Device.VALUE_SIZE, Integer.BYTES);
            value.set(ValueLayout.JAVA_INT, KernelAbi.Device.VALUE_COMMAND, command);
            value.set(ValueLayout.JAVA_INT, KernelAbi.Device.VALUE_DATA, wanted);
            ethtool(arena, value, call);
        }
    }

    private void ethtool(final Arena arena, final MemorySegment command, final String call) throws KernelException {
        final MemorySegment request = request(arena);
        request.set(ValueLayout.JAVA_LONG, KernelAbi.Device.IFREQ_DATA, command.address());
        call(request, KernelAbi.Device.SIOCETHTOOL, call);
    }

    private MemorySegment request(final Arena arena) {
        final MemorySegment request = arena.allocate(KernelAbi.Device.IFREQ_SIZE, Long.BYTES);
        request.setString(KernelAbi.Device.IFREQ_NAME, name);
        return request;
    }

    private void call(final MemorySegment request, final int number, final String call) throws KernelException {
        final int fd = KernelException.check(
            LibC.socket(KernelAbi.AF_INET, KernelAbi.SOCK_DGRAM | KernelAbi.SOCK_CLOEXEC, 0), "socket(AF_INET)", name);
        try {
            KernelException.check(LibC.ioctl(fd, number, request.address()), call, name);
        } finally {
            LibC.close(fd);
        }
    }
}
