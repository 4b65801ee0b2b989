package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swaplane.control.Conductor;
import io.swaplane.router.config.ConfigFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** BGP on the command line, against a router whose BGP is made up. */
class BgpTest {
    @TempDir
    private Path directory;
    private Path socket;
    private MadeUpBgp bgp;
    private SpineRouter router;
    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void start() throws Exception {
        bgp = new MadeUpBgp();
        start(bgp);
    }

    private void start(final MadeUpBgp with) throws Exception {
        socket = directory.resolve("control.sock");
        router = new SpineRouter(socket, new Conductor(ConfigFile.read(Path.of("../examples/asbr2.yaml")), 1), with);
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
    }

    private int run(final String command) {
        out = new StringWriter();
        err = new StringWriter();
        final CommandLine line = Swaplane.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(Stream.concat(Stream.of(command.split(" ")), Stream.of("--socket", socket.toString()))
            .toArray(String[]::new));
    }

    private String shown(final String command) {
        assertThat(run("show ip bgp" + command)).as(() -> command + ": " + err).isZero();
        return out.toString();
    }

    private JsonNode json(final String command) throws IOException {
        final JsonNode document = new ObjectMapper().readTree(shown(command + " --json"));
        assertThat(document.at("/router").asText()).isEqualTo("asbr2");
        return document;
    }

    private void refused(final String message, final String command) {
        assertThat(run(command)).as(command).isEqualTo(2);
        assertThat(err.toString()).startsWith(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldShowTheSpeakerAndItsNeighbors() throws IOException {
        assertThat(shown(" summary")).isEqualTo("""
            Local router ID 2.2.2.2, local AS 42, cluster ID 2.2.2.2
            Sets of attributes: 4, octets of routes: 1234, in-labels: 3

            table        VRF prefixes paths
            ipv4-unicast -          2     3
            vpnv4        -          3     5
            vpnv6        -          1     1
            ipv4-unicast red        2     2

            neighbor address  VRF     AS msgs-in msgs-out  up/down prefixes state
            1.1.1.1  1.1.1.1  -       42     101      102 01:02:03        3 established
            asbr3    10.5.5.5 -       35       7        8 3d04h05m        - active
            ce1      10.1.0.2 red  65002       9        9 00:00:05        1 established
            ce2      10.1.0.2 blue     -       0        0 00:00:00        - idle
            """);
        final JsonNode document = json(" summary");
        assertThat(document.at("/bgp/0/as").asInt()).isEqualTo(42);
        assertThat(document.at("/bgp/0/peers/1/lastEnd").asText()).isEqualTo("hold timer expired");
        assertThat(document.at("/bgp/0/tables/0/family").asText()).isEqualTo("ipv4-unicast");
    }

    @Test
    void shouldShowTheInLabelOfEachRouteAndAcceptClass() throws IOException {
        assertThat(shown(" vpn all field in-label")).isEqualTo("""
            Prefix         In-label
            10.10.10.11/32 44
            10.10.10.11/32 45
            10.10.10.11/32 17
            10.10.10.12/32 none
            2001:db8::/32  44
            """);
        assertThat(shown(" vpnv4 all 10.10.10.12/32 field in-label")).isEqualTo("""
            Prefix         In-label
            10.10.10.12/32 none
            """);
        final JsonNode labels = json(" vpn all field in-label").get("labels");
        assertThat(labels).hasSize(5);
        assertThat(labels.get(0).toString())
            .isEqualTo("{\"family\":\"vpnv4\",\"vrf\":null,\"rd\":\"100:0\",\"prefix\":\"10.10.10.11/32\",\"label\":44}");
        assertThat(labels.get(3).get("label").isNull()).isTrue();
    }

    @Test
    void shouldShowTheOutLabelsOfPathsInUse() {
        assertThat(shown(" vpn all field out-label")).isEqualTo("""
            Prefix         Out-label
            10.10.10.11/32 16
            10.10.10.11/32 none
            10.10.10.12/32 50
            10.10.10.12/32 51
            2001:db8::/32  16
            """);
        assertThat(shown(" vpnv6 all field out-label")).isEqualTo("""
            Prefix        Out-label
            2001:db8::/32 16
            """);
        assertThat(shown(" vpn all 10.10.10.11 field out-label")).isEqualTo("""
            Prefix         Out-label
            10.10.10.11/32 16
            10.10.10.11/32 none
            """);
        assertThat(shown(" vpn vrf red field in-label")).isEqualTo("""
            Prefix         In-label
            10.1.0.0/24    17
            10.10.10.12/32 none
            """);
        assertThat(shown(" vpn all 11.0.0.0/8 field in-label")).isEqualTo("no routes\n");
        assertThat(shown(" field out-label")).isEqualTo("""
            Prefix        Out-label
            10.10.0.0/16  none
            10.10.10.0/24 none
            """);
    }

    @Test
    void shouldShowHowTheNextHopsOfLabelsAreReached() throws IOException {
        assertThat(shown(" vpn all next-hops")).isEqualTo("""
            Indirect next-hop 1.1.1.1
              Resolution in IP route table of VR
                IP indirect next-hop index 29
                Reachable (metric 3)
                Number of direct next-hops is 1
                  Direct next-hop ATM6/1.20 (10.20.20.1)
              Resolution in IP tunnel-route table of VR
                MPLS indirect next-hop index 29
                Reachable (metric 3)
                Number of direct next-hops is 1
                  Direct next-hop: MPLS next-hop 23
              Reference count is 3
            Indirect next-hop 10.7.7.7
              Resolution in IP route table of VR
                IP indirect next-hop index 41
                Unreachable
                Number of direct next-hops is 0
              Resolution in IP tunnel-route table of VR
                MPLS indirect next-hop index 41
                Unreachable
                Number of direct next-hops is 0
              Reference count is 2
            """);
        assertThat(json(" vpn all next-hops").at("/indirectNextHops/0/tunnelRoute/directNextHops/0/nextHop").asInt()).isEqualTo(23);
        assertThat(json(" vpnv4 all next-hops").at("/indirectNextHops/0/references").asInt()).isEqualTo(3);
    }

    @Test
    void shouldShowTheRoutesOfTheGlobalTable() throws IOException {
        assertThat(shown("")).isEqualTo("""
            Local router ID 2.2.2.2, local AS 42
            Status codes: * reachable, > best, = multipath, i internal, S stale; path codes: i IGP, e EGP, ? incomplete
            ipv4-unicast:
                 prefix        next-hop from  MED local-pref in-label out-label path
            *>i  10.10.0.0/16  1.1.1.1  pe1    16        100 -        -         i
            *  S               10.5.5.5 asbr3   -          - -        -         35 64512 i
            *>   10.10.10.0/24 self     local   -          - -        -         ?
            """);
        assertThat(shown(" 10.10.10.0/24 longer-prefixes")).contains("10.10.10.0/24").doesNotContain("10.10.0.0/16");
        assertThat(shown(" 2001:db8::/32 longer-prefixes")).isEqualTo("no routes\n");
        assertThat(json("").at("/routes/0/paths/1/reason").asText()).isEqualTo("AS path is longer");
    }

    @Test
    void shouldShowAllPathsToAPrefixAndWhyEachIsNotTheBest() throws IOException {
        assertThat(shown(" 10.10.0.0/16")).isEqualTo("""
            BGP route 10.10.0.0/16, ipv4-unicast, 2 paths
              Path 1: best
                Next hop: 1.1.1.1 (metric 3)
                From: pe1, internal
                AS path: empty, origin IGP
                MED: 16, local preference: 100
                Out-label: none
                In-label: none
                Originator: 1.1.1.1
              Path 2: not best, AS path is longer
                Next hop: 10.5.5.5 (metric 0)
                From: asbr3, external, stale
                AS path: 35 64512, origin IGP
                MED: -, local preference: -
                Out-label: none
                In-label: none
            """);
        assertThat(shown(" vpn all 10.10.10.12/32")).isEqualTo("""
            BGP route 10.10.10.12/32, RD 100:0, vpnv4, 3 paths
              Path 1: best
                Next hop: 10.5.5.5 (metric 0)
                From: asbr3, external
                AS path: 35, origin IGP
                MED: -, local preference: -
                Out-label: 50
                In-label: none
                Extended communities: RT:100:1
              Path 2: multipath
                Next hop: 10.6.6.6 (metric 0)
                From: asbr4, external
                AS path: 35, origin IGP
                MED: -, local preference: -
                Out-label: 51
                In-label: none
                Extended communities: RT:100:1
              Path 3: not best, next hop is unreachable
                Next hop: 10.7.7.7 (unreachable)
                From: asbr5, external
                AS path: 35, origin IGP
                MED: -, local preference: -
                Out-label: 52
                In-label: none
                Extended communities: RT:100:1
            """);
        assertThat(shown(" vpn all 10.10.10.11/32")).contains("RD 100:0", "RD 100:1",
            "    In-label: 44, valid from neighbor 10.5.5.5 on ATM6/0.21\n");
        assertThat(json(" vpn all 10.10.10.11/32").get("routes")).hasSize(2);
    }

    @Test
    void shouldShowTheLongestPrefixThatAnAddressIsIn() throws IOException {
        assertThat(shown(" 10.10.10.11")).startsWith("BGP route 10.10.10.0/24, ipv4-unicast, 1 path\n");
        assertThat(shown(" 10.10.11.1")).startsWith("BGP route 10.10.0.0/16, ");
        assertThat(json(" 10.10.11.1").get("routes")).hasSize(1);
    }

    @Test
    void shouldShowTheRoutesOfVpns() throws IOException {
        assertThat(shown(" vpn all")).isEqualTo("""
            Local router ID 2.2.2.2, local AS 42
            Status codes: * reachable, > best, = multipath, i internal, S stale; path codes: i IGP, e EGP, ? incomplete
            vpnv4:
                RD    prefix         next-hop from  MED local-pref in-label out-label path
            *>i 100:0 10.10.10.11/32 1.1.1.1  pe1     0        100 44,45    16        65001 i
            *>  100:1 10.10.10.11/32 self     local   -          - 17       -         65002 ?
            *>  100:0 10.10.10.12/32 10.5.5.5 asbr3   -          - -        50        35 i
            *=                       10.6.6.6 asbr4   -          - -        51        35 i
                                     10.7.7.7 asbr5   -          - -        52        35 i
            vpnv6:
                RD    prefix        next-hop from MED local-pref in-label out-label path
            *>i 100:0 2001:db8::/32 1.1.1.1  pe1    0        100 44       16        65001 i
            """);
        assertThat(shown(" vpnv6 all")).doesNotContain("10.10.10.11/32").contains("2001:db8::/32");
        assertThat(shown(" vpn vrf red")).isEqualTo("""
            Local router ID 2.2.2.2, local AS 42
            Status codes: * reachable, > best, = multipath, i internal, S stale; path codes: i IGP, e EGP, ? incomplete
            ipv4-unicast, VRF red:
                prefix         next-hop from     MED local-pref in-label out-label path
            *>  10.1.0.0/24    10.1.0.2 ce1        -          - 17       -         65002 i
            *>  10.10.10.12/32 10.5.5.5 imported   -          - -        50        35 i
            """);
        assertThat(shown(" vpnv6 vrf red")).isEqualTo("no routes\n");
        assertThat(json(" vpn vrf red").get("routes")).hasSize(2);
    }

    @Test
    void shouldShowOneNeighbor() throws IOException {
        assertThat(shown(" neighbors 1.1.1.1")).isEqualTo("""
            BGP neighbor 1.1.1.1, remote AS 42, local AS 42, internal
              State: established for 01:02:03
              Remote router ID: 1.1.1.1, hold time: 90 s
              Connection: 2.2.2.2:40000 to 1.1.1.1:179
              Capabilities: 4-octet AS, route refresh
              Family vpnv4: negotiated, 2 prefixes received, limit 1000
              Family vpnv6: negotiated, 1 prefix received
              Family ipv6-labeled-unicast: disabled for this session, as its routes could not be read, 0 prefixes received
              Route targets: waited for, at most another 43 s
              Labels given to it are valid from: core
              Messages: 101 in, 102 out; updates: 51 in, 52 out
              Established 1 time
            """);
        assertThat(shown(" neighbors 10.5.5.5")).isEqualTo("""
            BGP neighbor asbr3, address 10.5.5.5, remote AS 35, local AS 42, external
              Description: the other carrier, circuit 7
              Interface: ATM6/0.21
              State: active for 3d04h05m
              Family vpnv4: not negotiated, 0 prefixes received
              Labels given to it are valid from: neighbor 10.5.5.5 on ATM6/0.21
              Messages: 7 in, 8 out; updates: 3 in, 4 out
              Not taken as it came: foreign-next-hop 7, ignored-prefix 2
              Kept of its last session: routes of vpnv4, for another 43 s
              Established 2 times, last ended: hold timer expired
            """);
        assertThat(shown(" neighbours")).contains(shown(" neighbors ce1"), "\n\nBGP neighbor asbr3, ");
        assertThat(json(" neighbors 1.1.1.1").at("/neighbors/0/families/2/disabled").asBoolean()).isTrue();
        assertThat(json(" neighbors 1.1.1.1").at("/neighbors/0/routeTargets").asText()).isEqualTo("waited for, at most another 43 s");
        assertThat(json(" neighbors ce1").at("/neighbors/0/vrf").asText()).isEqualTo("red");
        assertThat(json(" neighbors asbr3").at("/neighbors/0/description").asText()).isEqualTo("the other carrier, circuit 7");
    }

    @Test
    void shouldShowWhatANeighborSentAndWasTold() throws IOException {
        assertThat(shown(" neighbors ce1 received")).contains("ipv4-unicast, VRF red:\n", "10.1.0.0/24").doesNotContain("10.10.10.12/32");
        assertThat(shown(" neighbors asbr3 received-routes")).contains("ipv4-unicast:\n", "vpnv4:\n").doesNotContain("vpnv6");
        assertThat(shown(" neighbors 1.1.1.1 advertised")).contains("vpnv4:\n", "vpnv6:\n").doesNotContain("ipv4-unicast");
        assertThat(shown(" neighbors asbr3 advertised")).isEqualTo("no routes\n");
        assertThat(json(" neighbors 1.1.1.1 advertised-routes").get("routes")).hasSize(4);
    }

    @Test
    void shouldShowTenThousandRoutes() throws Exception {
        router.close();
        start(new MadeUpBgp().with(10_000));

        assertThat(shown(" vpnv4 all field in-label").lines()).hasSize(1 + 4 + 10_000).last().asString().matches("11\\.0\\.39\\.15/32 +44");
        assertThat(shown(" vpnv4 all").lines()).hasSize(4 + 5 + 10_000).last().asString()
            .matches("\\*>i 100:2 11\\.0\\.39\\.15/32 +1\\.1\\.1\\.1 +pe1 +0 +100 +44 +16 +65001 i");
        assertThat(json(" vpnv4 all").get("routes")).hasSize(10_003);
    }

    @Test
    void shouldClearSessions() {
        assertThat(Stream.of("", " all", " *", " asbr3", " 10.5.5.5 soft", " soft in", " all soft out")
            .map(each -> run("clear ip bgp" + each)))
            .allMatch(status -> status == 0);
        assertThat(bgp.cleared()).containsExactly("null HARD", "null HARD", "null HARD", "asbr3 HARD", "asbr3 SOFT_IN", "asbr3 SOFT_OUT",
            "null SOFT_IN", "null SOFT_OUT");
        refused("there is no BGP neighbor nobody", "clear ip bgp nobody");
        refused("there are several BGP neighbors 10.1.0.2: name one of them: ce1 in VRF red, ce2 in VRF blue", "clear ip bgp 10.1.0.2");
        refused("swaplane: clear ip bgp asbr3 hard: write 'clear ip bgp [all|NEIGHBOR] [soft [in|out]]'", "clear ip bgp asbr3 hard");
        refused("swaplane: say what to clear", "clear ip");
    }

    @Test
    void shouldRefuseWhatThereIsNot() {
        refused("there is no BGP route to 10.77.0.0/16", "show ip bgp 10.77.0.0/16");
        refused("there is no BGP route to 8.8.8.8 in VRF red", "show ip bgp vpn vrf red 8.8.8.8 --json");
        refused("there is no BGP route to 8.8.8.8", "show ip bgp vpn all 8.8.8.8 field in-label --json");
        refused(socket + ": there is no VRF green", "show ip bgp vpn vrf green");
        refused(socket + ": there is no VRF green", "show ip bgp vpn vrf green field in-label --json");
        refused("there is no BGP neighbor nobody", "show ip bgp neighbors nobody advertised");
    }

    @Test
    void shouldSayHowToWriteWhatIsNotUnderstood() {
        refused("swaplane: show ip bgp sumary: write 'show ip bgp [PREFIX|ADDRESS] [longer-prefixes] [field in-label|out-label]', or "
            + "'show ip bgp summary', 'neighbors', 'route-target' or 'vpn'", "show ip bgp sumary");
        refused("swaplane: show ip bgp vpn each: write 'show ip bgp vpn all next-hops' or 'show ip bgp vpn all|vrf NAME [PREFIX|ADDRESS] ",
            "show ip bgp vpn each");
        refused("swaplane: show ip bgp vpnv4 vrf: write 'show ip bgp vpnv4 all next-hops' or ", "show ip bgp vpnv4 vrf");
        refused("swaplane: show ip bgp vpn vrf red next-hops: write ", "show ip bgp vpn vrf red next-hops");
        refused("swaplane: show ip bgp vpn all 10.0.0.0/8 11.0.0.0/8: write ", "show ip bgp vpn all 10.0.0.0/8 11.0.0.0/8");
        refused("swaplane: field label: use in-label or out-label", "show ip bgp vpn all field label");
        refused("swaplane: 10.0.0.1/8 has bits behind its length", "show ip bgp 10.0.0.1/8");
        refused("swaplane: show ip bgp neighbors ce1 told: write 'show ip bgp neighbors [NEIGHBOR [advertised|received]]'",
            "show ip bgp neighbors ce1 told");
        refused("a replay has no BGP: ", "show ip bgp --replay " + directory);
    }

    @Test
    void shouldSayThatTheRouterSpeaksNoBgp() throws Exception {
        router.close();
        start((MadeUpBgp) null);

        for (final String command : new String[] {"show ip bgp", "show ip bgp summary", "show ip bgp vpn all field in-label --json",
            "show ip bgp vpn all next-hops", "show ip bgp neighbors", "clear ip bgp", "clear ip bgp asbr3 soft"}) {
            refused(socket + ": this router speaks no BGP", command);
        }
    }
}
