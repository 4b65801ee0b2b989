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

/** {@code lsp}, {@code next-hop}, {@code tunnel}, {@code clear}, and what {@code show} says of it, against a router that takes commands. */
class ProgrammingTest extends AsksRouter {
    private SpineRouter router;

    @BeforeEach
    void start() throws Exception {
        router = new SpineRouter(socket, new Conductor(ConfigFile.read(Path.of("../examples/asbr2.yaml")), 1));
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
    }

    @Test
    void shouldAddReplaceAndDeleteALabelEntry() {
        does("lsp add --label 500 --swap 600 --next-hop 29");
        assertThat(out.toString()).isEmpty();
        assertThat(shown("mpls forwarding brief")).contains("\n500 api swap to 600, push 34 on ATM6/1.20, nbr 10.20.20.1\n");
        does("lsp add --label 500 --php ip --next-hop 29 --accept router");
        assertThat(shown("mpls forwarding label 500")).contains("pop (php, ip)", "router asbr2");
        does("lsp delete --label 500");
        refused(2, "label 500 has no entry", "show mpls forwarding label 500");
        refused(8, "refused, NOT_FOUND: label 500 has no entry", "lsp delete --label 500");
    }

    @Test
    void shouldTakeEveryKindOfAction() {
        does("lsp add --label 500 --ecmp weight=2,swap=600,next-hop=29 --ecmp php=ipv4,next-hop=29");
        does("lsp add --label 501 --primary swap=600,next-hop=29 --backup pop=ip,next-hop=29 --ttl-model pipe --tc-model uniform");
        does("lsp add --label 502 --lookup platform --payload ipv6 --accept interface=ATM6/1.20");
        does("lsp add --label 503 --receive");
        does("lsp add --label 504 --drop");
        does("lsp add --label 505 --pop ipv6 --next-hop 29");
        final String brief = shown("mpls forwarding brief");
        assertThat(brief).contains("\n500 api ", "\n501 api ", "\n502 api ", "\n503 api ", "\n504 api ", "\n505 api ");
    }

    @Test
    void shouldNotTouchWhatTheConfigurationHas() {
        refused(8, "refused, CONFLICTING_OWNER: label 44: ", "lsp add --label 44 --drop");
        refused(8, "refused, CONFLICTING_OWNER: ", "next-hop delete 29");
        refused(8, "refused, UNKNOWN_REFERENCE: label 500: there is no next hop 999", "lsp add --label 500 --swap 600 --next-hop 999");
        refused(8, "refused, INVALID: ", "lsp add --label 5 --drop");
    }

    @Test
    void shouldRefuseACommandLineThatIsNoEntry() {
        refused(2, "swaplane: give one of --swap", "lsp add --label 500");
        refused(2, "swaplane: give one of --swap", "lsp add --label 500 --drop --receive");
        refused(2, "swaplane: --swap needs --next-hop", "lsp add --label 500 --swap 600");
        refused(2, "swaplane: --accept anybody: ", "lsp add --label 500 --drop --accept anybody");
        refused(2, "swaplane: --ecmp swap=1: give next-hop", "lsp add --label 500 --ecmp swap=1");
        refused(2, "swaplane: --ecmp swop=1,next-hop=1: 'swop=1' is not understood; ", "lsp add --label 500 --ecmp swop=1,next-hop=1");
        refused(2, "swaplane: give one of --interface", "next-hop add --interface ATM6/1.20");
        refused(2, "swaplane: --push is for ", "next-hop add --group next-hop=29 --push 16");
        refused(2, "swaplane: say what to do", "lsp");
    }

    @Test
    void shouldAddAndDeleteNextHopsAndTunnels() {
        does("next-hop add --index 100 --interface ATM6/1.20 --neighbour 10.20.20.1 --push 16,17");
        does("next-hop add --index 101 --peer 9.9.9.9 --push 18");
        assertThat(out.toString()).isEqualTo("unresolved: packets drop until it is resolved\n");
        does("tunnel add 9.9.9.9 --next-hop 100 --preference 1 --metric 7");
        assertThat(shown("mpls tunnels")).contains("9.9.9.9");
        assertThat(shown("mpls next-hop 101")).contains("resolved by MPLS next-hop 100");
        does("next-hop add --index 102 --group weight=2,next-hop=100 --group next-hop=101");
        does("next-hop add --index 103 --primary 100 --backup 102");
        does("next-hop add --via 103 --push 19");
        assertThat(out.toString()).startsWith("next hop ");
        final String made = out.toString().strip().replace("next hop ", "");
        refused(8, "refused, IN_USE: next hop 103 cannot go: ", "next-hop delete 103");
        does("next-hop delete " + made);
        does("next-hop delete 103");
        does("tunnel delete 9.9.9.9");
        refused(8, "refused, NOT_FOUND: ", "tunnel delete 9.9.9.9");
    }

    @Test
    void shouldShowLabelsProducersAndCommands() throws IOException {
        does("lsp add --label 500 --drop");
        refused(8, "refused, ", "lsp add --label 44 --drop");
        assertThat(shown("labels usage")).contains("platform ").contains("api=1 bgp=1").contains("\nrange for ", "\nall others ");
        assertThat(shown("producers")).containsPattern("\n +0 configuration ").containsPattern("\n +1 cli +- ");
        assertThat(shown("control")).contains("1 commands programmed\n", "1 commands refused: conflicting-owner=1\n");

        final JsonNode labels = new ObjectMapper().readTree(shown("labels usage --json"));
        assertThat(labels.at("/labelSpaces/0/byOwner/api").asInt()).isEqualTo(1);
        assertThat(labels.at("/ranges/0/free").asInt()).isPositive();
        final JsonNode producers = new ObjectMapper().readTree(shown("producers --json"));
        assertThat(producers.at("/producers/1/refused/conflicting-owner").asInt()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(shown("control --json")).at("/control/0/programmed").asInt()).isEqualTo(1);
        refused(2, "a replay has no producers: ", "show producers --replay " + directory);
    }

    @Test
    void shouldClearCounters() {
        does("clear counters");
        does("clear counters --label 44");
        does("clear counters --next-hop 29");
        does("clear counters --port p42");
        refused(2, socket + ": ", "clear counters --label 45");
        refused(2, "swaplane: give one of --label", "clear counters --label 44 --port p42");
    }
}
