package io.swaplane.io.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Frames;
import io.swaplane.io.netns.Wires;
import io.swaplane.table.AddressText;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The model and the resolver against a real kernel: {@code router (mac 1) core0 — peer0 (mac 2) peer}. */
@Timeout(120)
class LiveNetworkTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RecordingListener heard = new RecordingListener();
    private final List<String> resolutions = new ArrayList<>();
    private Namespace router;
    private Namespace peer;
    private int core;
    private KernelNetwork network;
    private RouteClient client;

    @BeforeEach
    void build() throws Exception {
        Required.root();
        router = Wires.quiet("router");
        peer = Wires.quiet("peer");
        Wires.join(router, "core0", 1, peer, "peer0", 2);
        router.ip("address", "add", "10.0.0.1/24", "dev", "core0");
        peer.ip("address", "add", "10.0.0.2/24", "dev", "peer0");
        core = Wires.index(router, "core0");
        open(KernelNetwork.RECEIVE_BYTES);
        client = router.in(RouteClient::open);
    }

    private void open(final int receiveBytes) throws Exception {
        network = router.in(() -> KernelNetwork.open(receiveBytes));
        network.addListener(heard);
        poll("the model is filled", network::isSynchronised);
        heard.take();
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
            network.close();
        }
        for (final Namespace namespace : new Namespace[] {router, peer}) {
            if (namespace != null) {
                namespace.close();
            }
        }
    }

    @Test
    void shouldKnowLinksAddressesAndNeighboursFromTheStart() throws Exception {
        final Link link = network.link("core0").orElseThrow();
        assertThat(link).isEqualTo(new Link(core, "core0", new HardwareAddress(0x020000000001L), 1500, true, true, "veth"));
        assertThat(network.addresses()).contains(new InterfaceAddress(core, InetAddress.getByName("10.0.0.1"), 24));
        router.ip("neighbour", "add", "10.0.0.9", "lladdr", Frames.mac(9), "dev", "core0");
        final NeighbourKey key = new NeighbourKey(core, InetAddress.getByName("10.0.0.9"));
        poll("the neighbour is known", () -> network.neighbour(key).isPresent());
        assertThat(network.neighbour(key)).contains(
            new Neighbour(key, NeighbourState.PERMANENT, new HardwareAddress(0x020000000009L), false));
        client.delete(key);
        poll("the neighbour is gone", () -> network.neighbour(key).isEmpty());
        assertThat(heard.events).contains("neighbour gone 10.0.0.9");
    }

    @Test
    void shouldFollowALinkThroughDownMtuRenameAndDeletion() throws Exception {
        client.setUp(core, false);
        poll("down", () -> !network.link(core).orElseThrow().up());
        client.setMtu(core, 1400);
        router.ip("link", "set", "core0", "name", "wan0");
        poll("renamed", () -> network.link("wan0").isPresent());
        assertThat(network.link("wan0").orElseThrow().index()).isEqualTo(core);
        assertThat(network.link("wan0").orElseThrow().mtu()).isEqualTo(1400);
        assertThat(network.link("core0")).isEmpty();
        client.setUp(core, true);
        poll("up", () -> network.link(core).orElseThrow().isRunning());
        peer.ip("link", "set", "peer0", "down");
        poll("no carrier", () -> !network.link(core).orElseThrow().carrier());
        assertThat(network.link(core).orElseThrow().up()).isTrue();
        heard.take();
        peer.ip("link", "delete", "peer0");
        poll("deleted", () -> network.link(core).isEmpty());
        assertThat(heard.events).contains("link gone wan0", "address gone 10.0.0.1");
        assertThat(network.addresses()).noneMatch(address -> address.interfaceIndex() == core);
    }

    @Test
    void shouldSayWhatTheKernelSaysWhenItRefuses() throws Exception {
        assertThatThrownBy(() -> client.setMtu(core, 1_000_000)).isInstanceOf(KernelException.class)
            .hasMessageContaining("EINVAL").hasMessageContaining("mtu greater than device maximum");
        assertThatThrownBy(() -> client.setUp(999_999, true)).isInstanceOf(KernelException.class)
            .satisfies(e -> assertThat(((KernelException) e).errno()).isEqualTo(Errno.ENODEV));
        assertThat(client.link("nobody")).isEmpty();
        assertThat(client.link("core0").orElseThrow().index()).isEqualTo(core);
    }

    @Test
    void shouldAgreeWithTheKernelAgainAfterAnOverrun(@TempDir final Path directory) throws Exception {
        router.ip("neighbour", "add", "10.0.0.250", "lladdr", Frames.mac(9), "dev", "core0");
        network.close();
        open(1);
        assertThat(network.neighbours()).hasSize(1);
        final Path batch = Files.writeString(directory.resolve("batch"), IntStream.range(1, 200)
            .mapToObj(i -> "neighbour replace 10.0.0." + i + " lladdr " + Frames.mac(i) + " dev core0\n").collect(Collectors.joining())
            + "neighbour delete 10.0.0.250 dev core0\nlink set core0 mtu 1300\n");
        router.ip("-batch", batch.toString());
        poll("overrun and synchronised again", () -> network.overruns() > 0 && network.isSynchronised());
        assertThat(network.neighbours()).hasSize(199).allMatch(Neighbour::isResolved);
        assertThat(network.link(core).orElseThrow().mtu()).isEqualTo(1300);
        assertThat(heard.events).contains("neighbour gone 10.0.0.250").endsWith("resynchronised");
    }

    @Test
    void shouldResolveANeighbourFollowItsMacAndNoticeThatItIsGone() throws Exception {
        hurryNeighbours();
        Wires.write(peer, "net/ipv4/conf/peer0/arp_notify", "1");
        final NeighbourKey next = new NeighbourKey(core, InetAddress.getByName("10.0.0.2"));
        final NeighbourResolver resolver = new NeighbourResolver(network, client, new Heard(), 0);
        resolver.watch(next);
        assertThat(resolver.mac(next)).isNull();
        assertThat(resolver.doWork(0)).isEqualTo(1);
        poll("resolved", () -> resolver.mac(next) != null);
        assertThat(resolutions).containsExactly("10.0.0.2 02:00:00:00:00:02");
        assertThat(network.neighbour(next).orElseThrow().managed()).isTrue();

        peer.ip("link", "set", "peer0", "address", Frames.mac(5));
        poll("followed", () -> new HardwareAddress(0x020000000005L).equals(resolver.mac(next)));
        assertThat(resolutions).endsWith("10.0.0.2 02:00:00:00:00:05");
        assertThat(resolver.doWork(1000 * SECOND)).as("the kernel keeps it fresh by itself").isZero();

        peer.ip("address", "delete", "10.0.0.2/24", "dev", "peer0");
        poll("noticed without any traffic", () -> resolver.mac(next) == null);
        assertThat(resolutions).endsWith("10.0.0.2 lost");

        peer.ip("address", "add", "10.0.0.2/24", "dev", "peer0");
        resolver.doWork(2000 * SECOND);
        poll("back", () -> resolver.mac(next) != null);
        assertThat(resolver.refusals()).isZero();
    }

    @Test
    void shouldResolveAnIpv6Neighbour() throws Exception {
        Wires.write(router, "net/ipv6/conf/core0/disable_ipv6", "0");
        Wires.write(peer, "net/ipv6/conf/peer0/disable_ipv6", "0");
        router.ip("address", "add", "fd00::1/64", "dev", "core0", "nodad");
        peer.ip("address", "add", "fd00::2/64", "dev", "peer0", "nodad");
        final NeighbourKey next = new NeighbourKey(core, InetAddress.getByName("fd00::2"));
        final NeighbourResolver resolver = new NeighbourResolver(network, client, new Heard(), 0);
        resolver.watch(next);
        resolver.doWork(0);
        poll("resolved", () -> resolver.mac(next) != null);
        assertThat(resolver.mac(next)).isEqualTo(new HardwareAddress(0x020000000002L));
        assertThat(network.addresses()).contains(new InterfaceAddress(core, InetAddress.getByName("fd00::1"), 64));
    }

    @Test
    void shouldKeepAskingForANeighbourThatNeverAnswers() throws Exception {
        hurryNeighbours();
        final NeighbourKey nobody = new NeighbourKey(core, InetAddress.getByName("10.0.0.77"));
        final NeighbourResolver resolver = new NeighbourResolver(network, client, new Heard(), 0);
        resolver.watch(nobody);
        resolver.doWork(0);
        poll("the kernel gives up", () -> network.neighbour(nobody).map(Neighbour::state).orElse(null) == NeighbourState.FAILED);
        assertThat(resolver.doWork(SECOND / 2)).isZero();
        assertThat(resolver.doWork(SECOND)).isEqualTo(1);
        assertThat(resolutions).isEmpty();
        assertThat(resolver.mac(nobody)).isNull();
        assertThat(resolver.asked()).isEqualTo(2);
    }

    @Test
    void shouldLoseANeighbourWithTheCarrierAndFindItAgain() throws Exception {
        final NeighbourKey next = new NeighbourKey(core, InetAddress.getByName("10.0.0.2"));
        final NeighbourResolver resolver = new NeighbourResolver(network, client, new Heard(), 0);
        resolver.watch(next);
        resolver.doWork(0);
        poll("resolved", () -> resolver.mac(next) != null);
        peer.ip("link", "set", "peer0", "down");
        poll("lost", () -> resolver.mac(next) == null);
        resolver.doWork(SECOND);
        peer.ip("link", "set", "peer0", "up");
        poll("running", () -> network.link(core).orElseThrow().isRunning());
        assertThat(resolver.doWork(2 * SECOND)).isEqualTo(1);
        poll("resolved again", () -> resolver.mac(next) != null);
        assertThat(resolutions).containsExactly("10.0.0.2 02:00:00:00:00:02", "10.0.0.2 lost", "10.0.0.2 02:00:00:00:00:02");
    }

    @Test
    void shouldHandANeighbourBackToTheKernelsOrdinaryCare() throws Exception {
        final NeighbourKey next = new NeighbourKey(core, InetAddress.getByName("10.0.0.2"));
        client.manage(next);
        poll("managed", () -> network.neighbour(next).map(Neighbour::managed).orElse(false));
        client.unmanage(next);
        poll("no longer", () -> !network.neighbour(next).orElseThrow().managed());
    }

    /** Makes the kernel probe and give up within a second or two instead of a minute. */
    private void hurryNeighbours() throws Exception {
        final String settings = "net/ipv4/neigh/core0/";
        Wires.write(router, settings + "base_reachable_time_ms", "500");
        Wires.write(router, settings + "delay_first_probe_time", "0");
        Wires.write(router, settings + "retrans_time_ms", "100");
        Wires.write(router, settings + "interval_probe_time_ms", "200");
    }

    private void poll(final String what, final BooleanSupplier condition) {
        Await.until(what, () -> {
            try {
                network.doWork();
            } catch (final KernelException e) {
                throw new UncheckedIOException(e);
            }
            return condition.getAsBoolean();
        });
    }

    private final class Heard implements ResolutionListener {
        @Override
        public void resolved(final NeighbourKey nextHop, final HardwareAddress mac) {
            resolutions.add(AddressText.of(nextHop.address()) + " " + mac);
        }

        @Override
        public void lost(final NeighbourKey nextHop) {
            resolutions.add(AddressText.of(nextHop.address()) + " lost");
        }

        @Override
        public void refused(final NeighbourKey nextHop, final KernelException refusal) {
            resolutions.add(AddressText.of(nextHop.address()) + " refused");
        }
    }
}
