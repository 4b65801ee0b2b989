package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.QueueView;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ports lose and what the kernel refuses is shown, and logged once. */
class LiveLossTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldShowFramesOnAQueueWithoutAWorkerAndLogThemOnce() throws Exception {
        final Path config = Setup.in(directory, "native").write();
        final String log = "port west: MPLS frames arrive on queues that no worker serves";
        try (Site site = new Site(1500, 2, 2, 2); Program router = Program.router(site, config);
             ControlClient client = Program.client(directory)) {
            site.steer(Site.WEST, 0);
            LiveFaultsTest.forwards(site);
            assertThat(attachment(client, Site.WEST).unserved()).isZero();

            site.steer(Site.WEST, 1);
            site.send(Site.WEST, Traffic.numbered(100, 30));
            Await.until("counted", () -> attachment(client, Site.WEST).unserved() == 30);
            assertThat(router.says(log)).isTrue();
            site.send(Site.WEST, Traffic.numbered(100, 10));
            Await.until("counted", () -> attachment(client, Site.WEST).unserved() == 40);
            awaitAnotherLook(client);
            assertThat(router.times(log)).isOne();
            assertThat(attachment(client, Site.EAST).unserved()).isZero();
        }
    }

    @Test
    void shouldShowFramesThatAnAfPacketPortCannotSendAndLogThemOnce() throws Exception {
        final Path config = Setup.in(directory, "packet").write();
        final String log = "port east: frames are dropped that are longer than the Linux interface's MTU allows";
        try (Site site = new Site(1500); Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
            site.router().ip("link", "set", Site.EAST, "mtu", "1000");
            assertThat(router.says("port east: MTU 1000 instead of 1500")).isTrue();
            site.send(Site.WEST, Traffic.full(100, 1500, 5));
            Await.until("counted", () -> queue(client, Site.EAST).txOversize() == 5);
            assertThat(router.says(log)).isTrue();
            site.send(Site.WEST, Traffic.full(100, 1500, 5));
            Await.until("counted", () -> queue(client, Site.EAST).txOversize() == 10);
            awaitAnotherLook(client);
            assertThat(router.times(log)).isOne();
            LiveFaultsTest.forwards(site);
            assertThat(queue(client, Site.WEST).rxRingFull()).isZero();
        }
    }

    @Test
    void shouldShowThatAPeerTakesNoXdpFramesAnyMoreAndLogItOnce() throws Exception {
        final Path config = Setup.in(directory, Setup.XDP_TRANSMIT).write();
        final String log = "port east: frames are lost on transmit: the driver does not take them as XDP frames";
        try (Site site = Site.of(1500, Setup.XDP_TRANSMIT); Program router = Program.router(site, config);
             ControlClient client = Program.client(directory)) {
            LiveFaultsTest.forwards(site);
            assertThat(queue(client, Site.EAST).txFull()).isZero();

            site.receiveOffload(Site.EAST, false);
            site.send(Site.WEST, Traffic.numbered(100, 30));
            Await.until("counted", () -> discards(client, Site.EAST) == 30);
            assertThat(router.says(log)).isTrue();
            final long calls = queue(client, Site.EAST).txFull();
            assertThat(calls).isBetween(1L, 30L);
            site.send(Site.WEST, Traffic.numbered(100, 10));
            Await.until("counted", () -> queue(client, Site.EAST).txFull() > calls && discards(client, Site.EAST) == 40);
            awaitAnotherLook(client);
            assertThat(router.times(log)).isOne();
            assertThat(queue(client, Site.EAST).txFailed()).isZero();

            site.receiveOffload(Site.EAST, true);
            LiveFaultsTest.forwards(site);
        }
    }

    /** Longer than the period in which the router looks at its counters: by now it would have logged what it saw. */
    private static void awaitAnotherLook(final ControlClient client) throws Exception {
        final long begin = System.nanoTime();
        Await.until("two seconds later", () -> System.nanoTime() - begin > 2_000_000_000L);
        assertThat(client.router()).isEqualTo("live");
    }

    @Test
    void shouldShowAndLogOnceThatTheKernelRefusesToResolveNeighbours() throws Exception {
        final Path config = Setup.in(directory, "auto").resolved().write();
        try (Site site = withoutOffloads(); Program router = Program.powerlessRouter(site, config);
             ControlClient client = Program.client(directory)) {
            assertThat(attachment(client, Site.WEST).mode()).isEqualTo("af-packet");
            Await.until("asked again and refused again", () -> refusals(client) >= 4);
            for (final String on : new String[] {Site.EAST, Site.NORTH}) {
                assertThat(router.says("the kernel refuses to resolve neighbours on " + on + ": ")).isTrue();
                assertThat(router.times("the kernel refuses to resolve neighbours on " + on + ": ")).isOne();
            }
            assertThat(router.output()).contains("EPERM", "It needs CAP_NET_ADMIN");
            assertThat(client.neighbours()).filteredOn(each -> each.address().equals("10.0.2.2")).singleElement()
                .extracting(NeighbourView::refusal).asString().contains("EPERM");
            assertThat(client.neighbours()).filteredOn(each -> each.state().equals("static")).isNotEmpty()
                .allMatch(each -> each.refusal() == null);
        }
    }

    /** What the router could not turn off itself. */
    private static Site withoutOffloads() throws Exception {
        final Site site = new Site(1500);
        for (final String port : Site.HOSTS) {
            site.router().in(() -> {
                new NetDevice(port).leaveFramesAsReceived();
                return null;
            });
        }
        return site;
    }

    private static long refusals(final ControlClient client) {
        try {
            return client.host().neighbourRefusals();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long discards(final ControlClient client, final String port) {
        try {
            return client.ports().stream().filter(each -> each.port().equals(port)).findFirst().orElseThrow().outDiscards();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static QueueView queue(final ControlClient client, final String port) {
        return attachment(client, port).queues().getFirst();
    }

    private static AttachmentView attachment(final ControlClient client, final String port) {
        try {
            return client.interfaces().stream().filter(each -> each.interfaceName().equals(port)).findFirst().orElseThrow().attachment();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
