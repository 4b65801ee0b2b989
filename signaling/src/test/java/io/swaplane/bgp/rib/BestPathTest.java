package io.swaplane.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.PathAttributes;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order in which the best path is chosen. */
class BestPathTest {
    private static final long AS = 42;
    private static final long PREFIX = 10L << 56;

    private final PeerSlots slots = new PeerSlots();
    private final Vias vias = new Vias(new Vias.Follower() {
        @Override
        public void wanted(final NextHopState nextHop) {
            vias.settle(nextHop, nextHop.number() + 1, true, 10);
        }

        @Override
        public void needed(final NextHopState nextHop) {
            wanted(nextHop);
        }

        @Override
        public void unwanted(final NextHopState nextHop) {
            assertThat(nextHop.users()).isZero();
        }

        @Override
        public void ending(final int via) {
            assertThat(via).isNotNegative();
        }
    });

    /** A path in words: its peer's AS and router id, and its attributes. */
    private record Path(long as, int id, PathAttributes.Builder attributes, String nextHop) {
        static Path internal(final int id, final PathAttributes.Builder attributes) {
            return new Path(AS, id, attributes, "1.1.1." + id);
        }

        static Path external(final long as, final int id, final PathAttributes.Builder attributes) {
            return new Path(as, id, attributes, "1.1.1." + id);
        }
    }

    private static PathAttributes.Builder path(final long... as) {
        return PathAttributes.builder().origin(BgpOrigin.IGP).asPath(AsPath.sequence(as));
    }

    static Stream<List<Object>> betterBeforeWorse() {
        return Stream.of(
            List.of("local preference before AS path", Path.internal(2, path(1, 2, 3).localPref(200)), Path.internal(1, path())),
            List.of("no local preference is 100", Path.internal(2, path()), Path.internal(1, path().localPref(99))),
            List.of("shorter AS path before origin", Path.internal(2, path(1).origin(BgpOrigin.INCOMPLETE)), Path.internal(1, path(1, 2))),
            List.of("origin before MED", Path.external(7, 2, path(7).med(9)), Path.external(7, 1, path(7).med(1).origin(BgpOrigin.EGP))),
            List.of("MED of one AS before external", Path.internal(2, path(7).med(1)), Path.external(7, 1, path(7).med(2))),
            List.of("no MED is 0", Path.external(7, 2, path(7)), Path.external(7, 1, path(7).med(1))),
            List.of("MED of two ASs does not count", Path.external(7, 1, path(7).med(9)), Path.external(8, 2, path(8).med(1))),
            List.of("external before internal", Path.external(7, 2, path(7)), Path.internal(1, path(7))),
            List.of("router id", Path.internal(1, path(7)), Path.internal(2, path(7))),
            List.of("originator in the place of the router id", Path.internal(9, path(7).originatorId(1)), Path.internal(2, path(7))),
            List.of("shorter cluster list", Path.internal(9, path(7).originatorId(5).clusterList(1)),
                Path.internal(2, path(7).originatorId(5).clusterList(1, 2))));
    }

    private PeerSlot announce(final RibTable table, final Path path) {
        final NextHop nextHop = NextHop.of(InetAddress.ofLiteral(path.nextHop));
        final List<Capability> none = List.of(new Capability.Multiprotocol(Family.VPNV4.numbers()));
        final PeerInfo info = new PeerInfo("peer " + path.as + " " + path.id, nextHop, null, AS, path.as, path.id,
            Negotiated.of(new OpenMessage(AS, 90, 99, none), new OpenMessage(path.as, 90, path.id, none)), PeerRules.open(nextHop));
        final PeerSlot slot = slots.open(info, Family.VPNV4);
        final int via = vias.of(vias.nextHop(nextHop, null, true), 16, null);
        vias.use(via);
        table.announce(slot, 0, 1, PREFIX, 0, 8, path.attributes.build(), via);
        return slot;
    }

    private RibTable table(final BestPathOptions options) {
        return new RibTable(Family.VPNV4, null, slots, vias, options);
    }

    private PeerSlot best(final RibTable table) {
        return table.paths().slot(table.destinations().best(table.destinations().find(1, PREFIX, 0, 8)));
    }

    @ParameterizedTest
    @MethodSource("betterBeforeWorse")
    void shouldPreferTheBetterPathInEitherOrder(final List<Object> row) {
        final RibTable forward = table(BestPathOptions.STANDARD);
        final PeerSlot better = announce(forward, (Path) row.get(1));
        announce(forward, (Path) row.get(2));
        assertThat(best(forward)).as(row.get(0).toString()).isSameAs(better);
        final RibTable backward = table(BestPathOptions.STANDARD);
        announce(backward, (Path) row.get(2));
        final PeerSlot again = announce(backward, (Path) row.get(1));
        assertThat(best(backward)).as(row.get(0).toString()).isSameAs(again);
    }

    @Test
    void shouldCompareMedsAmongEachNeighbouringAsWhateverTheOrder() {
        final List<Path> paths = List.of(Path.external(7, 3, path(7).med(1)), Path.external(7, 1, path(7).med(2)),
            Path.external(8, 2, path(8).med(5)));
        for (int first = 0; first < 3; first++) {
            final RibTable table = table(BestPathOptions.STANDARD);
            for (int i = 0; i < 3; i++) {
                announce(table, paths.get((first + i) % 3));
            }
            assertThat(best(table).info().remoteId()).isEqualTo(2);
        }
    }

    @Test
    void shouldSayWhyAPathIsNotTheBest() {
        final RibTable table = table(BestPathOptions.STANDARD);
        final PeerSlot best = announce(table, Path.internal(1, path(7)));
        final Map<PeerSlot, String> reasons = new HashMap<>();
        reasons.put(best, null);
        reasons.put(announce(table, Path.internal(2, path(7))), "higher router id");
        reasons.put(announce(table, Path.internal(3, path(7, 8))), "longer AS path");
        reasons.put(announce(table, Path.internal(4, path(7).localPref(50))), "lower local preference");
        reasons.put(announce(table, Path.internal(5, path(7).med(3))), "higher MED");
        final int destination = table.destinations().find(1, PREFIX, 0, 8);
        for (int path = table.destinations().first(destination); path != Destinations.NONE; path = table.paths().next(path)) {
            assertThat(table.reason(destination, path)).isEqualTo(reasons.remove(table.paths().slot(path)));
        }
        assertThat(reasons).isEmpty();
        assertThat(best(table)).isSameAs(best);
    }

    @Test
    void shouldCompareAllMedsWhenTold() {
        final RibTable table = table(new BestPathOptions(true, false, 1));
        announce(table, Path.external(7, 1, path(7).med(9)));
        final PeerSlot better = announce(table, Path.external(8, 2, path(8).med(1)));
        assertThat(best(table)).isSameAs(better);
    }

    @Test
    void shouldPreferTheOlderOfExternalPathsWhenTold() {
        final RibTable table = table(new BestPathOptions(false, true, 1));
        final PeerSlot older = announce(table, Path.external(7, 2, path(7)));
        announce(table, Path.external(8, 1, path(8)));
        assertThat(best(table)).isSameAs(older);
    }

    @Test
    void shouldPreferTheNearerNextHopAndAResolvedOneBeforeAll() {
        final RibTable table = table(BestPathOptions.STANDARD);
        final PeerSlot first = announce(table, Path.internal(1, path(7)));
        final PeerSlot second = announce(table, Path.internal(2, path(7)));
        assertThat(best(table)).isSameAs(first);
        final NextHopState near = vias.nextHop(second.info().address(), null, true);
        vias.settle(near, 1, true, 3);
        table.sweep();
        table.doWork();
        assertThat(best(table)).isSameAs(second);
        vias.settle(near, 1, false, 3);
        table.sweep();
        table.doWork();
        assertThat(best(table)).isSameAs(first);
    }

    @Test
    void shouldShareAmongPathsThatAreEqualButForTheirPeers() {
        final RibTable table = table(BestPathOptions.STANDARD);
        announce(table, Path.internal(1, path(7)));
        announce(table, Path.internal(2, path(8)));
        announce(table, Path.internal(3, path(7, 8)));
        assertThat(table.multipath(table.destinations().find(1, PREFIX, 0, 8))).hasSize(2);
    }

    @Test
    void shouldCountNoPathOfASessionThatEndedAndRemoveItStepByStep() {
        final RibTable table = table(BestPathOptions.STANDARD);
        final PeerSlot first = announce(table, Path.internal(1, path(7)));
        final PeerSlot second = announce(table, Path.internal(2, path(7)));
        slots.end(first);
        table.sweep();
        table.doWork();
        assertThat(best(table)).isSameAs(second);
        assertThat(first.paths()).isZero();
        assertThat(table.paths().size()).isOne();
    }
}
