package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as long as an interface takes arrive, longer ones are counted, and what cannot work is refused at the start. */
class LiveMtuTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @CsvSource({"native, 3818, 4096", "generic, 3818, 4096", "packet, 3818, 4096", "native, 9000, 16384", "generic, 9000, 16384",
        "packet, 9000, 16384", "native, 16106, 16384"})
    void shouldForwardJumboFrames(final String mode, final int mtu, final int frameSize) throws Exception {
        final Path config = Setup.in(directory, mode).mtu(mtu, frameSize).write();
        try (Site site = new Site(mtu); Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
            final List<byte[]> frames = Traffic.all(mtu);
            final Expected expected = Expected.of(config, frames);
            LiveForwardingTest.compare(site, frames, expected);
            assertThat(client.drops()).isEqualTo(expected.view().drops());
            assertThat(client.drops()).filteredOn(drop -> drop.reason().equals("mtu-exceeded")).singleElement()
                .satisfies(drop -> assertThat(drop.packets()).isPositive());
            assertThat(client.ports()).isEqualTo(expected.view().ports());
            assertThat(router.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "packet"})
    void shouldReceiveOrCountEveryFrameOfAJumboFlood(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).mtu(9000, 16384).write();
        try (Site site = new Site(9000); Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
            final int sent = 5_000;
            final List<byte[]> one = List.of(Traffic.longest(100, 9000));
            for (int i = 0; i < sent; i++) {
                site.send(Site.WEST, one);
            }
            Await.until("every frame is received or counted",
                () -> site.at(Site.EAST).count() + LiveStartStopTest.lost(client) >= sent);
            assertThat(site.at(Site.EAST).count() + LiveStartStopTest.lost(client)).isEqualTo(sent);
            assertThat(site.at(Site.EAST).atLeast(0)).containsOnly(Expected.of(config, one).sent().get(Site.EAST).getFirst());
            assertThat(router.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"native, 1500, 2048, 3000", "generic, 1500, 2048, 3000", "packet, 1500, 2048, 3000", "native, 9000, 16384, 20000",
        "packet, 9000, 16384, 20000"})
    void shouldCountFramesThatAreLongerThanTheMemoryOnceTheLinkLetsThemIn(final String mode, final int mtu, final int frameSize,
                                                                              final int larger) throws Exception {
        final Path config = Setup.in(directory, mode).mtu(mtu, frameSize).write();
        try (Site site = new Site(mtu); Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
            site.host(Site.WEST).ip("link", "set", Site.WIRE, "mtu", Integer.toString(larger));
            site.router().ip("link", "set", Site.WEST, "mtu", Integer.toString(larger));
            assertThat(router.says("port west: MTU " + larger + " instead of " + mtu)).isTrue();
            for (int i = 0; i < 10; i++) {
                site.send(Site.WEST, List.of(Traffic.longest(100, larger)));
            }
            Await.until("they are counted", () -> LiveStartStopTest.lost(client) == 10);
            LiveFaultsTest.forwards(site);
            assertThat(LiveStartStopTest.lost(client)).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @CsvSource({"native, 0x88a8, 4", "native, 0x8100, 4", "generic, 0x88a8, 4", "packet, 0x88a8, 8", "packet, 0x8100, 4"})
    void shouldSendTheLongestFramesThatFitBehindTwoTags(final String mode, final String tpid, final int tags) throws Exception {
        final Path config = Setup.in(directory, mode).doublyTagged(1500 - tags, tpid).write();
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            final List<byte[]> frames = List.of(Traffic.longest(104, 1500), Traffic.longest(105, 1500 - tags),
                Traffic.longest(105, 1501 - tags));
            final Expected expected = Expected.of(config, frames);
            assertThat(expected.sent().get(Site.EAST)).hasSize(2);
            LiveForwardingTest.compare(site, frames, expected);
            assertThat(router.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"native, 0x88a8, 1497, 4", "packet, 0x88a8, 1493, 8", "packet, 0x8100, 1497, 4"})
    void shouldRefuseAnMtuThatLeavesNoRoomForTags(final String mode, final String tpid, final int mtu, final int tags) throws Exception {
        try (Site site = new Site(1500)) {
            LiveFaultsTest.refuses(site, Setup.in(directory, mode).doublyTagged(mtu, tpid).write(),
                "interface west.200.7: its MTU " + mtu + " with " + tags + " octets of VLAN tags is more than the 1500 of west: set 'mtu: "
                    + (1500 - tags) + "', or `ip link set west mtu " + (mtu + tags) + "`");
        }
    }

    @Test
    void shouldSayWhichInterfacesNoLongerFitWhenTheLinkShrinks() throws Exception {
        final Path config = Setup.in(directory, "native").write();
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            site.router().ip("link", "set", Site.EAST, "mtu", "1498");
            assertThat(router.says("interface east: its MTU 1500 is more than the 1498 of east: set 'mtu: 1498'")).isTrue();
            assertThat(router.says("interface east.100: its MTU 1500 is more than the 1498 of east")).isTrue();
            assertThat(router.times("interface east.200.7: its MTU")).isZero();
            LiveFaultsTest.forwards(site);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "packet"})
    void shouldRefuseAnMtuThatFramesDoNotFitInAndNameTheLargest(final String mode) throws Exception {
        try (Site site = new Site(9000)) {
            LiveFaultsTest.refuses(site, Setup.in(directory, mode).mtu(9000, 4096).write(), "the MTU of west is 9000",
                "with frames of 4096 bytes the largest that works is 3818", "or take frames of 16384 bytes");
            site.router().ip("link", "set", Site.WEST, "mtu", "20000");
            LiveFaultsTest.refuses(site, Setup.in(directory, mode).mtu(9000, 16384).write(), "the MTU of west is 20000",
                "the largest that works is 16106: lower it with `ip link set west mtu 16106`");
        }
    }
}
