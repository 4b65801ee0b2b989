package io.swaplane.io.xdp;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.io.bpf.Alu;
import io.swaplane.io.bpf.BpfAssembler;
import io.swaplane.io.bpf.Condition;
import io.swaplane.io.bpf.Label;
import io.swaplane.io.bpf.Register;
import io.swaplane.io.bpf.Width;
import io.swaplane.io.kernel.KernelAbi;
import java.util.List;

/**
 * The part of a port's XDP program that parts IP packets between the forwarder and the host's kernel. On an interface that takes IP, the
 * kernel gets what is to one of its own addresses there, to a group, link-local, neighbour discovery, or of a protocol that is left to it;
 * whatever else there is goes to the forwarder, also what is too short to tell. A frame to a group MAC address is no exception: it could
 * carry a packet to an address of another VRF, which the kernel would take.
 *
 * <p>Registers: R6 is the context, R7 the IP header, R8 the VLANs' key and R9 the ethertype as it lies in memory; R2 is the frame's first
 * byte and R3 its end.
 */
final class IpSteering {
    private static final int KEY = -HostAddresses.KEY_BYTES - 8;
    private static final int VLANS_KEY = -4;

    private static final int VID_MASK = 0xFFF;
    private static final int VID_BITS = 16;

    private static final int V4_BYTES = 20;
    private static final int V4_FRAGMENT = 6;
    /** Of the fragment's offset, as a little-endian load sees it. */
    private static final int V4_OFFSET_BITS = 0xFF1F;
    private static final int V4_PROTOCOL = 9;
    private static final int V4_DESTINATION = 16;
    private static final int V4_LINK_LOCAL = 0xA9FE;
    private static final int V4_MULTICAST = 0xE;

    private static final int V6_BYTES = 40;
    private static final int V6_NEXT_HEADER = 6;
    private static final int V6_DESTINATION = 24;
    private static final int V6_MULTICAST = 0xFF;
    private static final int V6_LINK_LOCAL = 0xFE80;
    private static final int V6_LINK_LOCAL_MASK = 0xFFC0;
    private static final int ICMPV6 = 58;
    private static final int FIRST_DISCOVERY = 133;
    private static final int LAST_DISCOVERY = 137;

    private final BpfAssembler program;
    private final IpTraffic traffic;
    private final HostAddresses host;
    private final Label take;
    private final Label pass;
    private final Label packet = new Label("IP packet");

    /**
     * Emits into a program.
     *
     * @param take where frames for the forwarder go on.
     * @param pass where frames for the kernel go on.
     */
    IpSteering(final BpfAssembler program, final IpTraffic traffic, final HostAddresses host, final Label take, final Label pass) {
        this.program = program;
        this.traffic = traffic;
        this.host = host;
        this.take = take;
        this.pass = pass;
    }

    /** Behind so many tags and with its ethertype in R5, goes on with an IP packet, and with a frame of another type where it stood. */
    void whenIp(final int tags) {
        final Label ip = new Label("IP behind " + tags);
        final Label other = new Label("not IP behind " + tags);
        program.jumpIf(Condition.EQUAL, Register.R5, asLoaded(Ethernet.IPV4), ip)
            .jumpIf(Condition.NOT_EQUAL, Register.R5, asLoaded(Ethernet.IPV6), other)
            .bind(ip)
            .move(Register.R9, Register.R5)
            .move(Register.R7, Register.R2);
        if (tags == 0 && !traffic.interfaces().contains(Vlans.NONE)) {
            program.jump(pass);
        } else {
            vlans(tags);
            program.alu64(Alu.ADD, Register.R7, Ethernet.HEADER_BYTES + tags * Ethernet.TAG_BYTES)
                .jump(packet);
        }
        program.bind(other);
    }

    /** The VLANs' key into R8; a frame of an interface that takes no IP goes on into the kernel. */
    private void vlans(final int tags) {
        if (tags == 0) {
            program.move(Register.R8, 0);
            return;
        }
        vid(Register.R8, Ethernet.HEADER_BYTES);
        if (tags == 2) {
            final Label outermost = new Label("inner VLAN is the outer one");
            vid(Register.R4, Ethernet.HEADER_BYTES + Ethernet.TAG_BYTES);
            program.jumpIf(Condition.EQUAL, Register.R8, 0, outermost)
                .alu64(Alu.SHIFT_LEFT, Register.R4, VID_BITS)
                .bind(outermost)
                .alu64(Alu.OR, Register.R8, Register.R4);
        }
        program.store(Width.WORD, Register.R10, VLANS_KEY, Register.R8)
            .loadMap(Register.R1, host.interfaces())
            .move(Register.R2, Register.R10)
            .alu64(Alu.ADD, Register.R2, VLANS_KEY)
            .call(KernelAbi.Bpf.FUNC_MAP_LOOKUP_ELEM)
            .jumpIf(Condition.EQUAL, Register.R0, 0, pass)
            .load(Width.WORD, Register.R7, Register.R6, KernelAbi.Bpf.MD_DATA);
    }

    private void vid(final Register into, final int at) {
        program.load(Width.HALF, into, Register.R2, at)
            .toNetworkOrder(into, VID_BITS)
            .alu64(Alu.AND, into, VID_MASK);
    }

    /** What becomes of an IP packet: ends at one of the two labels. */
    void emit() {
        final Label version6 = new Label("IPv6");
        program.bind(packet)
            .load(Width.WORD, Register.R3, Register.R6, KernelAbi.Bpf.MD_DATA_END)
            .jumpIf(Condition.EQUAL, Register.R9, asLoaded(Ethernet.IPV6), version6);
        version4();
        program.bind(version6);
        version6();
    }

    private void version4() {
        holds(V4_BYTES);
        program.load(Width.WORD, Register.R5, Register.R7, V4_DESTINATION)
            .move(Register.R1, Register.R5)
            .toNetworkOrder(Register.R1, 32)
            .jumpIf32(Condition.EQUAL, Register.R1, -1, pass)
            .move(Register.R2, Register.R1)
            .alu64(Alu.SHIFT_RIGHT, Register.R2, 16)
            .jumpIf(Condition.EQUAL, Register.R2, V4_LINK_LOCAL, pass)
            .alu64(Alu.SHIFT_RIGHT, Register.R2, 12)
            .jumpIf(Condition.EQUAL, Register.R2, V4_MULTICAST, pass)
            .load(Width.BYTE, Register.R1, Register.R7, V4_PROTOCOL);
        protocols(this::ports4);
        key(HostAddresses.FAMILY_4);
        program.store(Width.WORD, Register.R10, KEY + HostAddresses.ADDRESS, Register.R5)
            .store(Width.WORD, Register.R10, KEY + HostAddresses.ADDRESS + 4, 0)
            .store(Width.DOUBLE, Register.R10, KEY + HostAddresses.ADDRESS + 8, 0);
        lookup();
    }

    /** R4 to where the ports are, in a first fragment. */
    private void ports4(final Label none) {
        program.load(Width.HALF, Register.R2, Register.R7, V4_FRAGMENT)
            .jumpIf(Condition.ANY_BIT_SET, Register.R2, V4_OFFSET_BITS, none)
            .load(Width.BYTE, Register.R2, Register.R7, 0)
            .alu64(Alu.AND, Register.R2, 0xF)
            .alu64(Alu.SHIFT_LEFT, Register.R2, 2)
            .jumpIf(Condition.LESS, Register.R2, V4_BYTES, none)
            .move(Register.R4, Register.R7)
            .alu64(Alu.ADD, Register.R4, Register.R2);
    }

    private void version6() {
        holds(V6_BYTES);
        program.load(Width.BYTE, Register.R1, Register.R7, V6_DESTINATION)
            .jumpIf(Condition.EQUAL, Register.R1, V6_MULTICAST, pass)
            .load(Width.HALF, Register.R1, Register.R7, V6_DESTINATION)
            .toNetworkOrder(Register.R1, 16)
            .alu64(Alu.AND, Register.R1, V6_LINK_LOCAL_MASK)
            .jumpIf(Condition.EQUAL, Register.R1, V6_LINK_LOCAL, pass)
            .load(Width.BYTE, Register.R1, Register.R7, V6_NEXT_HEADER);
        discovery();
        protocols(none -> program.move(Register.R4, Register.R7).alu64(Alu.ADD, Register.R4, V6_BYTES));
        key(HostAddresses.FAMILY_6);
        for (int half = 0; half < V6_BYTES - V6_DESTINATION; half += Long.BYTES) {
            program.load(Width.DOUBLE, Register.R1, Register.R7, V6_DESTINATION + half)
                .store(Width.DOUBLE, Register.R10, KEY + HostAddresses.ADDRESS + half, Register.R1);
        }
        lookup();
    }

    /** Router and neighbour solicitations and advertisements, and redirects (RFC 4861 §4). */
    private void discovery() {
        final Label other = new Label("no neighbour discovery");
        program.jumpIf(Condition.NOT_EQUAL, Register.R1, ICMPV6, other);
        holds(V6_BYTES + 1);
        program.load(Width.BYTE, Register.R2, Register.R7, V6_BYTES)
            .jumpIf(Condition.LESS, Register.R2, FIRST_DISCOVERY, other)
            .jumpIf(Condition.LESS_OR_EQUAL, Register.R2, LAST_DISCOVERY, pass)
            .bind(other);
    }

    /** Puts into R4 where TCP's and UDP's ports are; jumps when the packet does not have them. */
    private interface PortsAt {
        void emit(Label none);
    }

    /** The protocol is in R1. */
    private void protocols(final PortsAt ports) {
        for (final ControlProtocol each : traffic.left()) {
            if (each.port() == 0) {
                program.jumpIf(Condition.EQUAL, Register.R1, each.number(), pass);
            }
        }
        for (final int number : List.of(ControlProtocol.TCP, ControlProtocol.UDP)) {
            final List<ControlProtocol> left =
                traffic.left().stream().filter(each -> each.number() == number && each.port() != 0).toList();
            if (!left.isEmpty()) {
                ports(number, left, ports);
            }
        }
    }

    private void ports(final int number, final List<ControlProtocol> left, final PortsAt ports) {
        final Label none = new Label("no port of protocol " + number);
        program.jumpIf(Condition.NOT_EQUAL, Register.R1, number, none);
        ports.emit(none);
        program.move(Register.R2, Register.R4)
            .alu64(Alu.ADD, Register.R2, 4)
            .jumpIf(Condition.GREATER, Register.R2, Register.R3, take)
            .load(Width.HALF, Register.R2, Register.R4, 0)
            .load(Width.HALF, Register.R4, Register.R4, 2);
        for (final ControlProtocol each : left) {
            program.jumpIf(Condition.EQUAL, Register.R2, asLoaded(each.port()), pass)
                .jumpIf(Condition.EQUAL, Register.R4, asLoaded(each.port()), pass);
        }
        program.bind(none);
    }

    /** A packet that ends before so many bytes goes to the forwarder, which counts it. */
    private void holds(final int bytes) {
        program.move(Register.R4, Register.R7)
            .alu64(Alu.ADD, Register.R4, bytes)
            .jumpIf(Condition.GREATER, Register.R4, Register.R3, take);
    }

    private void key(final int family) {
        program.store(Width.WORD, Register.R10, KEY + HostAddresses.FAMILY, family)
            .store(Width.WORD, Register.R10, KEY + HostAddresses.VLANS, Register.R8);
    }

    private void lookup() {
        program.loadMap(Register.R1, host.addresses())
            .move(Register.R2, Register.R10)
            .alu64(Alu.ADD, Register.R2, KEY)
            .call(KernelAbi.Bpf.FUNC_MAP_LOOKUP_ELEM)
            .jumpIf(Condition.NOT_EQUAL, Register.R0, 0, pass)
            .jump(take);
    }

    /** The machine is little-endian: what a 16-bit load sees of a number on the wire has its bytes swapped. */
    private static int asLoaded(final int number) {
        return Short.reverseBytes((short) number) & 0xFFFF;
    }
}
