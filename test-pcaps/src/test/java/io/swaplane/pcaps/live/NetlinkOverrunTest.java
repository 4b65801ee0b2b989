package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Frames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More happens to links and neighbours than the running router's netlink socket holds. */
class NetlinkOverrunTest {
    /** Each change is a message of a kilobyte, as the kernel counts its memory: more than twice what the socket takes. */
    private static final int CHANGES = 20_000;
    private static final int BYSTANDERS = 50;
    private static final String MOVED = "02:00:00:00:00:66";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldFollowWhatChangedMeanwhileAndSayOnceThatEventsWereLost() throws Exception {
        final Path config = Setup.in(directory, "native").resolved().write();
        try (Site site = new Site(1500); Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
            bindEast(site, Site.hostMac(Site.EAST));
            LiveShowTest.awaitNeighbour(client, "10.0.2.2", Site.hostMac(Site.EAST));
            LiveFaultsTest.forwards(site);

            router.halt();
            try {
                storm(site);
                bindEast(site, MOVED);
                site.host(Site.NORTH).ip("link", "set", Site.WIRE, "down");
                assertThat(lostEvents(site)).as("events that the kernel could not deliver").isPositive();
            } finally {
                router.resume();
            }

            LiveForwardingTest.awaitPort(client, Site.NORTH, false);
            LiveShowTest.awaitNeighbour(client, "10.0.2.2", MOVED);
            assertThat(router.says("events of the kernel's network were lost")).isTrue();
            site.at(Site.EAST).clear();
            site.send(Site.WEST, Traffic.numbered(100, 10));
            assertThat(site.at(Site.EAST).atLeast(10)).hasSize(10).allMatch(frame -> frame.startsWith("020000000066"));

            site.host(Site.NORTH).ip("link", "set", Site.WIRE, "up");
            LiveForwardingTest.awaitPort(client, Site.NORTH, true);
            assertThat(router.times("events of the kernel's network were lost")).isOne();
            assertThat(router.times("port north is down")).isOne();
            assertThat(client.host().overruns()).isPositive();
            assertThat(router.isAlive()).isTrue();
        }
    }

    private static void bindEast(final Site site, final String mac) throws Exception {
        site.router().ip("neighbour", "replace", "10.0.2.2", "lladdr", mac, "dev", Site.EAST);
    }

    /** Neighbours that nobody asked for change their MAC addresses, over and over. */
    private void storm(final Site site) throws Exception {
        final Path batch = Files.writeString(directory.resolve("storm"), IntStream.range(0, CHANGES)
            .mapToObj(i -> "neighbour replace 10.0.2." + (100 + i % BYSTANDERS) + " lladdr " + Frames.mac(i / BYSTANDERS & 0xFF)
                + " dev east\n")
            .collect(Collectors.joining()));
        site.router().ip("-batch", batch.toString());
    }

    /** The sum of what netlink sockets in the router's namespace lost: the last but one column. */
    private static long lostEvents(final Site site) throws Exception {
        final List<String> lines = site.router().in(() -> Files.readAllLines(Path.of("/proc/thread-self/net/netlink")));
        return lines.stream().skip(1).map(line -> line.trim().split("\\s+"))
            .mapToLong(columns -> Long.parseLong(columns[columns.length - 2])).sum();
    }
}
