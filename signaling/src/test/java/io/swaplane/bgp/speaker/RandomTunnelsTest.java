package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.view.TunnelView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labelled routes to hosts by one another, in circles too: what can be reached is, the router comes to rest, and nothing is left over. */
class RandomTunnelsTest {
    private static final int STEPS = 1_500;
    private static final List<String> HOSTS = List.of("3.3.3.1", "3.3.3.2", "3.3.3.3", "3.3.3.4");
    private static final List<String> REACHED = List.of("1.1.1.1", "1.1.1.2", "10.5.5.5");

    private final TestRouter router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID), RoutingIntent.NONE, 1 << 12, 8, 1000);
    private final List<ScriptedPeer> peers = new ArrayList<>();
    /** Of each peer, the hosts to which it has told a path that depends on no other. */
    private final List<Set<String>> straight = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldReachEveryHostThatHasAPathOfItsOwn(final long seed) {
        final Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            peers.add(new ScriptedPeer(router, "peer" + i, "1.1.1." + (i + 1), TestRouter.AS, ScriptedPeer.rules(),
                Family.IPV4_LABELED).up());
            straight.add(new HashSet<>());
        }
        for (int step = 0; step < STEPS; step++) {
            act(random, random.nextInt(peers.size()));
            for (int i = random.nextInt(3); i > 0; i--) {
                router.router();
                router.speaker.doWork();
            }
            if (step % 50 == 49) {
                rest();
                assertThat(tunnels()).as("seed %d, step %d", seed, step).allMatch(TunnelView::reachable).extracting(TunnelView::endpoint)
                    .containsAll(straight.stream().flatMap(Set::stream).toList());
            }
        }
        peers.forEach(ScriptedPeer::down);
        rest();
        assertThat(tunnels()).isEmpty();
        assertThat(router.speaker.labels().vias().size()).isZero();
        router.close();
    }

    /** What was refused is tried again, which may be several times, as one thing makes room for another. */
    private void rest() {
        for (int i = 0; i < 5; i++) {
            router.settle();
            router.now += 6_000_000_000L;
        }
        router.settle();
    }

    private List<TunnelView> tunnels() {
        return router.conductor.tunnels().stream().filter(each -> each.owner().equals("bgp")).toList();
    }

    private void act(final Random random, final int peer) {
        final String host = HOSTS.get(random.nextInt(HOSTS.size()));
        straight.get(peer).remove(host);
        if (random.nextInt(3) == 0) {
            peers.get(peer).withdraw(Family.IPV4_LABELED, host + "/32");
            return;
        }
        final boolean isStraight = random.nextInt(3) == 0;
        final List<String> nextHops = isStraight ? REACHED : HOSTS;
        final PathAttributes attributes = PathAttributes.builder().origin(BgpOrigin.IGP).localPref(100 + random.nextInt(3)).build();
        peers.get(peer).announce(Family.IPV4_LABELED, host + "/32", 100 + random.nextInt(3), nextHops.get(random.nextInt(nextHops.size())),
            attributes);
        if (isStraight) {
            straight.get(peer).add(host);
        }
    }
}
