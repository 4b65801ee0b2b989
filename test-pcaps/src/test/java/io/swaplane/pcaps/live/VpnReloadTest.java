package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VRFs and their routes come, change and go by SIGHUP while one customer's packets flow, and {@code show} tells of them. */
class VpnReloadTest {
    /** The edge's own address in every VRF. */
    private static final String OWN = "10.255.0.1";
    private static final String RED = "- {name: red, label";
    private static final String GREEN = """
          - {name: green, import: ["100:1"], routes: [{prefix: 10.99.0.0/16, label: 999, next-hop: 1}]}
        interfaces:""";
    private static final String BLUES_ROUTE = "{prefix: 10.2.0.0/24, label: 1002, next-hop: 1}";
    private static final String OWN_ROUTE = "{prefix: " + OWN + "/32, receive: true}, ";
    private static final String ALL_ARRIVE = " 0% packet loss";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndPing() {
        Required.root();
        Required.ping();
    }

    @Test
    void shouldTakeOtherVrfsAndRoutesWithoutLosingPacketsOfThoseThatStay() throws Exception {
        final VpnSetup setup = VpnSetup.in(directory, "native").taps().own(OWN);
        try (VpnSite site = new VpnSite()) {
            final List<Program> routers = site.routers(setup);
            for (final String customer : VpnSite.CUSTOMERS) {
                VpnSite.reach(site.host(customer, 1), VpnSite.address(2, 2));
                VpnSite.reach(site.host(customer, 1), VpnSite.address6(2, 2));
            }
            site.edge(1).ip("address", "add", OWN + "/32", "dev", VpnSite.RED + VpnSite.TAP);
            try (Program ping = Program.start(site.host(VpnSite.RED, 1),
                List.of("ping", "-i", "0.05", "-c", "100000", VpnSite.address(2, 2)))) {
                shows(site);
                reload(site, routers.getFirst());
                assertThat(ping.isAlive()).isTrue();
                interrupt(ping);
                assertThat(ping.output()).contains(ALL_ARRIVE);
                assertThat(routers).allMatch(Program::isAlive);
            } finally {
                routers.forEach(Program::close);
            }
        }
    }

    private void shows(final VpnSite site) throws Exception {
        assertThat(printed(site, "vrf")).containsPattern("(?m)^red +[12] +- +per-vrf +1001 .* red tap:redtap$")
            .containsPattern("(?m)^blue +[12] +- +per-vrf +1002 .* blue tap:bluetap$");
        assertThat(printed(site, "ip", "route", "vrf", "red")).containsPattern("(?m)^10.1.0.0/24 +connected +glean +red +-$")
            .containsPattern("(?m)^10.1.0.2/32 +neighbour +10.1.0.2 +red +-$")
            .containsPattern("(?m)^10.2.0.0/24 +static +172.16.1.254 +core +202 1001$")
            .containsPattern("(?m)^" + OWN + "/32 +static +receive +- +-$");
        assertThat(printed(site, "ip", "forwarding", "vrf", "blue", VpnSite.address6(2, 2)))
            .contains("push 202 1002 on core, nbr 172.16.1.254, next hop 1");
    }

    private void reload(final VpnSite site, final Program edge) throws Exception {
        final Path config = directory.resolve("pe1").resolve("router.yaml");
        final String first = Files.readString(config);
        final Namespace red = site.host(VpnSite.RED, 1);
        final Namespace blue = site.host(VpnSite.BLUE, 1);
        assertThat(VpnSite.ping(red, OWN)).contains(ALL_ARRIVE);

        Files.writeString(config, first.replace(RED, "- {name: red, export: [\"100:1\"], label").replaceFirst("(?m)^interfaces:", GREEN));
        edge.hangUp();
        assertThat(edge.says("reloaded: 2 added, 0 removed, 1 changed")).as(edge::output).isTrue();
        assertThat(printed(site, "ip", "route", "vrf", "green"))
            .containsPattern("(?m)^10.2.0.0/24 +from red +172.16.1.254 +core +202 1001$")
            .containsPattern("(?m)^10.99.0.0/16 +static +172.16.1.254 +core +202 999$");

        Files.writeString(config, first.replace(BLUES_ROUTE, "{prefix: 10.2.0.0/24, drop: true}").replace(OWN_ROUTE, ""));
        edge.hangUp();
        assertThat(edge.says("reloaded: 0 added, 4 removed, 2 changed")).as(edge::output).isTrue();
        assertThat(VpnSite.isSilent(red, OWN)).isTrue();
        assertThat(VpnSite.isSilent(blue, VpnSite.address(2, 2))).isTrue();
        assertThat(VpnSite.ping(blue, VpnSite.address6(2, 2))).contains(ALL_ARRIVE);
        assertThat(printed(site, "vrf")).doesNotContain("green");

        Files.writeString(config, first);
        edge.hangUp();
        Await.until("the first configuration is back", () -> edge.times("reloaded: 2 added, 0 removed, 1 changed") == 2);
        assertThat(VpnSite.ping(red, OWN)).contains(ALL_ARRIVE);
        assertThat(VpnSite.ping(blue, VpnSite.address(2, 2))).contains(ALL_ARRIVE);
    }

    private String printed(final VpnSite site, final String... what) throws Exception {
        final String[] command = new String[what.length + 3];
        command[0] = "show";
        System.arraycopy(what, 0, command, 1, what.length);
        command[what.length + 1] = "--socket";
        command[what.length + 2] = Setup.socket(directory.resolve("pe1")).toString();
        try (Program program = Program.run(site.edge(1), command)) {
            assertThat(program.exitCode()).as(program::output).isZero();
            return program.output();
        }
    }

    /** So that it tells what was lost. */
    private static void interrupt(final Program ping) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(ping.pid())).start().waitFor()).isZero();
        ping.exitCode();
    }
}
