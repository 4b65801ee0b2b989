package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swaplane.control.Conductor;
import io.swaplane.router.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VRFs and routes on the command line, against a router that takes commands. */
class RoutesTest extends AsksRouter {
    private SpineRouter router;

    @BeforeEach
    void start() throws Exception {
        router = new SpineRouter(socket, new Conductor(ConfigFile.read(Path.of("../examples/pe.yaml")), 1));
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
    }

    @Test
    void shouldShowTheVrfs() throws IOException {
        assertThat(shown("vrf")).isEqualTo("""
            VRF    number RD    label-mode label ipv4-routes ipv6-routes interfaces
            global      0 -     -          -               6           0 core
            red         1 100:1 per-vrf    16              8           4 ce-red
            blue        2 100:2 per-vrf    17              7           0 ce-blue
            """);
        assertThat(shown("vrf blue")).isEqualTo("""
            VRF blue, number 2
              Owner: static
              Route distinguisher: 100:2
              Import route targets: 100:2
              Export route targets: 100:2
              Label mode: per-vrf, label 17
              Interfaces: ce-blue
              Routes: 7 IPv4, 0 IPv6
            """);
        final JsonNode vrfs = new ObjectMapper().readTree(shown("vrf --json"));
        assertThat(vrfs.at("/router").asText()).isEqualTo("pe1");
        assertThat(vrfs.at("/vrfs/1/routeDistinguisher").asText()).isEqualTo("100:1");
        assertThat(new ObjectMapper().readTree(shown("vrf red --json")).at("/vrfs/0/ipv6Routes").asInt()).isEqualTo(4);
    }

    @Test
    void shouldShowTheRoutesOfOneTable() throws IOException {
        assertThat(shown("ip route")).isEqualTo("""
            prefix       type      next-hop  interface labels
            4.4.4.4/32   static    10.20.0.2 core      100
            10.20.0.0/30 connected glean     core      -
            10.20.0.0/32 connected discard   -         -
            10.20.0.1/32 local     receive   -         -
            10.20.0.2/32 neighbour 10.20.0.2 core      -
            10.20.0.3/32 connected discard   -         -
            """);
        assertThat(shown("ip route vrf blue")).isEqualTo("""
            prefix        type      next-hop            interface labels
            0.0.0.0/0     static    weight 2: 10.20.0.2 core      100 61
                                    weight 1: 10.1.0.2  ce-blue   -
            10.1.0.0/24   connected glean               ce-blue   -
            10.1.0.0/32   connected discard             -         -
            10.1.0.1/32   local     receive             -         -
            10.1.0.2/32   neighbour 10.1.0.2            ce-blue   -
            10.1.0.255/32 connected discard             -         -
            10.2.0.0/16   static    10.20.0.2           core      100 60
            """);
        final JsonNode routes = new ObjectMapper().readTree(shown("ip route vrf red --json")).get("routes");
        assertThat(routes).hasSize(12);
        assertThat(routes.at("/5/prefix").asText()).isEqualTo("10.2.0.0/16");
        assertThat(routes.at("/5/legs/0/labels").toString()).isEqualTo("[100,50]");
    }

    @Test
    void shouldShowTheRoutesWithinAPrefixOrTheOneThatAnAddressGoesBy() throws IOException {
        assertThat(shown("ip route vrf red 10.1.0.0/16")).isEqualTo("""
            prefix        type      next-hop interface labels
            10.1.0.0/24   connected glean    ce-red    -
            10.1.0.0/32   connected discard  -         -
            10.1.0.1/32   local     receive  -         -
            10.1.0.2/32   neighbour 10.1.0.2 ce-red    -
            10.1.0.255/32 connected discard  -         -
            """);
        assertThat(shown("ip route vrf red 2001:db8:3::/48")).isEmpty();
        assertThat(shown("ip route vrf red 2001:db8:2::/48")).endsWith("static 10.20.0.2 core      100 51\n");
        assertThat(shown("ip route vrf blue 10.2.3.4")).isEqualTo("""
            prefix      type   next-hop  interface labels
            10.2.0.0/16 static 10.20.0.2 core      100 60
            """);
        assertThat(new ObjectMapper().readTree(shown("ip route vrf blue 8.8.8.8 --json")).at("/routes/0/prefix").asText())
            .isEqualTo("0.0.0.0/0");
        refused(2, "there is no route to 8.8.8.8 in red", "show ip route vrf red 8.8.8.8");
    }

    @Test
    void shouldShowWhatIsDoneWithOneAddress() throws IOException {
        assertThat(shown("ip forwarding vrf red 10.2.3.4")).isEqualTo("""
            10.2.3.4 in red: forward
              Route: 10.2.0.0/16, static, forward
              TTL model: uniform, TC model: uniform
              push 100 50 on core, nbr 10.20.0.2, next hop 29
            """);
        assertThat(shown("ip forwarding vrf red 8.8.8.8")).isEqualTo("8.8.8.8 in red: drop no-route\n");
        assertThat(shown("ip forwarding vrf red 10.1.0.77")).isEqualTo("""
            10.1.0.77 in red: punt glean
              Route: 10.1.0.0/24, connected, glean on ce-red
            """);
        assertThat(shown("ip forwarding 4.4.4.4")).contains("\n  push 100 on core, nbr 10.20.0.2, next hop 29\n");
        assertThat(new ObjectMapper().readTree(shown("ip forwarding vrf blue 10.2.0.1 --json")).at("/decisions/0/route/legs/0/label")
            .asInt()).isEqualTo(60);
    }

    @Test
    void shouldRefuseWhatThereIsNotToShow() {
        refused(2, socket + ": there is no VRF green", "show vrf green");
        refused(2, socket + ": there is no VRF green", "show ip route vrf green");
        refused(2, socket + ": there is no VRF green", "show ip route vrf green 10.0.0.1");
        refused(2, socket + ": there is no VRF green", "show ip forwarding vrf green 10.0.0.1");
        refused(2, socket + ": address: '10.0.0' is no IP address", "show ip forwarding 10.0.0");
        refused(2, "swaplane: 10.1.0.1/16 has bits behind its length", "show ip route 10.1.0.1/16");
        refused(2, "swaplane: show ip route vrf: write 'show ip route [vrf NAME] [PREFIX]'", "show ip route vrf");
        refused(2, "swaplane: show ip forwarding a b: write 'show ip forwarding [vrf NAME] ADDRESS'", "show ip forwarding a b");
        refused(2, "swaplane: show ip forwarding vrf red: give an address", "show ip forwarding vrf red");
        refused(2, "swaplane: say what to show", "show ip");
        refused(2, "a replay has no routes: ", "show ip route --replay " + directory);
        refused(2, "a replay has no VRFs: ", "show vrf --replay " + directory);
    }

    @Test
    void shouldAddReplaceAndDeleteVrfs() {
        does("vrf add green --rd 100:3 --import 100:1 --import 192.0.2.1:7 --export 100:3 --label 18");
        assertThat(out.toString()).isEmpty();
        assertThat(shown("vrf green")).contains("Owner: api\n", "Import route targets: 100:1 192.0.2.1:7\n", "per-vrf, label 18\n");
        assertThat(shown("mpls forwarding brief")).contains("\n18 api    lookup in VRF green\n");
        does("lsp add --label 19 --lookup-vrf green --payload ipv4");
        refused(8, "refused, IN_USE: VRF green", "vrf delete green");
        does("lsp delete --label 19");
        does("vrf add green --label-mode per-route");
        assertThat(shown("vrf green")).contains("Route distinguisher: -\n", "Label mode: per-route\n");
        does("vrf delete green");
        refused(8, "refused, NOT_FOUND: there is no VRF green", "vrf delete green");
        refused(8, "refused, CONFLICTING_OWNER: VRF red", "vrf add red");
        refused(8, "refused, INVALID: 7 is no route distinguisher: ", "vrf add green --rd 7");
        refused(2, "swaplane: --label-mode often: use per-vrf, ", "vrf add green --label-mode often");
    }

    @Test
    void shouldShowRoutesThatComeFromAnotherVrf() {
        does("vrf add green --import 100:1");

        assertThat(shown("ip route vrf green 10.2.0.0/16")).isEqualTo("""
            prefix      type     next-hop  interface labels
            10.2.0.0/16 from red 10.20.0.2 core      100 50
            """);
    }

    @Test
    void shouldAddReplaceAndDeleteRoutesOfEveryKind() {
        does("route add 10.5.0.0/16 --vrf red --next-hop 29 --label 55");
        does("route add 10.6.0.0/16 --vrf red --via 10.1.0.2 --ttl-model pipe");
        does("route add 10.7.0.0/16 --vrf red --ecmp weight=3,label=56,next-hop=29 --ecmp via=10.1.0.2");
        does("route add 10.8.0.0/16 --vrf red --primary label=57,next-hop=29 --backup next-hop=29");
        does("route add 10.10.0.0/16 --vrf red --drop");
        does("route add 10.11.0.1/32 --vrf red --receive");
        does("route add 10.12.0.0/16 --vrf red --via 10.77.0.1");
        assertThat(out.toString()).isEqualTo("unresolved: packets drop until it is resolved\n");
        assertThat(shown("ip route vrf red 10.0.0.0/12").lines().map(String::strip).toList()).containsSubsequence(
            "10.5.0.0/16   api       10.20.0.2                      core      100 55",
            "10.6.0.0/16   api       10.1.0.2                       ce-red    -",
            "10.7.0.0/16   api       weight 3: 10.20.0.2            core      100 56",
            "weight 1: 10.1.0.2             ce-red    -",
            "10.8.0.0/16   api       primary: 10.20.0.2             core      100 57",
            "backup: 10.20.0.2 (not in use) core      100",
            "10.10.0.0/16  api       discard                        -         -",
            "10.11.0.1/32  api       receive                        -         -",
            "10.12.0.0/16  api       unresolved                     -         -");
        does("route add 10.5.0.0/16 --vrf red --drop");
        assertThat(shown("ip route vrf red 10.5.0.0/16")).contains("discard");
        does("route delete 10.5.0.0/16 --vrf red");
        assertThat(shown("ip route vrf red 10.5.0.0/16")).isEmpty();
        does("route add 0.0.0.0/0 --next-hop 29");
        assertThat(shown("ip forwarding 8.8.8.8")).contains("push 100 on core");
        does("route delete 0.0.0.0/0");
        refused(8, "refused, NOT_FOUND: ", "route delete 0.0.0.0/0");
    }

    @Test
    void shouldSayThatARouteStandsBehindTheConfigurations() {
        assertThat(ask("route", "add", "10.2.0.0/16", "--vrf", "red", "--drop")).isZero();
        assertThat(out.toString()).isEqualTo("standby: a stronger producer has the prefix\n");
        assertThat(shown("ip route vrf red 10.2.0.0/16")).contains("static").doesNotContain("discard");
        does("route delete 10.2.0.0/16 --vrf red");
    }

    @Test
    void shouldRefuseRoutesThatCannotBe() {
        refused(8, "refused, CONFLICTING_OWNER: ", "route add 10.1.0.0/24 --vrf red --drop");
        refused(8, "refused, UNKNOWN_REFERENCE: ", "route add 10.5.0.0/16 --vrf red --next-hop 999");
        refused(8, "refused, UNKNOWN_REFERENCE: ", "route add 10.5.0.0/16 --vrf green --drop");
        refused(8, "refused, INVALID: 10.5.0.1/16 has bits behind its length", "route add 10.5.0.1/16 --drop");
        refused(8, "refused, INVALID: gateway: 'there' is no IP address", "route add 10.5.0.0/16 --via there");
        refused(2, "swaplane: give one of --next-hop, ", "route add 10.5.0.0/16");
        refused(2, "swaplane: give one of --next-hop, ", "route add 10.5.0.0/16 --drop --receive");
        refused(2, "swaplane: give one of --next-hop, ", "route add 10.5.0.0/16 --primary next-hop=1");
        refused(2, "swaplane: --label needs --next-hop", "route add 10.5.0.0/16 --label 16 --drop");
        refused(2, "swaplane: --ecmp label=16,via=10.0.0.1: give next-hop ", "route add 10.5.0.0/16 --ecmp label=16,via=10.0.0.1");
        refused(2, "swaplane: --backup weight=2,next-hop=1: 'weight=2' is not understood; ",
            "route add 10.5.0.0/16 --primary next-hop=1 --backup weight=2,next-hop=1");
        refused(2, "swaplane: say what to do", "route");
        refused(2, "swaplane: say what to do", "vrf");
    }
}
