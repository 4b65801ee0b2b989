package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.pcap.PcapPacket;
import io.swaplane.io.pcap.PcapReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabTest extends RunsLabs {
    private static final Path BGP = Path.of("src/test/resources/lab/bgp.yaml");
    private static final Path IPV6 = Path.of("src/test/resources/lab/ipv6.yaml");
    private static final Path ROUTE_TARGETS = Path.of("src/test/resources/lab/route-targets.yaml");
    private static final Path CARRIERS_CARRIER_IPV6 = Path.of("src/test/resources/lab/carriers-carrier-ipv6.yaml");
    private static final Path IPV6_LABELS = Path.of("src/test/resources/lab/ipv6-labels.yaml");
    private static final Path IPV6_EDGES = Path.of("src/test/resources/lab/ipv6-edges.yaml");
    private static final int MPLS = 0x8847;
    private static final int TYPE = 12;

    private Path changed(final String from, final String to) throws IOException {
        final String text = Files.readString(STATIC);
        assertThat(text).contains(from);
        return Files.writeString(directory.resolve("changed.yaml"), text.replace(from, to));
    }

    @Test
    void shouldPassWithTheStacksOfATracedPacketAndACaptureOfEachLink() throws IOException {
        assertThat(lab(STATIC)).as(this::story).isZero();
        assertThat(out.toString()).contains("lab static: 6 routers, 5 links, converged in ", """
            ce1: trace 10.22.0.1 from 10.11.0.1: answered
              ce1
              |   ce1-pe1  v request IP   ^ reply IP
              pe1
              |   pe1-p    v request 100 26 IP   ^ reply 16 IP
              p
              |   p-pe2    v request 26 IP   ^ reply 200 16 IP
              pe2
              |-- pe2-ce2  v request IP   ^ reply IP
              |   ce2
              |   pe2-ce3
              ce3
            """, "\nPASS\n7 checks, ");
        assertThat(stacks("pe1-p")).contains(List.of(100, 26), List.of(16)).doesNotContain(List.of());
        assertThat(stacks("pe2-ce2")).isNotEmpty().allMatch(List::isEmpty);
    }

    private List<List<Integer>> stacks(final String link) throws IOException {
        return PcapReader.readAll(directory.resolve(link + ".pcap")).stream().map(LabTest::stack).distinct().toList();
    }

    private static List<Integer> stack(final PcapPacket packet) {
        final ByteBuffer frame = ByteBuffer.wrap(packet.data());
        int at = TYPE + 2;
        if (Short.toUnsignedInt(frame.getShort(TYPE)) != MPLS) {
            return List.of();
        }
        final List<Integer> labels = new ArrayList<>();
        do {
            labels.add(frame.getInt(at) >>> 12);
            at += Integer.BYTES;
        } while ((frame.getInt(at - Integer.BYTES) & 0x100) == 0);
        return labels;
    }

    @Test
    void shouldSayExactlyWhatDiffers() throws IOException {
        final Path lab = changed("p-pe2: [26]", "p-pe2: [27]");
        Files.writeString(lab, Files.readString(lab).replace("100 static pop (php, ip), on ge0/2", "100 static swap to 5")
            .replace("{ping: ce3, to: 10.11.0.1, fails: true}", "{ping: ce3, to: 10.11.0.1}"));
        assertThat(lab(lab)).isEqualTo(1);
        assertThat(out.toString()).contains("""
            FAIL:
              line 87: ping from ce3 to 10.11.0.1
                expected: 1 of 1 answered
                got:      0 of 1 answered
                dropped by pe2: no-route, 1 packet
              line 88: request from ce1 to 10.22.0.1 on link p-pe2
                expected: 27 IP
                got:      26 IP
              line 93: 'show mpls forwarding brief' on p, line 2 of the output
                expected: 100 static swap to 5
                got:      100 static pop (php, ip), on ge0/2
            """);
    }

    @Test
    void shouldFollowAScriptInWhichALinkIsCutAndRestored() {
        assertThat(type(STATIC, List.of("ping 10.22.0.1", "cut p-pe2", "ping 10.22.0.1", "links", "use p", "show neighbours",
            "restore p-pe2", "use ce1", "ping 10.22.0.1 count 2", "use nobody", "dance", "ping 10.22.0.1 source 1.1.1.1", "exit",
            "never"))).isZero();
        assertThat(printed("ce1> ping 10.22.0.1")).containsExactly("ce1: ping 10.22.0.1 from 10.1.0.2: 1 of 1 answered");
        assertThat(printed("ce1> ping 10.22.0.1", 1)).containsExactly("ce1: ping 10.22.0.1 from 10.1.0.2: 0 of 1 answered");
        assertThat(printed("ce1> links")).contains("ce1-pe1: ce1 eth0 - pe1 ge0-0, up", "p-pe2: p ge0-2 - pe2 ge0-2, cut");
        assertThat(printed("p> show neighbours")).anyMatch(each -> each.contains("10.0.2.1") && each.contains("unknown"));
        assertThat(printed("ce1> ping 10.22.0.1 count 2")).containsExactly("ce1: ping 10.22.0.1 from 10.1.0.2: 2 of 2 answered");
        assertThat(printed("ce1> use nobody")).containsExactly("there is no router nobody: there are ce1, pe1, p, pe2, ce2, ce3");
        assertThat(printed("ce1> dance")).containsExactly("'dance' is not known: 'help' lists the commands");
        assertThat(printed("ce1> ping 10.22.0.1 source 1.1.1.1")).containsExactly(
            "1.1.1.1 is no address of ce1 in global: its own are 10.1.0.2, 2001:db8:1::2, 10.11.0.1");
        assertThat(out.toString()).doesNotContain("never");
    }

    @Test
    void shouldTakeVpnRoutesOfBothFamiliesFromAnIpv4CoreOverAnIpv6LinkToAnIpv6Core() throws IOException {
        assertThat(lab(IPV6)).as(this::story).isZero();
        assertThat(stacks("asbr1-asbr2")).contains(List.of(50), List.of(44));
    }

    @Test
    void shouldReachPesByLabelledIpv6RoutesThatEndInExplicitNull() throws IOException {
        assertThat(lab(IPV6_LABELS)).as(this::story).isZero();
        assertThat(out.toString()).contains("*>  1.1.1.1/32 2001:db8:42::1 local   -        100 0 ",
            "2001:db8:42::1 local   -        100 2 ");
        assertThat(stacks("pe1-asbr1")).contains(List.of(110, 0), List.of(110, 2), List.of(110, 2, 16));
    }

    @Test
    void shouldCarryIpv6OverAnIpv4CoreByLabelsToldInIpv4Sessions() throws IOException {
        assertThat(lab(IPV6_EDGES)).as(this::story).isZero();
        assertThat(stacks("pe1-p")).contains(List.of(120, 17), List.of(120, 2), List.of(16)).doesNotContain(List.of(120), List.of());
        assertThat(stacks("p-pe2")).contains(List.of(17), List.of(2), List.of(110, 16)).doesNotContain(List.of(110), List.of());
    }

    @Test
    void shouldCarryALevel2CarriersIpv6LabelsOverTheIpv4CoreOfLevel1() throws IOException {
        assertThat(lab(CARRIERS_CARRIER_IPV6)).as(this::story).isZero();
        assertThat(stacks("pe1-p")).contains(List.of(2004, 46, 304), List.of(31, 303), List.of(2004, 46), List.of(31));
        assertThat(stacks("p-pe2")).contains(List.of(2003, 31, 303), List.of(46, 304), List.of(2003, 31), List.of(46));
    }

    @Test
    void shouldLoseAndRegainBgpSessionsWithTheLinksThatTheyGoOver() {
        assertThat(type(BGP, List.of("use pe1", "cut p-pe2", "show ip bgp summary", "use ce1", "ping 10.22.0.1 source 10.11.0.1",
            "restore p-pe2", "wait", "ping 10.22.0.1 source 10.11.0.1 count 1", "use pe1", "clear ip bgp pe2", "wait",
            "show ip bgp vpn all field in-label", "use ce1", "path 10.22.0.1 source 10.11.0.1"))).as(this::story).isZero();
        assertThat(printed("pe1> show ip bgp summary")).anyMatch(each -> each.startsWith("ce1 ") && each.endsWith("established"))
            .anyMatch(each -> each.startsWith("pe2 ") && !each.endsWith("established"));
        assertThat(printed("ce1> ping 10.22.0.1 source 10.11.0.1")).containsExactly(
            "ce1: ping 10.22.0.1 from 10.11.0.1: 0 of 1 answered");
        assertThat(printed("ce1> wait")).containsExactly("converged");
        assertThat(printed("ce1> ping 10.22.0.1 source 10.11.0.1 count 1")).containsExactly(
            "ce1: ping 10.22.0.1 from 10.11.0.1: 1 of 1 answered");
        assertThat(printed("pe1> wait")).containsExactly("converged");
        assertThat(printed("pe1> show ip bgp vpn all field in-label")).contains("10.11.0.1/32 16");
        assertThat(printed("ce1> path 10.22.0.1 source 10.11.0.1")).contains("  |   pe1-p    v request 100 26 IP   ^ reply 16 IP");
    }

    @Test
    void shouldHaveAReflectorHearOfTheRoutesThatItsClientsWantAsLongAsTheyDo() {
        assertThat(type(ROUTE_TARGETS, List.of("use rr", "cut rr-pe3", "show ip bgp vpn all", "use pe1", "show ip bgp route-target",
            "use rr", "restore rr-pe3", "wait", "show ip bgp vpn all --json"))).as(this::story).isZero();
        assertThat(printed("rr> show ip bgp vpn all")).hasSize(6).noneMatch(each -> each.contains("10.1.2.0/24"));
        assertThat(printed("pe1> show ip bgp route-target")).hasSize(6).noneMatch(each -> each.contains("42:RT:42:2/96"));
        assertThat(printed("rr> show ip bgp vpn all --json")).anyMatch(each -> each.contains("10.1.2.0/24"))
            .noneMatch(each -> each.contains("10.1.3.0/24"));
    }

    @Test
    void shouldRefuseAFileByLineAndPath() throws IOException {
        final Path lab = changed("{ping: ce1, to: 10.22.0.1, source: 10.11.0.1, count: 3}", "{ping: ce9, to: 10.22.0.1}");
        assertThat(lab(lab)).isEqualTo(3);
        assertThat(err.toString()).contains(lab + ":83: checks[0].ping: there is no router 'ce9': did you mean 'ce1'?");
        assertThat(out.toString()).isEmpty();
    }
}
