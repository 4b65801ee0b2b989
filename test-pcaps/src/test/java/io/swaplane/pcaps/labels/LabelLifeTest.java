package io.swaplane.pcaps.labels;

import static org.assertj.core.api.Assertions.assertThat;


import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.BindingIntent;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.pcaps.PacketBuilder;
import io.swaplane.pcaps.random.RouterUnderTest;
import io.swaplane.pcaps.reference.Verdict;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.table.DropReason;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer sees of the labels that an ASBR gives it: real packets through a router whose labels the label manager gives. */
class LabelLifeTest {
    private static final String OWN = "02:00:00:00:00:01";
    private static final String CONFIG = """
        router: asbr1
        router-id: 9.9.9.9
        mpls: {label-hold-time: 60s}
        interfaces:
          - {name: core, port: core, mac: "02:00:00:00:00:01", mpls: core}
          - {name: peer, port: peer, mac: "02:00:00:00:00:01", mpls: external}
        neighbours:
          - {interface: core, address: 10.0.0.1, mac: "02:00:00:00:01:01"}
          - {interface: core, address: 10.0.0.2, mac: "02:00:00:00:01:02"}
        next-hops:
          - {index: 1, interface: core, neighbour: 10.0.0.1}
          - {index: 2, interface: core, neighbour: 10.0.0.2}
        label-bindings:
          - {next-hop: 1.1.1.1, label: 16, in-label: 44, accept: {interface: peer}}
        """;
    private static final int CORE_PORT = 0;
    private static final int PEER_PORT = 1;
    private static final long ROUTE = 1;
    private static final long HOLD = 60_000_000_000L;
    private static final Origin BGP = new Origin(1, 1, "bgp", 100);
    private static final Accept PEER = new Accept.Interface("peer");
    private static final BindingKey OLD = key("1.1.1.1", 16, PEER);
    private static final BindingKey NEW = key("2.2.2.2", 17, PEER);

    @TempDir
    private Path directory;
    private RouterUnderTest router;
    private long now;

    @BeforeEach
    void start() throws Exception {
        final RouterIntent intent = ConfigFile.read(Files.writeString(directory.resolve("asbr.yaml"), CONFIG));
        router = new RouterUnderTest(intent, () -> now);
        router.trace(true);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private static BindingKey key(final String nextHop, final int label, final Accept accept) {
        return new BindingKey(new Fec.ReceivedLabel(InetAddress.ofLiteral(nextHop), label), accept, null);
    }

    private int put(final BindingKey key, final int outLabel, final int nextHop) {
        return router.conductor().putBinding(BGP, new BindingIntent(key, ROUTE, new Action.Swap(outLabel, nextHop), null, null)).label();
    }

    private Verdict send(final int port, final int label) {
        router.room(new int[] {1, 1}, 0);
        return router.forward(port, List.of(frame(OWN, "02:00:00:00:02:01", label, 64)))[0];
    }

    private static byte[] frame(final String to, final String from, final int label, final int ttl) {
        return PacketBuilder.ethernet(to, from).mpls(label, 0, ttl).ipv4("192.0.2.1", "198.51.100.1", 64).udp(1, 2).payload(30).build();
    }

    private static Verdict sent(final int outLabel, final String neighbour) {
        return new Verdict.Sent(CORE_PORT, frame(neighbour, OWN, outLabel, 63));
    }

    private void pass(final long nanos) {
        now += nanos;
        router.conductor().doWork();
    }

    @Test
    void shouldSwapThePinnedLabelForTheOneThatWasReceived() {
        assertThat(put(OLD, 16, 1)).isEqualTo(44);
        assertThat(send(PEER_PORT, 44)).isEqualTo(sent(16, "02:00:00:00:01:01"));
    }

    @Test
    void shouldTakeALabelOnlyFromThoseWhomItWasGivenTo() {
        final int peers = put(OLD, 16, 1);
        final int cores = put(key("1.1.1.1", 16, new Accept.Core()), 16, 1);

        assertThat(send(PEER_PORT, peers)).isEqualTo(sent(16, "02:00:00:00:01:01"));
        assertThat(send(CORE_PORT, cores)).isEqualTo(sent(16, "02:00:00:00:01:01"));
        assertThat(send(CORE_PORT, peers)).isEqualTo(new Verdict.Dropped(DropReason.ACCEPT_CLASS));
        assertThat(send(PEER_PORT, cores)).isEqualTo(new Verdict.Dropped(DropReason.ACCEPT_CLASS));
    }

    @Test
    void shouldForwardByTheOldLabelForTheHoldTimeAfterAPathChange() {
        final int old = put(OLD, 16, 1);
        final int next = put(NEW, 17, 2);
        router.conductor().releaseBinding(BGP, OLD, ROUTE);
        pass(HOLD - 1);
        assertThat(send(PEER_PORT, old)).isEqualTo(sent(16, "02:00:00:00:01:01"));
        assertThat(send(PEER_PORT, next)).isEqualTo(sent(17, "02:00:00:00:01:02"));

        pass(1);
        assertThat(send(PEER_PORT, old)).isEqualTo(new Verdict.Dropped(DropReason.UNKNOWN_LABEL));
        assertThat(send(PEER_PORT, next)).isEqualTo(sent(17, "02:00:00:00:01:02"));
    }

    @Test
    void shouldDropAndCountFromTheMomentOfAWithdrawal() {
        final int label = put(OLD, 16, 1);
        router.conductor().withdrawBinding(BGP, OLD, ROUTE);
        assertThat(send(PEER_PORT, label)).isEqualTo(new Verdict.Dropped(DropReason.WITHDRAWN));
        assertThat(router.tables().drops(PEER_PORT, DropReason.WITHDRAWN)).isEqualTo(1);
        assertThat(router.conductor().label(LspIntent.PLATFORM, label).orElseThrow().statistics().errors()).isEqualTo(1);

        pass(HOLD);
        assertThat(send(PEER_PORT, label)).isEqualTo(new Verdict.Dropped(DropReason.UNKNOWN_LABEL));
    }

    @Test
    void shouldForwardAgainByTheSameLabelWhenThePathComesBack() {
        final int label = put(OLD, 16, 1);
        router.conductor().withdrawBinding(BGP, OLD, ROUTE);
        pass(HOLD - 1);
        assertThat(put(OLD, 16, 2)).isEqualTo(label);
        pass(HOLD);
        assertThat(send(PEER_PORT, label)).isEqualTo(sent(16, "02:00:00:00:01:02"));
    }
}
