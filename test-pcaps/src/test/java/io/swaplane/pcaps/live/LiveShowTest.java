package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.WorkerView;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code swaplane show … --json} tells what the running program does. */
class LiveShowTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldShowModesRefusalsNeighboursAndCountersOfWhatWasSent() throws Exception {
        final Path config = Setup.in(directory, "auto").resolved().write();
        try (Site site = new Site(1500)) {
            site.address(Site.EAST);
            try (Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
                awaitNeighbour(client, "10.0.2.2", Site.hostMac(Site.EAST));
                LiveFaultsTest.forwards(site);
                site.send(Site.WEST, Traffic.numbered(999, 7));
                awaitDrops(client, "unknown-label", 7);
                assertThat(router.output()).contains("port west: xdp-copy, 1 queue; not better because xdp-zero-copy: ");
                checkInterfaces(site);
                checkNeighbours(site);
                checkCounters(site);
                checkWorkersAndHost(site, client);
            }
        }
    }

    private void checkInterfaces(final Site site) throws Exception {
        final JsonNode west = find(show(site, "interfaces").get("interfaces"), "interfaceName", "west");
        assertThat(west.at("/attachment/mode").asText()).isEqualTo("xdp-copy");
        assertThat(west.at("/attachment/linuxInterface").asText()).isEqualTo("west");
        assertThat(west.at("/attachment/refusedModes/0/mode").asText()).isEqualTo("xdp-zero-copy");
        assertThat(west.at("/attachment/refusedModes/0/reason").asText()).contains("EOPNOTSUPP");
        assertThat(west.at("/attachment/queues")).hasSize(1);
        assertThat(west.at("/attachment/queues/0/rxDropped").asLong()).isZero();
        assertThat(west.at("/port/inPackets").asLong()).isEqualTo(57);
        assertThat(west.at("/port/up").asBoolean()).isTrue();
    }

    private void checkNeighbours(final Site site) throws Exception {
        final JsonNode neighbours = show(site, "neighbours").get("neighbours");
        final JsonNode east = find(neighbours, "address", "10.0.2.2");
        assertThat(east.get("mac").asText()).isEqualTo(Site.hostMac(Site.EAST));
        assertThat(east.get("managed").asBoolean()).isTrue();
        assertThat(find(neighbours, "address", "10.0.1.2").get("state").asText()).isEqualTo("static");
        assertThat(find(neighbours, "address", "10.0.3.2").get("mac").isNull()).isTrue();
        assertThat(neighbours).allMatch(each -> each.get("refusal").isNull());
    }

    private void checkCounters(final Site site) throws Exception {
        final JsonNode drop = find(show(site, "drops").get("drops"), "reason", "unknown-label");
        assertThat(drop.get("packets").asLong()).isEqualTo(7);
        assertThat(drop.at("/byPort/west").asLong()).isEqualTo(7);
        final JsonNode label = find(show(site, "mpls", "forwarding", "label", "100").get("labels"), "label", "100");
        assertThat(label.at("/statistics/packets").asLong()).isEqualTo(50);
    }

    private void checkWorkersAndHost(final Site site, final ControlClient client) throws Exception {
        Await.until("the worker sleeps", () -> workers(client).getFirst().state().equals("offline"));
        final JsonNode worker = find(show(site, "workers").get("workers"), "worker", "0");
        assertThat(worker.get("idle").asText()).isEqualTo("block");
        assertThat(worker.get("cpu").isNull()).isTrue();
        assertThat(worker.get("packets").asLong()).isEqualTo(57);
        assertThat(worker.get("busyCycles").asLong()).isBetween(1L, 57L);
        assertThat(worker.get("cycles").asLong()).isGreaterThan(worker.get("busyCycles").asLong());
        assertThat(worker.get("stalls").asLong()).isLessThanOrEqualTo(worker.get("busyCycles").asLong());

        final JsonNode host = show(site, "host").at("/host/0");
        assertThat(host.get("tap").isNull()).isTrue();
        assertThat(host.get("neighbourRequests").asLong()).as("for east and north").isGreaterThanOrEqualTo(2);
        assertThat(host.get("neighbourRefusals").asLong()).isZero();
        assertThat(host.get("overruns").asLong()).isZero();
    }

    private static List<WorkerView> workers(final ControlClient client) {
        try {
            return client.workers();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode show(final Site site, final String... what) throws Exception {
        final String[] arguments = Stream.concat(Stream.concat(Stream.of("show"), Stream.of(what)),
            Stream.of("--json", "--socket", Setup.socket(directory).toString())).toArray(String[]::new);
        try (Program program = Program.run(site.host(Site.NORTH), arguments)) {
            assertThat(program.exitCode()).as(program::output).isZero();
            return new ObjectMapper().readTree(program.output());
        }
    }

    private static JsonNode find(final JsonNode records, final String key, final String value) {
        for (final JsonNode each : records) {
            if (each.get(key).asText().equals(value)) {
                return each;
            }
        }
        throw new AssertionError("no " + key + " " + value + " in " + records);
    }

    /** Waits until a neighbour is known by that MAC address. */
    static void awaitNeighbour(final ControlClient client, final String address, final String mac) {
        Await.until(address + " is at " + mac, () -> {
            try {
                return client.neighbours().stream().anyMatch(each -> each.address().equals(address) && mac.equals(each.mac()));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Waits until that many packets were dropped for a reason. */
    static void awaitDrops(final ControlClient client, final String reason, final long packets) {
        Await.until(packets + " dropped as " + reason, () -> drops(client).stream()
            .anyMatch(each -> each.reason().equals(reason) && each.packets() == packets));
    }

    private static List<ReasonView> drops(final ControlClient client) {
        try {
            return client.drops();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
