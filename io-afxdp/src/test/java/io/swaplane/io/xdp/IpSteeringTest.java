package io.swaplane.io.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.bpf.BpfMap;
import io.swaplane.io.bpf.XdpProgram;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.Required;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What of a port's IP packets is the forwarder's and what the kernel's, as the kernel runs the program: a frame for a socket that is not
 * there is dropped and counted.
 */
class IpSteeringTest {
    private static final String MAC = "020000000001";
    private static final String GROUP_MAC = "ffffffffffff";
    private static final String SOURCE = "02000000000a";
    private static final int FRAME_BYTES = 80;
    /** An IPv4 header from 20.0.0.1, up to the destination. */
    private static final String UDP = "45000028000000004011000014000001";
    private static final String TCP = "45000028000000004006000014000001";

    private static final Vlans VLAN_100 = new Vlans(100, 0);
    private static final Vlans VLAN_200_7 = new Vlans(200, 7);
    private static final List<ControlProtocol> LEFT = List.of(new ControlProtocol(89, 0), new ControlProtocol(ControlProtocol.TCP, 179),
        new ControlProtocol(ControlProtocol.UDP, 646), new ControlProtocol(ControlProtocol.UDP, 3784));
    private static final IpTraffic PLAIN = new IpTraffic(Set.of(Vlans.NONE), List.of());
    private static final IpTraffic ALL = new IpTraffic(Set.of(Vlans.NONE, VLAN_100, VLAN_200_7), LEFT);
    private static final IpTraffic TAGGED = new IpTraffic(Set.of(VLAN_100, VLAN_200_7), List.of());

    private BpfMap sockets;
    private BpfMap counters;

    @BeforeEach
    void create() throws Exception {
        Required.root();
        sockets = BpfMap.xsks("test_xsks", 4);
        counters = BpfMap.counters("test_counts", 1);
    }

    @AfterEach
    void close() {
        if (sockets != null) {
            sockets.close();
            counters.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Nothing but IP and MPLS is taken.
        "0806, 0001080006040001, PASS", "88cc, 00, PASS", "8847, 00064140, TAKE", "8848, 00064140, TAKE",
        // The host's address, and others.
        "0800, udp 0a010001, PASS", "0800, udp 0a010002, TAKE",
        "86dd, 60000000000011400000000000000000000000000000000120010db8000000000000000000000001, PASS",
        "86dd, 60000000000011400000000000000000000000000000000120010db8000000000000000000000002, TAKE",
        // An IPv6 address that ends or begins like the host's IPv4 address.
        "86dd, 60000000000011400000000000000000000000000000000100000000000000000000ffff0a010001, TAKE",
        "86dd, 6000000000001140000000000000000000000000000000010a010001000000000000000000000000, TAKE",
        // Groups, broadcast, link-local, and their neighbours.
        "0800, udp e0000005, PASS", "0800, udp efffffff, PASS",
        "0800, udp dfffffff, TAKE", "0800, udp f0000000, TAKE",
        "0800, udp ffffffff, PASS", "0800, udp fffffffe, TAKE",
        "0800, udp a9fe0001, PASS", "0800, udp a9fd0001, TAKE",
        "0800, udp 7f000001, TAKE",
        "86dd, 600000000000114000000000000000000000000000000001ff020000000000000000000000000001, PASS",
        "86dd, 600000000000114000000000000000000000000000000001fe800000000000000000000000000001, PASS",
        "86dd, 600000000000114000000000000000000000000000000001febf0000000000000000000000000001, PASS",
        "86dd, 600000000000114000000000000000000000000000000001fec00000000000000000000000000001, TAKE",
        "86dd, 600000000000114000000000000000000000000000000001fe7f0000000000000000000000000001, TAKE",
        // Neighbour discovery, types 133 to 137, and what else ICMPv6 has.
        "86dd, 6000000000083aff00000000000000000000000000000001200100000000000000000000000000098500, PASS",
        "86dd, 6000000000083aff00000000000000000000000000000001200100000000000000000000000000098700, PASS",
        "86dd, 6000000000083aff00000000000000000000000000000001200100000000000000000000000000098900, PASS",
        "86dd, 6000000000083aff00000000000000000000000000000001200100000000000000000000000000098400, TAKE",
        "86dd, 6000000000083aff00000000000000000000000000000001200100000000000000000000000000098a00, TAKE",
        "86dd, 6000000000083aff00000000000000000000000000000001200100000000000000000000000000098000, TAKE",
        // A protocol that is left, whatever its destination, and one that is not.
        "0800, 45000014000000004059000014000001 14000002, PASS", "0800, 4500001400000000405a000014000001 14000002, TAKE",
        "86dd, 60000000000059400000000000000000000000000000000120010000000000000000000000000009, PASS",
        // TCP port 179 at either end, behind options too; another port; UDP 179 is not TCP's; UDP 646.
        "0800, tcp 14000002 0400 00b3, PASS", "0800, tcp 14000002 00b3 0400, PASS",
        "0800, 4700003000000000400600001400000114000002 0101010100000000 040000b3, PASS",
        "0800, 4700003000000000400600001400000114000002 040000b300000000 04000400, TAKE",
        "0800, tcp 14000002 0400 0400, TAKE", "0800, udp 14000002 0400 00b3, TAKE",
        "0800, udp 14000002 0286 0400, PASS", "0800, udp 14000002 0ec8 0ec8, PASS",
        "86dd, 6000000000140640000000000000000000000000000000012001000000000000000000000000000900b30400, PASS",
        "86dd, 6000000000140640000000000000000000000000000000012001000000000000000000000000000904000400, TAKE",
        // A first fragment has ports, a later one none; a header that is too short has none either.
        "0800, 45000028000020004006000014000001 14000002 0400 00b3, PASS",
        "0800, 45000028000000014006000014000001 14000002 0400 00b3, TAKE",
        "0800, 45000028000001004006000014000001 14000002 0400 00b3, TAKE",
        "0800, 44000028000000004006000014000001 14000002 0400 00b3, TAKE",
        // Behind tags: of interfaces that take IP with the addresses that are the host's there, of others, and behind priority tags.
        "8100 0064 0800, udp 0a010001, TAKE", "8100 0064 0800, udp 0a010003, PASS",
        "8100 e064 0800, udp 0a010002, TAKE", "8100 0065 0800, udp 0a010002, PASS",
        "88a8 00c8 8100 0007 0800, udp 0a010002, TAKE",
        "8100 00c8 8100 0007 86dd, 60000000000011400000000000000000000000000000000120010db8000000000000000000000001, TAKE",
        "8100 00c8 8100 0008 0800, udp 0a010002, PASS",
        "8100 00c8 0800, udp 0a010002, PASS", "8100 0064 0806, 0001080006040001, PASS",
        "8100 0000 0800, udp 0a010001, PASS", "8100 0000 0800, udp 0a010002, TAKE",
        "8100 0000 8100 0064 0800, udp 0a010003, PASS",
        "8100 0000 8100 0064 0800, udp 0a010001, TAKE",
        "8100 0064 8100 0000 0800, udp 0a010003, PASS",
        "8100 0000 8100 0000 0800, udp 0a010001, PASS",
        "8100 0000 8100 0000 8100 0000 0800, udp 0a010001, TAKE",
        "8100 0064 8847, 00064140, TAKE",
    })
    void shouldPartPacketsBetweenForwarderAndKernel(final String types, final String packet, final String whose) throws Exception {
        for (final boolean fragments : new boolean[] {false, true}) {
            assertThat(verdict(ALL, MAC, types, packet, FRAME_BYTES, fragments)).isEqualTo(verdict(whose));
        }
    }

    /** The kernel would deliver a packet to any of its addresses, whatever the interface. */
    @ParameterizedTest
    @CsvSource({"0a010002, TAKE", "0a010001, PASS", "e0000001, PASS"})
    void shouldNotLeaveUnicastPacketsToTheKernelForAGroupMacAddress(final String destination, final String whose) throws Exception {
        assertThat(verdict(PLAIN, GROUP_MAC, "0800", "udp " + destination, FRAME_BYTES, false))
            .isEqualTo(verdict(whose));
    }

    @ParameterizedTest
    @CsvSource({
        "0800, 33, TAKE", "0800, 14, TAKE", "0800, 34, PASS", "86dd, 53, TAKE", "86dd, 54, TAKE", "0806, 14, PASS", "8100 0064, 17, PASS",
        "8100 0064 0800, 18, TAKE", "88a8 00c8 8100 0007 86dd, 22, TAKE"
    })
    void shouldLeavePacketsThatEndTooSoonToTheForwarder(final String types, final int length, final String whose) throws Exception {
        final String packet = types.endsWith("86dd")
            ? "6000000000083aff00000000000000000000000000000001200100000000000000000000000000098500" : "udp e0000001";
        assertThat(verdict(ALL, MAC, types, packet, length, false)).isEqualTo(verdict(whose));
    }

    @Test
    void shouldLeaveUntaggedPacketsToTheKernelWhenOnlyVlansTakeIp() throws Exception {
        assertThat(verdict(TAGGED, MAC, "0800", "udp 0a010002", FRAME_BYTES, false))
            .isEqualTo(KernelAbi.Bpf.XDP_PASS);
        assertThat(verdict(TAGGED, MAC, "8100 0000 0800", "udp 0a010002", FRAME_BYTES, false))
            .isEqualTo(KernelAbi.Bpf.XDP_PASS);
        assertThat(verdict(TAGGED, MAC, "8100 0064 0800", "udp 0a010002", FRAME_BYTES, false))
            .isEqualTo(KernelAbi.Bpf.XDP_DROP);
    }

    @Test
    void shouldFollowAddressesThatComeAndGo() throws Exception {
        final byte[] frame = frame(MAC, "0800", "udp 0a010009", FRAME_BYTES);
        try (HostAddresses host = HostAddresses.of(PLAIN); XdpProgram program = program(PLAIN, host, false)) {
            assertThat(program.test(frame).verdict()).isEqualTo(KernelAbi.Bpf.XDP_DROP);
            host.add(Vlans.NONE, InetAddress.ofLiteral("10.1.0.9"));
            host.add(Vlans.NONE, InetAddress.ofLiteral("10.1.0.9"));
            assertThat(program.test(frame).verdict()).isEqualTo(KernelAbi.Bpf.XDP_PASS);
            host.remove(Vlans.NONE, InetAddress.ofLiteral("10.1.0.9"));
            host.remove(Vlans.NONE, InetAddress.ofLiteral("10.1.0.9"));
            assertThat(program.test(frame).verdict()).isEqualTo(KernelAbi.Bpf.XDP_DROP);
        }
    }

    @Test
    void shouldFitWithAsManyProtocolsAsThereMayBe() throws Exception {
        final ControlProtocol[] left = new ControlProtocol[IpTraffic.MAX_PROTOCOLS];
        Arrays.setAll(left, i -> new ControlProtocol(i % 2 == 0 ? ControlProtocol.TCP : ControlProtocol.UDP, 1 + i));
        final IpTraffic traffic = new IpTraffic(Set.of(Vlans.NONE), List.of(left));
        assertThat(verdict(traffic, MAC, "0800", "udp 14000002 0400 0020", FRAME_BYTES, true))
            .isEqualTo(KernelAbi.Bpf.XDP_PASS);
        assertThat(verdict(traffic, MAC, "0800", "udp 14000002 0400 0021", FRAME_BYTES, true))
            .isEqualTo(KernelAbi.Bpf.XDP_DROP);
    }

    private static int verdict(final String whose) {
        return whose.equals("PASS") ? KernelAbi.Bpf.XDP_PASS : KernelAbi.Bpf.XDP_DROP;
    }

    /** The host has 10.1.0.1 and 2001:db8::1 on the untagged interface and 10.1.0.3 on VLAN 100. */
    private int verdict(final IpTraffic traffic, final String mac, final String types, final String packet, final int length,
                        final boolean fragments) throws Exception {
        try (HostAddresses host = HostAddresses.of(traffic); XdpProgram program = program(traffic, host, fragments)) {
            host.add(Vlans.NONE, InetAddress.ofLiteral("10.1.0.1"));
            host.add(Vlans.NONE, InetAddress.ofLiteral("2001:db8::1"));
            host.add(VLAN_100, InetAddress.ofLiteral("10.1.0.3"));
            final long before = counters.sum(MplsSteering.UNSERVED);
            final int verdict = program.test(frame(mac, types, packet, length)).verdict();
            assertThat(counters.sum(MplsSteering.UNSERVED) - before).isEqualTo(verdict == KernelAbi.Bpf.XDP_DROP ? 1 : 0);
            return verdict;
        }
    }

    private XdpProgram program(final IpTraffic traffic, final HostAddresses host, final boolean fragments) throws Exception {
        return XdpProgram.load(MplsSteering.code(sockets, counters, null, traffic, host), "swaplane_mpls", fragments);
    }

    private static byte[] frame(final String mac, final String types, final String packet, final int length) {
        return Arrays.copyOf(HexFormat.of().parseHex((mac + SOURCE + types + packet).replace("udp", UDP).replace("tcp", TCP)
            .replace(" ", "")), length);
    }
}
