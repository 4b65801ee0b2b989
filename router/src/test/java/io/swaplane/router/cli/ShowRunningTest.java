package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swaplane.control.Conductor;
import io.swaplane.control.api.ControlServer;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.replay.ReplayState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code show} of a running router, and of a replay. */
class ShowRunningTest extends AsksRouter {
    private Conductor conductor;
    private ControlServer server;

    @BeforeEach
    void start() throws Exception {
        conductor = new Conductor(ConfigFile.read(Path.of("../examples/asbr2.yaml")), 1);
        server = new ControlServer(socket, new ConductorState(conductor), new ConductorControl(conductor), cause -> { });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        conductor.close();
    }

    @Test
    void shouldShowTheRunningRouter() {
        assertThat(shown("mpls forwarding brief")).isEqualTo("""
            platform label space:
            44 bgp swap to 16, push 34 on ATM6/1.20, nbr 10.20.20.1
            """);
        assertThat(shown("mpls forwarding")).startsWith("In label: 44\n").contains(
            "MPLS next-hop: 30, label 16, resolved by MPLS next-hop 29");
        assertThat(shown("mpls forwarding label 44")).isEqualTo(shown("mpls forwarding"));
        assertThat(shown("mpls next-hop 29")).startsWith("MPLS next-hop: 29, resolved by MPLS next-hop 23, peer 1.1.1.1\n");
        assertThat(shown("mpls tunnels")).contains("1.1.1.1  ldp ");
        assertThat(shown("mpls indirect")).isEqualTo("""
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
              Reference count is 1
            """);
        assertThat(shown("drops")).isEqualTo("no packets dropped\n");
        assertThat(shown("punts")).isEqualTo("no packets punted\n");
        assertThat(shown("ports")).containsPattern("p42 +down|p42 +up");
        assertThat(shown("interfaces")).startsWith("ATM6/1.20 is ").contains("Linux interface eth1\n  Mode: xdp-copy\n",
            "    not xdp-zero-copy: the driver of eth1 has no zero-copy\n").containsPattern("\n +0 +0 +17 +0 +0 +0 +0 +0\n")
            .contains("    5 MPLS pkts on queues without a worker\n")
            .endsWith("  Rings cannot be read: getsockopt(XDP_STATISTICS) on eth0 queue 0: EBADF\n");
        assertThat(shown("neighbours")).contains("ATM6/1.20 10.20.20.1 02:00:00:0a:00:02 reachable yes\n");
        assertThat(shown("workers")).contains("\n     0 any block offline   1000          20        300      2        4000us\n");
        assertThat(shown("host")).startsWith("TAP device swaplane0:\n  1 pkts delivered\n");
    }

    @Test
    void shouldPrintTheSameDocumentsForARouterAndAReplay() throws IOException {
        ReplayState.write(directory, conductor.view());
        final List<String> commands = List.of("mpls forwarding", "mpls forwarding brief", "mpls forwarding label 44", "mpls next-hop 29",
            "mpls tunnels", "mpls indirect", "drops", "punts", "ports");
        for (final String command : commands) {
            final String running = shown(command + " --json");
            assertThat(run(("show " + command + " --json --replay " + directory).split(" "))).isZero();
            assertThat(running).as("%s", command).isEqualTo(out.toString());
            assertThat(new ObjectMapper().readTree(running).at("/router").asText()).isEqualTo("asbr2");
        }
    }

    @Test
    void shouldPrintWhatOnlyARunningRouterHasAsJson() throws IOException {
        final JsonNode interfaces = new ObjectMapper().readTree(shown("interfaces --json"));
        assertThat(interfaces.at("/interfaces/0/attachment/refusedModes/0/mode").asText()).isEqualTo("xdp-zero-copy");
        assertThat(interfaces.at("/interfaces/0/attachment/queues/0/rxRingFull").asInt()).isEqualTo(17);
        assertThat(new ObjectMapper().readTree(shown("neighbours --json")).at("/neighbours/0/managed").asBoolean()).isTrue();
        assertThat(interfaces.at("/interfaces/0/attachment/unserved").asInt()).isEqualTo(5);
        assertThat(new ObjectMapper().readTree(shown("workers --json")).at("/workers/0/longestStallNanos").asInt()).isEqualTo(4_000_000);
        assertThat(new ObjectMapper().readTree(shown("host --json")).at("/host/0/tap/refused").asInt()).isEqualTo(3);
    }

    @Test
    void shouldSayThatThereIsNoSuchLabelOrNextHop() {
        assertThat(ask("show", "mpls", "forwarding", "label", "45")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("label 45 has no entry\n");
        assertThat(ask("show", "mpls", "next-hop", "99")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("there is no next hop 99\n");
    }

    @Test
    void shouldSayWhatToDoWhenNoRouterRuns() throws IOException {
        server.close();

        assertThat(ask("show", "drops")).isEqualTo(6);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualTo(socket + ": no router listens there: start one with 'swaplane run CONFIG', name its socket "
            + "with --socket, or show a replay's state with --replay DIR\n");
    }

    @Test
    void shouldSayThatAReplayHasNoHost() throws IOException {
        ReplayState.write(directory, conductor.view());

        assertThat(run("show", "interfaces", "--replay", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("a replay has no interfaces of the host; 'show ports' has its counters: leave --replay out "
            + "to ask the running router\n");
        assertThat(run("show", "neighbours", "--replay", directory.toString())).isEqualTo(2);
        assertThat(run("show", "workers", "--replay", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("a replay has no workers: leave --replay out to ask the running router\n");
        assertThat(run("show", "host", "--replay", directory.toString())).isEqualTo(2);
        assertThat(run("show", "drops", "--replay", directory.toString(), "--socket", socket.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("swaplane: --socket is for the running router, --replay for a replay: give one of them\n");
    }

    @Test
    void shouldFindTheSocketByTheEnvironmentAndPrintNothingElse() throws Exception {
        final ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), Swaplane.class.getName(), "show", "neighbours").redirectErrorStream(true);
        command.environment().put("SWAPLANE_SOCKET", socket.toString());
        final Process process = command.start();
        final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(printed).isEqualTo(shown("neighbours"));
        assertThat(Files.exists(socket)).isTrue();
    }
}
