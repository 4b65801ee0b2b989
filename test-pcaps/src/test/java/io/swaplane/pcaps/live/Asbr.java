package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.io.netns.Await;
import io.swaplane.pcaps.PacketBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The running program as an ASBR with a neighbor in the west and one in the east, which are real speakers: its {@link Site}, its file, the
 * process and a client of its control socket.
 *
 * <p>The neighbors are 10.0.1.2 and 10.0.2.2, {@code west} and {@code east}. Labels that are not in use any more drop for an hour, so that
 * nothing here depends on how long it takes.
 */
final class Asbr implements AutoCloseable {
    private static final String CONFIGURATION = """
        router: asbr
        router-id: 192.0.2.1
        mpls: {label-hold-time: 1h}
        interfaces:
          - {name: west, port: west, mpls: %s}
          - {name: east, port: east, mpls: external}
        bgp:
          as: %d
          ebgp-requires-policy: false
          neighbors:
            - {name: west, address: 10.0.1.2, local-address: 10.0.1.1, %s}
            - {name: east, address: 10.0.2.2, local-address: 10.0.2.1, interface: east, %s}
        ports: [{name: west, mode: native}, {name: east, mode: native}]
        host: {metrics: off, socket: "SOCKET"}
        """;
    private static final int INSIDE = 42;
    private static final int OUTSIDE = 35;
    private static final int EXTERNAL = 65000;
    private static final String MPLS = "8847";
    private static final int TYPE_DIGIT = 24;
    private static final int INNER = 700;

    private final Path directory;
    private final Site site;
    private Program program;
    private ControlClient client;

    private Asbr(final Path directory) throws Exception {
        this.directory = directory;
        this.site = new Site(1500);
        try {
            site.address(Site.WEST);
            site.address(Site.EAST);
        } catch (final Exception e) {
            site.close();
            throw e;
        }
    }

    /** With a configuration in which {@code SOCKET} stands for its control socket; files go into the directory. */
    static Asbr of(final Path directory, final String configuration) throws Exception {
        final Asbr asbr = new Asbr(directory);
        asbr.configure(configuration);
        return asbr;
    }

    private void configure(final String configuration) throws IOException {
        Files.writeString(config(), configuration.replace("SOCKET", Setup.socket(directory).toString()));
    }

    /** Of AS 42, with a neighbor of its own AS in the west and one of AS 35 in the east. */
    static Asbr border(final Path directory, final String... families) throws Exception {
        final String exchanged = "families: " + List.of(families);
        return of(directory, CONFIGURATION.formatted("core", INSIDE, "as: internal, next-hop: self, " + exchanged,
            "as: " + OUTSIDE + ", " + exchanged));
    }

    /** The same with VPN-IPv4; it asks its neighbors to keep its routes while it restarts, and keeps theirs. */
    static Asbr restarting(final Path directory) throws Exception {
        final String exchanged = "families: [vpnv4], graceful-restart: {mode: full, restart-time: 30s, stale-time: 60s}";
        return of(directory, CONFIGURATION.formatted("core", INSIDE, "as: internal, next-hop: self, " + exchanged,
            "as: " + OUTSIDE + ", " + exchanged));
    }

    /** The session as the neighbor of {@link #border} in the west has it. */
    static Peering inside(final String... families) {
        return Peering.of(INSIDE, "10.0.1.2", "10.0.1.1", INSIDE, families);
    }

    /** The session as its neighbor in the east has it. */
    static Peering outside(final String... families) {
        return Peering.of(OUTSIDE, "10.0.2.2", "10.0.2.1", INSIDE, families);
    }

    /** The configuration of AS 65000, between AS 65001 in the west and AS 65002 in the east; VPN-IPv4, and more settings of each. */
    static String external(final String west, final String east) {
        return CONFIGURATION.formatted("external", EXTERNAL, "as: " + (EXTERNAL + 1) + ", interface: west, families: [vpnv4], " + west,
            "as: " + (EXTERNAL + 2) + ", families: [vpnv4], " + east);
    }

    /** The session as a neighbor of such a router has it. */
    static Peering external(final String host) {
        final int n = Site.HOSTS.indexOf(host) + 1;
        return Peering.of(EXTERNAL + n, "10.0." + n + ".2", "10.0." + n + ".1", EXTERNAL, "vpnv4");
    }

    private Path config() {
        return directory.resolve("asbr.yaml");
    }

    Site site() {
        return site;
    }

    /** Starts the program and waits until it forwards. */
    void start() throws IOException {
        program = Program.router(site, config());
        client = Program.client(directory);
    }

    /** Has it take another configuration. */
    void reload(final String configuration) throws Exception {
        configure(configuration);
        program.hangUp();
    }

    /** Kills it; it can be started again. */
    void kill() throws InterruptedException {
        client.close();
        program.kill();
    }

    Program program() {
        return program;
    }

    ControlClient client() {
        return client;
    }

    /** The labels that a speaker has for routes, once it has all of them. */
    static Map<LabelledRoute, Integer> told(final BgpSpeaker speaker, final List<LabelledRoute> routes) {
        final Map<LabelledRoute, Integer> labels = new LinkedHashMap<>();
        for (final LabelledRoute each : routes) {
            Await.until(each + " is told: " + speaker.output(), () -> speaker.label(each).isPresent());
            labels.put(each, speaker.label(each).getAsInt());
        }
        return labels;
    }

    /** Waits until a speaker has none of these routes any more. */
    static void untilGone(final BgpSpeaker speaker, final List<LabelledRoute> routes) {
        for (final LabelledRoute each : routes) {
            Await.until(each + " is withdrawn: " + speaker.output(), () -> speaker.label(each).isEmpty());
        }
    }

    /** What the router says of a neighbor. */
    BgpPeerView peer(final String name) {
        try {
            return client.bgp().peers().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many packets the router has dropped for this reason. */
    long drops(final String reason) {
        try {
            return client.drops().stream().filter(each -> each.reason().equals(reason)).mapToLong(each -> each.packets()).sum();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] frame(final PacketBuilder from, final LabelledRoute to, final int label, final int ttl) {
        // The customer's own label below is not the ASBR's to look at.
        from.mpls(label, 5, ttl).mpls(INNER, 1, 9);
        final String prefix = to.prefix().split("/")[0];
        final PacketBuilder packet = prefix.contains(":") ? from.ipv6("2001:db8:7::1", prefix + "1", 60)
            : from.ipv4("10.7.0.1", prefix, 60);
        return packet.udp(1000, 2000).payload(32).build();
    }

    /** The labelled frames that the router has sent to a host, in hexadecimal digits. */
    List<String> labelled(final String host) {
        return site.at(host).atLeast(0).stream().filter(each -> each.startsWith(MPLS, TYPE_DIGIT)).toList();
    }

    /** What comes in from one side with the labels that it was told leaves on the other with those that were told to the router. */
    void shouldForward(final String from, final Map<LabelledRoute, Integer> told, final String to) throws Exception {
        for (final Map.Entry<LabelledRoute, Integer> each : told.entrySet()) {
            shouldForward(from, each.getKey(), each.getValue(), to, each.getKey().label());
        }
    }

    /** The same for one route, whose label was told to the router by a speaker that chose it by itself. */
    void shouldForward(final String from, final LabelledRoute route, final int told, final String to, final int given) throws Exception {
        site.at(to).clear();
        site.send(from, List.of(frame(Site.from(from), route, told, 64)));
        Await.until(route + " leaves for the " + to, () -> !labelled(to).isEmpty());
        assertThat(labelled(to)).containsExactly(HexFormat.of().formatHex(
            frame(PacketBuilder.ethernet(Site.hostMac(to), Site.routerMac(to)), route, given, 63)));
    }

    /** Each of the labels, sent in from there, is dropped for this reason, and nothing leaves with a label anywhere. */
    void shouldDrop(final String from, final Map<LabelledRoute, Integer> labels, final String reason) throws Exception {
        Site.HOSTS.forEach(each -> site.at(each).clear());
        final long before = drops(reason);
        for (final Map.Entry<LabelledRoute, Integer> each : labels.entrySet()) {
            site.send(from, List.of(frame(Site.from(from), each.getKey(), each.getValue(), 64)));
        }
        Await.until("all dropped as " + reason, () -> drops(reason) >= before + labels.size());
        assertThat(drops(reason)).isEqualTo(before + labels.size());
        assertThat(Site.HOSTS).allSatisfy(each -> assertThat(labelled(each)).isEmpty());
    }

    @Override
    public void close() throws IOException {
        if (client != null) {
            client.close();
        }
        if (program != null) {
            program.close();
        }
        site.close();
    }
}
