package io.swaplane.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Two speakers joined within the process, by a link that can be cut. */
class InProcessSessionTest {
    private static final InetAddress PE = InetAddress.ofLiteral("10.1.0.1");
    private static final InetAddress CE = InetAddress.ofLiteral("10.1.0.2");

    private final AtomicBoolean linked = new AtomicBoolean(true);
    private final InProcessFabric fabric = new InProcessFabric(this::find);
    private final Counting peHeard = new Counting();
    private final Counting ceHeard = new Counting();

    private Optional<InProcessFabric.Arrival> find(final String router, final PeerSettings settings) {
        if (!linked.get()) {
            return Optional.empty();
        }
        return router.equals("pe") ? Optional.of(new InProcessFabric.Arrival("ce", "", PE))
            : Optional.of(new InProcessFabric.Arrival("pe", "vlan7", CE));
    }

    @Test
    void shouldFallWithTheLinkAndComeBack() throws IOException {
        try (Sessions pe = Sessions.start(fabric.router("pe"), Thread.ofPlatform().factory());
             Sessions ce = Sessions.start(fabric.router("ce"), Thread.ofPlatform().factory())) {
            final Session atPe = pe.call(() -> pe.add(PeerSettings.peer(CE, 65000, PeerAs.EXTERNAL, 1).interfaceName("vlan7")
                .families(Family.IPV4_UNICAST, Family.IPV6_UNICAST).build(), peHeard));
            final Session atCe = ce.call(() -> ce.add(PeerSettings.peer(PE, 65001, PeerAs.of(65000), 2)
                .families(Family.IPV4_UNICAST).build(), ceHeard));
            pe.execute(atPe::start);
            ce.execute(atCe::start);
            Eventually.so("established", () -> pe.call(atPe::state) == SessionState.ESTABLISHED
                && ce.call(atCe::state) == SessionState.ESTABLISHED);
            assertThat(pe.call(() -> atPe.negotiated().families())).containsExactly(Family.IPV4_UNICAST);
            final int downBefore = peHeard.down.get();

            linked.set(false);
            fabric.recheck();
            Eventually.so("down on both sides", () -> pe.call(atPe::negotiated) == null && ce.call(atCe::negotiated) == null);
            assertThat(peHeard.down.get()).isGreaterThan(downBefore);
            linked.set(true);

            Eventually.so("back", () -> pe.call(atPe::state) == SessionState.ESTABLISHED
                && ce.call(atCe::state) == SessionState.ESTABLISHED);
        }
    }
}
