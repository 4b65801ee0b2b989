package io.swaplane.control;

import static io.swaplane.control.PeIntent.TUNNEL;
import static io.swaplane.control.PeIntent.lookup;
import static io.swaplane.control.PeIntent.pe;
import static io.swaplane.control.PeIntent.settle;
import static io.swaplane.control.PeIntent.whose;
import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.route;
import static io.swaplane.control.TestIntent.via;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.AddressText;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Operation;
import io.swaplane.table.PayloadType;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdjacenciesTest {
    private static final int HIGHEST = ForwardingWord.FIELD_LIMIT - 1;

    private long now = 1_000_000_000L;
    private final Set<String> wanted = new LinkedHashSet<>();

    private Conductor conductor(final TestIntent intent) {
        final Conductor conductor = new Conductor(intent.build(), 2, () -> now);
        conductor.follow(new WantedNeighbours() {
            @Override
            public void neighbourWanted(final String interfaceName, final InetAddress address) {
                wanted.add(interfaceName + " " + AddressText.of(address));
            }

            @Override
            public void neighbourUnwanted(final String interfaceName, final InetAddress address) {
                wanted.remove(interfaceName + " " + AddressText.of(address));
            }

            @Override
            public void peerWanted(final InetAddress address) {
                wanted.add("peer " + AddressText.of(address));
            }

            @Override
            public void peerUnwanted(final InetAddress address) {
                wanted.remove("peer " + AddressText.of(address));
            }
        });
        return conductor;
    }

    @Test
    void shouldWantAGatewayAsLongAsARouteLeadsToIt() {
        try (Conductor conductor = conductor(pe())) {
            conductor.onRoute(route("red", "20.0.0.0/8", via("10.1.1.9")));
            conductor.onRoute(route("red", "21.0.0.0/8", via("10.1.1.9")));
            assertThat(wanted).containsExactly("red1 10.1.1.9");
            assertThat(lookup(conductor, "red", "20.1.1.1")).isEqualTo(ForwardingWord.push(ForwardingWord.NO_LABEL, HIGHEST));
            assertThat(lookup(conductor, "red", "21.1.1.1")).isEqualTo(lookup(conductor, "red", "20.1.1.1"));
            assertThat(conductor.nextHop(HIGHEST).orElseThrow().neighbour()).isEqualTo("10.1.1.9");
            conductor.removeRoute("red", Prefix.parse("20.0.0.0/8"));
            assertThat(wanted).hasSize(1);
            conductor.removeRoute("red", Prefix.parse("21.0.0.0/8"));
            assertThat(wanted).isEmpty();
            assertThat(conductor.nextHop(HIGHEST)).isEmpty();
        }
    }

    @Test
    void shouldKeepAnAdjacencyFromProducers() {
        try (Conductor conductor = conductor(pe())) {
            conductor.onRoute(route("red", "20.0.0.0/8", via("10.1.1.9")));
            assertThatThrownBy(() -> conductor.removeNextHop(HIGHEST)).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.reason()).isEqualTo(RefusalReason.CONFLICTING_OWNER))
                .hasMessageContaining("belongs to adjacency");
            assertThatThrownBy(() -> conductor.onNextHop(direct(HIGHEST, "core0", "10.0.0.2"))).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void shouldGoOnlyWhenNoLabelLeadsToItEither() {
        try (Conductor conductor = conductor(pe())) {
            conductor.onRoute(route("red", "20.0.0.0/8", via("10.1.1.9")));
            conductor.onLabel(lsp(100, new Action.Pop(PayloadType.IP, HIGHEST)));
            conductor.removeRoute("red", Prefix.parse("20.0.0.0/8"));
            settle(conductor);
            assertThat(conductor.nextHop(HIGHEST)).isPresent();
            conductor.removeLabel(LspIntent.PLATFORM, 100);
            settle(conductor);
            assertThat(conductor.nextHop(HIGHEST)).isEmpty();
        }
    }

    @Test
    void shouldHaveAHostRouteForEachNeighbourThatIsKnown() {
        try (Conductor conductor = conductor(pe().with(neighbour("red0", "10.1.0.8", TestIntent.MAC_3)))) {
            assertThat(whose(conductor, "red", "10.1.0.8/32")).isEqualTo("neighbour neighbour");
            conductor.learnNeighbour(neighbour("red0", "2001:db8:1::9", TestIntent.MAC_3));
            final long word = lookup(conductor, "red", "2001:db8:1::9");
            assertThat(ForwardingWord.operation(word)).isEqualTo(Operation.PUSH);
            assertThat(conductor.tables().nextHops().isResolved(ForwardingWord.nextHop(word))).isTrue();
            conductor.learnNeighbour(neighbour("red0", "fe80::9", TestIntent.MAC_3));
            assertThat(whose(conductor, "red", "fe80::9/128")).isNull();
            conductor.removeNeighbour("red0", ip("10.1.0.8"));
            assertThat(ForwardingWord.operation(lookup(conductor, "red", "10.1.0.8"))).isEqualTo(Operation.GLEAN);
            assertThat(conductor.routeUsage().adjacencies()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotLookForPeersInVrfs() {
        try (Conductor conductor = conductor(pe())) {
            conductor.onNextHop(TestIntent.toPeer(30, "10.1.0.9", 16));
            conductor.onNeighbour(neighbour("red0", "10.1.0.9", TestIntent.MAC_3));
            assertThat(conductor.nextHop(30).orElseThrow().resolved()).isFalse();
            assertThat(wanted).contains("peer 10.1.0.9");
        }
    }

    @Test
    void shouldWantAGleanedNeighbourForAWhile() {
        final long wait = Gleaning.WAIT_NANOS;
        try (Conductor conductor = conductor(pe())) {
            final int red0 = conductor.interfaceNumber("red0");
            assertThat(conductor.glean(red0, ip("10.1.0.9"))).isTrue();
            assertThat(wanted).containsExactly("red0 10.1.0.9");
            now += wait / 2;
            assertThat(conductor.glean(red0, ip("10.1.0.9"))).isTrue();
            now += wait / 2;
            settle(conductor);
            assertThat(wanted).as("a packet renews it").hasSize(1);
            now += wait / 2;
            settle(conductor);
            assertThat(wanted).isEmpty();
            assertThat(conductor.routeUsage().adjacencies()).isZero();
        }
    }

    @Test
    void shouldKeepAGleanedNeighbourThatAnswers() {
        try (Conductor conductor = conductor(pe())) {
            conductor.glean(conductor.interfaceNumber("red0"), ip("10.1.0.9"));
            conductor.learnNeighbour(neighbour("red0", "10.1.0.9", TestIntent.MAC_3));
            now += 10 * Gleaning.WAIT_NANOS;
            settle(conductor);
            assertThat(wanted).hasSize(1);
            assertThat(whose(conductor, "red", "10.1.0.9/32")).isEqualTo("neighbour neighbour");
            conductor.forgetNeighbour("red0", ip("10.1.0.9"));
            assertThat(wanted).isEmpty();
            assertThat(whose(conductor, "red", "10.1.0.9/32")).isNull();
        }
    }

    @Test
    void shouldGleanOnlyWhatCanBeANeighbour() {
        try (Conductor conductor = conductor(pe())) {
            final int red0 = conductor.interfaceNumber("red0");
            for (final String address : new String[] {"10.1.0.0", "10.1.0.255", "10.1.0.1", "10.1.1.9", "77.7.7.7", "2001:db8:1::1"}) {
                assertThat(conductor.glean(red0, ip(address))).as(address).isFalse();
            }
            assertThat(conductor.glean(conductor.interfaceNumber("core0"), ip("10.0.0.9"))).as("takes no IP").isFalse();
            assertThat(conductor.glean(99, ip("10.1.0.9"))).isFalse();
            assertThat(conductor.glean(red0, ip("2001:db8:1::ffff"))).isTrue();
            assertThat(wanted).containsExactly("red0 2001:db8:1::ffff");
        }
    }

    @Test
    void shouldBoundWhatIsGleanedOnAnInterface() {
        try (Conductor conductor = conductor(pe())) {
            final int red0 = conductor.interfaceNumber("red0");
            conductor.glean(red0, ip("10.1.0.9"));
            conductor.learnNeighbour(neighbour("red0", "10.1.0.9", TestIntent.MAC_3));
            for (int i = 2; i < Gleaning.MOST_WAITING + 100; i++) {
                assertThat(conductor.glean(red0, ip("2001:db8:1::" + Integer.toHexString(i)))).isTrue();
            }
            assertThat(conductor.routeUsage().adjacencies()).isEqualTo(Gleaning.MOST_WAITING + 1);
            assertThat(wanted).as("the oldest unknown ones went, not those that are known").contains("red0 10.1.0.9")
                .doesNotContain("red0 2001:db8:1::2");
            assertThat(conductor.glean(conductor.interfaceNumber("blue0"), ip("10.2.0.9"))).isTrue();
        }
    }

    @Test
    void shouldHaveMoreNeighboursThatAnswerThanThoseThatDoNot() {
        try (Conductor conductor = conductor(pe())) {
            final int red0 = conductor.interfaceNumber("red0");
            for (int i = 2; i < Gleaning.MOST + 100; i++) {
                final String address = "2001:db8:1::" + Integer.toHexString(i);
                assertThat(conductor.glean(red0, ip(address))).isEqualTo(i < Gleaning.MOST + 2);
                conductor.learnNeighbour(neighbour("red0", address, TestIntent.MAC_3));
            }
        }
    }

    @Test
    void shouldDropWhatIsForALinksNetworkOrBroadcastAddress() {
        final long drop = ForwardingWord.drop(DropReason.ADMINISTRATIVE);
        try (Conductor conductor = conductor(pe().with(TestIntent.vrfInterface("red2", "p1", MplsMode.OFF, 12, "red", "10.3.0.1/31"))
            .with(TestIntent.vrfInterface("red3", "p1", MplsMode.OFF, 13, "red", "10.3.0.9/16")))) {
            for (final String address : new String[] {"10.1.0.0", "10.1.0.255", "10.1.1.0", "10.3.255.255"}) {
                assertThat(lookup(conductor, "red", address)).as(address).isEqualTo(drop);
            }
            assertThat(whose(conductor, "red", "10.1.0.255/32")).isEqualTo("connected connected");
            assertThat(ForwardingWord.operation(lookup(conductor, "red", "10.3.0.0"))).as("a host of the /31").isEqualTo(Operation.GLEAN);
            assertThat(ForwardingWord.operation(lookup(conductor, "red", "2001:db8:1::"))).isEqualTo(Operation.GLEAN);
        }
    }

    @Test
    void shouldSayWhoseTheIndexOfAnAdjacencyIs() {
        try (Conductor conductor = conductor(pe())) {
            conductor.onRoute(route("red", "20.0.0.0/8", via("10.1.1.9")));
            conductor.onRoute(route("red", "21.0.0.0/8", via("172.16.0.9")));
            for (final int index : new int[] {HIGHEST, HIGHEST - 1}) {
                assertThatThrownBy(() -> conductor.onNextHop(direct(index, "core0", "10.0.0.2"))).isInstanceOfSatisfying(
                    RefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusalReason.CONFLICTING_OWNER))
                    .hasMessageStartingWith("next hop " + index + " belongs to adjacency");
            }
        }
    }

    @Test
    void shouldRefuseVrfInterfacesWhatTheBackboneMay() {
        final TestIntent intent = pe().set("reds", new Accept.Interface("red0"));
        try (Conductor conductor = intent.conductor()) {
            conductor.onLabel(lsp(100, new Accept.Core(), new Action.Pop(PayloadType.IP, TUNNEL)));
            conductor.onLabel(lsp(101, new Accept.Interface("red0"), new Action.Pop(PayloadType.IP, TUNNEL)));
            conductor.onLabel(lsp(102, new Accept.Named("reds"), new Action.Pop(PayloadType.IP, TUNNEL)));
            final int own = ForwardingWord.acceptClass(conductor.tables().word(0, 101));
            final int set = ForwardingWord.acceptClass(conductor.tables().word(0, 102));
            assertThat(TestTables.accepted(conductor, 0, "red0")).containsExactlyInAnyOrder(own, set);
            assertThat(TestTables.accepted(conductor, 1, "core0")).contains(0, 1);
        }
    }

    @Test
    void shouldRefuseAnAcceptSetOfTwoVrfs() {
        assertThatThrownBy(() -> pe().with(TestIntent.vrfInterface("blue9", "p1", MplsMode.EXTERNAL, 29, "blue"))
            .set("mixed", new Accept.Interface("red0"), new Accept.Interface("blue9")).conductor())
            .isInstanceOf(RefusedException.class)
            .hasMessage("accept set mixed: its members are in different VRFs: blue, red");
        assertThatThrownBy(() -> pe().set("mixed", new Accept.Interface("red0"), new Accept.Core()).conductor())
            .isInstanceOf(RefusedException.class)
            .hasMessage("accept set mixed: its members are in different VRFs: none, red");
    }
}
