package io.swaplane.router.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.io.netlink.NeighbourKey;
import io.swaplane.io.netlink.NeighbourResolver;
import io.swaplane.io.netlink.RouteClient;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Frames;
import io.swaplane.io.netns.Wires;
import io.swaplane.table.LabelRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which neighbours a real kernel is asked for as next hops come and go: {@code router (mac 1) core0 — peer0 (mac 2) peer}. */
@Timeout(120)
class NeighbourhoodTest {
    private static final String KEPT = "managed";

    private Namespace router;
    private Namespace peer;
    private int core;
    private KernelNetwork network;
    private RouteClient client;
    private Conductor conductor;
    private Neighbourhood neighbourhood;
    private NeighbourResolver resolver;

    @BeforeEach
    void build() throws Exception {
        Required.root();
        router = Wires.quiet("router");
        peer = Wires.quiet("peer");
        Wires.join(router, "core0", 1, peer, "peer0", 2);
        router.ip("address", "add", "10.0.0.1/24", "dev", "core0");
        peer.ip("address", "add", "10.0.0.2/24", "dev", "peer0");
        peer.ip("address", "add", "10.0.0.3/24", "dev", "peer0");
        core = Wires.index(router, "core0");
        network = router.in(KernelNetwork::open);
        client = router.in(RouteClient::open);
        poll("the model is filled", network::isSynchronised);
    }

    private void start(final NextHopIntent... nextHops) throws Exception {
        final RouterIntent intent = intent(nextHops);
        conductor = new Conductor(intent, 1);
        neighbourhood = new Neighbourhood(conductor, intent, Map.of("p0", core), network);
        resolver = new NeighbourResolver(network, client, neighbourhood, System.nanoTime());
        neighbourhood.watch(resolver);
    }

    private static RouterIntent intent(final NextHopIntent... nextHops) {
        return new RouterIntent("r1", "10.255.0.1", Defaults.STANDARD, new LabelRange(1000, 1999), LabelSettings.STANDARD,
            SpecialLabels.STANDARD, List.of("p0", "p1"),
            List.of(on("core0", "p0", MplsMode.CORE), on("vlan7", "p0", MplsMode.CORE, 7), on("lan", "p1", MplsMode.OFF)),
            List.of(), List.of(), List.of(nextHops), List.of(), List.of());
    }

    private static InterfaceIntent on(final String name, final String port, final MplsMode mode, final Integer... vlans) {
        return new InterfaceIntent(name, port, List.of(vlans), 0x88A8, MacAddress.parse("02:00:00:00:00:01"), mode, 1500, false, false);
    }

    @AfterEach
    void close() throws Exception {
        if (resolver != null) {
            resolver.close();
        }
        if (conductor != null) {
            conductor.close();
        }
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

    /** What the control thread does, until the condition holds. */
    private void poll(final String what, final BooleanSupplier condition) {
        Await.until(what, () -> {
            cycle();
            return condition.getAsBoolean();
        });
    }

    private void cycle() {
        try {
            if (resolver != null) {
                conductor.doWork();
                neighbourhood.doWork();
                resolver.doWork(System.nanoTime());
            }
            network.doWork();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress ip(final String address) {
        return InetAddress.ofLiteral(address);
    }

    private static NextHopIntent direct(final int index, final String on, final String neighbour) {
        return new NextHopIntent.Direct(index, on, ip(neighbour), List.of(), false, null, null);
    }

    private static NextHopIntent toPeer(final int index, final String peerAddress) {
        return new NextHopIntent.Recursive(index, null, ip(peerAddress), List.of(16));
    }

    private boolean isResolved(final int nextHop) {
        return conductor.nextHop(nextHop).orElseThrow().resolved();
    }

    /** The kernel's own word for a neighbour. */
    private String entry(final String address) throws Exception {
        return router.ip("neighbour", "show", address, "dev", "core0");
    }

    @Test
    void shouldResolveANextHopThatComesWhileItRunsAndHandItsNeighbourBackWhenTheLastOneGoes() throws Exception {
        start();
        conductor.onNextHop(direct(1, "core0", "10.0.0.2"));
        conductor.onNextHop(direct(2, "core0", "10.0.0.2"));
        poll("the next hops are resolved", () -> isResolved(1) && isResolved(2));
        assertThat(neighbourhood.mac(new NeighbourKey(core, ip("10.0.0.2")))).isEqualTo(Frames.mac(2));
        assertThat(entry("10.0.0.2")).contains(KEPT);

        conductor.removeNextHop(1);
        cycle();
        assertThat(entry("10.0.0.2")).contains(KEPT);
        conductor.removeNextHop(2);
        cycle();
        assertThat(neighbourhood.watched()).isEmpty();
        assertThat(entry("10.0.0.2")).contains(Frames.mac(2)).doesNotContain(KEPT);

        assertThat(conductor.onNextHop(direct(3, "core0", "10.0.0.2")).toString()).as("what was known is forgotten").isEqualTo("ACCEPTED");
        poll("it is found again", () -> isResolved(3));
    }

    @Test
    void shouldGoOnWithANeighbourThatASpoofCheckNamesWhenItsLastNextHopGoes() throws Exception {
        start(direct(1, "core0", "10.0.0.2"), direct(2, "core0", "10.0.0.3"));
        poll("the next hops are resolved", () -> isResolved(1) && isResolved(2));
        conductor.onLabel(new LspIntent(100, LspIntent.PLATFORM, "static", new Accept.Neighbour("core0", ip("10.0.0.2")),
            new Action.Swap(200, 2), null, null, null));
        conductor.removeNextHop(1);
        cycle();
        assertThat(neighbourhood.watched()).containsKey(new NeighbourKey(core, ip("10.0.0.2")));
        assertThat(entry("10.0.0.2")).contains(KEPT);

        conductor.removeLabel(LspIntent.PLATFORM, 100);
        cycle();
        assertThat(neighbourhood.watched()).containsOnlyKeys(new NeighbourKey(core, ip("10.0.0.3")));
        assertThat(entry("10.0.0.2")).doesNotContain(KEPT);
    }

    @Test
    void shouldFollowANextHopThatMovesToAnotherNeighbour() throws Exception {
        start(direct(1, "core0", "10.0.0.2"));
        poll("it is resolved", () -> isResolved(1));
        conductor.onNextHop(direct(1, "core0", "10.0.0.3"));
        assertThat(isResolved(1)).isFalse();
        poll("it is resolved anew", () -> isResolved(1));
        assertThat(entry("10.0.0.2")).doesNotContain(KEPT);
        assertThat(entry("10.0.0.3")).contains(KEPT);
        assertThat(neighbourhood.watched()).containsOnlyKeys(new NeighbourKey(core, ip("10.0.0.3")));
    }

    @Test
    void shouldForgetWhatWasBelievedOfANeighbourThatTheKernelDoesNotKnow() throws Exception {
        start();
        conductor.learnNeighbour(new NeighbourIntent("core0", ip("10.0.0.9"), MacAddress.parse("02:00:00:00:00:09")));
        conductor.onNextHop(direct(1, "core0", "10.0.0.9"));
        assertThat(isResolved(1)).isTrue();
        cycle();
        assertThat(isResolved(1)).isFalse();
    }

    @Test
    void shouldAskForAPeerOnItsSubnetWhileNoTunnelLeadsThere() throws Exception {
        start(direct(1, "core0", "10.0.0.2"));
        conductor.onNextHop(toPeer(29, "10.0.0.3"));
        poll("the peer is found", () -> isResolved(29));
        assertThat(entry("10.0.0.3")).contains(KEPT);

        conductor.onTunnel(new TunnelIntent(ip("10.0.0.3"), "ldp", 1, 0, 1));
        cycle();
        assertThat(entry("10.0.0.3")).doesNotContain(KEPT);
        conductor.removeTunnel(ip("10.0.0.3"), "ldp");
        poll("the peer is found again", () -> isResolved(29));
    }

    @Test
    void shouldAskForAPeerOnceItsSubnetIsThere() throws Exception {
        start(toPeer(29, "10.1.0.2"));
        cycle();
        assertThat(neighbourhood.watched()).isEmpty();
        peer.ip("address", "add", "10.1.0.2/24", "dev", "peer0");
        router.ip("address", "add", "10.1.0.1/24", "dev", "core0");
        poll("the peer is found", () -> isResolved(29));
        router.ip("address", "delete", "10.1.0.1/24", "dev", "core0");
        poll("the peer is given up", () -> neighbourhood.watched().isEmpty());
        assertThat(isResolved(29)).isFalse();
    }

    @Test
    void shouldAskNoMoreForWhatIsGiven() throws Exception {
        start(direct(1, "core0", "10.0.0.2"));
        poll("it is resolved", () -> isResolved(1));
        conductor.onNeighbour(new NeighbourIntent("core0", ip("10.0.0.2"), MacAddress.parse(Frames.mac(9))));
        cycle();
        assertThat(entry("10.0.0.2")).doesNotContain(KEPT);
        assertThat(isResolved(1)).isTrue();
        conductor.removeNeighbour("core0", ip("10.0.0.2"));
        assertThat(isResolved(1)).isFalse();
        poll("the kernel is asked again", () -> isResolved(1));
    }

    @Test
    void shouldSayWhyANeighbourCannotBeAskedFor() throws Exception {
        start();
        conductor.onNextHop(direct(1, "vlan7", "10.7.0.2"));
        conductor.onNextHop(direct(2, "lan", "10.8.0.2"));
        cycle();
        assertThat(neighbourhood.watched()).isEmpty();
        assertThat(neighbourhood.unaskable()).containsOnly(
            Map.entry(new Accept.Neighbour("vlan7", ip("10.7.0.2")),
                "behind a VLAN, where the kernel cannot be asked for its MAC address: add it under 'neighbours'"),
            Map.entry(new Accept.Neighbour("lan", ip("10.8.0.2")), "on a port without MPLS, which is not open"));
        assertThat(isResolved(1)).isFalse();
        conductor.onNeighbour(new NeighbourIntent("vlan7", ip("10.7.0.2"), MacAddress.parse(Frames.mac(9))));
        conductor.removeNextHop(2);
        cycle();
        assertThat(isResolved(1)).isTrue();
        assertThat(neighbourhood.unaskable()).isEmpty();
    }

    @Test
    void shouldNotStartWithANeighbourThatCannotBeAskedFor() {
        assertThatThrownBy(() -> start(direct(1, "vlan7", "10.7.0.2"))).isInstanceOf(StartException.class).hasMessage("neighbour 10.7.0.2 "
            + "on vlan7 is behind a VLAN, where the kernel cannot be asked for its MAC address: add it under 'neighbours'");
    }
}
