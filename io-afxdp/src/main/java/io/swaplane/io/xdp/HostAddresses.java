package io.swaplane.io.xdp;

import io.swaplane.io.bpf.BpfMap;
import io.swaplane.io.kernel.KernelException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the steering program of an IP port looks up: its interfaces, and which addresses are the host's on each. Packets to those stay the
 * kernel's. An address is the host's on one interface and a customer's on another, so the interface is part of the key. Any thread may
 * change addresses while frames arrive.
 *
 * <p>Layout of a key: family 4 or 6, 4 bytes; the interface's {@link Vlans#key}, 4 bytes; the address, 16 bytes, an IPv4 address in the
 * first four and the others zero. The first two are in the machine's order, the address is as on the wire.
 */
public final class HostAddresses implements AutoCloseable {
    /** How many addresses on all interfaces of a port. */
    static final int CAPACITY = 1 << 14;

    static final int FAMILY = 0;
    static final int VLANS = 4;
    static final int ADDRESS = 8;
    static final int KEY_BYTES = 24;
    static final int FAMILY_4 = 4;
    static final int FAMILY_6 = 6;

    private static final int IPV4_BYTES = 4;

    private final BpfMap interfaces;
    private final BpfMap addresses;

    private HostAddresses(final BpfMap interfaces, final BpfMap addresses) {
        this.interfaces = interfaces;
        this.addresses = addresses;
    }

    /** The maps of a port: its interfaces that take IP, and no address yet. */
    static HostAddresses of(final IpTraffic traffic) throws KernelException {
        final BpfMap interfaces = BpfMap.table("swaplane_ip", traffic.interfaces().size());
        try {
            for (final Vlans each : traffic.interfaces()) {
                interfaces.update(each.key(), 1);
            }
            return new HostAddresses(interfaces, BpfMap.table("swaplane_host", KEY_BYTES, CAPACITY));
        } catch (final KernelException e) {
            interfaces.close();
            throw e;
        }
    }

    BpfMap interfaces() {
        return interfaces;
    }

    BpfMap addresses() {
        return addresses;
    }

    /** From now on packets for the address that arrive on the interface are the host's. */
    public void add(final Vlans on, final InetAddress address) throws KernelException {
        addresses.update(key(on, address), 1);
    }

    /** From now on they are the forwarder's. */
    public void remove(final Vlans on, final InetAddress address) throws KernelException {
        addresses.delete(key(on, address));
    }

    private static byte[] key(final Vlans on, final InetAddress address) {
        final byte[] bytes = address.getAddress();
        return ByteBuffer.allocate(KEY_BYTES).order(ByteOrder.nativeOrder())
            .putInt(bytes.length == IPV4_BYTES ? FAMILY_4 : FAMILY_6).putInt(on.key()).put(bytes).array();
    }

    @Override
    public void close() {
        interfaces.close();
        addresses.close();
    }
}
