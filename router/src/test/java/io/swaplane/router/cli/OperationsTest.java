package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swaplane.control.Conductor;
import io.swaplane.control.api.ControlServer;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.router.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code reload}, {@code diff} and {@code trace} against a control socket. */
class OperationsTest extends AsksRouter {
    private static final Path ASBR2 = Path.of("../examples/asbr2.yaml");

    private Conductor conductor;
    private ControlServer server;

    @BeforeEach
    void start() throws Exception {
        final RouterIntent intent = ConfigFile.read(ASBR2);
        conductor = new Conductor(intent, 1);
        server = new ControlServer(socket, new ConductorState(conductor), new ConductorControl(conductor),
            new ConductorOperations(conductor, intent), null, cause -> { });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        conductor.close();
    }

    private Path changed(final String from, final String to) throws IOException {
        final String text = Files.readString(ASBR2);
        assertThat(text).contains(from);
        return Files.writeString(directory.resolve("next.yaml"), text.replace(from, to));
    }

    private Path withAnotherLabel() throws IOException {
        return changed("lsps:\n", "lsps:\n  - {label: 45, drop: true}\n");
    }

    @Test
    void shouldShowWhatAReloadWouldDoAndThenDoIt() throws IOException {
        final String next = withAnotherLabel().toString();
        assertThat(ask("diff", next)).as(err.toString()).isEqualTo(9);
        assertThat(out.toString()).isEqualTo("+ label 45: drop, accept core, owner static\n");
        assertThat(conductor.label(LspIntent.PLATFORM, 45)).isEmpty();

        assertThat(ask("reload", next)).isZero();
        assertThat(out.toString()).isEqualTo("1 added, 0 removed, 0 changed\n");
        assertThat(conductor.label(LspIntent.PLATFORM, 45)).isPresent();
        assertThat(ask("diff", next)).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(ask("diff", ASBR2.toString())).isEqualTo(9);
        assertThat(out.toString()).startsWith("- label 45: ");
        assertThat(ask("diff")).as("with its own file").isZero();
    }

    @Test
    void shouldPrintDifferencesAsJson() throws IOException {
        assertThat(ask("diff", "--json", withAnotherLabel().toString())).isEqualTo(9);
        final JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.at("/router").asText()).isEqualTo("asbr2");
        assertThat(document.at("/restartNeeded")).isEmpty();
        assertThat(document.at("/differences/0/what").asText()).isEqualTo("label 45");
        assertThat(document.at("/differences/0/was").isNull()).isTrue();
    }

    @Test
    void shouldSayWhatIsWrongWithABadFileAsCheckDoes() throws IOException {
        final Path bad = changed("lsps:\n", "lsps:\n  - {label: 45, swap: 17, next-hop: 999}\n");
        assertThat(ask("reload", bad.toString())).isEqualTo(3);
        final String refusal = err.toString();
        assertThat(refusal).startsWith(bad + ":").contains("lsps[0].next-hop: ");
        assertThat(ask("diff", bad.toString())).isEqualTo(3);
        assertThat(err.toString()).isEqualTo(refusal);
        assertThat(ask("reload", directory.resolve("none.yaml").toString())).isEqualTo(3);
        assertThat(err.toString()).endsWith("none.yaml: there is no such file\n");
    }

    @Test
    void shouldNameWhatNeedsARestart() throws IOException {
        final Path other = changed("router: asbr2", "router: another");
        assertThat(ask("reload", other.toString())).isEqualTo(8);
        assertThat(err.toString()).isEqualTo("router: restart needed\n");
        assertThat(ask("diff", other.toString())).isEqualTo(9);
        assertThat(out.toString()).isEqualTo("! router: restart needed\n");
    }

    @Test
    void shouldSayWhyTheRouterRefusesAndLeaveAllAsItWas() throws IOException {
        final String next = withAnotherLabel().toString();
        assertThat(ask("reload", next)).isZero();
        conductor.onLabel(new Origin(5, 1, "strong", -1), new LspIntent(45, LspIntent.PLATFORM, "strong", new Accept.Core(),
            new Action.Drop(), null, null, null));
        assertThat(ask("reload", ASBR2.toString())).isEqualTo(8);
        assertThat(err.toString()).startsWith("refused, all is as it was: label 45: it belongs to strong");
        assertThat(ask("diff", next)).isZero();
    }

    @Test
    void shouldRefuseAConfigurationThatIsTooLarge() throws IOException {
        final Path large = directory.resolve("large.yaml");
        Files.writeString(large, "#".repeat((32 << 20) + 1));
        assertThat(ask("reload", large.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("the configuration is larger than 32 MiB");
    }

    @Test
    void shouldShowTracedPacketsAndSayHowManyAreMissing() {
        assertThat(ask("trace", "--label", "44", "--count", "1")).isZero();
        assertThat(out.toString()).isEqualTo("#1 p42 in\n  44: drop\n");
        assertThat(err.toString()).isEqualTo("7 more packets could not be shown: they came faster than they were read\n");
        assertThat(ask("trace", "--label", "44", "--count", "2", "--timeout", "1")).isZero();
        assertThat(err.toString()).startsWith("1 of 2 packets within 1 s\n");
    }

    @Test
    void shouldTraceIpPacketsByTheirTableAndDestination() {
        assertThat(ask("trace", "--vrf", "red", "--to", "10.1.2.3", "--count", "1")).isZero();
        assertThat(out.toString()).isEqualTo("#1 p42 in\n  red 10.1.2.3: drop\n");
        assertThat(ask("trace", "--to", "2001:db8::1", "--count", "1")).isZero();
        assertThat(out.toString()).contains("  global 2001:db8::1: drop\n");
    }

    @Test
    void shouldRefuseATraceThatCannotBe() {
        assertThat(ask("trace")).isEqualTo(2);
        assertThat(ask("trace", "--vrf", "red")).isEqualTo(2);
        assertThat(ask("trace", "--label", "44", "--to", "10.1.2.3")).isEqualTo(2);
        assertThat(ask("trace", "--to", "host")).isEqualTo(2);
        assertThat(ask("trace", "--label", "1048576")).isEqualTo(2);
        assertThat(err.toString()).contains("label 1048576 must be 0 to 1048575");
        assertThat(ask("trace", "--label", "44", "--count", "0")).isEqualTo(2);
        assertThat(ask("trace", "--label", "44", "--timeout", "0")).isEqualTo(2);
    }
}
