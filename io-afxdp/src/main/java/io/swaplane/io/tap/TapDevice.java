package io.swaplane.io.tap;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelAbi.Device;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.io.netlink.HardwareAddress;
import io.swaplane.io.netlink.Link;
import io.swaplane.io.netlink.RouteClient;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A TAP device of the host: what is written to its descriptor arrives in the kernel as if from a wire, and what the kernel sends by it is
 * read there, whole Ethernet frames without FCS, without prefix. The kernel asks for no MAC addresses on it: what it sends is to
 * the device's own, unless its neighbour table says otherwise.
 *
 * <p>Not persistent: it goes with the process, however that ends. Needs CAP_NET_ADMIN. The kernel takes a packet from it only if its own
 * rules allow: an address on the device or another interface, and a reverse path filter ({@code rp_filter}) that accepts the source.
 */
public final class TapDevice implements AutoCloseable {
    private static final String CLONE_DEVICE = "/dev/net/tun";
    /** The least that IPv4 works with (RFC 791). */
    private static final int MIN_MTU = 68;

    private final int fd;
    private final Link link;
    private boolean open = true;

    private TapDevice(final int fd, final Link link) {
        this.fd = fd;
        this.link = link;
    }

    /**
     * Creates the device in the calling thread's network namespace and sets it up.
     *
     * @param name its name, at most 15 bytes.
     * @param mtu its MTU.
     * @throws KernelException when the kernel refuses: EBUSY when another process holds a device of that name, EPERM without
     *     CAP_NET_ADMIN.
     */
    public static TapDevice create(final String name, final int mtu) throws KernelException {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length >= Device.NAME_BYTES || mtu < MIN_MTU) {
            throw new IllegalArgumentException("'" + name + "' must be 1 to 15 bytes and its MTU, " + mtu + ", " + MIN_MTU + " or more");
        }
        final int flags = KernelAbi.O_RDWR | KernelAbi.O_NONBLOCK | KernelAbi.O_CLOEXEC;
        final int fd = KernelException.check(LibC.open(CLONE_DEVICE, flags), "open", CLONE_DEVICE);
        try (RouteClient route = RouteClient.open()) {
            claim(fd, name);
            final int index = linkOf(route, name).index();
            route.setMtu(index, mtu);
            route.setWithoutArp(index);
            route.setUp(index, true);
            return new TapDevice(fd, linkOf(route, name));
        } catch (final KernelException | RuntimeException | Error e) {
            LibC.close(fd);
            throw e;
        }
    }

    private static void claim(final int fd, final String name) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment request = arena.allocate(Device.IFREQ_SIZE, 8);
            request.setString(Device.IFREQ_NAME, name);
            request.set(ValueLayout.JAVA_SHORT, Device.IFREQ_DATA, (short) (Device.IFF_TAP | Device.IFF_NO_PI));
            KernelException.check(LibC.ioctl(fd, Device.TUNSETIFF, request.address()), "ioctl TUNSETIFF", name);
        }
    }

    private static Link linkOf(final RouteClient route, final String name) throws KernelException {
        return route.link(name).orElseThrow(() -> new IllegalStateException("the kernel made " + name + " and does not know it"));
    }

    /** The device as the kernel saw it when it was set up. */
    public Link link() {
        return link;
    }

    /** Its MAC address. */
    public HardwareAddress mac() {
        return link.mac();
    }

    /** The longest frame that it sends: its MTU behind an Ethernet header with two tags. */
    public int maxFrameLength() {
        return link.mtu() + Ethernet.HEADER_BYTES + 2 * Ethernet.TAG_BYTES;
    }

    /** The descriptor to read, write and wait on. Each call moves one frame; any thread may. */
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            LibC.close(fd);
        }
    }
}
