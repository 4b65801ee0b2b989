package io.swaplane.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFileTest {
    private static final String TWO = """
        lab: two
        routers:
          - router: a
            router-id: 1.1.1.1
            interfaces:
              - {name: ATM1/0.1, mpls: core, vrf: global, addresses: [10.0.0.1/30]}
          - router: b
            router-id: 2.2.2.2
            interfaces:
              - {name: eth0, vrf: red, addresses: [10.0.0.2/30]}
              - {name: eth1, vrf: global, addresses: [10.0.1.2/30]}
            vrfs:
              - {name: red}
        """;

    @TempDir
    private Path directory;

    private Lab read(final String yaml) throws IOException, ConfigException {
        return LabFile.read(Files.writeString(directory.resolve("lab.yaml"), yaml));
    }

    private void refuses(final String yaml, final String... problems) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOfSatisfying(ConfigException.class, refused ->
            assertThat(refused.problems().stream().map(each -> each.toString().substring(directory.toString().length() + 1)))
                .containsExactly(problems));
    }

    @Test
    void shouldMakeUpPortsAndMacAddresses() throws Exception {
        final Lab lab = read(TWO + """
            links:
              - {name: a-b, ends: [a ATM1/0.1, b eth0]}
            checks:
              - {ping: b, vrf: red, to: 10.0.0.1}
              - {trace: a, to: 10.0.0.2, stacks: {a-b: [16, 17]}, reply-stacks: {a-b: []}}
              - {show: mpls forwarding brief, on: a, prints: x}
            """);
        assertThat(lab.links()).containsExactly(new Lab.Link("a-b", new Lab.End("a", "ATM1-0.1"), new Lab.End("b", "eth0")));
        assertThat(lab.routers().stream().flatMap(each -> each.intent().interfaces().stream()).map(InterfaceIntent::mac))
            .doesNotHaveDuplicates().doesNotContain(new MacAddress(0)).noneMatch(MacAddress::isGroup);
        assertThat(lab.checks()).containsExactly(
            new LabCheck.Ping(17, "b", "red", InetAddress.ofLiteral("10.0.0.1"), null, 1, false),
            new LabCheck.Trace(18, "a", "global", InetAddress.ofLiteral("10.0.0.2"), null, Map.of("a-b", List.of(16, 17)),
                Map.of("a-b", List.of())),
            new LabCheck.Show(19, "a", List.of("mpls", "forwarding", "brief"), "x"));
    }

    @Test
    void shouldRefuseWhatIsWrongInARouterByItsPlaceInTheFile() {
        refuses("""
            lab: wrong
            routers:
              - router: a
                router-id: 1.1.1
                interfaces:
                  - {name: eth0, mpls: cor}
                ports: []
                host: {tap: t0}
              - router: a
                router-id: 2.2.2.2
                interfaces:
                  - {name: eth0, speed: 10}
            """,
            "lab.yaml:4: routers[0].router-id: '1.1.1' is not a router id: write an IPv4 address such as 2.2.2.2",
            "lab.yaml:6: routers[0].interfaces[0].mpls: 'cor' is not known: use core, external or off",
            "lab.yaml:7: routers[0].ports: belongs to a router on a real machine: leave it out",
            "lab.yaml:8: routers[0].host: belongs to a router on a real machine: leave it out",
            "lab.yaml:9: routers[1].router: 'a' is taken by the router on line 3: names are unique",
            "lab.yaml:12: routers[1].interfaces[0].speed: unknown key: use addresses, label-space, mac, mpls, mtu, multicast, name, port, "
                + "vlan, vrf");
    }

    @Test
    void shouldRefuseLinksThatLeadNowhere() {
        refuses(TWO + """
            links:
              - {name: a-b, ends: [a ATM1/0.1, b eth0]}
              - {name: a-c, ends: [a ATM1/0.1, c eth0]}
              - {name: a-b, ends: [b eth1, b eth7]}
              - {name: one, ends: [b eth1]}
            """,
            "lab.yaml:16: links[1].ends[0]: port a ATM1-0.1 is on the link on line 15 already: a port is on one link",
            "lab.yaml:16: links[1].ends[1]: there is no router 'c': use a or b",
            "lab.yaml:17: links[2].ends[1]: there is no port of b 'eth7': did you mean 'eth0'?",
            "lab.yaml:18: links[3].ends: a link has two ends: write them as [ROUTER PORT, ROUTER PORT]");
    }

    @Test
    void shouldRefuseChecksThatCannotBe() {
        refuses(TWO + """
            checks:
              - {ping: a, show: mpls, to: 10.0.0.2}
              - {ping: a, to: 10.0.0.2, vrf: red}
              - {ping: a, to: 10.0.0.2, source: "2001:db8::1", stacks: {}}
              - {trace: a, to: x, stacks: {a-b: [16, 1048576]}, count: 2}
              - {show: mpls, to: 10.0.0.2}
            """,
            "lab.yaml:15: checks[0]: is no check: give one of 'ping', 'trace' and 'show'",
            "lab.yaml:16: checks[1].vrf: there is no VRF of a 'red': none is configured",
            "lab.yaml:17: checks[2].source: 2001:db8::1 is of another family than 10.0.0.2",
            "lab.yaml:17: checks[2].stacks: belongs to trace: leave it out",
            "lab.yaml:18: checks[3].to: 'x' is not an IP address: write one such as 10.0.0.1 or 2001:db8::1",
            "lab.yaml:18: checks[3].count: belongs to ping: leave it out",
            "lab.yaml:18: checks[3].stacks.a-b: there is no link 'a-b': none is configured",
            "lab.yaml:18: checks[3].stacks.a-b[1]: 1048576 is out of range: use 0 to 1048575",
            "lab.yaml:19: checks[4].to: belongs to ping or trace: leave it out",
            "lab.yaml:19: checks[4].on: is missing: give the router that shows it");
    }
}
