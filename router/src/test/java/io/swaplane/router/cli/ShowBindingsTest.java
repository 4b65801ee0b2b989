package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.Origin;
import io.swaplane.router.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code show labels bindings} and {@code show mpls forwarding} of a router with the bindings of two routes. */
class ShowBindingsTest extends AsksRouter {
    private static final Origin BGP = new Origin(7, 1, "bgp", 100);

    private SpineRouter router;
    private int ten;
    private int six;

    @BeforeEach
    void start() throws Exception {
        final Conductor conductor = new Conductor(ConfigFile.read(Path.of("../examples/asbr2.yaml")), 1);
        ten = put(conductor, "10.10.10.11/32");
        six = put(conductor, "2001:db8::/32");
        router = new SpineRouter(socket, conductor);
    }

    private static int put(final Conductor conductor, final String route) {
        return conductor.putBinding(BGP, new BindingIntent(new BindingKey(new Fec.Route(route), new Accept.Core(), null), 1,
            new Action.Swap(16, 29), null, null)).label();
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
    }

    private JsonNode json(final String command) throws IOException {
        return new ObjectMapper().readTree(shown(command + " --json"));
    }

    private void refuses(final String message, final String command) {
        assertThat(ask(("show " + command).split(" "))).as(command).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void shouldShowBindings() throws IOException {
        assertThat(shown("labels bindings").lines().map(line -> line.strip().replaceAll(" +", " "))).containsExactly(
            "label FEC accept owner producer state users",
            ten + " route 10.10.10.11/32 core bgp 7 in use 1",
            six + " route 2001:db8::/32 core bgp 7 in use 1");
        final JsonNode document = json("labels bindings");
        assertThat(document.get("bindings")).hasSize(2);
        assertThat(document.at("/bindings/0/label").asInt()).isEqualTo(ten);
        assertThat(document.at("/bindings/0/fec").asText()).isEqualTo("route 10.10.10.11/32");
        assertThat(run("show", "labels", "bindings", "--replay", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("a replay has no label bindings: ");
    }

    @Test
    void shouldShowWhatALabelIsBoundTo() throws IOException {
        assertThat(shown("mpls forwarding label " + ten)).contains("\n  FEC: route 10.10.10.11/32 (in use)\n");
        assertThat(json("mpls forwarding label " + ten).at("/labels/0/bindingState").asText()).isEqualTo("in use");
        assertThat(shown("mpls forwarding label 44")).doesNotContain("FEC");
        assertThat(json("mpls forwarding label 44").at("/labels/0/fec").isNull()).isTrue();
    }

    @Test
    void shouldShowTheEntriesOfRoutesWithinAPrefix() throws IOException {
        assertThat(shown("mpls forwarding --prefix 10.0.0.0/8")).startsWith("In label: " + ten + "\n").containsOnlyOnce("In label: ");
        assertThat(shown("mpls forwarding brief --prefix 2001::/16").lines()).hasSize(2).last().asString().startsWith(six + " bgp ");
        assertThat(shown("mpls forwarding --prefix 10.0.0.0/8 brief").lines()).hasSize(2);
        assertThat(shown("mpls forwarding brief --prefix 11.0.0.0/8")).isEqualTo("no labels\n");
        assertThat(json("mpls forwarding brief --prefix 11.0.0.0/8").get("labels")).isEmpty();
        final JsonNode document = json("mpls forwarding --prefix 10.0.0.0/8");
        assertThat(document.get("labels")).hasSize(1);
        assertThat(document.get("nextHops")).extracting(each -> each.get("index").asInt()).contains(29, 23).doesNotContain(30)
            .doesNotHaveDuplicates();
    }

    @Test
    void shouldShowTheEntriesOfARange() throws IOException {
        assertThat(shown("mpls forwarding --range 44-999")).startsWith("In label: 44\n").containsOnlyOnce("In label: ");
        assertThat(shown("mpls forwarding brief --range " + ten + "-" + six).lines()).hasSize(3);
        assertThat(json("mpls forwarding brief --range 44-44").get("labels")).hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsNoPrefixOrRange() {
        refuses("swaplane: --prefix 10/8 is no prefix: ", "mpls forwarding --prefix 10/8");
        refuses("swaplane: --prefix 10.0.0.1/8 has bits behind its length", "mpls forwarding brief --prefix 10.0.0.1/8");
        refuses("swaplane: --range 20-16: write FIRST-LAST", "mpls forwarding --range 20-16");
        refuses("swaplane: --range 16: write FIRST-LAST", "mpls forwarding --range 16");
        refuses("--prefix and --range are for many entries", "mpls forwarding label 44 --range 16-20");
    }
}
