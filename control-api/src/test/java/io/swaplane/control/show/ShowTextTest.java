package io.swaplane.control.show;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.mplsInterface;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.recursive;
import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.Conductor;
import io.swaplane.control.TestIntent;
import io.swaplane.control.TestTables;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.view.ActionView;
import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.QueueView;
import io.swaplane.control.view.RefusedModeView;
import io.swaplane.control.view.RouterView;
import io.swaplane.control.view.StatisticsView;
import io.swaplane.control.view.TapView;
import io.swaplane.control.view.WorkerView;
import io.swaplane.table.CounterLayout;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.PayloadType;
import io.swaplane.table.PuntReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShowTextTest {
    /** The AS 42 side of an inter-AS option B link: 44 was given to the other AS for a PE's label 16. */
    private static Conductor asbr2() {
        return TestIntent.empty("ASBR2").ports("ATM6/0", "ATM6/1")
            .with(mplsInterface("ATM6/1.20", "ATM6/1", MplsMode.CORE, 20)).with(mplsInterface("ATM6/0.21", "ATM6/0", MplsMode.EXTERNAL, 21))
            .with(neighbour("ATM6/1.20", "10.20.20.1", TestIntent.MAC_2)).with(neighbour("ATM6/0.21", "10.5.5.5", TestIntent.MAC_3))
            .with(direct(23, "ATM6/1.20", "10.20.20.1", 34))
            .with(new NextHopIntent.Recursive(29, 23, ip("1.1.1.1"), List.of()))
            .with(new LspIntent(44, LspIntent.PLATFORM, "bgp", new Accept.Router(), new Action.Swap(16, 29), null, null, 30))
            .conductor();
    }

    /** The AS 35 side: 50 leads straight over the link, with the other AS's label 44. */
    private static Conductor asbr3() {
        return TestIntent.empty("ASBR3").ports("ATM6/1")
            .with(mplsInterface("ATM6/1.21", "ATM6/1", MplsMode.EXTERNAL, 21)).with(neighbour("ATM6/1.21", "10.5.5.50", TestIntent.MAC_2))
            .with(direct(11, "ATM6/1.21", "10.5.5.50"))
            .with(new LspIntent(50, LspIntent.PLATFORM, "bgp", new Accept.Core(), new Action.Swap(44, 11), null, null, 12))
            .conductor();
    }

    @Test
    void shouldShowASwapAndPushInBrief() {
        try (Conductor conductor = asbr2()) {
            assertThat(new BriefText().lines(conductor.view().labels())).containsExactly(
                "platform label space:",
                "44 bgp swap to 16, push 34 on ATM6/1.20, nbr 10.20.20.1");
        }
    }

    @Test
    void shouldShowAPlainSwapInBrief() {
        try (Conductor conductor = asbr3()) {
            assertThat(new BriefText().lines(conductor.view().labels())).containsExactly(
                "platform label space:",
                "50 bgp swap to 44, on ATM6/1.21");
        }
    }

    @Test
    void shouldShowALabelWithItsChainOfNextHops() {
        try (Conductor conductor = asbr2()) {
            final List<String> expected = List.of(
                "In label: 44",
                "  Label space: platform label space",
                "  Owner: bgp",
                "  Spoof check: router ASBR2",
                "  Action:",
                "    MPLS next-hop: 30, label 16, resolved by MPLS next-hop 29",
                "      MPLS next-hop: 29, resolved by MPLS next-hop 23, peer 1.1.1.1",
                "        MPLS next-hop: 23, label 34 on ATM6/1.20, nbr 10.20.20.1",
                "  Statistics:",
                "    0 in pkts",
                "    0 in Octets",
                "    0 in errors",
                "    0 in discard pkts");
            assertThat(label(conductor, 44)).isEqualTo(expected);
            assertThat(all(conductor.view())).isEqualTo(expected);
            assertThat(label(conductor, 45)).isEmpty();
        }
    }

    @Test
    void shouldShowALabelThatADirectNextHopResolves() {
        try (Conductor conductor = asbr3()) {
            TestTables.countLabel(conductor.tables(), 0, 0, 50, 7, 700, 1, 2);
            assertThat(label(conductor, 50)).containsExactly(
                "In label: 50",
                "  Label space: platform label space",
                "  Owner: bgp",
                "  Spoof check: core",
                "  Action:",
                "    MPLS next-hop: 12, label 44, resolved by MPLS next-hop 11",
                "      MPLS next-hop: 11, on ATM6/1.21, nbr 10.5.5.50",
                "  Statistics:",
                "    7 in pkts",
                "    700 in Octets",
                "    1 in errors",
                "    2 in discard pkts");
        }
    }

    @Test
    void shouldShowADirectNextHopWithItsCounters() {
        try (Conductor conductor = asbr2()) {
            TestTables.countNextHop(conductor.tables(), 0, 23, 3, 312);
            assertThat(new NextHopText(conductor.nextHopChain(23)).nextHop(23)).containsExactly(
                "MPLS next-hop: 23, label 34 on ATM6/1.20, nbr 10.20.20.1",
                "  Sent:",
                "    3 packets",
                "    312 bytes",
                "    0 errors",
                "    0 discards");
        }
    }

    @Test
    void shouldShowARecursiveNextHopWithTheOneThatResolvesIt() {
        try (Conductor conductor = asbr2()) {
            assertThat(new NextHopText(conductor.nextHopChain(29)).nextHop(29)).containsExactly(
                "MPLS next-hop: 29, resolved by MPLS next-hop 23, peer 1.1.1.1",
                "  MPLS next-hop: 23, label 34 on ATM6/1.20, nbr 10.20.20.1",
                "  Statistics collection is disabled");
            assertThat(new NextHopText(conductor.nextHopChain(31)).nextHop(31)).isEmpty();
            assertThat(conductor.view().nextHops()).extracting(each -> each.index() + " referenced " + each.references())
                .containsExactly("23 referenced 1", "29 referenced 1", "30 referenced 1");
        }
    }

    /** Labels on a group, a protected next hop, and peers behind a tunnel, a link and nothing. */
    private static Conductor graph() {
        return TestIntent.router().with(direct(1, "core0", "10.0.0.2", 34)).with(direct(2, "ext0", "10.9.0.2"))
            .with(new NextHopIntent.Group(40, List.of(new NextHopIntent.Leg(2, 1), new NextHopIntent.Leg(1, 42))))
            .with(recursive(41, 40, 16)).with(TestIntent.protection(42, 1, 2)).with(TestIntent.toPeer(50, "1.1.1.1"))
            .with(TestIntent.toPeer(51, "10.9.0.3", 17, 18)).with(TestIntent.toPeer(52, "9.9.9.9"))
            .with(TestIntent.tunnel("1.1.1.1", "ldp", 40, 20)).with(TestIntent.tunnel("1.1.1.1", "bgp", 2, 30))
            .with(TestIntent.tunnel("0.0.0.7", "ldp", 52, 1))
            .with(lsp(100, new Action.Swap(200, 41))).with(lsp(101, new Action.Swap(201, 42))).with(lsp(102, new Action.Swap(202, 50)))
            .with(lsp(103, new Action.Swap(203, 51))).with(lsp(104, new Action.Swap(204, 52))).conductor();
    }

    @Test
    void shouldShowInBriefAsFarAsThereIsOneWay() {
        try (Conductor conductor = graph()) {
            assertThat(new BriefText().lines(conductor.view().labels())).containsExactly(
                "platform label space:",
                "100 static swap to 200, push 16 by MPLS next-hop 40, group of 2",
                "101 static swap to 201, by MPLS next-hop 42, protected",
                "102 static swap to 202, by MPLS next-hop 40, group of 2",
                "103 static swap to 203, push 17 18 on ext0, nbr 10.9.0.3",
                "104 static swap to 204, to peer 9.9.9.9 (unresolved)");
        }
    }

    @Test
    void shouldShowTheLegsOfAGroup() {
        try (Conductor conductor = graph()) {
            conductor.setPortState("p0", false);
            assertThat(new NextHopText(conductor.nextHopChain(41)).nextHop(41)).containsExactly(
                "MPLS next-hop: 41, label 16, resolved by MPLS next-hop 40",
                "  MPLS next-hop: 40, group of 2",
                "    weight 2: MPLS next-hop: 1, label 34 on core0, nbr 10.0.0.2",
                "    weight 1: MPLS next-hop: 42, protected",
                "      primary (not in use): MPLS next-hop: 1, label 34 on core0, nbr 10.0.0.2",
                "      backup: MPLS next-hop: 2, on ext0, nbr 10.9.0.2",
                "  Statistics collection is disabled");
            assertThat(label(conductor, 101)).contains("      MPLS next-hop: 42, protected");
        }
    }

    @Test
    void shouldShowHowPeersAreResolved() {
        try (Conductor conductor = graph()) {
            assertThat(new NextHopText(conductor.nextHopChain(50)).nextHop(50))
                .startsWith("MPLS next-hop: 50, resolved by MPLS next-hop 40, peer 1.1.1.1", "  MPLS next-hop: 40, group of 2");
            assertThat(new NextHopText(conductor.nextHopChain(51)).nextHop(51))
                .startsWith("MPLS next-hop: 51, labels 17 18 on ext0, nbr 10.9.0.3");
            assertThat(new NextHopText(conductor.nextHopChain(52)).nextHop(52)).startsWith("MPLS next-hop: 52, peer 9.9.9.9 (unresolved)");
            assertThat(TunnelText.tunnels(conductor.tunnels())).containsExactly(
                "endpoint owner next-hop preference metric state       in-use",
                "0.0.0.7  ldp         52          0      1 unreachable yes",
                "1.1.1.1  ldp         40          0     20 reachable   yes",
                "1.1.1.1  bgp          2          0     30 reachable   no");
            assertThat(TunnelText.tunnels(List.of())).containsExactly("no tunnels");
            assertThat(TunnelText.indirect(conductor.indirectNextHops(0, 10).nextHops())).containsExactly(
                "Indirect next-hop 1.1.1.1",
                "  Resolution in IP route table of VR",
                "    IP indirect next-hop index 50",
                "    Reachable (metric 20)",
                "    Number of direct next-hops is 2",
                "      Direct next-hop core0 (10.0.0.2)",
                "      Direct next-hop ext0 (10.9.0.2)",
                "  Resolution in IP tunnel-route table of VR",
                "    MPLS indirect next-hop index 50",
                "    Reachable (metric 20)",
                "    Number of direct next-hops is 1",
                "      Direct next-hop: MPLS next-hop 40",
                "  Reference count is 1",
                "Indirect next-hop 10.9.0.3",
                "  Resolution in IP route table of VR",
                "    IP indirect next-hop index 51",
                "    Reachable (metric 0)",
                "    Number of direct next-hops is 1",
                "      Direct next-hop ext0 (10.9.0.3)",
                "  Resolution in IP tunnel-route table of VR",
                "    MPLS indirect next-hop index 51",
                "    Reachable (metric 0)",
                "    Number of direct next-hops is 1",
                "      Direct next-hop ext0.mpls",
                "  Reference count is 1",
                "Indirect next-hop 9.9.9.9",
                "  Resolution in IP route table of VR",
                "    IP indirect next-hop index 52",
                "    Unreachable",
                "    Number of direct next-hops is 0",
                "  Resolution in IP tunnel-route table of VR",
                "    MPLS indirect next-hop index 52",
                "    Unreachable",
                "    Number of direct next-hops is 0",
                "  Reference count is 2");
            assertThat(conductor.indirectNextHops(0, 2).next()).isEqualTo(52);
            assertThat(conductor.indirectNextHops(52, 2).nextHops()).hasSize(1);
        }
    }

    @Test
    void shouldAlignBriefColumnsAndShowEveryKindOfAction() {
        final TestIntent intent = TestIntent.router().ports("p2").with(TestIntent.ownSpace("own0", "p2", MplsMode.CORE))
            .with(direct(11, "core0", "10.0.0.2")).with(direct(12, "core0", "10.0.0.3", 70, 71)).with(recursive(13, 11))
            .with(direct(14, "ext0", "10.9.0.99"))
            .with(lsp(20, new Action.Php(PayloadType.IPV4, 11))).with(lsp(21, new Action.Pop(PayloadType.IP, 12)))
            .with(lsp(22, new Action.Swap(3, 13))).with(lsp(23, new Action.Lookup("platform", PayloadType.IP)))
            .with(lsp(24, new Action.Lookup("own0", PayloadType.IPV6))).with(lsp(25, new Action.Receive()))
            .with(lsp(26, new Action.Drop())).with(lsp(27, new Action.Swap(30, 14)))
            .with(new LspIntent(100000, LspIntent.PLATFORM, "bgp", new Accept.Core(),
                new Action.Ecmp(List.of(new Action.Leg(2, new Action.Swap(31, 12)),
                    new Action.Leg(1, new Action.Protect(new Action.Swap(32, 11), new Action.Swap(33, 14))))), null, null, null))
            .with(new LspIntent(20, "own0", "static", new Accept.Core(), new Action.Receive(), null, null, null));
        try (Conductor conductor = intent.conductor()) {
            assertThat(new BriefText().lines(conductor.view().labels())).containsExactly(
                "platform label space:",
                "20     static pop (php, ipv4), on core0",
                "21     static pop (egress, ip), push 70 71 on core0, nbr 10.0.0.3",
                "22     static pop (php, ip), on core0, nbr 10.0.0.2",
                "23     static lookup on inner header/label",
                "24     static lookup on inner header/label in label space of own0 (ipv6)",
                "25     static receive",
                "26     static discard",
                "27     static swap to 30, on ext0 (unresolved)",
                "100000 bgp    weight 2: swap to 31, push 70 71 on core0, nbr 10.0.0.3",
                "              weight 1 primary: swap to 32, on core0",
                "              weight 1 backup: swap to 33, on ext0 (unresolved) (not in use)",
                "label space of own0:",
                "20 static receive");
            assertThat(label(conductor, 20)).filteredOn(line -> !line.startsWith("    0"))
                .containsExactly(
                    "In label: 20", "  Label space: platform label space", "  Owner: static", "  Spoof check: core", "  Action:",
                    "    pop (php, ipv4), on core0",
                    "    MPLS next-hop: 1048596, resolved by MPLS next-hop 11", "      MPLS next-hop: 11, on core0, nbr 10.0.0.2",
                    "  Statistics:",
                    "In label: 20", "  Label space: label space of own0", "  Owner: static", "  Spoof check: core", "  Action:",
                    "    receive", "  Statistics:");
            assertThat(label(conductor, 100000)).contains(
                "    weight 2:",
                "      MPLS next-hop: 1073741824, label 31, resolved by MPLS next-hop 12",
                "        MPLS next-hop: 12, labels 70 71 on core0, nbr 10.0.0.3",
                "    weight 1 backup (not in use):",
                "        MPLS next-hop: 14, on ext0, nbr 10.9.0.99 (unresolved)");
        }
    }

    @Test
    void shouldShowWhomASpoofCheckLetsIn() {
        final TestIntent intent = TestIntent.router().set("peers", new Accept.Interface("ext0"))
            .with(lsp(20, new Accept.Interface("ext0"), new Action.Receive()))
            .with(lsp(21, new Accept.Neighbour("ext0", ip("10.9.0.2")), new Action.Receive()))
            .with(lsp(22, new Accept.Named("peers"), new Action.Receive()));
        try (Conductor conductor = intent.conductor()) {
            assertThat(all(conductor.view())).filteredOn(line -> line.contains("Spoof"))
                .containsExactly("  Spoof check: interface ext0", "  Spoof check: neighbor 10.9.0.2 on ext0", "  Spoof check: set peers");
        }
    }

    @Test
    void shouldShowDropsAndPuntsThatCameAboutByPort() {
        try (Conductor conductor = TestIntent.router().conductor()) {
            assertThat(StatusText.drops(conductor.drops())).containsExactly("no packets dropped");
            assertThat(StatusText.punts(conductor.punts())).containsExactly("no packets punted");
            final ForwardingTables tables = conductor.tables();
            TestTables.add(tables.worker(0).dropCounters(0) + 8L * DropReason.RUNT.ordinal(), 10);
            TestTables.add(tables.worker(1).dropCounters(1) + 8L * DropReason.RUNT.ordinal(), 2);
            TestTables.add(tables.worker(1).dropCounters(1) + 8L * DropReason.NOT_MPLS.ordinal(), 1);
            TestTables.add(tables.worker(1).puntCounters(1) + 8L * PuntReason.GAL.ordinal(), 4);
            assertThat(StatusText.drops(conductor.drops())).containsExactly(
                "packets reason   severity ports      meaning",
                "     12 runt     warning  p0=10,p1=2 the frame ends inside its Ethernet header or VLAN tags",
                "      1 not-mpls info     p1=1       the ethertype is not MPLS: the packet is the host's, not the forwarder's");
            assertThat(StatusText.punts(conductor.punts())).containsExactly(
                "packets reason severity ports meaning",
                "      4 gal    info     p1=4  label 13, generic associated channel");
            assertThat(conductor.view().drops()).hasSize(DropReason.count());
            assertThat(conductor.view().punts()).hasSize(PuntReason.count());
        }
    }

    @Test
    void shouldShowPorts() {
        try (Conductor conductor = TestIntent.router().conductor()) {
            conductor.setPortState("p1", false);
            TestTables.add(conductor.tables().worker(0).portCounters(0) + CounterLayout.PORT_IN_PACKETS, 1000);
            TestTables.add(conductor.tables().worker(1).portCounters(1) + CounterLayout.PORT_OUT_OCTETS, 64);
            assertThat(StatusText.ports(conductor.ports())).containsExactly(
                "port state in-packets in-octets out-packets out-octets out-discards",
                "p0   up          1000         0           0          0            0",
                "p1   down           0         0           0         64            0");
        }
    }

    private static List<String> all(final RouterView view) {
        return new ForwardingText(view.labels(), view.nextHops()).lines();
    }

    private static List<String> label(final Conductor conductor, final int label) {
        final LabelPage page = conductor.labels(LabelFilter.label(label), LabelPosition.START, 10);
        return new ForwardingText(page.labels(), page.nextHops()).lines();
    }

    @Test
    void shouldKeepBriefColumnsAlignedFromPartToPart() {
        final BriefText brief = new BriefText();
        final StatisticsView none = new StatisticsView(0, 0, 0, 0);
        final List<ActionView> receive = List.of(new ActionView(null, true, "receive", List.of()));

        assertThat(brief.lines(List.of(new LabelView(100000, "platform label space", "static", "core", receive, none))))
            .containsExactly("platform label space:", "100000 static receive");
        assertThat(brief.lines(List.of(new LabelView(100001, "platform label space", "bgp", "core", receive, none),
            new LabelView(16, "label space of own0", "bgp", "core", receive, none))))
            .containsExactly("100001 bgp    receive", "label space of own0:", "16 bgp receive");
    }

    @Test
    void shouldShowHowInterfacesAreAttached() {
        final PortView port = new PortView("p42", true, 10, 1000, 9, 900, 1);
        assertThat(InterfaceText.lines(List.of(
            new InterfaceView("ATM6/1.20", port, new AttachmentView("eth1", "xdp-copy",
                List.of(new RefusedModeView("xdp-zero-copy", "EOPNOTSUPP: the driver of eth1 has no zero-copy")),
                List.of(new QueueView(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "EPERM: not allowed"),
                    QueueView.xdp(1, 0, 0, 30, 0, 0, 0, 0)), 12, null)),
            new InterfaceView("ATM6/1.21", new PortView("p43", false, 0, 0, 0, 0, 0), null)))).containsExactly(
                "ATM6/1.20 is up, port p42, Linux interface eth1",
                "  Mode: xdp-copy",
                "    not xdp-zero-copy: EOPNOTSUPP: the driver of eth1 has no zero-copy",
                "  Port statistics:",
                "    10 in pkts",
                "    1000 in Octets",
                "    9 out pkts",
                "    900 out Octets",
                "    1 out discard pkts",
                "  Rings, lost:",
                "    queue rx-dropped rx-ring-full rx-oversize rx-unfinished rx-invalid tx-oversize tx-invalid",
                "        0          1            2           7             8          4           9          5",
                "        1          0            0           0             0          0           0          0",
                "    12 MPLS pkts on queues without a worker",
                "  Rings, not lost:",
                "    queue fill-ring-empty tx-ring-empty tx-full tx-failed",
                "        0               3             6      10        11",
                "        1              30             0       0         0",
                "    queue 0, last tx-failed: EPERM: not allowed",
                "ATM6/1.21 is down, port p43, not attached",
                "  Port statistics:",
                "    0 in pkts",
                "    0 in Octets",
                "    0 out pkts",
                "    0 out Octets",
                "    0 out discard pkts");
    }

    @Test
    void shouldShowAPortWhoseRingsCannotBeRead() {
        assertThat(InterfaceText.lines(List.of(new InterfaceView("core0", new PortView("p42", true, 10, 1000, 9, 900, 1),
            new AttachmentView("eth1", "xdp-copy", List.of(), List.of(), 0, "getsockopt(XDP_STATISTICS): EBADF"))))).containsExactly(
                "core0 is up, port p42, Linux interface eth1",
                "  Mode: xdp-copy",
                "  Port statistics:",
                "    10 in pkts",
                "    1000 in Octets",
                "    9 out pkts",
                "    900 out Octets",
                "    1 out discard pkts",
                "  Rings cannot be read: getsockopt(XDP_STATISTICS): EBADF");
    }

    @Test
    void shouldShowNeighbours() {
        assertThat(StatusText.neighbours(List.of())).containsExactly("no neighbours");
        assertThat(StatusText.neighbours(List.of(new NeighbourView("core0", "10.0.0.2", "02:00:00:00:00:02", "static", false, null),
            new NeighbourView("ext0", "2001:db8::2", null, "incomplete", true, "netlink on neighbour: EPERM")))).containsExactly(
                "interface address     mac               state      kept-fresh refused",
                "core0     10.0.0.2    02:00:00:00:00:02 static     no",
                "ext0      2001:db8::2 unknown           incomplete yes        netlink on neighbour: EPERM");
    }

    @Test
    void shouldShowWorkersAndTheirStalls() {
        assertThat(StatusText.workers(List.of(new WorkerView(0, 3, "spin", "online", 1000, 20, 300, 2, 1_234_567),
            new WorkerView(1, null, "block", "offline", 5, 0, 0, 0, 0)))).containsExactly(
                "worker cpu idle  state   cycles busy-cycles in-packets stalls longest-stall",
                "     0   3 spin  online    1000          20        300      2        1234us",
                "     1 any block offline      5           0          0      0           0us");
    }

    @Test
    void shouldShowWhatWentToTheHostAndWhatItsKernelSaid() {
        final HostView host = new HostView(new TapView("swaplane0", 1, 2, 3), 4, 5, 6, 7, 8, List.of("net/ipv4/conf/red/forwarding"));
        assertThat(StatusText.host(host)).containsExactly(
            "TAP device swaplane0:", "  1 pkts delivered", "  2 pkts dropped, not the host's", "  3 pkts refused by the kernel",
            "Kernel's network:", "  4 neighbour requests", "  5 neighbour requests refused", "  6 overruns, tables read again",
            "  7 tables read again as they changed", "  8 messages not understood",
            "  FORWARDS IP BY ITSELF: net/ipv4/conf/red/forwarding must be 0");
        assertThat(StatusText.host(new HostView(null, 0, 0, 0, 0, 0, List.of()))).startsWith(
            "No TAP device: packets for the host are dropped");
    }
}
