package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.ProgramClient;
import io.swaplane.control.api.v1.DeleteNextHop;
import io.swaplane.control.api.v1.Direct;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.PutNextHop;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.SessionMode;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A neighbour whose link has long been up gets its address late; and what becomes of neighbours when the router ends. */
class LateNeighbourTest {
    /** Long enough for the kernel to have given up, and to pause between its own rounds. */
    private static final long LATE_MILLIS = 3_500;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldFindANeighbourThatComesLate() throws Exception {
        final Path config = Setup.in(directory, "native").resolved().write();
        try (Site site = new Site(1500)) {
            site.router().ip("address", "add", "10.0.2.1/24", "dev", Site.EAST);
            try (Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
                TimeUnit.MILLISECONDS.sleep(LATE_MILLIS);
                final long begin = System.nanoTime();
                site.host(Site.EAST).ip("address", "add", "10.0.2.2/24", "dev", Site.WIRE);
                LiveShowTest.awaitNeighbour(client, "10.0.2.2", Site.hostMac(Site.EAST));
                System.out.printf("a neighbour that came late was found after %d ms%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                LiveFaultsTest.forwards(site);
                assertThat(router.times("10.0.2.2")).as(router.output()).isEqualTo(2);
            }
        }
    }

    @Test
    void shouldTakeOverTheNeighboursOfAKilledRouterAndHandThemBackAtItsOwnEnd() throws Exception {
        final Path config = Setup.in(directory, "native").resolved().write();
        try (Site site = new Site(1500)) {
            site.address(Site.EAST);
            try (Program killed = Program.router(site, config); ControlClient client = Program.client(directory)) {
                LiveShowTest.awaitNeighbour(client, "10.0.2.2", Site.hostMac(Site.EAST));
                killed.kill();
            }
            assertThat(east(site)).contains("managed");
            try (Program next = Program.router(site, config); ControlClient client = Program.client(directory)) {
                LiveShowTest.awaitNeighbour(client, "10.0.2.2", Site.hostMac(Site.EAST));
                LiveFaultsTest.forwards(site);
                next.terminate();
                next.exitCode();
            }
            assertThat(east(site)).contains(Site.hostMac(Site.EAST)).doesNotContain("managed");
        }
    }

    @Test
    void shouldFindTheNeighbourOfANextHopThatAProducerPutsAndHandItBackWhenItGoes() throws Exception {
        final Path config = Setup.in(directory, "native").resolved().write();
        try (Site site = new Site(1500)) {
            site.address(Site.EAST);
            site.host(Site.EAST).ip("address", "add", "10.0.2.77/24", "dev", Site.WIRE);
            try (Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
                LiveShowTest.awaitNeighbour(client, "10.0.2.2", Site.hostMac(Site.EAST));
                final ProducerSettings settings = new ProducerSettings("test", "api", 50, SessionMode.KEEP, null);
                try (ProgramClient producer = client.program(settings)) {
                    producer.add(Operation.newBuilder().setPutNextHop(PutNextHop.newBuilder().setIndex(77)
                        .setDirect(Direct.newBuilder().setInterface("east").setNeighbour("10.0.2.77"))).build());
                    producer.complete();
                }
                LiveShowTest.awaitNeighbour(client, "10.0.2.77", Site.hostMac(Site.EAST));
                assertThat(client.nextHopChain(77).getFirst().resolved()).isTrue();
                assertThat(site.router().ip("neighbour", "show", "10.0.2.77")).contains("managed");
                try (ProgramClient producer = client.program(settings)) {
                    producer.add(Operation.newBuilder().setDeleteNextHop(DeleteNextHop.newBuilder().setIndex(77)).build());
                    producer.complete();
                }
                Await.until("the neighbour is handed back", () -> {
                    try {
                        return !site.router().ip("neighbour", "show", "10.0.2.77").contains("managed");
                    } catch (final IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                assertThat(client.neighbours()).as(router.output()).noneMatch(each -> each.address().equals("10.0.2.77"));
            }
        }
    }

    private static String east(final Site site) throws Exception {
        return site.router().ip("neighbour", "show", "10.0.2.2", "dev", Site.EAST);
    }
}
